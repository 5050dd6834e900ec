"""Words of the calendar in folded text (lower case, no accents): English and French."""

from __future__ import annotations

import re

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb fevrier fevr fev",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug aout",
            "september sept sep septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec decembre",
        ),
        1,
    )
    for name in names.split()
}
CAPITAL_MONTHS = frozenset({"may", "march", "mar", "jan", "jun", "sep", "dec", "august"})
"""Other words too, when they begin with a small letter."""

SURE_MONTHS = frozenset(
    {
        "january", "february", "september", "october", "november", "december",
        "janvier", "fevrier", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
    }
)  # fmt: skip
"""Nothing but months, so that no word beside them need say so."""

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lundi lun",
            "tuesday tues tue mardi",
            "wednesday weds wed mercredi mer",
            "thursday thurs thur thu jeudi jeu",
            "friday fri vendredi ven",
            "saturday sat samedi sam",
            "sunday sun dimanche dim",
        )
    )
    for name in names.split()
}
FULL_WEEKDAYS = {name: number for name, number in WEEKDAYS.items() if len(name) > 4 and name not in {"thurs"}}

NUMBERS: dict[str, int] = {
    **{word: number for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])},
    **{word: number for number, word in enumerate(
        ["zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"])},
    "a": 1, "an": 1, "une": 1, "couple": 2, "twenty": 20, "thirty": 30, "quinze": 15, "vingt": 20, "trente": 30,
}  # fmt: skip
ORDINALS: dict[str, int] = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4,
    "premier": 1, "1er": 1, "deuxieme": 2, "2e": 2, "troisieme": 3, "3e": 3, "quatrieme": 4, "4e": 4, "dernier": 4,
}  # fmt: skip


def _listed(text: str) -> list[str]:
    return text.split()


_ORDINALS_EN = _listed(
    """
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    """
)
_CARDINALS_EN = _listed(
    """
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty
    """
)
_CARDINALS_FR = _listed(
    """
        premier deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept
        dix-huit dix-neuf vingt
    """
)


def _day_words() -> dict[str, int]:
    """Days of a month in words, to thirty-one: "twenty-first", "twenty one", "vingt et un"."""
    words: dict[str, int] = {"seconde": 2, "deuxieme": 2, "trente": 30, "trente et un": 31, "vingt et un": 21}
    for names in (_ORDINALS_EN, _CARDINALS_EN):
        words.update({name: number for number, name in enumerate(names, 1)})
        for joint in " -":
            words.update({f"twenty{joint}{name}": 20 + number for number, name in enumerate(names[:9], 1)})
            words[f"thirty{joint}{names[0]}"] = 31
    words.update({name: number for number, name in enumerate(_CARDINALS_FR, 1)})
    words.update({f"vingt-{name}": 20 + number for number, name in enumerate(_CARDINALS_FR[1:9], 2)})
    words.update({"thirtieth": 30, "thirty": 30})
    return words


DAY_WORDS = _day_words()
SEASON_WORDS: dict[str, int] = {
    "spring": 21, "printemps": 21, "summer": 22, "ete": 22, "fall": 23, "autumn": 23, "automne": 23,
    "winter": 24, "hiver": 24,
}  # fmt: skip
UNITS: dict[str, str] = {
    "hour": "hour", "hours": "hour", "heure": "hour", "heures": "hour", "day": "day", "days": "day", "jour": "day",
    "jours": "day", "week": "week", "weeks": "week", "semaine": "week", "semaines": "week", "month": "month",
    "months": "month", "mois": "month", "year": "year", "years": "year", "an": "year", "ans": "year",
    "annee": "year", "annees": "year",
}  # fmt: skip
ZONES: dict[str, str] = {
    "est": "-05:00", "edt": "-04:00", "hne": "-05:00", "hae": "-04:00", "cst": "-06:00", "cdt": "-05:00",
    "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00", "utc": "+00:00", "gmt": "+00:00",
    "eastern daylight time": "-04:00", "eastern standard time": "-05:00", "pacific daylight time": "-07:00",
    "pacific standard time": "-08:00", "central daylight time": "-05:00", "central standard time": "-06:00",
    "z": "Z",
}  # fmt: skip
SUMMER_ZONES = frozenset(
    {
        "edt",
        "hae",
        "cdt",
        "mdt",
        "pdt",
        "eastern daylight time",
        "pacific daylight time",
        "central daylight time",
    }
)
STANDARD_ZONES = frozenset(
    {
        "est",
        "hne",
        "cst",
        "mst",
        "pst",
        "eastern standard time",
        "pacific standard time",
        "central standard time",
    }
)


def either(words: object) -> str:
    """A pattern for any of the words, longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"  # type: ignore[call-overload]


MONTH = either(MONTHS)
WEEKDAY = either(WEEKDAYS)
YEAR = r"(?:1[5-9]\d\d|20\d\d|2o[0-9oil]{2}|20[0-9][oil]|20[oil][0-9])"
DAY = r"(?:3[01]|[12]\d|0?[1-9]|[il]\d|[123][oil])"
"""A day's number, with the letters that OCR puts for 0 and 1."""

_OCR = str.maketrans("oil", "011")


def number(text: str) -> int:
    """The number that OCR wrote with letters."""
    return int(text.translate(_OCR))


def misread(text: str) -> bool:
    return not text.isdigit()
