"""Words squeezed to a blot: so narrow for their height, or so low for their width, that nobody reads a letter."""

from __future__ import annotations

from indexer.extract.sheet import Sheet
from indexer.extract.words import RawWord

LEAST_SHARE = 0.08
"""Of a letter's longer side. The "i" of a narrow face has 0.15, that of a face set at half its width 0.1."""

FEWEST_LETTERS = 2


def squeezed(word: RawWord, sheet: Sheet) -> bool:
    """The word's letters are strips, each far thinner than long. Invisible text (the OCR layer of a scan) is none
    of it: its boxes are rough, and the picture shows the word."""
    x0, top, x1, bottom = word.bbox
    width, height, count = x1 - x0, bottom - top, len(word.text)
    # Cheap and rough first: nearly every word ends here.
    if width >= LEAST_SHARE * count * height and height * count >= LEAST_SHARE * width:
        return False
    letters = [box for box, letter in zip(sheet.loose_boxes(word), word.text, strict=True) if letter.isalnum()]
    if len(letters) < FEWEST_LETTERS or sheet.invisible(sheet.text_object(word.first)):
        return False
    thin = sum(min(x1 - x0, bottom - top) for x0, top, x1, bottom in letters)
    long = sum(max(x1 - x0, bottom - top) for x0, top, x1, bottom in letters)
    return thin < LEAST_SHARE * long
