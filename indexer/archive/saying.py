"""What a person types for a description, as the catalog keeps it; what cannot be kept is said in a sentence."""

from __future__ import annotations

import difflib
import re
import unicodedata

import edtf

from indexer.archive.institutions import institution_id, institution_names
from indexer.errors import InputError

REGIMES = ("atia_ca", "privacy_ca", "cea_ca", "foia_us", "foi_uk")
DISPOSITIONS = ("all_disclosed", "disclosed_in_part", "all_exempted", "all_excluded", "no_records")
LANGUAGES = ("en", "fr", "zh")
NUMBER_LENGTH = 60
_CHOICES = {"regime": REGIMES, "disposition": DISPOSITIONS, "language": LANGUAGES}
_HYPHENS = re.compile(r"\s*[\u00ad\u2010-\u2015\u2212]\s*")
_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
    )
    for number, name in enumerate(names.split(), 1)
}
_DAY_FIRST = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)?\s+)?([a-z]+)\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")


def checked(field: str, typed: str, *, unlisted: bool = False) -> str:
    """The value of a field as it is kept; "" for nothing. `unlisted`: an institution need not stand in config/.

    Raises:
        InputError: it cannot be kept; the message says why, and what could be written instead.
    """
    if field.startswith("summary"):
        return typed.strip()
    text = " ".join(typed.split())
    if not text:
        return ""
    if field in ("date", "released"):
        return _date(text)
    if field == "institution":
        return _institution(text, unlisted=unlisted)
    if field == "request_number":
        return _request_number(text)
    if field in _CHOICES and text not in _CHOICES[field]:
        raise InputError(f"“{text}” is none of {', '.join(_CHOICES[field])}.", reason=field)
    if field == "source_url" and not re.fullmatch(r"https?://\S+", text):
        raise InputError(f"“{text}” is no address of a web page: it begins with http:// or https://.", reason=field)
    return text


def _date(text: str) -> str:
    for candidate in (text, _written(text)):
        try:
            edtf.parse_edtf(candidate)
        except (edtf.parser.edtf_exceptions.EDTFParseException, ValueError):
            continue
        return candidate
    raise InputError(
        f"“{text}” cannot be read as a date. Write 2021-09-13, 2021-09 or 2021, or “13 September 2021”; "
        "2021~ for about, 2021-09/2022-01 for a range.",
        reason="date",
    )


def _written(text: str) -> str:
    """A date in words, or with slashes after the year, as EDTF; what is neither, or may mean two days, as it is."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    if match := _SLASHED.fullmatch(folded):
        return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    if match := _DAY_FIRST.fullmatch(folded):
        day, month, year = match[1], _MONTHS.get(match[2]), match[3]
    elif match := _MONTH_FIRST.fullmatch(folded):
        day, month, year = match[2], _MONTHS.get(match[1]), match[3]
    else:
        return text
    if month is None:
        return text
    return f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")


def _institution(text: str, *, unlisted: bool) -> str:
    known = institution_id(text)
    if unlisted or known in institution_names():
        return known
    close = difflib.get_close_matches(text, institution_names().values(), 3, 0.5)
    near = f" Did you mean {' or '.join(f'“{one}”' for one in close)}?" if close else ""
    raise InputError(
        f"“{text}” is no institution that this program knows.{near} Say that it is new to keep the name as it is.",
        reason="institution",
    )


def _request_number(text: str) -> str:
    number = _HYPHENS.sub("-", text)
    if len(number) <= NUMBER_LENGTH and re.search(r"\d", number):
        return number
    raise InputError(
        f"“{text[:NUMBER_LENGTH]}” does not look like a request number: one has a digit and at most {NUMBER_LENGTH} "
        "characters, such as A-2021-01234.",
        reason="request_number",
    )
