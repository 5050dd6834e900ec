"""EDTF dates as people write them, in English and Canadian French: on the site, in exports and in citations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_OPEN = ("", "..")
_DATE = re.compile(r"(-?\d{1,4}[\dX]{0,3})(?:-(\d\d))?(?:-(\d\d))?(?:T[\d:Z+.-]*)?([?~%]?)", re.ASCII)
_VOWELS = "aéeh"


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of a language. `parts`: of a year, by their EDTF number; `first`: how the first of a month is written;
    each other text has `{}` where the date stands.

    Within a sentence French has an article before a day, a part of a year or a decade, and none before a year or a
    month: `day`, `part` and `decades` are these articles; `until` has its text by the article, which it swallows.
    """

    months: tuple[str, ...]
    parts: Mapping[str, str]
    first: str
    either: str
    until: Mapping[str, str]
    until_about: str
    since: str
    since_about: str
    open: str
    about: str
    uncertain: str
    decade: str
    century: str
    between: str
    lower: str
    upper: Mapping[str, str]
    articles: Mapping[str, str] = field(default_factory=dict)


ENGLISH = DateWords(
    months=("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
    parts={
        "21": "spring {}", "22": "summer {}", "23": "autumn {}", "24": "winter {}",
        "33": "first quarter of {}", "34": "second quarter of {}", "35": "third quarter of {}",
        "36": "fourth quarter of {}", "40": "first half of {}", "41": "second half of {}",
    },
    first="1", either=" or ", until={"": "until {}"}, until_about="until about {}", since="since {}",
    since_about="since about {}", open="open", about="about {}", uncertain="{} (uncertain)", decade="{}0s",
    century="{}00s", between="{} to {}", lower="from {}", upper={"": "to {}"},
)  # fmt: skip
_UNTIL = {"": "jusqu’en {}", "le ": "jusqu’au {}", "l’": "jusqu’à l’{}", "les ": "jusqu’aux {}"}
FRENCH = DateWords(
    months=("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."),
    parts={
        "21": "printemps {}", "22": "été {}", "23": "automne {}", "24": "hiver {}",
        "33": "premier trimestre de {}", "34": "deuxième trimestre de {}", "35": "troisième trimestre de {}",
        "36": "quatrième trimestre de {}", "40": "premier semestre de {}", "41": "second semestre de {}",
    },
    first="1er", either=" ou ", until=_UNTIL, until_about="jusque vers {}", since="depuis {}",
    since_about="depuis environ {}", open="sans limites", about="vers {}", uncertain="{} (date incertaine)",
    decade="années {}0", century="{0}00–{0}99", between="{} à {}", lower="depuis {}", upper=_UNTIL,
    articles={"day": "le ", "part": "le ", "decade": "les "},
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
    text, article, mark = _read(value, words)
    about = words.about.format(article + text)
    return {"~": about, "?": words.uncertain.format(text), "%": words.uncertain.format(about)}.get(mark, text)


def bounds_in_words(lower: str | None, upper: str | None, words: DateWords = ENGLISH) -> str:
    """The bounds of a filter: "Sept 2021 to 2022", "from 2021", "to 2022"; "" without any."""
    if lower and upper:
        return words.between.format(in_words(lower, words), in_words(upper, words))
    if lower:
        text, article, _ = _read(lower, words)
        return words.lower.format(article + text)
    if upper:
        text, article, _ = _read(upper, words)
        return words.upper[article].format(text)
    return ""


def _interval(lower: str, upper: str, words: DateWords) -> str:
    if lower in _OPEN and upper in _OPEN:
        return words.open
    if lower in _OPEN:
        text, article, mark = _read(upper, words)
        until = words.until_about.format(article + text) if mark in ("~", "%") else words.until[article].format(text)
        return words.uncertain.format(until) if mark in ("?", "%") else until
    if upper in _OPEN:
        text, article, mark = _read(lower, words)
        since = words.since_about.format(text) if mark in ("~", "%") else words.since.format(article + text)
        return words.uncertain.format(since) if mark in ("?", "%") else since
    return f"{in_words(lower, words)} – {in_words(upper, words)}"


def _read(value: str, words: DateWords) -> tuple[str, str, str]:
    """The date without its mark, the article that a sentence sets before it, and the mark ("~", "?", "%" or "")."""
    match = _DATE.fullmatch(value)
    if match is None:
        return value, "", ""
    text, kind = _calendar(match[1], match[2], match[3], words)
    if not text:
        return value, "", ""
    article = words.articles.get(kind, "")
    if kind == "part" and article and text[0] in _VOWELS:
        article = "l’"
    return text, article, match[4]


def _calendar(year: str, month: str | None, day: str | None, words: DateWords) -> tuple[str, str]:
    """The words and what kind of date it is; "" for a month that there is not."""
    if month is None:
        return _years(year, words)
    if month in words.parts:
        return words.parts[month].format(year), "part"
    if not 1 <= int(month) <= 12:
        return "", ""
    named = f"{words.months[int(month) - 1]} {year}"
    return (f"{words.first if int(day) == 1 else int(day)} {named}", "day") if day else (named, "month")


def _years(year: str, words: DateWords) -> tuple[str, str]:
    if year.endswith("XX"):
        return words.century.format(year[:-2]), "century"
    return (words.decade.format(year[:-1]), "decade") if year.endswith("X") else (year, "year")
