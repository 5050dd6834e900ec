"""Numbers, dates and codes in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.model.dates_in_words import ENGLISH, FRENCH, DateWords, bounds_in_words
from indexer.model.dates_in_words import in_words as date_in_words
from indexer.model.reasons import in_words
from webapp import naming
from webapp.languages import DEFAULT, NARROW, NO_BREAK, language, translations
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext as _l
from webapp.said import said

FACET_LABELS: dict[str, str] = {
    "institution": _l("Institution"),
    "year": _l("Year"),
    "platform": _l("Platform"),
    "account": _l("Account"),
    "political_party": _l("Political party"),
    "organisation": _l("Organisation"),
    "person": _l("Person"),
    "state": _l("State"),
    "section": _l("Section"),
    "marking": _l("Marking"),
    "language": _l("Language"),
    "redacted_share": _l("Redacted share"),
    "withheld": _l("Withheld"),
    "release": _l("Release"),
}
"""In the order of the left column (look.md)."""
UNKNOWN_LABELS: dict[str, str] = {
    "institution": _l("Institution unknown"),
    "year": _l("Year unknown"),
    "platform": _l("Platform unknown"),
    "account": _l("Account unknown"),
    "political_party": _l("Political party unknown"),
    "organisation": _l("Organisation unknown"),
    "person": _l("Person unknown"),
    "state": _l("State unknown"),
    "section": _l("Section unknown"),
    "marking": _l("Marking unknown"),
    "language": _l("Language unknown"),
    "redacted_share": _l("Redacted share unknown"),
    "withheld": _l("Withheld unknown"),
    "release": _l("Release unknown"),
}
VALUE_LABELS: dict[tuple[str, str], str] = {
    ("language", "en"): _l("English"),
    ("language", "fr"): _l("French"),
    ("language", "zh"): _l("Chinese"),
    ("withheld", "yes"): _l("Withheld"),
    ("withheld", "no"): _l("Not withheld"),
    ("redacted_share", "0"): _l("Nothing redacted"),
    ("redacted_share", "1-24"): _l("Up to a quarter"),
    ("redacted_share", "25-49"): _l("A quarter to a half"),
    ("redacted_share", "50-99"): _l("More than half"),
    ("redacted_share", "100"): _l("All of the page"),
}
"""Values that every archive has, by facet and value."""

ORDER_LABELS: dict[str, str] = {
    "relevance": _l("Relevance"),
    "document_date": _l("Document date"),
    "release_date": _l("Release date"),
}
LANGUAGES: dict[str, str] = {
    "en": _l("English"),
    "fr": _l("French"),
    "zh": _l("Chinese"),
    "unknown": _l("Language unknown"),
}
PARTY_KINDS: dict[str, str] = {
    "political_party": _l("Political parties"),
    "person": _l("People"),
    "organisation": _l("Organisations"),
    "state": _l("States"),
}
REGIMES: dict[str, str] = {
    "atia_ca": _l("Access to Information Act (Canada)"),
    "privacy_ca": _l("Privacy Act (Canada)"),
    "cea_ca": _l("Canada Evidence Act"),
    "foia_us": _l("Freedom of Information Act (United States)"),
    "foi_uk": _l("Freedom of Information Act 2000 (United Kingdom)"),
}
DISPOSITIONS: dict[str, str] = {
    "all_disclosed": _l("all disclosed"),
    "disclosed_in_part": _l("disclosed in part"),
    "all_exempted": _l("nothing disclosed (all exempted)"),
    "all_excluded": _l("nothing disclosed (all excluded)"),
    "no_records": _l("no records exist"),
}
MEDIA_TYPES: dict[str, str] = {
    "application/pdf": _l("PDF"),
    "application/zip": _l("ZIP"),
    "image/jpeg": _l("JPEG picture"),
    "image/png": _l("PNG picture"),
    "image/tiff": _l("TIFF picture"),
    "application/msword": _l("Word document"),
    "application/vnd.ms-outlook": _l("Outlook message"),
    "message/rfc822": _l("e-mail"),
    "text/plain": _l("plain text"),
    "application/octet-stream": _l("not known"),
}
OPERATOR_ONLY = frozenset({"hidden_text_under_redaction", "quarantined"})
SET_ASIDE = "set_aside"
"""What a public site says of a failed redaction: it is told to the operator only (design.md, rule 8)."""

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def number(value: int) -> str:
    """With thousands separators: "1,284", in French "1 284" with a narrow space that no line breaks at."""
    text = f"{value:,}"
    return text if "," not in text or language() == DEFAULT else text.replace(",", NARROW)


def ngettext(one: str, many: str, value: int, **variables: object) -> str:
    """The sentence for so many, in the language of the page; `%(num)s` in it is the number as people write it."""
    return _for(one, many, value, variables)


def counted(value: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 page", "1,284 pages". The noun's messages are "%(num)s page" and "%(num)s pages"."""
    return _for(f"%(num)s {one}", f"%(num)s {many or one + 's'}", value, {})


def _for(one: str, many: str, value: int, variables: Mapping[str, object]) -> str:
    return str(translations(language()).ungettext(one, many, value)) % {"num": number(value), **variables}


def steady(text: str) -> str:
    """A name for a sentence: in one line, without characters that turn the letters after it around."""
    return " ".join(_TURNING.sub("", text).split())


def per_cent(share: float) -> str:
    """A share of 0.0 to 1.0 as "18 %"; what is above nothing is never "0 %"."""
    gap = " " if language() == DEFAULT else NO_BREAK
    if 0 < share < 0.01:
        return str(_("under 1 %"))
    return f"{round(share * 100)}{gap}%"


def edtf(value: str | None) -> str:
    """An EDTF date in the language of the page: "13 Sept 2021", "13 sept. 2021"; "" for None.

    What this does not know is shown as it stands, never guessed.
    """
    return date_in_words(value, _date_words())


def bounds(lower: str | None, upper: str | None) -> str:
    """The dates between which a search looks: "Sept 2021 to 2022", "from 2021"; "" without any."""
    return bounds_in_words(lower, upper, _date_words())


def _date_words() -> DateWords:
    return FRENCH if language() == "fr" else ENGLISH


def reason(code: str | None, *, public: bool) -> str:
    """A reason code of the catalog as a sentence, of a file or a page."""
    known = reason_code(code, public=public)
    if known == SET_ASIDE:
        return str(_("Set aside by the archive; it is not searched."))
    sentence = said(in_words(known))
    return sentence[:1].upper() + sentence[1:]


def reason_code(code: str | None, *, public: bool) -> str | None:
    """The code as this site may tell it."""
    return SET_ASIDE if public and code in OPERATOR_ONLY else code


def facet_value(name: str, value: str, label: str) -> str:
    """How a facet value is shown."""
    if value == "unknown":
        return str(UNKNOWN_LABELS.get(name, label))
    fixed = VALUE_LABELS.get((name, value))
    return str(fixed) if fixed is not None else naming.shown(name, value, label) or value


def file_size(size_bytes: int) -> str:
    """ "340 kB", "2.1 MB"; in French "340 ko", "2,1 Mo"."""
    if size_bytes < 1000:
        return counted(size_bytes, "byte")
    if size_bytes < 1_000_000:
        return str(_("%(size)s kB", size=round(size_bytes / 1000)))
    return str(_("%(size)s MB", size=decimal(size_bytes / 1_000_000)))


def decimal(value: float) -> str:
    """With one decimal place: "2.1", in French "2,1"."""
    whole, _point, tenths = f"{value:.1f}".partition(".")
    return f"{number(int(whole))}{'.' if language() == DEFAULT else ','}{tenths}"
