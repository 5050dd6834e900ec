"""The language of a page: English, French or Chinese; none is claimed for any other."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from indexer.extract.patterns import HAN

FEWEST_LETTERS = 25
"""Less text ("s.19(1)", a table of figures) tells nothing."""

HAN_SHARE = 0.3
"""A Chinese character says as much as a short word: a third of the characters is most of the page."""

LONGEST = 4000
OURS = ("en", "fr")
OTHERS = ("de", "es", "it", "pt", "nl", "la", "pl", "sv", "ro", "tr")
"""Looked for where a longer text has few function words of ours; in a short one they are mistaken for a table."""

FEWEST_WORDS = 30
PLAIN_WORDS = 6
PLAIN_SHARE = 0.06
"""Of all words: English and French texts have three times as many."""

PLAIN_TIMES = 3
"""So many function words of one language, and so many times those of the other, need no model (it takes 1.6 s to
load in each worker process)."""

_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to is that for it with as by be this are from at which have has not were been their its or would",
    )
)
_FRENCH = frozenset(
    re.findall(
        r"\w+",
        "le la les des et du que qui dans une pour pas au sur avec ce sont par plus cette aux ont été est un leur ses"
        " ne se",
    )
)
_WORDS = re.compile(r"[^\W\d_]+")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def language_of(text: str) -> str | None:
    """ "en", "fr" or "zh"; None when it is another language, or there is too little text to tell."""
    letters = sum(map(str.isalpha, text))
    han = len(_HAN.findall(text))
    if han >= 8 and han >= HAN_SHARE * letters:
        return "zh"
    if letters < FEWEST_LETTERS:
        return None
    english, french = function_words(text[:LONGEST])
    most, least = max(english, french), min(english, french)
    ours = most >= PLAIN_SHARE * len(_WORDS.findall(text[:LONGEST]))
    if ours and most >= PLAIN_WORDS and most >= PLAIN_TIMES * least:
        return "en" if english > french else "fr"
    rest = _HAN.sub(" ", text)[:LONGEST]
    if sum(map(str.isalpha, rest)) > 2 * len(_LATIN.findall(rest)):
        return None  # Greek, Cyrillic, Inuktitut in syllabics
    ranked = [str(language) for language, _ in _identifier().rank(rest)]
    if ours or len(_WORDS.findall(rest)) < FEWEST_WORDS:
        ranked = [language for language in ranked if language in OURS]
    return ranked[0] if ranked[0] in OURS else None


def function_words(text: str) -> tuple[int, int]:
    """How many plain English and French words ("the", "les") a text holds."""
    words = _WORDS.findall(text.casefold())
    return sum(map(_ENGLISH.__contains__, words)), sum(map(_FRENCH.__contains__, words))


@cache
def _identifier() -> Any:
    # Imported when first needed: numpy and the model take time and memory.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([*OURS, *OTHERS])
    return identifier
