"""The main package: covering letter, an analysis with an annex of accounts, withheld-page notices."""

from tests.specimens.furniture import Dress, dress
from tests.specimens.house import pages
from tests.specimens.library import Release, Specimen
from tests.specimens.sheet import Sheet

REQUEST = "A-2021-00999"
_SIGNATURE = "Department of Example Affairs / Ministère des Affaires exemplaires"
_LETTER = Dress(banner=(), signature=_SIGNATURE)
_ANALYSIS = Dress(
    signature=_SIGNATURE,
    struck="SECRET",
    marking="UNCLASSIFIED // NON CLASSIFIÉ",
    printed="Page {n} of {total}",
    stamp=f"{REQUEST}-{{page:06d}}",
)
_NOTICE = Dress(signature=_SIGNATURE)
_ORIGINAL_PAGES = 15  # of which 8 to 10 and 14 to 15 are withheld
_WITHHELD = (range(8, 11), range(14, 16))
_MANIFEST = f"""\
institution = "Department of Example Affairs"
request_number = "{REQUEST}"
regime = "atia_ca"
released = "2022-06-20"
disposition = "disclosed_in_part"
summary_en = "Specimen, fictional. Analyses of narratives about federal party platforms."
summary_fr = "Spécimen fictif. Analyses de récits sur les programmes des partis fédéraux."

[[file]]
name = "analysis-package.pdf"
title = "Chinese-Language Narratives on WeChat and Douyin about Federal Party Platforms"
date = "2021-10-13"
author = "Open-Source Monitoring Unit"
language = "en"
"""


def body(stamps: bool = True) -> list[Sheet]:
    """The pages of the analysis that were released before the first withheld ones."""
    look = _ANALYSIS if stamps else Dress(marking="UNCLASSIFIED // NON CLASSIFIÉ", printed="Page {n} of {total}")
    sheets = pages("analysis_body")
    if len(sheets) != _WITHHELD[0].start - 1:
        raise ValueError(f"the analysis has {len(sheets)} pages; the notice says that page 8 is the next")
    return dress(sheets, look, total=_ORIGINAL_PAGES)


def annex() -> list[Sheet]:
    """The annexes, after the first withheld pages."""
    first = _WITHHELD[0].stop
    return dress(pages("analysis_annex"), _ANALYSIS, first, first, _ORIGINAL_PAGES)


def _notices() -> tuple[Sheet, Sheet]:
    english = "Pages 8 to 10 are withheld pursuant to sections 15(1), 21(1)(a)"
    french = "Les pages 14 à 15 sont retenues en vertu des articles 15(1), 21(1)a)"
    codes = "15(1) 21(1)(a)"
    (first,) = dress(pages("notice_en", NOTICE=english, CODES=codes), _NOTICE)
    (second,) = dress(pages("notice_fr", "fr", NOTICE=french, CODES=codes), _NOTICE)
    return first, second


def releases() -> list[Release]:
    """The release of the main package."""
    english, french = _notices()
    letter = dress(pages("letter_analysis"), _LETTER)
    sheets = [*letter, *body(), english, *annex(), french]
    specimen = Specimen(
        "analysis-package.pdf", sheets, "Chinese-Language Narratives on WeChat and Douyin", request=REQUEST
    )
    return [Release("a-2021-00999", [specimen], _MANIFEST)]
