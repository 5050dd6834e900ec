"""EDTF dates in citations: for CSL, for RIS and BibTeX, and in words. What is not certain is never made so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.model.dates_in_words import ENGLISH, FRENCH
from indexer.model.dates_in_words import in_words as date_words

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
_MONTHS_FR = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
              "novembre", "décembre")  # fmt: skip
_WORDS = {"en": replace(ENGLISH, months=MONTHS), "fr": replace(FRENCH, months=_MONTHS_FR)}
_SINGLE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d))?(?:-(\d\d))?(?:T[\d:Z+.-]*)?([?~%]?)", re.ASCII)
_SEASONS = ("21", "22", "23", "24")


@dataclass(frozen=True, slots=True)
class Simple:
    """A year, month, day, or part of a year (`part`, an EDTF code such as "22" for summer); `mark`: ?, ~ or %."""

    year: str
    part: str = ""
    day: str = ""
    mark: str = ""

    @property
    def is_exact(self) -> bool:
        return not self.mark and self.year.isdigit()

    @property
    def numbers(self) -> list[int] | None:
        """Year, month and day as CSL wants them; None for a decade, a century or a part of a year."""
        if not self.year.isdigit() or (self.part and int(self.part) > 12):
            return None
        return [int(self.year), *(int(one) for one in (self.part, self.day) if one)]


def csl_date(edtf: str) -> dict[str, object] | None:
    """The date as CSL-JSON has it; None for none. A range has two dates, "about" is `circa`, the rest is literal."""
    if not edtf:
        return None
    lower, upper = _ends(edtf)
    if lower is None or "," in edtf:
        return {"literal": in_words(edtf)}
    circa: dict[str, object] = {"circa": True} if lower.mark or (upper and upper.mark) else {}
    if upper is None and lower.part in _SEASONS and lower.year.isdigit():
        return {"date-parts": [[int(lower.year)]], "season": _SEASONS.index(lower.part) + 1, **circa}
    both = [one.numbers for one in (lower, upper) if one is not None]
    if None in both:
        return {"literal": in_words(edtf)}
    return {"date-parts": both, **circa}


def printed_date(edtf: str, language: str) -> dict[str, object] | None:
    """The date for formatting: numbers where it is one certain day, month or year, so that a style writes it in its
    own way; else in words, since styles leave out ranges, seasons and doubt, or fail at them (docs/citations.md)."""
    if not edtf:
        return None
    single = _single(edtf)
    if single is not None and single.is_exact and single.numbers:
        return {"date-parts": [single.numbers]}
    return {"literal": in_words(edtf, language)}


def ris_date(edtf: str) -> str:
    """As RIS has it, "2021/09/13/"; what is not exact stands in words in the last part: "2021///about 2021"."""
    lower, upper = _ends(edtf)
    if lower is None:
        return f"///{in_words(edtf)}"
    numbers = lower.numbers or ([int(lower.year)] if lower.year.isdigit() else [])
    year, month, day = (*(f"{one:02}" for one in numbers), "", "", "")[:3]
    exact = upper is None and lower.is_exact and lower.numbers is not None
    return f"{year}/{month}/{day}/" + ("" if exact else in_words(edtf))


def year_of(edtf: str) -> str:
    """The year where it is certain which one begins it: "2021"; else ""."""
    lower, _ = _ends(edtf)
    return lower.year if lower is not None and lower.year.isdigit() and "," not in edtf else ""


def month_of(edtf: str) -> int:
    """The month of a certain day or month; else 0."""
    single = _single(edtf)
    numbers = single.numbers if single is not None and single.is_exact else None
    return numbers[1] if numbers and len(numbers) > 1 else 0


def in_words(edtf: str, language: str = "en") -> str:
    """ "13 September 2021", "vers 2021", "summer 2021", "2021 – September 2022"; what is not known as it stands."""
    return date_words(edtf, _WORDS.get(language, _WORDS["en"]))


def _ends(edtf: str) -> tuple[Simple | None, Simple | None]:
    """The date, or the two ends of an interval; None for an open end and for what is not read."""
    if edtf.count("/") != 1:
        return _single(edtf), None
    lower, upper = edtf.split("/")
    first, last = _single(lower), _single(upper)
    return (first, last) if last is not None else (None, None)


def _single(edtf: str) -> Simple | None:
    match = _SINGLE.fullmatch(edtf)
    if match is None:
        return None
    part = match[2] or ""
    known = not part or 1 <= int(part) <= 12 or part in ENGLISH.parts
    return Simple(match[1], part, match[3] or "", match[4]) if known else None
