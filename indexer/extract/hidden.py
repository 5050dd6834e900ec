"""Words that a reader cannot see: covered, in the colour of their background, invisible, clipped, in a layer
that is switched off, off the page.

Two cheap tests name the suspects: a small grey sketch of the page in which the word's place is blank, and boxes
drawn over the word. Pixels decide: the page is drawn with and without the suspects' text, and what changes
nothing is not seen. So text on coloured cells (drawn before it), highlighters (transparent) and watermarks stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from string import punctuation

from indexer.extract.config import listed
from indexer.extract.painting import Painted, Scene
from indexer.extract.pictures import Pictures
from indexer.extract.sheet import Sheet
from indexer.extract.suspects import SCAN_SHARE, Suspect, Suspects
from indexer.extract.words import RawWord


@dataclass(frozen=True, slots=True)
class Verdict:
    """Indexes into the words. `covered` are those hidden by something drawn over them: a failed redaction.
    `boxes`: what covers them, the background of a page left out."""

    hidden: frozenset[int] = frozenset()
    covered: frozenset[int] = frozenset()
    boxes: tuple[Painted, ...] = ()


def hidden_words(sheet: Sheet, words: Sequence[RawWord], scene: Scene) -> Verdict:
    """Which words cannot be seen."""
    if not words:
        return Verdict()
    looking = Suspects(sheet, words, scene)
    suspects = looking.found()
    verdict = _judged(sheet, words, suspects) if suspects else Verdict()
    scan = looking.in_scan()
    return Verdict(verdict.hidden | scan.black | scan.blank, verdict.covered | scan.black, verdict.boxes)


def _judged(sheet: Sheet, words: Sequence[RawWord], suspects: Sequence[Suspect]) -> Verdict:
    pictures = Pictures(sheet, words, suspects)
    suspected = {suspect.index for suspect in suspects}
    page = sheet.width_pt * sheet.height_pt
    hidden, covered = set(), set()
    boxes: dict[Painted, None] = {}
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
            boxes |= dict.fromkeys(item for item in suspect.covers if item.bbox.area < SCAN_SHARE * page)
    return Verdict(frozenset(hidden | covered), frozenset(covered), tuple(boxes))


def _harmless(word: RawWord, words: Sequence[RawWord], suspected: set[int]) -> bool:
    return word.text.casefold().strip(punctuation) in placeholders() or _shown_again(word, words, suspected)


@cache
def placeholders() -> frozenset[str]:
    """Words that stand for what was removed ("redacted"), from config/redaction_placeholders.txt."""
    return frozenset(line.strip() for line in listed("redaction_placeholders.txt") if line.strip())


def _shown_again(word: RawWord, words: Sequence[RawWord], suspected: set[int]) -> bool:
    """The same word stands visibly at the same place: drawn, painted over, drawn again."""
    return any(
        other.text == word.text and word.bbox.intersection(other.bbox) > 0.6 * word.bbox.area
        for index, other in enumerate(words)
        if index not in suspected
    )


def _is_box(item: Painted, page_area: float) -> bool:
    """Neither a picture nor the background of the page."""
    return item.kind != "image" and item.bbox.area < SCAN_SHARE * page_area
