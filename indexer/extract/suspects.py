"""Words that may be hidden, by cheap tests: their place in a sketch is blank, or something is drawn over them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.extract.painting import Painted, Scene
from indexer.extract.plainness import drawn_plainly
from indexer.extract.sheet import Sheet
from indexer.extract.sketches import Sketch, blank_places
from indexer.extract.words import RawWord
from indexer.model.geometry import BBox

SCAN_SHARE = 0.5
"""Pictures that fill half the page: a scan, and the text layer is its OCR, drawn under or over it or not at all."""

COVERED_SHARE = 0.5
MEETING_PT2 = 20.0
"""Of a long word so much under a box is enough: two letters."""

OPAQUE_ALPHA = 40
"""Below this a fill hides nothing. Above it pixels decide: a half-transparent fill may still hide."""

WHITE_LEVEL = 215
LIKE_COLOUR = 60
"""Sum of the differences of red, green and blue below which two colours are hard to tell apart."""

BURNT_LETTERS = 3
"""An "I" fills its own place with ink; and specks of a scan that OCR took for words are short."""

AROUND_PT = 1.0
"""Words of a text layer stand a little beside their picture."""

COVERING_ORDER = 0


@dataclass(frozen=True, slots=True)
class Suspect:
    """`hatched`: under lines so dense that no pixel need be asked. `shown_below`: no ink of its own is expected,
    since a picture or a drawing below shows the word."""

    index: int
    covers: tuple[Painted, ...]
    shown_below: bool
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class OfScan:
    """Words of a scan's text layer. `black`: their place is, so the layer was made before the box. `blank`: nothing
    is there; they lie under the picture, and are not what was read from it."""

    black: frozenset[int] = frozenset()
    blank: frozenset[int] = frozenset()


class Suspects:
    """The cheap tests."""

    def __init__(self, sheet: Sheet, words: Sequence[RawWord], scene: Scene) -> None:
        self._sheet = sheet
        self._words = words
        self._scene = scene
        self._images = scene.images()
        self._hatched = scene.hatched()
        self._drawn: Sketch | None = None
        self._ocr: list[int] = []
        self._by_middle: list[int] = []
        self._middles: list[float] = []
        page = BBox(0.0, 0.0, sheet.width_pt, sheet.height_pt)
        self._scan = sum(page.intersection(item.bbox) for item in self._images) >= SCAN_SHARE * page.area

    def found(self) -> list[Suspect]:
        """Words whose place is blank, words under something drawn later, words on a box of their own colour."""
        covers = self._covers()
        grounds = self._like_grounds()
        hatched = {index for item in self._hatched for index in self._words_in(item.bbox)}
        if not (covers or grounds or hatched or self._scan) and self._is_plain():
            return []
        blank = self._blank()
        suspects = (
            self._suspect(index, covers.get(index, ()), grounds.get(index), index in blank)
            for index in sorted((blank | set(covers) | set(grounds)) - hatched)
        )
        dense = [Suspect(index, tuple(self._hatched), False, True) for index in sorted(hatched)]
        return [suspect for suspect in suspects if suspect is not None] + dense

    def in_scan(self) -> OfScan:
        """What the picture of a scan says of its text layer, drawn without the words that were printed on it since."""
        if not self._ocr:
            return OfScan()
        layer = {self._handle(index) for index in self._ocr}
        printed = [handle for handle in self._scene.orders if handle not in layer]
        sketch = Sketch(self._sheet, printed)
        long = {index for index in self._ocr if sum(map(str.isalnum, self._words[index].text)) >= BURNT_LETTERS}
        black = frozenset(index for index in long if sketch.is_black(self._words[index].bbox))
        places = {index: _wider(self._words[index].bbox) for index in self._ocr if _has_letters(self._words[index])}
        blank = [index for index, place in places.items() if index not in black and not sketch.has_ink(*place)]
        if long.isdisjoint(blank):
            return OfScan(black)
        sure = blank_places(self._sheet, [places[index] for index in blank], printed)
        return OfScan(black, frozenset(index for index, is_blank in zip(blank, sure, strict=True) if is_blank))

    @property
    def _sketch(self) -> Sketch:
        if self._drawn is None:
            self._drawn = Sketch(self._sheet, [item.handle for item in self._images])
        return self._drawn

    def _is_plain(self) -> bool:
        scene = self._scene
        shaded = any(item.kind == "shading" for item in scene.painted)
        return scene.complete and not scene.text_in_forms and not shaded and drawn_plainly(scene.orders)

    def _blank(self) -> set[int]:
        """Words where the sketch shows one level only."""
        sketch = self._sketch
        doubtful = sketch.doubtful([word.bbox for word in self._words])
        blank = {index for index in doubtful if not sketch.has_ink(*self._words[index].bbox)}
        # Leaders of dots and lone commas leave no trace in a sketch; they matter only beside hidden letters.
        return blank if any(_has_letters(self._words[index]) for index in blank) else set()

    def _covers(self) -> dict[int, list[Painted]]:
        """For each word, the painted things that overlap half of it and may come after it."""
        first_text = min(self._scene.orders.values(), default=COVERING_ORDER)
        later = [item for item in self._scene.painted if item.order > first_text and _hides(item)]
        covers: dict[int, list[Painted]] = {}
        for item in (*later, *self._sheet.annotations()):
            for index in self._words_in(item.bbox):
                # In a scan the word may be invisible and come last, and yet the box hides the picture of it.
                after = self._scan or item.order > self._scene.orders.get(self._handle(index), 0)
                if after and _has_letters(self._words[index]):
                    covers.setdefault(index, []).append(item)
        return covers

    def _like_grounds(self) -> dict[int, Painted]:
        """Words on a box of their own colour, drawn before them: a word processor's black highlight on black text.

        White boxes are left out: page backgrounds are white, and white text on them leaves the place blank.
        """
        grounds: dict[int, Painted] = {}
        for item in self._scene.painted:
            if item.kind != "path" or not _hides(item) or min(item.colour[:3]) >= WHITE_LEVEL:
                continue
            for index in self._words_in(item.bbox):
                handle = self._handle(index)
                later = self._scene.orders.get(handle, 0) > item.order and _has_letters(self._words[index])
                if later and _alike(self._sheet.fill(handle), item.colour):
                    grounds[index] = item
        return grounds

    def _words_in(self, area: BBox, share: float = COVERED_SHARE) -> list[int]:
        if not self._by_middle:
            self._by_middle = sorted(range(len(self._words)), key=lambda index: _middle(self._words[index].bbox))
            self._middles = [_middle(self._words[index].bbox) for index in self._by_middle]
        low, high = bisect_left(self._middles, area.top), bisect_right(self._middles, area.bottom)
        return [
            index
            for index in self._by_middle[low:high]
            if (box := self._words[index].bbox).x0 < area.x1 and area.x0 < box.x1 and _touches(box, area, share)
        ]

    def _suspect(self, index: int, covers: Iterable[Painted], ground: Painted | None, blank: bool) -> Suspect | None:
        handle = self._handle(index)
        order = self._scene.orders.get(handle, 0)
        invisible = bool(handle) and self._sheet.invisible(handle)
        picture = self._picture_at(self._words[index].bbox)
        if picture is not None and self._scan and (invisible or picture.order > order):
            self._ocr.append(index)
            later = tuple(item for item in covers if item.order > picture.order)
            return Suspect(index, later, True) if later else None
        later = tuple(item for item in covers if item.order > order)
        if ground is not None:
            later = (*later, ground)
        if later and not invisible and self._shows_through(index, later):
            return None
        return Suspect(index, later, invisible) if later or blank else None

    def _shows_through(self, index: int, covers: Sequence[Painted]) -> bool:
        """Ink inside every cover, and no other word is there that could have made it."""
        text, word = self._words[index].text, self._words[index].bbox
        return all(item.kind == "path" and self._sketch.has_ink_inside(word, item.bbox) for item in covers) and all(
            self._words[other].text == text for other in self._words_in(word, 0.1)
        )

    def _picture_at(self, box: BBox) -> Painted | None:
        found = [item for item in self._images if _inside(box, item.bbox)]
        return max(found, key=lambda item: item.order, default=None)

    def _handle(self, index: int) -> int:
        return self._sheet.text_object(self._words[index].first)


def _hides(item: Painted) -> bool:
    return item.kind != "path" or (item.filled and item.colour[3] > OPAQUE_ALPHA)


def _alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return sum(abs(a - b) for a, b in zip(one[:3], other[:3], strict=True)) < LIKE_COLOUR


def _touches(word: BBox, cover: BBox, share: float) -> bool:
    return word.intersection(cover) >= min(share * word.area, MEETING_PT2)


def _has_letters(word: RawWord) -> bool:
    return any(map(str.isalnum, word.text))


def _inside(word: BBox, box: BBox) -> bool:
    x, y = (word.x0 + word.x1) / 2, _middle(word)
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _middle(box: BBox) -> float:
    return (box.top + box.bottom) / 2


def _wider(box: BBox) -> BBox:
    return BBox(box.x0 - AROUND_PT, box.top - AROUND_PT, box.x1 + AROUND_PT, box.bottom + AROUND_PT)
