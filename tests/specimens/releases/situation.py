"""A task force's situation report in English and in French: the same facts, one release."""

from tests.specimens.furniture import Dress, dress
from tests.specimens.house import pages
from tests.specimens.library import Release, Specimen

REQUEST = "A-2025-00417"
_SIGNATURE = "Example Council Office / Bureau du Conseil exemplaire"
_MANIFEST = f"""\
institution = "Example Council Office"
request_number = "{REQUEST}"
regime = "atia_ca"
released = "2025-11-18"
disposition = "disclosed_in_part"
summary_en = "Specimen, fictional. Situation reports of the Elections Information Task Force."
summary_fr = "Spécimen fictif. Rapports de situation du Groupe de travail sur l’information électorale."

[[file]]
name = "situation-report-7-en.pdf"
title = "Situation Report No. 7 – Information operation on WeChat and related platforms"
date = "2025-02-07"
author = "Elections Information Task Force"
language = "en"

[[file]]
name = "situation-report-7-fr.pdf"
title = "Rapport de situation nº 7 – Opération d’information sur WeChat et des plateformes apparentées"
date = "2025-02-07"
author = "Groupe de travail sur l’information électorale"
language = "fr"
"""
_AFTER_ACTION = """\
institution = "Example Council Office"
request_number = "A-2023-00650"
regime = "atia_ca"
released = "2024-03-28"
disposition = "disclosed_in_part"
summary_en = "Specimen, fictional. After-action report on the monitoring of by-elections."
summary_fr = "Spécimen fictif. Rapport postérieur sur la surveillance d’élections partielles."

[[file]]
name = "after-action-report.pdf"
title = "After-Action Report: Monitoring of the June 19, 2023 by-elections"
date = "2023-09-05"
author = "Elections Information Task Force"
language = "en"
"""


def releases() -> list[Release]:
    """The release with both versions; stamps run on from one file to the next."""
    english = pages("sitrep_en")
    french = pages("sitrep_fr", "fr")
    dress(english, _look("TOP SECRET // CANADIAN EYES ONLY", "UNCLASSIFIED", "Page {n} of {total}"))
    dress(
        french,
        _look("TRÈS SECRET // RÉSERVÉ AUX CANADIENS", "NON CLASSIFIÉ", "Page {n} de {total}"),
        stamp=len(english) + 1,
    )
    specimens = [
        Specimen("situation-report-7-en.pdf", english, "Situation Report No. 7", _SIGNATURE),
        Specimen("situation-report-7-fr.pdf", french, "Rapport de situation nº 7", _SIGNATURE),
    ]
    return [Release("a-2025-00417", specimens, _MANIFEST), _after_action()]


def _after_action() -> Release:
    sheets = dress(
        pages("after_action"), _look("SECRET // CANADIAN EYES ONLY", "UNCLASSIFIED", "Page {n} of {total}"), 301
    )
    title = "After-Action Report: Monitoring of the June 19, 2023 by-elections"
    return Release("a-2023-00650", [Specimen("after-action-report.pdf", sheets, title, _SIGNATURE)], _AFTER_ACTION)


def _look(struck: str, marking: str, printed: str) -> Dress:
    return Dress(
        signature=_SIGNATURE,
        struck=struck,
        marking=marking,
        printed=printed,
        stamp="{page:06d}",
    )
