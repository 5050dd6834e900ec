"""Words that a reader cannot see: covered, in the colour of their background, invisible, clipped, in a layer
that is switched off, off the page.

Two cheap tests name the suspects: a small grey sketch of the page in which the word's place is blank, and boxes
drawn over the word. Pixels decide: the page is drawn with and without the suspects' text, and what changes
nothing is not seen. So text on coloured cells (drawn before it), highlighters (transparent) and watermarks stay.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from string import punctuation

from PIL import Image, ImageChops

from indexer.extract.painting import Painted, Scene
from indexer.extract.sheet import Sheet
from indexer.extract.words import RawWord
from indexer.model.geometry import BBox
from indexer.settings import config_dir

SCAN_SHARE = 0.5
"""Pictures that fill half the page: a scan, and the text layer is its OCR, drawn under or over it or not at all."""

SKETCH_SCALE = 0.5
"""Pixels a point: 10-point text is five pixels high, enough to tell ink from none, for 0.4 ms a page."""

SKETCH_PIXELS = 4_000_000
BLANK_CONTRAST = 10
"""Grey levels between the lightest and the darkest pixel of a place."""

COVERED_SHARE = 0.5
MEETING_PT2 = 20.0
"""Of a long word so much under a box is enough: two letters."""

OPAQUE_ALPHA = 40
"""Below this a fill hides nothing. Above it pixels decide: a half-transparent fill may still hide."""

WHITE_LEVEL = 215
LIKE_COLOUR = 60
"""Sum of the differences of red, green and blue below which two colours are hard to tell apart."""

SCALE = 2.0
PIXELS = 6_000_000
SEEN_INK_SHARE = 0.25
"""Of the ink that a character would show if nothing covered it; less is edges that stick out."""

INK_LEVEL = 12
CONTRAST_LEVEL = 40
DARK_LEVEL = 90
BURNT_LETTERS = 3
"""An "I" fills its own place with ink."""

LIGHT_SHARE = 0.03
"""A place in a scan is black when no more of its pixels are lighter: noise of the scanner and of JPEG."""

COVERING_ORDER = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Indexes into the words. `covered` are those hidden by something drawn over them: a failed redaction."""

    hidden: frozenset[int] = frozenset()
    covered: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Suspect:
    """`hatched`: under lines so dense that no pixel need be asked. `shown_below`: no ink of its own is expected,
    since a picture or a drawing below shows the word."""

    index: int
    covers: tuple[Painted, ...]
    shown_below: bool
    hatched: bool = False


def hidden_words(sheet: Sheet, words: Sequence[RawWord], scene: Scene) -> Verdict:
    """Which words cannot be seen."""
    if not words:
        return Verdict()
    looking = _Suspects(sheet, words, scene)
    suspects = looking.found()
    verdict = _judged(sheet, words, suspects) if suspects else Verdict()
    burnt = looking.under_burnt_boxes()
    return Verdict(verdict.hidden | burnt, verdict.covered | burnt) if burnt else verdict


class _Sketch:
    """A small grey picture without the page's images (a scan takes long to draw), asked for ink."""

    def __init__(self, sheet: Sheet, images: Sequence[Painted]) -> None:
        area = max(1.0, sheet.width_pt * sheet.height_pt)
        self._scale = min(SKETCH_SCALE, (SKETCH_PIXELS / area) ** 0.5)
        drawn = sheet.sketch(self._scale, [item.handle for item in images])
        self._pixels, self._stride, self._width, self._height = drawn

    def doubtful(self, boxes: Sequence[BBox]) -> list[int]:
        """Indexes of boxes without ink in the row through their middle, where letters nearly always have some."""
        scale, stride, pixels, width, height = self._scale, self._stride, self._pixels, self._width, self._height
        found = []
        for index, (x0, top, x1, bottom) in enumerate(boxes):
            at = int((top + bottom) * 0.5 * scale)
            left = int(x0 * scale)
            if left < 0 or x1 * scale >= width or not 0 <= at < height:
                found.append(index)
                continue
            row = pixels[at * stride + left : at * stride + int(x1 * scale) + 1]
            if max(row) - min(row) < BLANK_CONTRAST:
                found.append(index)
        return found

    def has_ink(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """More than one level in a box."""
        scale, stride, pixels = self._scale, self._stride, self._pixels
        left, right = max(0, int(x0 * scale)), min(self._width, int(x1 * scale) + 1)
        first, last = max(0, int(top * scale)), min(self._height, int(bottom * scale) + 1)
        if right <= left or last <= first:
            return False
        place = b"".join(pixels[at * stride + left : at * stride + right] for at in range(first, last))
        return max(place) - min(place) >= BLANK_CONTRAST

    def is_black(self, box: BBox) -> bool:
        """No more than noise is lighter than black, in the middle half of the box's height."""
        inset = (box.bottom - box.top) / 4
        first, last = int((box.top + inset) * self._scale), int((box.bottom - inset) * self._scale) + 1
        left, right = max(0, int(box.x0 * self._scale) + 1), min(self._width, int(box.x1 * self._scale))
        rows = range(max(0, first), min(self._height, last))
        place = b"".join(self._pixels[at * self._stride + left : at * self._stride + right] for at in rows)
        return bool(place) and sum(level > DARK_LEVEL for level in place) <= LIGHT_SHARE * len(place)

    def has_ink_inside(self, word: BBox, cover: BBox) -> bool:
        """Ink where both are, a pixel away from the cover's edges."""
        edge = 1.5 / self._scale
        return self.has_ink(
            max(word.x0, cover.x0 + edge),
            max(word.top, cover.top + edge),
            min(word.x1, cover.x1 - edge),
            min(word.bottom, cover.bottom - edge),
        )


class _Suspects:
    """The cheap tests."""

    def __init__(self, sheet: Sheet, words: Sequence[RawWord], scene: Scene) -> None:
        self._sheet = sheet
        self._words = words
        self._scene = scene
        self._images = scene.images()
        self._sketch = _Sketch(sheet, self._images)
        self._hatched = scene.hatched()
        self._ocr: list[int] = []
        self._by_middle: list[int] = []
        self._middles: list[float] = []
        page = BBox(0.0, 0.0, sheet.width_pt, sheet.height_pt)
        self._scan = sum(page.intersection(item.bbox) for item in self._images) >= SCAN_SHARE * page.area

    def found(self) -> list[_Suspect]:
        """Words whose place is blank, words under something drawn later, words on a box of their own colour."""
        covers = self._covers()
        grounds = self._like_grounds()
        hatched = {index for item in self._hatched for index in self._words_in(item.bbox)}
        blank = self._blank()
        suspects = (
            self._suspect(index, covers.get(index, ()), grounds.get(index), index in blank)
            for index in sorted((blank | set(covers) | set(grounds)) - hatched)
        )
        dense = [_Suspect(index, tuple(self._hatched), False, True) for index in sorted(hatched)]
        return [suspect for suspect in suspects if suspect is not None] + dense

    def under_burnt_boxes(self) -> frozenset[int]:
        """Words of a scan's text layer whose place in the picture is black: the layer was made before the box."""
        if not self._scan or not self._ocr:
            return frozenset()
        sketch = _Sketch(self._sheet, ())
        return frozenset(
            index
            for index in self._ocr
            if sum(map(str.isalnum, self._words[index].text)) >= BURNT_LETTERS
            and sketch.is_black(self._words[index].bbox)
        )

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
                if _has_letters(self._words[index]):
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

    def _suspect(self, index: int, covers: Iterable[Painted], ground: Painted | None, blank: bool) -> _Suspect | None:
        handle = self._handle(index)
        order = self._scene.orders.get(handle, 0)
        invisible = bool(handle) and self._sheet.invisible(handle)
        picture = self._picture_at(self._words[index].bbox)
        if picture is not None and self._scan and (invisible or picture.order > order):
            self._ocr.append(index)
            later = tuple(item for item in covers if item.order > picture.order)
            return _Suspect(index, later, True) if later else None
        later = tuple(item for item in covers if item.order > order)
        if ground is not None:
            return _Suspect(index, (*later, ground), False)
        if later and not invisible and self._shows_through(index, later):
            return None
        return _Suspect(index, later, invisible) if later or blank else None

    def _shows_through(self, index: int, covers: Sequence[Painted]) -> bool:
        """Ink inside every cover, and no other word is there that could have made it."""
        word = self._words[index].bbox
        return (
            all(item.kind == "path" and self._sketch.has_ink_inside(word, item.bbox) for item in covers)
            and sum(1 for other in self._words_in(word, 0.1) if other != index) == 0
        )

    def _picture_at(self, box: BBox) -> Painted | None:
        found = [item for item in self._images if _inside(box, item.bbox)]
        return max(found, key=lambda item: item.order, default=None)

    def _handle(self, index: int) -> int:
        return self._sheet.text_object(self._words[index].first)


def _judged(sheet: Sheet, words: Sequence[RawWord], suspects: Sequence[_Suspect]) -> Verdict:
    pictures = _Pictures(sheet, words, suspects)
    suspected = {suspect.index for suspect in suspects}
    page = sheet.width_pt * sheet.height_pt
    hidden, covered = set(), set()
    for suspect in suspects:
        word = words[suspect.index]
        unseen = pictures.unseen(word, suspect)
        if sum(unseen) * 2 >= len(unseen):
            hidden.add(suspect.index)
        letters = sum(character.isalnum() for character in word.text)
        count = sum(lost and character.isalnum() for lost, character in zip(unseen, word.text, strict=True))
        # Half a word under a box is a failed redaction too; one clipped letter at its edge is not.
        exposed = pictures.would_show(word) or any(_is_box(item, page) for item in suspect.covers)
        if (
            suspect.covers
            and exposed
            and (count >= 2 or count == letters > 0)
            and not _harmless(word, words, suspected)
        ):
            covered.add(suspect.index)
    return Verdict(frozenset(hidden | covered), frozenset(covered))


def _harmless(word: RawWord, words: Sequence[RawWord], suspected: set[int]) -> bool:
    return word.text.casefold().strip(punctuation) in placeholders() or _shown_again(word, words, suspected)


@cache
def placeholders() -> frozenset[str]:
    """Words that stand for what was removed ("redacted"), from config/redaction_placeholders.txt."""
    lines = (config_dir() / "redaction_placeholders.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _shown_again(word: RawWord, words: Sequence[RawWord], suspected: set[int]) -> bool:
    """The same word stands visibly at the same place: drawn, painted over, drawn again."""
    return any(
        other.text == word.text and word.bbox.intersection(other.bbox) > 0.6 * word.bbox.area
        for index, other in enumerate(words)
        if index not in suspected
    )


class _Pictures:
    """The page as shown, with and without the suspects; and the same without what covers them."""

    def __init__(self, sheet: Sheet, words: Sequence[RawWord], suspects: Sequence[_Suspect]) -> None:
        self._sheet = sheet
        self._scale = min(SCALE, (PIXELS / max(1.0, sheet.width_pt * sheet.height_pt)) ** 0.5)
        texts = {
            sheet.text_object(character)  # a word may be drawn letter by letter
            for suspect in suspects
            for character in _characters(words[suspect.index])
        } - {0}
        covers = {item.handle for suspect in suspects for item in suspect.covers} - {0}
        self._shown = sheet.render(self._scale)
        self._ink = _ink(self._shown, sheet.render(self._scale, without=texts))
        if any(suspect.covers for suspect in suspects):
            bare = sheet.render(self._scale, False, covers)
            self._expected = _ink(bare, sheet.render(self._scale, False, covers | texts))
        else:
            self._expected = self._ink

    def unseen(self, word: RawWord, suspect: _Suspect) -> list[bool]:
        """For each character: True when a reader cannot see it."""
        if suspect.hatched:
            return [True] * len(word.text)
        if suspect.shown_below:
            levels = self._shown.crop(self._pixels(word.bbox)).getextrema()
            contrast = max(high - low for low, high in levels)  # type: ignore[misc]
            return [contrast < CONTRAST_LEVEL] * len(word.text)
        inks = [self._inks(character) for character in _characters(word)]
        if not any(expected for _, expected in inks):
            return [not any(seen for seen, _ in inks)] * len(inks)
        return [expected > 0 and seen < SEEN_INK_SHARE * expected for seen, expected in inks]

    def would_show(self, word: RawWord) -> bool:
        """It has ink where nothing covers it; a white caption under a picture has none, and is no redaction."""
        return any(self._inks(character)[1] for character in _characters(word))

    def _inks(self, character: int) -> tuple[int, int]:
        area = self._pixels(self._sheet.tight_box(character))
        return _sum(self._ink, area), _sum(self._expected, area)

    def _pixels(self, box: BBox) -> tuple[int, int, int, int]:
        left, top = int(box.x0 * self._scale), int(box.top * self._scale)
        return left, top, max(left + 1, int(box.x1 * self._scale)), max(top + 1, int(box.bottom * self._scale))


def _ink(one: Image.Image, other: Image.Image) -> Image.Image:
    """How much the pictures differ at each pixel: the largest of the three channels, small noise as 0."""
    red, green, blue = ImageChops.difference(one, other).split()
    largest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return largest.point([0] * INK_LEVEL + list(range(INK_LEVEL, 256)))


def _sum(ink: Image.Image, area: tuple[int, int, int, int]) -> int:
    return sum(level * count for level, count in enumerate(ink.crop(area).histogram()) if count)


def _characters(word: RawWord) -> range:
    return range(word.first, word.first + len(word.text))


def _is_box(item: Painted, page_area: float) -> bool:
    """Neither a picture nor the background of the page."""
    return item.kind != "image" and item.bbox.area < SCAN_SHARE * page_area


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
