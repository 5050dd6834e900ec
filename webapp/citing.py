"""Citations of what a page shows: in a style, as metadata for programs, and as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import request

from indexer.cite import phrases, pinpoints
from indexer.cite.citing import Citer, Origin, passage_place
from indexer.cite.formats import OF_CITATIONS
from indexer.cite.genres import load_genres
from indexer.cite.runs import Runs
from indexer.cite.styles import FULL, FULL_FR, STYLES, StyleError, format_citation, label_of, style_name
from indexer.model.addresses import document_url
from indexer.model.citation import Citation, Place
from indexer.model.document import SHORT_ID_LENGTH
from indexer.model.geometry import Span
from indexer.model.page import Page
from indexer.model.record import page_key
from indexer.model.stored import DocumentRecord
from indexer.settings import config_dir
from webapp import languages, links, naming
from webapp.cite_contexts import CiteView, Copied, StyleOption
from webapp.contexts import Hidden, Link
from webapp.languages import gettext as _
from webapp.params import clean
from webapp.said import said
from webapp.services import Services

PAGES_LIMIT = 500
"""Sheets in one citation: a list of more is no citation that anybody reads."""
PAGES_LENGTH = 400
STYLE_LENGTH = 120
FILES = ("ris", "bibtex", "csl-json")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks to have cited: its style, as given, and sheets or a span, as given."""

    style: str
    pages: str
    span: Span | None

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """As parameters of an address, without what is usual."""
        span = (("from", str(self.span.start)), ("to", str(self.span.end))) if self.span else ()
        return (*((name, value) for name, value in (("style", self.style), ("pages", self.pages)) if value), *span)


def asked(arguments: Mapping[str, str]) -> Asked:
    """`other` is a field for any style; it goes before the list of the usual ones."""
    style = clean(arguments.get("other", "") or arguments.get("style", ""))[:STYLE_LENGTH]
    return Asked(style, clean(arguments.get("pages", ""))[:PAGES_LENGTH], asked_span(arguments))


def asked_span(arguments: Mapping[str, str]) -> Span | None:
    """`from` and `to` of an address; None where they are no span."""
    values = [arguments.get(name, "") for name in ("from", "to")]
    if not all(one.isascii() and one.isdigit() and len(one) <= 9 for one in values):
        return None
    start, end = (int(one) for one in values)
    return Span(start, end) if start < end else None


def citer(services: Services) -> Citer:
    """Makes citations with the address of this site (the setting, else the one that was asked for) and the names of
    institutions in the language of the page."""
    site = services.settings.site
    address = (site.address or request.host_url).rstrip("/")

    def named(institution: str) -> str:
        return naming.shown("institution", institution, services.search.labels("institution", (institution,))[0])

    return Citer(
        named,
        Origin(site.title, address, date.today().isoformat()),
        load_genres(config_dir()),
    )


def cited_page(services: Services, record: DocumentRecord, page: Page, span: Span | None) -> Citation:
    """A page, or the passage in it that an address names."""
    place = Place(page.number, page.label, page.sections)
    return citer(services).pages(record, (passage_place(place, page.text, span) if span else place,))


def cited_sheets(services: Services, record: DocumentRecord, pages: str) -> tuple[Citation, str]:
    """The document, or the sheets that `pages` names ("3-5, 9"), and a sentence where that could not be read."""
    sheets = read_sheets(pages, record.document.pages_total or 0)
    if sheets is None:
        said = _(
            "“%(pages)s” is no list of sheets of this document, such as 3-5, 9: the document is cited as a whole.",
            pages=pages,
        )
        return citer(services).document(record), said
    texts = services.catalog.page_texts([page_key(record.document.number, sheet) for sheet in sheets])
    known = {text.number: Place(text.number, text.label, text.sections) for text in texts}
    return citer(services).pages(record, [known.get(sheet, Place(sheet)) for sheet in sheets]), ""


def read_sheets(pages: str, total: int) -> tuple[int, ...] | None:
    """Sheets of "3-5, 9" in order; () for none; None for what is no such list, or not of this document."""
    sheets: set[int] = set()
    for part in pages.replace("–", "-").replace(";", ",").split(","):
        first, dash, last = (one.strip() for one in part.partition("-"))
        if not part.strip() and not sheets:
            continue
        if not _is_sheet(first, total) or (dash and not _is_sheet(last, total)):
            return None
        if int(last or first) < int(first):
            return None
        sheets.update(range(int(first), int(last or first) + 1))
    return tuple(sorted(sheets)) if len(sheets) <= PAGES_LIMIT else None


def _is_sheet(text: str, total: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 7 and 1 <= int(text) <= total


def view(
    citation: Citation, wanted: Asked, action: str, kept: tuple[Hidden, ...], notice: str = "", *, public: bool = True
) -> CiteView:
    """A citation as a page shows it; `action` is where the form goes, with `kept` as its hidden fields."""
    style, note, entry, failed = _formatted(citation, wanted.style)
    passage = " ".join(place.passage for place in citation.places if place.span)
    of_page = action != links.document(citation.document, _title(citation)) and bool(citation.places)
    return CiteView(
        what=_what(citation),
        passage=passage,
        action=action,
        kept=kept,
        pages=None if of_page else wanted.pages,
        notice=notice,
        styles=style_options(style),
        other=style if style not in STYLES else "",
        note=note,
        entry=entry,
        failed=failed,
        like=_like(style) if not failed else "",
        permalink=citation.url,
        href=urlunsplit(("", "", *urlsplit(citation.url)[2:])),
        local=urlsplit(citation.url).hostname in LOOPBACK,
        sha256=citation.document,
        files=_files(citation, wanted),
        whole_href=links.document(citation.document, _title(citation)) + "#cite" if of_page else "",
        collect_href="" if public else _collect_href(citation),
        page_href=links.page(citation.document, citation.places[0].sheet, rail="cite") if passage else "",
    )


def _collect_href(citation: Citation) -> str:
    """The form of collections, for one place of a document or all of it; "" for several places."""
    asked: list[tuple[str, str]] = [("document", citation.document[:SHORT_ID_LENGTH])]
    if len(citation.places) > 1:
        return ""
    for place in citation.places:
        asked.append(("page", str(place.sheet)))
        if place.span:
            asked += [("from", str(place.span.start)), ("to", str(place.span.end))]
    return f"/collect?{urlencode(asked)}"


def style_options(selected: str) -> tuple[StyleOption, ...]:
    """Those that are offered; none is selected for another one."""
    told = {FULL: _("In full"), FULL_FR: _("In full (French)")}
    return tuple(StyleOption(name, told.get(name, label), name == selected) for name, label in STYLES.items())


def usual_style() -> str:
    """Our own full form, in the language of the page."""
    return FULL_FR if languages.language() == "fr" else FULL


def copied(citation: Citation) -> Copied:
    """What goes with a passage that is copied from a page."""
    language = languages.language()
    sheet = citation.places[0].sheet
    return Copied(phrases.in_full(citation, language), citation.url, links.page(citation.document, sheet, rail="cite"))


def _formatted(citation: Citation, wanted: str) -> tuple[str, Runs, Runs, str]:
    """The style used, both forms, and why there are none."""
    try:
        style = style_name(wanted) if wanted else usual_style()
        done = format_citation(citation, style)
    except StyleError as error:
        return wanted, (), (), said(str(error))
    return style, done.note, done.entry, ""


def _what(citation: Citation) -> str:
    if not citation.places:
        return str(_("The document as a whole"))
    where = phrases.where(citation, languages.language())
    return where[:1].upper() + where[1:]


def _like(style: str) -> str:
    if style in (FULL, FULL_FR):
        return ""
    said = _(
        "Formatted by the style’s own file. No guide that we could read has a rule for records released under access "
        "laws: take it for “%(style)s-like” until a librarian has checked it.",
        style=label_of(style),
    )
    return str(said)


def _files(citation: Citation, wanted: Asked) -> tuple[Link, ...]:
    pairs = [pair for pair in wanted.pairs if pair[0] in ("from", "to")]
    if citation.places:
        pairs.append(("pages", pinpoints.sheets(citation.places).replace("–", "-")))
    query = f"?{urlencode(pairs)}" if pairs else ""
    base = f"{document_url(citation.document)}/cite"
    return tuple(Link(OF_CITATIONS[name].label, f"{base}/{name}{query}") for name in FILES)


def _title(citation: Citation) -> str:
    return citation.title


def file_name(citations: Sequence[Citation], extension: str) -> str:
    """ "a-2021-01234-000123.ris"."""
    one = citations[0]
    return f"{links.slug_of(f'{one.request_number or one.document[:12]} {pinpoints.locator(one.places)}')}.{extension}"
