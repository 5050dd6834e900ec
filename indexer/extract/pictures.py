"""The page drawn with and without some of its words: what changes nothing is not seen."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from indexer.extract.contrasts import ink
from indexer.extract.sheet import Sheet
from indexer.extract.suspects import Suspect
from indexer.extract.words import RawWord
from indexer.model.geometry import BBox

SCALE = 2.0
PIXELS = 6_000_000
MARGIN_PT = 2.0
SEEN_INK_SHARE = 0.25
"""Of the ink that a character would show if nothing covered it; less is edges that stick out."""

CONTRAST_LEVEL = 40


class Pictures:
    """The page as shown, with and without the suspects; and the same without what covers them."""

    def __init__(self, sheet: Sheet, words: Sequence[RawWord], suspects: Sequence[Suspect]) -> None:
        self._sheet = sheet
        self._scale = min(SCALE, (PIXELS / max(1.0, sheet.width_pt * sheet.height_pt)) ** 0.5)
        texts = {
            sheet.text_object(character)  # a word may be drawn letter by letter
            for suspect in suspects
            for character in _characters(words[suspect.index])
        } - {0}
        covers = {item.handle for suspect in suspects for item in suspect.covers} - {0}
        area = self._area = _around([box for suspect in suspects for box in self._boxes(words[suspect.index])])
        self._shown = sheet.render(self._scale, area=area)
        self._ink = ink(self._shown, sheet.render(self._scale, without=texts, area=area))
        if any(suspect.covers for suspect in suspects):
            bare = sheet.render(self._scale, False, covers, area)
            self._expected = ink(bare, sheet.render(self._scale, False, covers | texts, area))
        else:
            self._expected = self._ink

    def unseen(self, word: RawWord, suspect: Suspect) -> list[bool]:
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

    def _boxes(self, word: RawWord) -> list[BBox]:
        return [word.bbox, *(self._sheet.tight_box(character) for character in _characters(word))]

    def _inks(self, character: int) -> tuple[int, int]:
        area = self._pixels(self._sheet.tight_box(character))
        return _sum(self._ink, area), _sum(self._expected, area)

    def _pixels(self, box: BBox) -> tuple[int, int, int, int]:
        x, y = int(self._area.x0 * self._scale), int(self._area.top * self._scale)
        left, top = int(box.x0 * self._scale), int(box.top * self._scale)
        right, bottom = max(left + 1, int(box.x1 * self._scale)), max(top + 1, int(box.bottom * self._scale))
        return left - x, top - y, right - x, bottom - y


def _around(boxes: Sequence[BBox]) -> BBox:
    """What is drawn: the suspects' place, since a strip at the margin takes a tenth of the page's time."""
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return BBox(min(x0s) - MARGIN_PT, min(tops) - MARGIN_PT, max(x1s) + MARGIN_PT, max(bottoms) + MARGIN_PT)


def _sum(ink: Image.Image, area: tuple[int, int, int, int]) -> int:
    return sum(ink.crop(area).tobytes())


def _characters(word: RawWord) -> range:
    return range(word.first, word.first + len(word.text))
