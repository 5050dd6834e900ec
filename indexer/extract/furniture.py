"""Furniture: banners, running heads, stamps and page numbers, found by known wordings and by repetition.

What only repeats is furniture with care, for words in furniture are not found by plain searches: it must stand at the
very edge of several pages, say nothing of its own (`speaks_for_itself`), and where it stands first it stays text.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.extract.edges import FREE, RELEASE, Line, line_of, outermost
from indexer.extract.lines import Piece
from indexer.model.geometry import BBox
from indexer.model.page import Page

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

LINES_KEPT = 40_000
"""Distinct lines of about 1,500 pages: some 8 MB."""

NO_KEY = -1
NO_PLACE = -1e9


@dataclass(frozen=True, slots=True)
class Repeated:
    """Indexes of the pieces of a page that repeat over the document, and those among them that stay text: where a line
    stands first, so that it can be found once, and in a document of two pages."""

    pieces: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()


class Repetition:
    """Learns the lines of a document page by page, then tells which of them are furniture.

    Holds some bytes for each line, and the texts of at most about LINES_KEPT lines: of a long package, texts that
    stood on one page only are forgotten from time to time.
    """

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._counts = array("I")
        """Pages on which each line stands, by its id."""
        self._forms = bytearray()
        """Of each line, by its id: FREE, NUMBER or RELEASE."""
        self._pages: list[_Lines] = []
        self._forgotten: dict[int, int] = {}
        """Lines without a text any more that were a commoner one, damaged."""
        self._limit = LINES_KEPT

    def add(self, pieces: Sequence[Piece]) -> None:
        """Learns the next page."""
        lines = [line_of(piece, len(self._pages)) for piece in pieces]
        ids = [self._id(line) for line in lines]
        for one in {one for one in ids if one != NO_KEY}:
            self._counts[one] += 1
        edge = outermost(pieces, [line.form for line in lines])
        self._pages.append(
            _Lines(
                array("i", ids),
                bytes(piece.band for piece in pieces),
                array("f", [NO_PLACE if piece.bbox is None else piece.bbox.top for piece in pieces]),
                bytes(index in edge for index in range(len(pieces))),
            )
        )
        if len(self._ids) > self._limit:
            self._forget()

    def furniture(self) -> list[Repeated]:
        """For each page, what repeats over the document."""
        names = self._damaged()
        names |= {one: names.get(centre, centre) for one, centre in self._forgotten.items()}
        pages = [replace(page, ids=array("i", [names.get(one, one) for one in page.ids])) for page in self._pages]
        allowed = [frozenset(self._allowed(page)) for page in pages]
        everywhere = self._everywhere(pages, allowed)
        heads = _running_heads(pages, allowed)
        kept = self._kept(pages)
        found = []
        for number, page in enumerate(pages):
            again = {index for index in allowed[number] if page.ids[index] in everywhere or (number, index) in heads}
            found.append(Repeated(frozenset(again), frozenset(again & kept.get(number, set()))))
        return found

    def _id(self, line: Line) -> int:
        if not line.key:
            return NO_KEY
        one = self._ids.setdefault(line.key, len(self._counts))
        if one == len(self._counts):
            self._counts.append(0)
            self._forms.append(line.form)
        return one

    def _allowed(self, page: _Lines) -> Iterator[int]:
        """The pieces that may be furniture by their form and place. Release banners may stand anywhere."""
        for index, one in enumerate(page.ids):
            form = FREE if one == NO_KEY else self._forms[one]
            place = page.edges[index] if form == FREE else form == RELEASE or page.bands[index]
            if one != NO_KEY and place:
                yield index

    def _everywhere(self, pages: Sequence[_Lines], allowed: Sequence[frozenset[int]]) -> set[int]:
        total = sum(1 for page in pages if page.ids)
        needed = max(FEWEST_PAGES, PAGE_SHARE * total) if total >= FEWEST_PAGES else 2
        counted = Counter(
            one for page, places in zip(pages, allowed, strict=True) for one in {page.ids[index] for index in places}
        )
        return {one for key, one in self._ids.items() if counted[one] >= needed and any(map(str.isalpha, key))}

    def _kept(self, pages: Sequence[_Lines]) -> dict[int, set[int]]:
        """By page, the pieces that stay text though they repeat. Banners, stamps and page numbers never do."""
        few = sum(1 for page in pages if page.ids) < FEWEST_PAGES
        seen: set[int] = set()
        found: dict[int, set[int]] = defaultdict(set)
        for number, page in enumerate(pages):
            for index, one in enumerate(page.ids):
                if one != NO_KEY and (few or one not in seen) and self._forms[one] == FREE:
                    found[number].add(index)
                    seen.add(one)
        return found

    def _damaged(self) -> dict[int, int]:
        """Lines within three edits of a commoner release banner take its id: OCR damages banners.

        Other lines keep theirs: "claim one was refused" is no damaged "claim two was refused".
        """
        common = sorted(
            ((key, one) for key, one in self._ids.items() if len(key) >= FUZZY_LENGTH),
            key=lambda item: -self._counts[item[1]],
        )
        banners = [(key, one) for key, one in common if self._counts[one] > 1 and self._forms[one] == RELEASE]
        centres = banners[:CENTRES]
        rank = {one: place for place, (_, one) in enumerate(centres)}
        names: dict[int, int] = {}
        for key, one in common if centres else ():
            commoner = centres[: rank.get(one, len(centres))]
            best = next((centre for text, centre in commoner if near(key, text)), None)
            if best is not None:
                names[one] = names.get(best, best)
        return names

    def _forget(self) -> None:
        names = self._damaged()
        self._forgotten |= {one: name for one, name in names.items() if self._counts[one] == 1}
        self._ids = {key: one for key, one in self._ids.items() if self._counts[one] > 1}
        self._limit = max(LINES_KEPT, 2 * len(self._ids))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Of each piece of a page: the id of its line, whether it stands in a band, its top, whether at the very edge."""

    ids: array[int]
    bands: bytes
    tops: array[float]
    edges: bytes


def outside_tables(page: Page, pieces: Sequence[Piece], found: frozenset[int]) -> frozenset[int]:
    """The indexes without those inside tables: the head of a long table stands on each of its pages, and is no
    furniture. A table that repeats whole (a running head with rules) is."""
    kept = found
    for table in page.tables:
        inside = {index for index, piece in enumerate(pieces) if piece.bbox and _lies_in(piece.bbox, table.bbox)}
        if not inside <= found:
            kept -= inside
    return kept


def _lies_in(piece: BBox, table: BBox) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
    return table.x0 <= x <= table.x1 and table.top <= y <= table.bottom


def _running_heads(pages: Sequence[_Lines], allowed: Sequence[frozenset[int]]) -> set[tuple[int, int]]:
    """`(page, piece)` of lines in the bands that stand at one place on several pages in a row."""
    places: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for index in sorted(allowed[number]):
            if page.bands[index] and page.tops[index] != NO_PLACE:
                places[page.ids[index]].append((number, index, page.tops[index]))
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
