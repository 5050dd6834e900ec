"""What stamps say: the page's label, its printed number, request numbers, markings, withheld notices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.extract.config import HYPHENS, markings, notices, request_forms, stamps
from indexer.extract.lines import Piece
from indexer.extract.sections import codes

NOTICE_WORDS = 110
"""A sheet that only says that pages are withheld has few words; a letter that mentions some has many."""

CODE_WINDOW = 260
"""Characters after the notice in which its sections stand; bilingual notices put the other language between."""

MARKING_LENGTH = 90
PAGES_LIMIT = 10_000
LETTER_PAGES = 3
_LABELLED = re.compile(
    r"(?i)(?:our\s+(?:file|reference)|notre\s+(?:dossier|r[ée]f[ée]rence)|request\s*(?:number|no\.?|#)?"
    r"|(?:num[ée]ro\s+de\s+)?(?:la\s+)?demande|file\s*(?:number|no\.?|#)?|dossier|n[°o]\.?)\s*[:/#]?\s*[^\n]{0,40}$"
)
_NUMBERS = {
    name: number
    for names in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen twenty",
        "une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
        " dix-neuf vingt",
    )
    for number, name in enumerate(names.split(), 1)
}
"""How many pages a notice says in words, in English and in French."""

_DASHES = re.compile(rf"\s*[{HYPHENS}]\s*")


@dataclass(frozen=True, slots=True)
class Notice:
    """A withheld-page notice: how many pages it names, and the sections it cites."""

    pages: int
    sections: tuple[str, ...]


def label_of(pieces: Sequence[Piece]) -> tuple[str | None, str | None, int | None]:
    """`(label, request number in the stamp, index of the piece)`; all None when the page bears no stamp."""
    for stamp in stamps("label"):
        for index, piece in enumerate(pieces):
            match = stamp.pattern.match(piece.text) if _stampable(piece) else None
            if match:
                groups = match.groupdict()
                return groups["page"], groups.get("request"), index
    return None, None, None


def printed_of(pieces: Sequence[Piece]) -> tuple[str | None, int | None]:
    """`(printed number, index of the piece)` such as "3 of 6"; both None when there is none."""
    for stamp in stamps("printed"):
        for index, piece in enumerate(pieces):
            match = stamp.pattern.match(piece.text) if piece.band else None
            if match:
                return " ".join(match["page"].split()), index
    return None, None


def marking_of(piece: Piece) -> str | None:
    """The marking that a line in the band is, as printed in capitals; None for any other line."""
    text = " ".join(piece.text.split()).strip(" -–*#_|")
    if not piece.band or len(text) > MARKING_LENGTH:
        return None
    found = [match for pattern in markings() for match in pattern.finditer(text.upper())]
    covered = sum(len(set(range(*match.span()))) for match in _disjoint(found))
    letters = sum(not character.isspace() and character not in "/|-–&," for character in text)
    inked = sum(
        not character.isspace() and character not in "/|-–&,"
        for match in _disjoint(found)
        for character in match.group()
    )
    if not found or covered == 0 or inked < 0.75 * letters:
        return None
    capitals = text == text.upper()
    return text.upper() if capitals or text.istitle() or inked == letters else None


def notice_of(text: str, regime: str | None) -> Notice | None:
    """The notice that a sheet is; None for a sheet with other text."""
    if len(text.split()) > NOTICE_WORDS:
        return None
    # Long white space would cost the patterns time beyond all measure.
    text = "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
    found = [match for pattern in notices() if (match := _opening(pattern, text))]
    if not found:
        return None
    pages = max(_count(match) for match in found)
    first, last = min(match.end() for match in found), max(match.end() for match in found)
    cited = [code for code in codes(text, regime) if code.explicit and first <= code.start < last + CODE_WINDOW]
    return Notice(pages, tuple(dict.fromkeys(code.section for code in cited)))


def _opening(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The notice that opens a line. A small letter there goes on with the sentence of the line before, as prose does
    ("the minister said / pages 4 to 9 were withheld"), unless nothing or another notice's end is before it."""
    for match in pattern.finditer(text):
        letter = re.search(r"\w", match.group())
        before = text[: match.start()].rstrip()
        opens = not re.search(r"\w", before) or before.endswith((".", "/"))
        if opens or (letter and not letter[0].islower()):
            return match
    return None


def request_numbers(text: str) -> list[tuple[str, int]]:
    """`(number, weight)` of request numbers in a text: 3 after "Our file:", 1 elsewhere. Hyphens made plain."""
    found: dict[tuple[int, int], tuple[str, int]] = {}
    for form in request_forms():
        for match in form.pattern.finditer(text):
            labelled = _LABELLED.search(text[max(0, match.start() - 60) : match.start()]) is not None
            if labelled or not form.needs_label:
                found[match.span()] = (_plain(match.group()), 3 if labelled else 1)
    # The longest form at a place: "A-2011-00303/RC" over "A-2011-00303".
    return [
        value
        for (start, end), value in sorted(found.items())
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e in found)
    ]


def request_number(texts: Sequence[str], stamped: Counter[str]) -> str | None:
    """The number of a package: the one of its page stamps, else the weightiest of its first pages; None: none."""
    if stamped:
        return stamped.most_common(1)[0][0]
    weights: Counter[str] = Counter()
    for text in texts[:LETTER_PAGES]:
        for number, weight in request_numbers(text):
            weights[number] += weight
    return weights.most_common(1)[0][0] if weights else None


def _stampable(piece: Piece) -> bool:
    # Scanned text comes without boxes or order: a stamp may then stand anywhere.
    return piece.band or piece.bbox is None


def _disjoint(found: list[re.Match[str]]) -> list[re.Match[str]]:
    kept: list[re.Match[str]] = []
    for match in sorted(found, key=lambda match: match.start() - match.end()):
        if all(match.end() <= other.start() or match.start() >= other.end() for other in kept):
            kept.append(match)
    return kept


def _count(match: re.Match[str]) -> int:
    groups = match.groupdict()
    named = groups.get("pages") or ""
    if not re.search(r"\d", named):
        said = (groups.get("count") or "1").casefold()
        return min(int(said) if said.isdigit() else _NUMBERS.get(said, 1), PAGES_LIMIT)
    total = 0
    for part in re.split(r"[,&]|\band\b|\bet\b", named):
        bounds = [int(number) for number in re.findall(r"\d{1,6}", part)]
        if len(bounds) >= 2 and bounds[1] >= bounds[0]:
            total += bounds[1] - bounds[0] + 1
        else:
            total += len(bounds)
    return min(total, PAGES_LIMIT)


def _plain(number: str) -> str:
    return " ".join(_DASHES.sub("-", number).split())
