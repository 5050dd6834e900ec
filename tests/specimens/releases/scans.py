"""Scans: image-only pages, and a package that mixes scans, born-digital, turned and cropped pages."""

from tests.specimens.flow import Frame
from tests.specimens.furniture import Dress, dress
from tests.specimens.house import MEMO, pages
from tests.specimens.library import Release, Specimen
from tests.specimens.releases import analysis
from tests.specimens.scan import scanned
from tests.specimens.sheet import LETTER_PT, Sheet

_CROP_MARGIN_PT = 44.0
_LANDSCAPE_PT = LETTER_PT[::-1]
_LANDSCAPE_FRAME = Frame(left=72, top=92, right=720, bottom=540, margin_codes=724)
_SCANNED_PAGES = 3
_SIGNATURE = "Department of Example Affairs / Ministère des Affaires exemplaires"
_LOOK = Dress(signature=_SIGNATURE, marking="PROTECTED A / PROTÉGÉ A", stamp="{page:06d}")
_SCAN_MANIFEST = """\
institution = "Department of Example Affairs"
request_number = "A-2021-00999"
regime = "atia_ca"
released = "2022-06-20"
disposition = "disclosed_in_part"
summary_en = "Specimen, fictional. Analyses of narratives about federal party platforms."
summary_fr = "Spécimen fictif. Analyses de récits sur les programmes des partis fédéraux."

[[file]]
name = "analysis-scanned.pdf"
date = "2021-10-13"
language = "en"
"""
_MIXED_MANIFEST = """\
institution = "Example Council Office"
request_number = "1A-2023-00271"
regime = "atia_ca"
released = "2024-02-05"
disposition = "disclosed_in_part"
summary_en = "Specimen, fictional. Briefing book with scanned, turned and cropped pages."
summary_fr = "Spécimen fictif. Cahier d’information avec pages numérisées, tournées et rognées."

[[file]]
name = "briefing-book-mixed.pdf"
title = "Briefing book: monitoring of foreign-language media"
date = "2023-03"
"""


def releases() -> list[Release]:
    """The scanned release and the mixed one."""
    scan = scanned(analysis.body()[:_SCANNED_PAGES])
    return [
        Release(
            "scanned-a-2021-00999",
            [Specimen("analysis-scanned.pdf", scan, "Scan", request=analysis.REQUEST)],
            _SCAN_MANIFEST,
        ),
        Release("1a-2023-00271", [Specimen("briefing-book-mixed.pdf", _mixed(), "Briefing book")], _MIXED_MANIFEST),
    ]


def _mixed() -> list[Sheet]:
    digital = pages("briefing", styles=MEMO)
    table = pages("briefing_table", styles=MEMO, frame=_LANDSCAPE_FRAME, new_sheet=_turned)
    cropped = pages("briefing_cropped", styles=MEMO, new_sheet=_cropped)
    minutes = pages("briefing_minutes", "fr")
    sheets = dress([*digital, *table, *cropped, *minutes], _LOOK, stamp=1)
    first_scan = len(sheets) - len(minutes)
    return [*sheets[:first_scan], *scanned(sheets[first_scan:], skew=-0.4, seed=70)]


def _turned() -> Sheet:
    return Sheet("en", _LANDSCAPE_PT, rotation=90)


def _cropped() -> Sheet:
    return Sheet("en", crop_margin_pt=_CROP_MARGIN_PT)
