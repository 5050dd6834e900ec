"""Whether words make a title: no stamp, no fragment, no debris of OCR, no price, no institution's bare name."""

from __future__ import annotations

import re

from indexer.extract.furniture import near

LETTERS_SHARE = 0.7
"""Of what is printed in a title in big type: less is debris of OCR."""

LABELLED_SHARE = 0.5
"""Of what stands after "Subject:", which may be a date or a number in part."""

LONG_WORD = 3
MARK_LETTERS = 4
JUNK_LIMIT = 1
NAME_WORDS = 12
_SPACED = re.compile(r"(?:\b\w\s){4,}")
_JUNK = re.compile(r"[{}_|\\~=<>^]")
_PRICE = re.compile(r"[£$€]\d+(?:[.,]\d{1,2})?\b(?!\s?(?:million|billion|thousand|k\b|m\b|bn\b))", re.IGNORECASE)
_STAMP = re.compile(r"(?i)\b(?:copy|document|file)\s+no?\b")
_LEVELS = ("secret", "confidential", "restricted", "unclassified", "protected", "confidentiel", "protégé")
_MARKS = (*_LEVELS, "security", "information", "classified", "noforn")
_BODY = (
    r"(?:department|ministry|agency|office|service|council|commission|bureau|board|court|directorate|secretariat"
    r"|authority|tribunal|parliament|ministère|agence|conseil|secrétariat|tribunal|cour)"
)
_NAME = re.compile(
    rf"(?i)^(?:in\s+)?(?:the\s+)?(?P<before>(?:[\w.'’&-]+,?\s+){{0,4}}){_BODY}s?\b(?P<after>(?:\s+[\w.'’&,-]+){{0,9}})\W*$"
)
_SMALL = frozenset(
    ("of", "for", "on", "to", "and", "with", "by", "from", "in", "sur", "pour", "par", "dans", "et", "avec")
)
_DOCUMENT = re.compile(
    r"(?i)\b(?:report|order|memorandum|review|statement|assessment|plan|guide|brief\w*|policy|act|appeal|letter|notes?|request"
    r"|rapport|note|lettre|examen|évaluation|politique|loi|response|record|minutes|agreement|decision|opinion|bulletin)\b"
)


def reads_well(text: str, share: float = LETTERS_SHARE) -> bool:
    """At least two words (or four Han characters), mostly letters, and not what only looks like a title."""
    printed = "".join(text.split())
    letters = sum(map(str.isalpha, printed))
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) >= LONG_WORD]
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return (
        letters >= share * len(printed)
        and (han >= 4 or len(words) >= 2)
        and not _SPACED.search(text + " ")
        and not _PRICE.search(text)
        and not _STAMP.search(text)
        and len(_JUNK.findall(text)) <= JUNK_LIMIT
        and not _is_marking(words)
    )


def is_institution(text: str) -> bool:
    """The bare name of an institution ("United States Court of Appeals"): it says who wrote, not what."""
    match = _NAME.match(" ".join(text.split()))
    if match is None or len(text.split()) > NAME_WORDS or _DOCUMENT.search(text):
        return False
    before = match["before"].casefold().split()
    after = match["after"].split()
    return not _SMALL.intersection(before) and (not after or not after[0][:1].isdigit())


def _is_marking(words: list[str]) -> bool:
    """A classification, also misread ("TOP SEBRET", "sac INFORMATION")."""
    long = [word.casefold() for word in words if len(word) >= MARK_LETTERS]
    marks = all(any(near(word, mark, 1) for mark in _MARKS) for word in long)
    return bool(long) and marks and (len(long) == 1 or any(near(word, level, 1) for word in long for level in _LEVELS))
