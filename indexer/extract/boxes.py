"""Redactions as they are painted: filled, hatched, outlined and white boxes.

A dark box with no words on it is a redaction. Any other box is one only when nothing but section codes stand in
it: table cells, charts and frames are boxes too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from indexer.extract.painting import Painted, Scene
from indexer.extract.sections import only_codes
from indexer.model.geometry import BBox, Word
from indexer.model.page import Redaction, RedactionKind

LOWEST_PT = 5.0
NARROWEST_PT = 6.0
DARK_LEVEL = 100
NEUTRAL_SPREAD = 40
"""Redaction boxes are black or grey; a dark blue bar is decoration."""

OPAQUE_ALPHA = 200
WHITE_LEVEL = 245
SAME_PT = 2.0
NARROW_PT = 24.0
HALF = 0.5
COVERED_SHARE = 0.95
WORDS_LIMIT = 30
"""No box bears more words than a few codes take."""

EDGE_SHARE = 0.1
BOXES_LIMIT = 2000
"""Pages of a map or a chart: no institution draws so many."""


def redactions(scene: Scene, text: str, words: Sequence[Word], page: BBox) -> tuple[Redaction, ...]:
    """The redactions of a page, top to bottom, without their sections (`describing` reads them by regime)."""
    found: list[Redaction] = []
    places = _Places(words)
    hatched = {item.bbox: item for item in scene.hatched()}
    joined = _blocks([item for item in scene.painted if _plausible(item, page)])
    items = [item for item in joined if item.bbox.x1 - item.bbox.x0 >= NARROWEST_PT]
    if len(items) > BOXES_LIMIT:
        return ()
    for at, item in enumerate(items):
        kind = "cross_hatched" if item.bbox in hatched else _kind(item, text, places)
        if kind == "filled" and _is_page_number(item.bbox, text, places, page):
            continue
        if kind is None or (kind == "filled" and _painted_over(item, items[at + 1 :])):
            continue
        box = _rounded(item.bbox, page)
        if not any(_same(box, other.bbox) for other in found):
            found.append(Redaction(box, kind))
    found = [item for item in found if not _frames(item, found)]
    found += _continuations(items, found, places, page)
    return tuple(sorted(found, key=lambda item: (item.bbox.top, item.bbox.x0)))


def covering(boxes: Sequence[Painted], page: BBox) -> tuple[Redaction, ...]:
    """What covers words of a page, as redactions, top to bottom: that something was under them is proof enough."""
    parts = _blocks(sorted(boxes, key=lambda item: item.order))
    found = dict.fromkeys(Redaction(_rounded(item.bbox, page), _covering_kind(item)) for item in parts)
    return tuple(sorted(found, key=lambda item: (item.bbox.top, item.bbox.x0)))


def _covering_kind(item: Painted) -> RedactionKind:
    if item.kind in ("annotation", "image"):
        return "annotation" if item.kind == "annotation" else "image"
    if not item.filled:  # of outlined boxes, only those full of slanted lines cover words
        return "cross_hatched"
    if item.kind == "path" and min(item.colour[:3]) >= WHITE_LEVEL:
        return "outlined" if item.stroked else "blank"
    return "filled"


class _Places:
    """Words by height on the page, so that a box asks only those beside it."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._rows: list[tuple[float, int]] = []
        self._middles: list[float] = []

    def inside(self, box: BBox) -> list[Word]:
        """The words whose middle lies in a box, in text order."""
        if not self._rows:
            self._rows = sorted(((word.bbox.top + word.bbox.bottom) / 2, at) for at, word in enumerate(self._words))
            self._middles = [middle for middle, _ in self._rows]
        rows = self._rows[bisect_left(self._middles, box.top) : bisect_right(self._middles, box.bottom)]
        found = [self._words[at] for at in sorted(at for _, at in rows)]
        return [word for word in found if box.x0 <= (word.bbox.x0 + word.bbox.x1) / 2 <= box.x1]


def _text_of(text: str, words: Sequence[Word]) -> str:
    """Words as they stand in a text, single spaces between them."""
    return " ".join(text[word.start : word.end] for word in words)


def _blocks(items: Sequence[Painted]) -> list[Painted]:
    """Narrow black boxes drawn one after the other, side by side, as one: a row of "█" is one redaction."""
    joined: list[Painted] = []
    for item in items:
        before = joined[-1] if joined else None
        if before is not None and _carries_on(before, item):
            joined[-1] = replace(before, bbox=before.bbox.union(item.bbox), order=item.order)
        else:
            joined.append(item)
    return joined


def _carries_on(before: Painted, item: Painted) -> bool:
    (x0, top, x1, bottom), (a, b, c, d) = before.bbox, item.bbox
    return (
        item.filled
        and before.filled
        and item.colour == before.colour
        and c - a <= NARROW_PT
        and min(bottom, d) - max(top, b) >= HALF * min(bottom - top, d - b)
        and a >= x0
        and a - x1 <= NARROW_PT / 4
    )


def _kind(item: Painted, text: str, places: _Places) -> RedactionKind | None:
    on_it = places.inside(item.bbox)
    printed = _text_of(text, on_it) if 0 < len(on_it) <= WORDS_LIMIT else ""
    if item.filled and item.colour[3] >= OPAQUE_ALPHA and min(item.colour[:3]) < WHITE_LEVEL:
        coded = bool(printed) and item.rectangle and bool(only_codes(printed, None, boxed=True))
        # Dark shapes of other outlines are letters of a logo, coats of arms, charts.
        return "filled" if coded or (not on_it and item.rectangle and _is_dark(item)) else None
    # A number alone in a frame is a table cell; "s.23" is not.
    if not printed or not item.rectangle or not only_codes(printed, None):
        return None
    return "outlined" if item.stroked else "blank"


def _is_page_number(box: BBox, text: str, places: _Places, page: BBox) -> bool:
    """A bare number on a dark tab at the head or foot of a page: "16" is a section too."""
    edge = EDGE_SHARE * page.bottom
    at_edge = box.bottom <= edge or box.top >= page.bottom - edge
    return at_edge and _text_of(text, places.inside(box)).isdecimal()


def _plausible(item: Painted, page: BBox) -> bool:
    box = item.bbox
    return item.kind == "path" and box.bottom - box.top >= LOWEST_PT and page.intersection(box) >= 0.9 * box.area


def _is_dark(item: Painted) -> bool:
    levels = item.colour[:3]
    return max(levels) <= DARK_LEVEL and max(levels) - min(levels) <= NEUTRAL_SPREAD


def _continuations(
    items: Sequence[Painted], found: Sequence[Redaction], places: _Places, page: BBox
) -> list[Redaction]:
    """Boxes without words in the colour of a redaction that bears its code: it goes on in the next line."""
    if not found:
        return []
    coded = {item.colour for item in items if any(_same(item.bbox, redaction.bbox) for redaction in found)}
    return [
        Redaction(_rounded(item.bbox, page), "filled")
        for item in items
        if item.filled
        and item.colour in coded
        and min(item.colour[:3]) < WHITE_LEVEL
        and not any(_same(item.bbox, redaction.bbox) for redaction in found)
        and not places.inside(item.bbox)
    ]


def _frames(item: Redaction, others: Sequence[Redaction]) -> bool:
    """A table cell around a redaction, the code of which it holds."""
    return item.kind in ("outlined", "blank") and any(
        other is not item and other.bbox.area < item.bbox.area and _inside(other.bbox, item.bbox) for other in others
    )


def _inside(inner: BBox, outer: BBox) -> bool:
    return inner.intersection(outer) >= COVERED_SHARE * inner.area


def _painted_over(item: Painted, later: Sequence[Painted]) -> bool:
    """A lighter box was painted over it."""
    return any(
        other.filled and not _is_dark(other) and other.bbox.intersection(item.bbox) >= COVERED_SHARE * item.bbox.area
        for other in later
    )


def _same(one: BBox, other: BBox) -> bool:
    return (
        abs(one.top - other.top) <= SAME_PT
        and abs(one.x0 - other.x0) <= SAME_PT
        and abs(one.x1 - other.x1) <= SAME_PT
        and abs(one.bottom - other.bottom) <= SAME_PT
    )


def _rounded(box: BBox, page: BBox) -> BBox:
    return BBox(
        round(max(box.x0, page.x0), 2),
        round(max(box.top, page.top), 2),
        round(min(box.x1, page.x1), 2),
        round(min(box.bottom, page.bottom), 2),
    )
