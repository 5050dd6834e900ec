"""A citation in words: under which Act, what of it, where; and in full, in our own form (docs/citations.md)."""

from __future__ import annotations

from indexer.cite.dates import in_words
from indexer.cite.pinpoints import is_plural, locator, sheets
from indexer.model.citation import Citation

ACTS = {
    "atia_ca": ("Access to Information Act", "Loi sur l’accès à l’information"),
    "privacy_ca": ("Privacy Act", "Loi sur la protection des renseignements personnels"),
    "cea_ca": ("Canada Evidence Act", "Loi sur la preuve au Canada"),
    "foia_us": ("Freedom of Information Act", "Freedom of Information Act"),
    "foi_uk": ("Freedom of Information Act 2000", "Freedom of Information Act 2000"),
}
COUNTRIES = {"ca": "CA", "us": "US", "uk": "GB"}
_DISPOSITIONS = {
    "all_disclosed": ("released in full", "communiqué en totalité"),
    "disclosed_in_part": ("released in part", "communiqué en partie"),
    "all_exempted": ("withheld in full (exempted)", "non communiqué (exception totale)"),
    "all_excluded": ("withheld in full (excluded)", "non communiqué (exclusion totale)"),
    "no_records": ("no records exist", "aucun document n’existe"),
}
_RELEASED = ("released", "communiqué")


def act(citation: Citation, language: str = "en") -> str:
    """The law of the release by its name; "" where it is not known."""
    return ACTS.get(citation.regime, ("", ""))[language == "fr"]


def jurisdiction(citation: Citation) -> str:
    """ISO 3166 code of the country whose law it is; "" where it is not known."""
    return COUNTRIES.get(citation.regime.rpartition("_")[2], "")


def status(citation: Citation, language: str = "en") -> str:
    """ "released in part"; "" where it is not known."""
    return _DISPOSITIONS.get(citation.disposition, ("", ""))[language == "fr"]


def kind(citation: Citation, language: str = "en") -> str:
    """What stands before the request number: "briefing note, Access to Information Act request". Styles print genre
    and number as a pair, and the number alone would read as a number of the report."""
    return ", ".join(part for part in (citation.genre, request_kind(citation, language)) if part)


def request_kind(citation: Citation, language: str = "en") -> str:
    """The same without the kind of document, which a title says by itself; "" without a request number."""
    if not citation.request_number:
        return ""
    law = act(citation, language)
    if language == "fr":
        return f"demande en vertu de la {law}" if law.startswith("Loi") else "demande d’accès à l’information"
    return f"{law or 'access to information'} request"


def where(citation: Citation, language: str = "en") -> str:
    """ "release pages 000123–000130 (sheets 3–10 of 12)", "sheet 3 of 12"; "" for a document as a whole."""
    if not citation.places:
        return ""
    french = language == "fr"
    on = sheets(citation.places)
    total = f" {'de' if french else 'of'} {citation.pages_total}" if citation.pages_total else ""
    sheet_word = ("feuille" if french else "sheet") + ("s" if is_plural(on) else "")
    if not any(place.label for place in citation.places):
        return f"{sheet_word} {on}{total}"
    labels = locator(citation.places, "feuille" if french else "sheet")
    plural = "s" if is_plural(labels) else ""
    page_word = f"page{plural} de la communication" if french else f"release page{plural}"
    return f"{page_word} {labels} ({sheet_word} {on}{total})"


def release(citation: Citation, language: str = "en") -> str:
    """ "released in part under the Access to Information Act, request A-2021-01234, 20 June 2022"; "n.d." for an
    unknown day."""
    french = language == "fr"
    law = act(citation, language)
    said = status(citation, language) or _RELEASED[french]
    if law:
        the = "la " if law.startswith("Loi") else ""
        said += f" en vertu de {the}{law}" if french else f" under the {law}"
    number = citation.request_number
    parts = [said, f"{'demande' if french else 'request'} {number}" if number else ""]
    if not (law or number or citation.disposition or citation.released):
        return ""
    parts.append(in_words(citation.released, language) or ("s.d." if french else "n.d."))
    return ", ".join(part for part in parts if part)


def note(citation: Citation, language: str = "en") -> str:
    """What no field of a reference manager holds, in sentences: both page numbers, the release, sections, the EDTF
    date where a plain one would say more than is known, the passage, SHA-256."""
    french = language == "fr"
    sections = ", ".join(citation.sections)
    on = ("Articles cités sur ces pages" if french else "Sections cited there") + f": {sections}" if sections else ""
    dated = f"Date (EDTF): {citation.date}" if _inexact(citation.date) else ""
    sentences = [where(citation, language), release(citation, language), on, dated, quoted(citation, language)]
    sentences.append(f"SHA-256: {citation.document}")
    return " ".join(_sentence(one) for one in sentences if one)


def quoted(citation: Citation, language: str = "en") -> str:
    """The cited passages in quotation marks; "" without one."""
    left, right = ("« ", " »") if language == "fr" else ("“", "”")
    return " ".join(f"{left}{place.passage}{right}" for place in citation.places if place.passage)


def in_full(citation: Citation, language: str = "en") -> str:
    """Everything in one line, in the pattern of docs/citations.md: Institution, unit, "title" (kind), date, pages,
    release, archive, address, day of access, SHA-256."""
    french = language == "fr"
    title = citation.shown_title if citation.supplied else _in_quotes(citation.title, french=french)
    by = [citation.institution, _unit(citation)]
    accessed = f"({'consulté le' if french else 'accessed'} {in_words(citation.accessed, language)})"
    parts = [
        *by,
        title + (f" ({citation.genre})" if citation.genre.casefold() not in citation.title.casefold() else ""),
        in_words(citation.date, language) or ("s.d." if french else "n.d."),
        where(citation, language),
        release(citation, language),
        citation.archive,
        f"{citation.url} {accessed}",
        f"SHA-256 {citation.document}",
    ]
    return ", ".join(part for part in parts if part) + "."


def _unit(citation: Citation) -> str:
    """The author without the institution, which stands before it: "Example Unit" of "Example Unit, Department"."""
    author, institution = citation.author, citation.institution
    if not institution or author.casefold() == institution.casefold():
        return "" if institution else author
    ending = f", {institution}"
    return author[: -len(ending)] if author[-len(ending) :].casefold() == ending.casefold() else author


def _in_quotes(text: str, *, french: bool) -> str:
    return f"« {text} »" if french else f"“{text}”"


def _inexact(edtf: str) -> bool:
    """A date that fields of year, month and day do not hold."""
    return bool(edtf) and not all(part.isdigit() for part in edtf.split("-"))


def _sentence(text: str) -> str:
    ended = text if text.endswith((".", "…", "!", "?")) else text + "."
    return ended[:1].upper() + ended[1:]
