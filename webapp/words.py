"""Numbers, dates and codes in plain words."""

from __future__ import annotations

import re

from indexer.model.reasons import in_words

FACET_LABELS = {
    "institution": "Institution",
    "year": "Year",
    "platform": "Platform",
    "account": "Account",
    "political_party": "Political party",
    "organisation": "Organisation",
    "person": "Person",
    "state": "State",
    "section": "Section",
    "marking": "Marking",
    "language": "Language",
    "redacted_share": "Redacted share",
    "withheld": "Withheld",
    "release": "Release",
}
"""In the order of the left column (look.md)."""

ORDER_LABELS = {"relevance": "Relevance", "document_date": "Document date", "release_date": "Release date"}
LANGUAGES = {"en": "English", "fr": "French", "zh": "Chinese", "unknown": "Language unknown"}
PARTY_KINDS = {
    "political_party": "Political parties",
    "person": "People",
    "organisation": "Organisations",
    "state": "States",
}
REGIMES = {
    "atia_ca": "Access to Information Act (Canada)",
    "privacy_ca": "Privacy Act (Canada)",
    "cea_ca": "Canada Evidence Act",
    "foia_us": "Freedom of Information Act (United States)",
    "foi_uk": "Freedom of Information Act 2000 (United Kingdom)",
}
DISPOSITIONS = {
    "all_disclosed": "all disclosed",
    "disclosed_in_part": "disclosed in part",
    "all_exempted": "nothing disclosed (all exempted)",
    "all_excluded": "nothing disclosed (all excluded)",
    "no_records": "no records exist",
}
MEDIA_TYPES = {
    "application/pdf": "PDF",
    "application/zip": "ZIP",
    "image/jpeg": "JPEG picture",
    "image/png": "PNG picture",
    "image/tiff": "TIFF picture",
    "application/msword": "Word document",
    "application/vnd.ms-outlook": "Outlook message",
    "message/rfc822": "e-mail",
    "text/plain": "plain text",
    "application/octet-stream": "not known",
}
OPERATOR_ONLY = frozenset({"hidden_text_under_redaction", "quarantined"})
SET_ASIDE = "set_aside"
"""What a public site says of a failed redaction: it is told to the operator only (design.md, rule 8)."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_PARTS = {
    "21": "spring", "22": "summer", "23": "autumn", "24": "winter", "33": "first quarter of", "34": "second quarter of",
    "35": "third quarter of", "36": "fourth quarter of", "40": "first half of", "41": "second half of",
}  # fmt: skip
_OPEN = ("", "..")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DATE = re.compile(r"(-?\d{1,4}[\dX]{0,3})(?:-(\d\d))?(?:-(\d\d))?(?:T[\d:Z+.-]*)?([?~%]?)", re.ASCII)


def number(value: int) -> str:
    """With thousands separators: "1,284"."""
    return f"{value:,}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 page", "1,284 pages"."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def steady(text: str) -> str:
    """A name for a sentence: in one line, without characters that turn the letters after it around."""
    return " ".join(_TURNING.sub("", text).split())


def per_cent(share: float) -> str:
    """A share of 0.0 to 1.0 as "18 %"; what is above nothing is never "0 %"."""
    if 0 < share < 0.01:
        return "under 1 %"
    return f"{round(share * 100)} %"


def edtf(value: str | None) -> str:
    """An EDTF date as people write it: "13 Sept 2021", "Sept 2021", "about 2021"; "" for None.

    What this does not know is shown as it stands, never guessed.
    """
    if not value:
        return ""
    if value[0] in "[{" and not set(value[1:-1]) & set("[{"):
        return (" or " if value[0] == "[" else ", ").join(edtf(one.strip()) for one in value[1:-1].split(","))
    if value.count("/") == 1:
        return _interval(*value.split("/", 1))
    match = _DATE.fullmatch(value)
    if match is None:
        return value
    return _qualified(_calendar(match[1], match[2], match[3]) or value, match[4])


def reason(code: str | None, *, public: bool) -> str:
    """A reason code of the catalog as a sentence, of a file or a page."""
    known = reason_code(code, public=public)
    if known == SET_ASIDE:
        return "Set aside by the archive; it is not searched."
    sentence = in_words(known)
    return sentence[:1].upper() + sentence[1:]


def reason_code(code: str | None, *, public: bool) -> str | None:
    """The code as this site may tell it."""
    return SET_ASIDE if public and code in OPERATOR_ONLY else code


def facet_value(name: str, value: str, label: str) -> str:
    """How a facet value is shown."""
    if value == "unknown":
        return f"{FACET_LABELS.get(name, name)} unknown"
    return label or value


def file_size(size_bytes: int) -> str:
    """ "340 kB", "2.1 MB"."""
    if size_bytes < 1000:
        return counted(size_bytes, "byte")
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.0f} kB"
    return f"{size_bytes / 1_000_000:,.1f} MB"


def _interval(lower: str, upper: str) -> str:
    if lower in _OPEN and upper in _OPEN:
        return "open"
    if lower in _OPEN:
        return f"until {edtf(upper)}"
    return f"since {edtf(lower)}" if upper in _OPEN else f"{edtf(lower)} – {edtf(upper)}"


def _calendar(year: str, month: str | None, day: str | None) -> str | None:
    if month is None:
        return _decade(year)
    if month in _PARTS:
        return f"{_PARTS[month]} {year}"
    if not 1 <= int(month) <= 12:
        return None
    named = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {named}" if day else named


def _decade(year: str) -> str:
    if year.endswith("XX"):
        return f"{year[:-2]}00s"
    return f"{year[:-1]}0s" if year.endswith("X") else year


def _qualified(text: str, mark: str) -> str:
    return {"~": f"about {text}", "?": f"{text} (uncertain)", "%": f"about {text} (uncertain)"}.get(mark, text)
