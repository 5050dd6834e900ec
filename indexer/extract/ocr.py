"""A picture of a page to words: which way up, which languages, how sure. What a page shows decides, not its file.

The first reading is in the likeliest languages (those of the document's other pages, else English). Only when it
is poor, or its words are French, is the picture turned or read again: upright English pages are read once.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

from indexer.extract.languages import function_words
from indexer.extract.ocr_image import CONTRAST_LEVELS, Upright, contrast, upright
from indexer.extract.ocr_languages import CHINESE, ENGLISH, FRENCH, OF_SCRIPT, ORIENTATION
from indexer.extract.rubbish import judged
from indexer.extract.tesseract import Seen, Tesseract

POOR_CONFIDENCE = 0.65
"""Mean of the words, by letters. Right readings of noisy scans stay above 0.75, wrong scripts and turns below 0.5."""

FEWEST_LETTERS = 30
TURN_CERTAINTY, SCRIPT_CERTAINTY = 2.0, 0.1
"""Frames and photographs give up to 1.5 and 0.01, pages of text 4 to 20 and 0.3 to 8."""

KNOWN_WORDS, KNOWN_SHARE = 6, 0.25
FAIR_CONFIDENCE = 0.5
"""A Chinese page under an English banner has words that are known, and 0.4 for the whole."""

FEWEST_FUNCTION_WORDS = 4
LANGUAGE_TIMES = 3
"""So many times the function words of the other language: the page is in one language."""

NOISE_CONFIDENCE = 0.6
"""Marks without a letter or a digit below it, and single letters, are rules, specks and hatching."""

GUESS_CONFIDENCE, TALL_TIMES = 0.4, 2.5
"""Guesses so much taller than the other words are frames, signatures and drawings."""

TRIAL_SHRINK = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """`words` with boxes in the pixels of the picture given, in reading order. `confidence` 0.0 to 1.0 is the mean
    over words, None without words. `missing`: the language of the page, the data of which is not here."""

    words: tuple[Seen, ...] = ()
    languages: str = ENGLISH
    degrees: int = 0
    skew_deg: float = 0.0
    missing: str | None = None

    @property
    def confidence(self) -> float | None:
        if not self.words:
            return None
        return round(sum(word.confidence for word in self.words) / len(self.words), 3)


@dataclass(frozen=True, slots=True)
class _Attempt:
    words: list[Seen]
    upright: Upright
    languages: str

    @property
    def letters(self) -> int:
        return sum(_letters(word) for word in self.words)

    @property
    def quality(self) -> float:
        """Mean confidence by letters, 0.0 without letters."""
        return sum(word.confidence * _letters(word) for word in self.words) / (self.letters or 1)

    @property
    def has_known_words(self) -> bool:
        """Enough of the words are English or French."""
        found = judged(" ".join(word.text for word in self.words))
        return found.known * found.words >= KNOWN_WORDS and found.known >= KNOWN_SHARE

    @property
    def poor(self) -> bool:
        return self.letters < FEWEST_LETTERS or self.quality < POOR_CONFIDENCE

    @property
    def evidence(self) -> float:
        """What speaks for this reading: letters read surely; guessed ones speak against it."""
        return sum((word.confidence - 0.5) * _letters(word) for word in self.words)


class PageReader:
    """Reads pictures with the languages that are installed. Remembers what it read the last page in."""

    def __init__(self, tesseract: Tesseract, languages: Sequence[str]) -> None:
        self._tesseract = tesseract
        self._available = frozenset(languages)

    def read(self, picture: Image.Image, dpi: int, likely: Sequence[str] = ()) -> Reading:
        """The words of a grey picture. `likely`: languages of the document ("fra"), the likeliest first."""
        known = [language for language in likely if language in self._available]
        missing: str | None = None
        attempt = self._attempt(upright(picture), dpi, known[0] if known else ENGLISH)
        if attempt.poor:
            attempt, missing = self._turned(attempt, picture, dpi)
        if missing is None:
            attempt, missing = self._in_its_language(attempt, dpi)
        words = tuple(_placed(attempt))
        return Reading(words, attempt.languages, attempt.upright.degrees, attempt.upright.skew_deg, missing)

    def _attempt(self, level: Upright, dpi: int, languages: str) -> _Attempt:
        words = self._tesseract.read(level.picture, dpi, languages)
        usual = statistics.median(_height(word) for word in words) if words else 0.0
        return _Attempt([word for word in words if _is_word(word, level.picture, usual)], level, languages)

    def _turned(self, first: _Attempt, picture: Image.Image, dpi: int) -> tuple[_Attempt, str | None]:
        """The best of the other ways to read a picture that was read poorly; and the language that is missing."""
        degrees, script = self._lie(picture, dpi)
        # The script test errs on noisy pages: words that are known in Latin letters outweigh it.
        latin = first.has_known_words and first.quality >= FAIR_CONFIDENCE
        language = None if latin else OF_SCRIPT.get(script)
        if language is not None and language not in self._available:
            return first, language
        candidates = [(degrees, language or first.languages)] if degrees or language else []
        if language is None and first.evidence <= 0:
            candidates += [(other, first.languages) for other in self._by_trial(picture, dpi, first.languages, degrees)]
        best = first
        for turn, languages in candidates:
            attempt = self._attempt(upright(picture, turn), dpi, languages)
            if attempt.evidence > best.evidence:
                best = attempt
        if best is first and script == "" and CHINESE in self._available and first.letters >= FEWEST_LETTERS:
            attempt = self._attempt(first.upright, dpi, CHINESE)
            best = attempt if attempt.evidence > best.evidence else best
        return best, None

    def _lie(self, picture: Image.Image, dpi: int) -> tuple[int, str]:
        """Quarter turn and script by the engine's own test: (0, "") where it cannot tell or its data is missing."""
        if ORIENTATION not in self._available:
            return 0, ""
        turned = self._tesseract.turned(picture, dpi)
        if turned is None:
            return 0, ""
        if turned.degrees_certainty < TURN_CERTAINTY:
            return 0, ""
        return turned.degrees, turned.script if turned.script_certainty >= SCRIPT_CERTAINTY else ""

    def _by_trial(self, picture: Image.Image, dpi: int, languages: str, tried: int) -> list[int]:
        """Quarter turns in which a small copy reads better than upright, the best first; at most one."""
        small = picture.reduce(TRIAL_SHRINK)
        turns = [degrees for degrees in (0, 90, 180, 270) if degrees == 0 or degrees != tried]
        evidence = {
            degrees: self._attempt(upright(small, degrees), dpi // TRIAL_SHRINK, languages).evidence
            for degrees in turns
        }
        best = max(evidence, key=lambda degrees: evidence[degrees])
        return [best] if best and evidence[best] > max(0.0, evidence[0]) else []

    def _in_its_language(self, attempt: _Attempt, dpi: int) -> tuple[_Attempt, str | None]:
        """Read again where the words are of another language than was thought."""
        wanted = _language_of(attempt)
        if wanted is None or wanted == attempt.languages:
            return attempt, None
        missing = next((one for one in wanted.split("+") if one not in self._available), None)
        if missing is not None:
            return attempt, missing if "+" not in wanted else None
        again = self._attempt(attempt.upright, dpi, wanted)
        return (again if again.evidence > 0.9 * attempt.evidence else attempt), None


def _language_of(attempt: _Attempt) -> str | None:
    """The languages that the words are in; None where too few tell, or where no Latin letters were expected."""
    if not set(attempt.languages.split("+")) <= {ENGLISH, FRENCH}:
        return None
    english, french = function_words(" ".join(word.text for word in attempt.words))
    if max(english, french) < FEWEST_FUNCTION_WORDS:
        return None
    if english >= LANGUAGE_TIMES * french:
        return ENGLISH
    return FRENCH if french >= LANGUAGE_TIMES * english else f"{ENGLISH}+{FRENCH}"


def _placed(attempt: _Attempt) -> list[Seen]:
    """The words with boxes in the pixels of the picture as it was given, lines numbered from 0 without holes."""
    placed: list[Seen] = []
    line = -1
    for before, word in pairwise([None, *attempt.words]):
        if word is None:
            continue
        first = before is None or before.line != word.line
        line += first
        left, top, right, bottom = attempt.upright.back(word.box)
        box = (int(left), int(top), int(right + 0.999), int(bottom + 0.999))
        placed.append(word._replace(line=line, box=box, gap=word.gap and not first))
    return placed


def _is_word(word: Seen, picture: Image.Image, usual_height: float) -> bool:
    """No speck, and dark enough on its ground for a reader: what was hidden in the page's own colour stays hidden."""
    letters = _letters(word)
    if word.confidence < NOISE_CONFIDENCE and (letters == 0 or (letters == 1 and not word.text.isdigit())):
        return False
    if word.confidence < GUESS_CONFIDENCE and _height(word) > TALL_TIMES * usual_height:
        return False
    return contrast(picture, word.box) >= CONTRAST_LEVELS


def _height(word: Seen) -> int:
    return word.box[3] - word.box[1]


def _letters(word: Seen) -> int:
    return sum(map(str.isalnum, word.text))
