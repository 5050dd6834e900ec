"""EDTF dates as people write them, in English and French: on the site, in exports and in citations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_OPEN = ("", "..")
_DATE = re.compile(r"(-?\d{1,4}[\dX]{0,3})(?:-(\d\d))?(?:-(\d\d))?(?:T[\d:Z+.-]*)?([?~%]?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of a language. `parts`: of a year, by their EDTF number; `first`: how the first of a month is written;
    each other text has `{}` where the date stands."""

    months: tuple[str, ...]
    parts: Mapping[str, str]
    first: str
    either: str
    until: str
    since: str
    open: str
    about: str
    uncertain: str
    decade: str
    century: str


ENGLISH = DateWords(
    months=("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
    parts={
        "21": "spring {}", "22": "summer {}", "23": "autumn {}", "24": "winter {}",
        "33": "first quarter of {}", "34": "second quarter of {}", "35": "third quarter of {}",
        "36": "fourth quarter of {}", "40": "first half of {}", "41": "second half of {}",
    },
    first="1", either=" or ", until="until {}", since="since {}", open="open", about="about {}",
    uncertain="{} (uncertain)", decade="{}0s", century="{}00s",
)  # fmt: skip
FRENCH = DateWords(
    months=("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."),
    parts={
        "21": "printemps {}", "22": "été {}", "23": "automne {}", "24": "hiver {}",
        "33": "premier trimestre de {}", "34": "deuxième trimestre de {}", "35": "troisième trimestre de {}",
        "36": "quatrième trimestre de {}", "40": "premier semestre de {}", "41": "second semestre de {}",
    },
    first="1er", either=" ou ", until="jusqu’à {}", since="depuis {}", open="sans limites", about="vers {}",
    uncertain="{} (incertain)", decade="années {}0", century="{}00–{}99",
)  # fmt: skip


def in_words(value: str | None, words: DateWords = ENGLISH) -> str:
    """An EDTF date as people write it: "13 Sept 2021", "Sept 2021", "about 2021"; "" for None.

    What this does not know is given as it stands, never guessed.
    """
    if not value:
        return ""
    if value[0] in "[{" and not set(value[1:-1]) & set("[{"):
        between = words.either if value[0] == "[" else ", "
        return between.join(in_words(one.strip(), words) for one in value[1:-1].split(","))
    if value.count("/") == 1:
        lower, _, upper = value.partition("/")
        return _interval(lower, upper, words)
    match = _DATE.fullmatch(value)
    if match is None:
        return value
    return _qualified(_calendar(match[1], match[2], match[3], words) or value, match[4], words)


def _interval(lower: str, upper: str, words: DateWords) -> str:
    if lower in _OPEN and upper in _OPEN:
        return words.open
    if lower in _OPEN:
        return words.until.format(in_words(upper, words))
    if upper in _OPEN:
        return words.since.format(in_words(lower, words))
    return f"{in_words(lower, words)} – {in_words(upper, words)}"


def _calendar(year: str, month: str | None, day: str | None, words: DateWords) -> str | None:
    if month is None:
        return _decade(year, words)
    if month in words.parts:
        return words.parts[month].format(year)
    if not 1 <= int(month) <= 12:
        return None
    named = f"{words.months[int(month) - 1]} {year}"
    return f"{words.first if int(day) == 1 else int(day)} {named}" if day else named


def _decade(year: str, words: DateWords) -> str:
    if year.endswith("XX"):
        return words.century.format(year[:-2], year[:-2])
    return words.decade.format(year[:-1]) if year.endswith("X") else year


def _qualified(text: str, mark: str, words: DateWords) -> str:
    if mark == "%":
        return words.uncertain.format(words.about.format(text))
    return {"~": words.about.format(text), "?": words.uncertain.format(text)}.get(mark, text)
