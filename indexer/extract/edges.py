"""Lines as repetition compares them: which are banners or numbers of a known form, which speak for themselves, and
which stand at the very edge of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.extract.config import given_names, request_forms, stamps
from indexer.extract.lines import Piece, folded, unaccented
from indexer.extract.stamps import marking_of

FREE, NUMBER, RELEASE = 0, 1, 2
"""Forms of a line: any wording; a page number or stamp; a release banner or capture stamp."""

LONGEST = 160
"""A longer line is a paragraph."""

EDGE_LINES = 2
"""Running heads stand in the first or last two lines, not counting banners, stamps and markings above or below."""

SAME_LINE = 0.5
NAME_WORDS = 4

_BARE_NUMBER = re.compile(r"^\W*(\d{1,5})\W*$")
_PAGE_NUMBER = re.compile(r"(?i)\b(?:page|pg|p)\b\.?\s*:?\s*\d{1,5}(?:\s*(?:of|de|sur|/)\s*\d{1,5})?")
_LABELLED = re.compile(r"^\W*[^\W\d_][^:：\n]{0,48}[:：](?!//)\s*\S")
_MONTH = r"(?:jan|feb|f[ée]v|mar|apr|avr|may|mai|jun|juin|jul|juil|aug|ao[uû]|sep|oct|nov|dec|d[ée]c)[^\W\d_]{0,7}"
_DATE = re.compile(
    rf"(?i)\b{_MONTH}\.?\s{{0,3}}\d{{1,4}}\b|\b\d{{1,2}}(?:er|st|nd|rd|th)?[\s-]{{0,3}}{_MONTH}\b"
    r"|\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d\b|\d{1,4}\s?[年月日]"
)
_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Hon|Mme|Mlle|Mmes|MM|Dear|Ch[eè]re?|Madame|Monsieur|Sir)\b|\bM\.\s?[A-ZÀ-Ý]"
)
_ACCOUNT = re.compile(r"(?i)[@＠]\w|\bgh_[0-9a-f]{6}")
_NAME = re.compile(r"^[^\W\d_]+(?:[\s.'’-]{1,3}[^\W\d_]+)+\W*$")


@dataclass(frozen=True, slots=True)
class Line:
    """What a line is compared by, "" for what is no furniture by repetition; and its form."""

    key: str
    form: int


def line_of(piece: Piece, page: int) -> Line:
    """The line that a piece is, on the page of so many pages before it.

    Figures count as they stand, but in banners, stamps and page numbers: "name01" is not "name02". A bare number is a
    page number where it grows with the pages, so it is compared by what it is ahead of them.
    """
    text = piece.text
    if len(text) > LONGEST:
        return Line("", FREE)
    if is_banner(text):
        return Line(folded(text), RELEASE)
    bare = _BARE_NUMBER.match(text)
    if bare:
        return Line(f"#{int(bare[1]) - page}" if piece.band else "", NUMBER)
    if _is_stamp(text):
        return Line(folded(text), NUMBER)
    if not any(map(str.isalpha, text)) or speaks_for_itself(text):
        return Line("", FREE)
    return Line(_PAGE_NUMBER.sub("page #", unaccented(text)), FREE)


def is_banner(text: str) -> bool:
    """A release banner or a capture stamp of a known wording."""
    return any(stamp.pattern.search(text) for kind in ("banner", "capture") for stamp in stamps(kind))


def speaks_for_itself(text: str) -> bool:
    """A line with a date, a person, an account or a label and its value: lines of forms, letters and tables, which
    repeat from one report to the next and are what readers look for."""
    return bool(
        _LABELLED.match(text) or _DATE.search(text) or _PERSON.search(text) or _ACCOUNT.search(text) or _is_name(text)
    )


def outermost(pieces: Sequence[Piece], forms: Sequence[int]) -> frozenset[int]:
    """The indexes of pieces in the bands, in the outermost lines of a page; banners, stamps and markings, which may
    stand between them and the edge, are not counted."""
    free = [
        (piece, index)
        for index, (piece, form) in enumerate(zip(pieces, forms, strict=True))
        if form == FREE and marking_of(piece) is None
    ]
    # Plain text has no boxes and is in order; what has boxes may come in any order.
    free.sort(key=lambda item: item[0].bbox.top if item[0].bbox else 0.0)
    return frozenset((*_edge(free), *_edge(free[::-1])))


def _edge(pieces: Iterable[tuple[Piece, int]]) -> list[int]:
    found: list[int] = []
    lines, line = 0, None
    for piece, index in pieces:
        if line is None or not _on_one_line(piece, line):
            lines, line = lines + 1, piece
        if lines > EDGE_LINES:
            break
        if piece.band:
            found.append(index)
    return found


def _on_one_line(piece: Piece, other: Piece) -> bool:
    if piece.bbox is None or other.bbox is None:
        return False
    shared = min(piece.bbox.bottom, other.bbox.bottom) - max(piece.bbox.top, other.bbox.top)
    return shared >= SAME_LINE * min(piece.bbox.bottom - piece.bbox.top, other.bbox.bottom - other.bbox.top)


def _is_stamp(text: str) -> bool:
    """A page stamp, a printed page number or a request number, and nothing else on the line."""
    if any(stamp.pattern.match(text) for kind in ("label", "printed") for stamp in stamps(kind)):
        return True
    alone = text.strip(" \t-–—|#*")
    return any(not form.needs_label and form.pattern.fullmatch(alone) for form in request_forms())


def _is_name(text: str) -> bool:
    """ "Jean Tremblay": a given name and what follows it, alone on the line."""
    words = re.findall(r"[^\W\d_]+", text)
    if not (2 <= len(words) <= NAME_WORDS and _NAME.match(text.strip())):
        return False
    return words[0].casefold() in given_names() and all(word[0].isupper() for word in words)
