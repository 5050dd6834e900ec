"""The language of a page: English, French or Chinese."""

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
PLAIN_WORDS = 6
PLAIN_TIMES = 3
"""So many function words of one language, and so many times those of the other, need no model (it takes 1.6 s to
load in each worker process)."""

_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to in is that for it was with as by be this are from at which have has not were been their its an"
        " or will would",
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


def language_of(text: str) -> str | None:
    """ "en", "fr" or "zh"; None when there is too little text to tell."""
    letters = sum(map(str.isalpha, text))
    han = len(_HAN.findall(text))
    if han >= 8 and han >= HAN_SHARE * letters:
        return "zh"
    if letters < FEWEST_LETTERS:
        return None
    english, french = function_words(text[:LONGEST])
    if max(english, french) >= PLAIN_WORDS and max(english, french) >= PLAIN_TIMES * min(english, french):
        return "en" if english > french else "fr"
    language, _ = _identifier().classify(_HAN.sub(" ", text)[:LONGEST])
    return str(language)


def function_words(text: str) -> tuple[int, int]:
    """How many plain English and French words ("the", "les") a text holds."""
    words = _WORDS.findall(text.casefold())
    return sum(map(_ENGLISH.__contains__, words)), sum(map(_FRENCH.__contains__, words))


@cache
def _identifier() -> Any:
    # Imported when first needed: numpy and the model take time and memory.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["en", "fr"])
    return identifier
