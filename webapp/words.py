"""Numbers, dates and codes in plain words."""

from __future__ import annotations

import re

from indexer.model.dates_in_words import ENGLISH, FRENCH, in_words
from indexer.model.reasons import in_words as reason_in_words
from webapp.languages import language

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

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


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
    """An EDTF date in the language of the page: "13 Sept 2021", "13 sept. 2021"; "" for None.

    What this does not know is shown as it stands, never guessed.
    """
    return in_words(value, FRENCH if language() == "fr" else ENGLISH)


def reason(code: str | None, *, public: bool) -> str:
    """A reason code of the catalog as a sentence, of a file or a page."""
    known = reason_code(code, public=public)
    if known == SET_ASIDE:
        return "Set aside by the archive; it is not searched."
    sentence = reason_in_words(known)
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
