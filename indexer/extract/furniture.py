"""Furniture: banners, running heads, stamps and page numbers, found by repetition and by known patterns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from indexer.extract.config import stamps
from indexer.extract.lines import Piece, folded

PAGE_SHARE = 0.6
"""A line on so many pages of one package is boilerplate (measured on real packages: domain.md 1.3)."""

FEWEST_PAGES = 3
RUN_PAGES = 3
"""A running head of one document inside a package: on so many pages in a row, at the same place."""

PLACE_TOLERANCE_PT = 3.0
"""Footnotes that say nearly the same stand higher or lower from page to page; running heads do not."""

EDITS = 3
FUZZY_LENGTH = 14
"""Shorter lines differ by three letters too easily."""

CENTRES = 200
LONGEST = 160
"""A longer line is a paragraph."""


def repeated(pages: Sequence[Sequence[Piece]]) -> list[frozenset[int]]:
    """For each page, the indexes of its pieces that repeat over the document."""
    keys = _merged([[_key(piece) for piece in page] for page in pages])
    counted = Counter(key for page in keys for key in set(page) if key)
    total = sum(1 for page in pages if page)
    needed = max(FEWEST_PAGES, PAGE_SHARE * total) if total >= FEWEST_PAGES else 2
    everywhere = {key for key, count in counted.items() if count >= needed and any(map(str.isalpha, key))}
    heads = _running_heads(pages, keys)
    return [
        frozenset(
            index
            for index, key in enumerate(page_keys)
            if key and ((key in everywhere and _may_be_furniture(page[index], total)) or (number, index) in heads)
        )
        for number, (page, page_keys) in enumerate(zip(pages, keys, strict=True))
    ]


def _key(piece: Piece) -> str:
    """ "" for what is never furniture: paragraphs, and figures outside the bands (cells of a table)."""
    if len(piece.text) > LONGEST or not (piece.band or any(map(str.isalpha, piece.text))):
        return ""
    return folded(piece.text)


def is_banner(text: str) -> bool:
    """A release banner or a capture stamp of a known wording."""
    return any(stamp.pattern.search(text) for kind in ("banner", "capture") for stamp in stamps(kind))


def _may_be_furniture(piece: Piece, pages: int) -> bool:
    # In a two-page document a repeated line in the body may be a heading; in a package banners may stand anywhere.
    return piece.band or piece.bbox is None or pages > 2 * FEWEST_PAGES


def _running_heads(pages: Sequence[Sequence[Piece]], keys: Sequence[Sequence[str]]) -> set[tuple[int, int]]:
    """`(page, piece)` of lines in the bands that stand at one place on several pages in a row."""
    places: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for number, (page, page_keys) in enumerate(zip(pages, keys, strict=True)):
        for index, (piece, key) in enumerate(zip(page, page_keys, strict=True)):
            if key and piece.band and piece.bbox is not None:
                places[key].append((number, index, piece.bbox.top))
    heads: set[tuple[int, int]] = set()
    for found in places.values():
        run: list[tuple[int, int, float]] = []
        for place in [*found, (-9, 0, 0.0)]:
            if run and not (place[0] - run[-1][0] in (0, 1) and abs(place[2] - run[-1][2]) <= PLACE_TOLERANCE_PT):
                if run[-1][0] - run[0][0] + 1 >= RUN_PAGES:
                    heads.update((number, index) for number, index, _ in run)
                run = []
            run.append(place)
    return heads


def _merged(keys: list[list[str]]) -> list[list[str]]:
    """Keys within three edits of a commoner one take its name: OCR damages banners."""
    counted = Counter(key for page in keys for key in set(page) if len(key) >= FUZZY_LENGTH)
    centres = [key for key, count in counted.most_common(CENTRES) if count > 1]
    if not centres:
        return keys
    rank = {centre: place for place, centre in enumerate(centres)}
    names: dict[str, str] = {}
    for key, _ in counted.most_common():
        commoner = centres[: rank.get(key, len(centres))]
        best = next((centre for centre in commoner if near(key, centre)), None)
        if best is not None:
            names[key] = names.get(best, best)
    return [[names.get(key, key) for key in page] for page in keys]


def near(one: str, other: str, edits: int = EDITS) -> bool:
    """At most so many insertions, deletions and replacements apart."""
    if abs(len(one) - len(other)) > edits:
        return False
    if len(set(one) ^ set(other)) > 2 * edits:
        return False
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        low, high = max(1, row - edits), min(len(other), row + edits)
        current = [edits + 1] * (len(other) + 1)
        current[0] = row
        for column in range(low, high + 1):
            same = previous[column - 1] + (letter != other[column - 1])
            current[column] = min(same, previous[column] + 1, current[column - 1] + 1)
        if min(current[max(0, low - 1) : high + 1]) > edits:
            return False
        previous = current
    return previous[-1] <= edits
