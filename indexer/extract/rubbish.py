"""Is a text layer text? Words that no language has, glyphs without meaning: the marks of bad OCR and broken fonts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.extract.config import listed
from indexer.extract.patterns import HAN
from indexer.settings import config_dir

FEWEST_WORDS = 12
"""Fewer words (a stamp, a caption) tell nothing about the layer that they are in."""

GLYPHS_SHARE = 0.05
"""Of the characters: replacement, control and private-use ones. Bullets of symbol fonts stay below it."""

KNOWN_SHARE = 0.25
"""Of the words, in the list of frequent ones. Running text has 0.6 and more, tables of names 0.3, rubbish 0.1."""

ODD_SHARE = 0.12
SURELY_ODD_SHARE = 0.3
"""Of the words: what no language writes. Clean text stays below 0.02, the CIA's old OCR layers about 0.1."""

MANY_WORDS, UNKNOWN_SHARE = 40, 0.04
"""So many words and hardly one that is known: letters that stand for others. German text has 0.1."""

WORDS_REMEMBERED = 2**15
"""Words come again and again: judging each once makes a page three times as quick."""

_HAN = re.compile(f"[{HAN}]")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = frozenset("aeiouyàâäæéèêëîïôöœùûüÿ")
_EDGES = "\"'’‘“”«»()[]{}<>.,;:!?*-–—/\\|…•"
_LATIN = re.compile(r"[a-zà-ÿœæ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    """Shares of the words (of the characters for `glyphs`), 0.0 to 1.0. `words` are those that were judged."""

    words: int
    known: float
    odd: float
    glyphs: float

    @property
    def rubbish(self) -> bool:
        """True when a reader could do nothing with it. False for other scripts and for too few words."""
        if self.glyphs > GLYPHS_SHARE:
            return True
        if self.words < FEWEST_WORDS:
            return False
        if self.words >= MANY_WORDS and self.known < UNKNOWN_SHARE:
            return True
        return self.odd > SURELY_ODD_SHARE or (self.odd > ODD_SHARE and self.known < KNOWN_SHARE)

    @property
    def worth(self) -> float:
        """For comparing two readings of one page: more words that are words."""
        return self.words * (self.known - self.odd)


def judged(text: str) -> Judged:
    """How much of a text is text."""
    pieces = [piece.strip(_EDGES) for piece in text.split()]
    words = [piece for piece in pieces if len(piece) > 1 and _LATIN.search(piece) and not _HAN.search(piece)]
    count = len(words)
    return Judged(
        count,
        sum(map(is_known, words)) / count if count else 0.0,
        sum(map(is_odd, words)) / count if count else 0.0,
        _meaningless(text),
    )


@lru_cache(maxsize=WORDS_REMEMBERED)
def is_known(word: str) -> bool:
    """Every part of it that is made of letters is a frequent English or French word."""
    parts = _LETTERS.findall(word.casefold())
    return bool(parts) and all(part.rpartition("'")[2].rpartition("’")[2] in known_words() for part in parts)


@lru_cache(maxsize=WORDS_REMEMBERED)
def is_odd(word: str) -> bool:
    """No language writes it: marks or capitals amid its letters, four letters without a vowel, one letter thrice."""
    if "@" in word or "://" in word or word.startswith(("www.", "#")) or "_" in word:
        return False
    letters = [character for character in word if character.isalpha()]
    if not letters:
        return False
    if not all("LATIN" in unicodedata.name(character, "LATIN") for character in letters[:3]):
        return False
    return _has_marks(word) or _has_wild_capitals(word) or _cannot_be_said("".join(letters))


@cache
def known_words() -> frozenset[str]:
    """The frequent words of both languages, from config/known_words_*.txt."""
    found: set[str] = set()
    for path in sorted(config_dir().glob("known_words_*.txt")):
        found.update(filter(None, listed(path.name)))
    return frozenset(found)


def _has_marks(word: str) -> bool:
    return re.search(r"[^\W\d_][~^*<>=|\\{}\[\]!?;%$€£¥§¢©®°•■¿¡\"“”„]+[^\W\d_]", word) is not None


def _has_wild_capitals(word: str) -> bool:
    """ "tHe" and "wORd", not "McKay", "WeChat", "e-mail", "iPhone" or "PDFs"."""
    return (
        re.search(r"[a-zà-ÿ][A-ZÀ-Þ]{1,2}[a-zà-ÿ][A-ZÀ-Þ]|\b[a-zà-ÿ]{2,}[A-ZÀ-Þ]\b|\b[a-zà-ÿ][A-ZÀ-Þ]{2,}", word)
        is not None
    )


def _cannot_be_said(letters: str) -> bool:
    low = letters.casefold()
    if letters.isupper() and len(letters) <= 6:  # an abbreviation
        return False
    if len(low) >= 4 and not any(character in _VOWELS for character in low):
        return True
    return re.search(r"([^\W\d_])\1\1", low) is not None


def _meaningless(text: str) -> float:
    seen = "".join(text.split())
    if seen.isprintable() and "\ufffd" not in seen:
        return 0.0
    return sum(map(_is_meaningless, seen)) / len(seen) if seen else 0.0


def _is_meaningless(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Co", "Cn")
