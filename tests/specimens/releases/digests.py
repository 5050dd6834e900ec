"""A package of several short documents, one after another, each with its own page numbers."""

from tests.specimens.furniture import Dress, dress
from tests.specimens.house import MEMO, pages
from tests.specimens.library import Release, Specimen
from tests.specimens.sheet import Sheet

REQUEST = "A-2021-00777"
_SIGNATURE = "Example Council Office / Bureau du Conseil exemplaire"
_PLAIN = Dress(signature=_SIGNATURE)
_DIGEST_36_PAGES = 3
_MANIFEST = f"""\
institution = "Example Council Office"
request_number = "{REQUEST}"
regime = "atia_ca"
released = "2022-03-11"
disposition = "disclosed_in_part"
summary_en = "Specimen, fictional. Weekly digests on Chinese-language platforms, August and September 2021."
summary_fr = "Spécimen fictif. Bulletins hebdomadaires sur les plateformes de langue chinoise."

[[file]]
name = "weekly-digests.pdf"
title = "Weekly digests 33 to 37, Chinese-language platforms"
date = "2021-08-23/2021-09-20"
author = "Duty Desk"
"""


def releases() -> list[Release]:
    """The release of the digests."""
    sheets = dress(pages("letter_digests"), Dress(banner=(), signature=_SIGNATURE))
    stamp = 1
    for number, language in ((1, "en"), (2, "en"), (3, "fr")):
        sheets += _digest(number, language, stamp)
        stamp = int(sheets[-1].label or 0) + 1
    sheets += _notice(stamp)
    sheets += _digest(4, "en", stamp + _DIGEST_36_PAGES)
    specimen = Specimen("weekly-digests.pdf", sheets, "Weekly digests 33 to 37", _SIGNATURE, request=REQUEST)
    return [Release("a-2021-00777", [specimen], _MANIFEST)]


def _digest(number: int, language: str, stamp: int) -> list[Sheet]:
    look = Dress(
        signature=_SIGNATURE,
        marking="PROTÉGÉ A" if language == "fr" else "PROTECTED A",
        printed="Page {n} de {total}" if language == "fr" else "Page {n} of {total}",
        stamp="{page:06d}",
    )
    return dress(pages(f"digest_{number}", language, MEMO), look, stamp)


def _notice(first: int) -> list[Sheet]:
    text = f"Pages {first} to {first + _DIGEST_36_PAGES - 1} are withheld pursuant to sections 15(1), 16(2)"
    return dress(pages("notice_en", NOTICE=text, CODES="15(1) 16(2)"), _PLAIN)
