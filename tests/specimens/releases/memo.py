"""One memorandum released by two institutions, which severed different passages."""

from tests.specimens.furniture import Dress, dress
from tests.specimens.house import MEMO, pages
from tests.specimens.library import Release, Specimen

_TITLE = "Misleading content about community associations on Chinese-language platforms"
_AUTHOR = "Department of Example Affairs"


def releases() -> list[Release]:
    """Both releases."""
    affairs = Dress(
        signature="Department of Example Affairs / Ministère des Affaires exemplaires",
        struck="SECRET", marking="UNCLASSIFIED // NON CLASSIFIÉ", printed="Page {n} of {total}",
        stamp="{page:06d}",
    )  # fmt: skip
    agency = Dress(
        banner=("ESA - Released under the Access to Information Act",
                "AES - Divulgation en vertu de la Loi sur l’accès à l’information"),
        signature="Example Security Agency / Agence exemplaire de sécurité", struck="SECRET",
        printed="Page {n} of {total}", stamp="A0046123_1-{page:06d}",
    )  # fmt: skip
    return [
        _release("a", affairs, 41, "a-2022-00058", "A-2022-00058", _AUTHOR, "2022-09-12"),
        _release("b", agency, 1, "a-2023-117", "A-2023-117", "Example Security Agency", "2023-11-02"),
    ]


def _release(
    variant: str, look: Dress, stamp: int, slug: str, request: str, institution: str, released: str
) -> Release:
    sheets = dress(pages("memo", styles=MEMO, variant=variant), look, stamp)
    specimen = Specimen("memorandum.pdf", sheets, _TITLE, _AUTHOR)
    return Release(slug, [specimen], _manifest(institution, request, released))


def _manifest(institution: str, request: str, released: str) -> str:
    return f"""\
institution = "{institution}"
request_number = "{request}"
regime = "atia_ca"
released = "{released}"
disposition = "disclosed_in_part"
summary_en = "Specimen, fictional. One memorandum that two institutions released with different passages withheld."

[[file]]
name = "memorandum.pdf"
title = "{_TITLE}"
date = "2021-11-22"
author = "{_AUTHOR}"
language = "en"
"""
