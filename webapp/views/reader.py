"""The reader: one sheet with its words boxed."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.model.citation import Citation
from indexer.model.geometry import Span
from indexer.model.mention import Mention
from indexer.model.page import Page
from indexer.model.stored import DocumentRecord, PageHead
from webapp import (
    citing,
    collect_form,
    collecting,
    entities,
    links,
    marks,
    naming,
    origins,
    overlay,
    people,
    records,
    sheets,
    words,
)
from webapp.cite_contexts import CiteView
from webapp.contexts import Fact, Hidden, Link
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext as _l
from webapp.metadata import metadata
from webapp.params import SearchUrl, read_number
from webapp.reader_contexts import (
    About,
    Boxes,
    HitStep,
    Rail,
    ReaderContext,
)
from webapp.views.common import asked_query, is_public, original_href, served_href, services, split_document_key
from webapp.views.documents import UNSEEN_SHOWN, Found, find_sheets

RAILS: dict[str, str] = {
    "text": _l("Text"),
    "entities": _l("Entities"),
    "redactions": _l("Redactions"),
    "tables": _l("Tables"),
    "cite": _l("Cite"),
    "notes": _l("Notes"),
    "about": _l("About"),
}
SOURCES: dict[str, str] = {
    "text_layer": _l("the file’s own text"),
    "ocr": _l("recognised from the picture"),
    "none": _l("no text"),
}
THUMBNAILS_SHOWN = 40
"""Around the current sheet: 2,000 of them weigh half a megabyte of markup."""
blueprint = Blueprint("reader", __name__)


@blueprint.get("/documents/<key>/pages/<number>")
def page(key: str, number: str) -> Response:
    """A sheet in the reader; with `q`, its matches boxed. A slug in the address is taken out."""
    document_id, slug = split_document_key(key)
    sheet = read_number(number)
    record = services().catalog.document(document_id)
    heads = services().catalog.page_heads(record.document.id)
    if sheet is None or not any(head.number == sheet for head in heads):
        raise NoSuchPage
    if slug or document_id != record.document.short_id:
        query = request.query_string.decode("ascii", "ignore")
        address = links.page(record.document.id, sheet) + (f"?{query}" if query else "")
        return make_response(redirect(address, 301))
    return make_response(render_template("reader.html", view=_context(record, heads, sheet)))


def _context(record: DocumentRecord, heads: tuple[PageHead, ...], number: int) -> ReaderContext:
    document, query = record.document, asked_query()
    place = next(index for index, head in enumerate(heads) if head.number == number)
    head = heads[place]
    one = sheets.stored(services(), document.id, head)
    name = request.args.get("rail", "text")
    kept = {"q": query, "rail": name if name in RAILS and name != "text" else ""}
    wanted = citing.asked(request.args)
    if name == "cite":
        kept["style"] = wanted.style
    cited = citing.cited_page(services(), record, one, wanted.span)
    found = find_sheets(document.number, query)
    matches = sheets.matches(services(), one, query)
    rail, marked = _rail(record, one, head, matches, kept)
    marked += overlay.passage_boxes(one, wanted.span)
    if name == "cite":
        rail = replace(rail, cite=_cite(cited, wanted, query))
    return ReaderContext(
        id=document.id,
        title=records.title_of(document),
        title_language=document.language,
        document_href=links.document(document.id, records.title_of(document), query),
        releases=records.release_lines(record.releases, records.institutions(services().search, record.releases)),
        query=query,
        search_href=links.search(SearchUrl(query)) if query else "",
        number=number,
        pages_total=len(heads),
        label=head.label,
        language=one.language or document.language,
        previous_href=links.page(document.id, heads[place - 1].number, **kept) if place else "",
        next_href=links.page(document.id, heads[place + 1].number, **kept) if place + 1 < len(heads) else "",
        permalink=links.page(document.id, number),
        similar_href=links.similar(document.id, number),
        reading_href=links.reading(document.id, number, query),
        thumbnails=records.thumbnails(document.id, _around(heads, place), frozenset(found.sheets), number, **kept),
        picture=sheets.picture(document.id, head, one, marked + overlay.match_boxes(one, matches)),
        rail=rail,
        unread=sheets.unread(services(), head),
        notes=records.page_notes(one),
        step=_step(document.id, found, number, len(matches), kept) if query and not found.failed else None,
        failed=found.failed,
        metadata=metadata(cited, served_href(document)),
        copied=citing.copied(citing.cited_page(services(), record, one, None)),
    )


def _cite(cited: Citation, wanted: citing.Asked, query: str) -> CiteView:
    """The form keeps the query, and the passage where there is one."""
    kept = [("rail", "cite"), ("q", query), *(pair for pair in wanted.pairs if pair[0] in ("from", "to"))]
    action = links.page(cited.document, cited.places[0].sheet)
    hidden = tuple(Hidden(*pair) for pair in kept if pair[1])
    return citing.view(cited, wanted, action, hidden, public=is_public())


def _rail(
    record: DocumentRecord, one: Page, head: PageHead, matches: tuple[Span, ...], kept: dict[str, str]
) -> tuple[Rail, tuple[Boxes, ...]]:
    """What stands beside the picture, and the boxes that it needs over it."""
    redactions = sheets.redactions(services(), record, one)
    boxes = overlay.redaction_boxes(one, redactions)
    rail = Rail(kept["rail"] or "text", _tabs(record.document.id, one, kept))
    match rail.name:
        case "entities":
            shown, drawn = _entities(rail, record.document.id, head.number)
            return shown, boxes + drawn
        case "redactions":
            redacted = records.redacted(head.redacted_share)
            return replace(rail, redactions=redactions, redacted=redacted), boxes
        case "tables":
            return replace(rail, tables=sheets.table_views(record.document.id, one)), boxes + overlay.table_boxes(one)
        case "notes" if not is_public():
            noted = collecting.notes_of(services(), record.document.id, one.number)
            return replace(rail, notes=noted, collect_href=collect_form.href(record.document.id, one.number)), boxes
        case "about":
            return replace(rail, about=_about(record, head, one)), boxes
    return replace(rail, segments=marks.segments(one.text, matches, one.furniture)), boxes


def _tabs(sha256: str, one: Page, kept: dict[str, str]) -> tuple[Link, ...]:
    """Tables have a tab where there are some."""
    shown = kept["rail"] or "text"
    return tuple(
        Link(label, links.page(sha256, one.number, q=kept["q"], rail=name if name != "text" else ""), "", name == shown)
        for name, label in RAILS.items()
        if (name != "tables" or one.tables or shown == "tables") and (name != "notes" or not is_public())
    )


def _entities(rail: Rail, sha256: str, number: int) -> tuple[Rail, tuple[Boxes, ...]]:
    """Groups with their boxes; people are left out where this site does not show them."""
    wired, public = services(), is_public()
    mentions = people.shown_mentions(wired, wired.catalog.mentions(sha256, number))
    named = wired.registry.by_id({one.entity for one in mentions if one.entity})
    page_shown = entities.Page(sha256, number, correctable=not public)
    taken_out = () if public else wired.registry.left_out(sha256, number)
    filled = replace(
        rail,
        entities=entities.entity_groups(page_shown, mentions, named, _names(mentions)),
        taken_out=tuple(one.text for one in taken_out),
    )
    return filled, overlay.mention_boxes(mentions, {key: one.name for key, one in named.items()})


def _about(record: DocumentRecord, head: PageHead, one: Page) -> About:
    document = record.document
    coverage = services().catalog.coverage(document.id, UNSEEN_SHOWN)
    return About(
        facts=(
            *_page_facts(head, one),
            *origins.sourced(services(), "document", document.id, records.document_facts(record)),
            *records.withheld_facts(document, public=is_public()),
        ),
        coverage=coverage,
        unseen=records.unseen_rows(coverage.unseen, public=is_public()),
        original_href=original_href(document.id),
        original_withheld=document.original_withheld,
    )


def _names(mentions: tuple[Mention, ...]) -> dict[str, str]:
    search = services().search
    return {
        value: naming.shown(facet, value, search.labels(facet, (value,))[0])
        for facet, value in entities.named_ids(mentions)
    }


def _around(heads: tuple[PageHead, ...], place: int) -> tuple[PageHead, ...]:
    start = max(0, min(place - THUMBNAILS_SHOWN // 2, len(heads) - THUMBNAILS_SHOWN))
    return heads[start : start + THUMBNAILS_SHOWN]


def _page_facts(head: PageHead, one: Page) -> tuple[Fact, ...]:
    facts = (
        Fact(_("Sheet"), words.number(head.number)),
        Fact(_("Stamped"), head.label or "", code=True),
        Fact(_("Printed number"), one.printed_label or ""),
        Fact(_("Text from"), str(SOURCES[one.source])),
    )
    return tuple(fact for fact in facts if fact.value)


def _step(sha256: str, found: Found, number: int, matches: int, kept: dict[str, str]) -> HitStep:
    before = [sheet for sheet in found.sheets if sheet < number]
    after = [sheet for sheet in found.sheets if sheet > number]
    here = number in found.sheets
    return HitStep(
        index=len(before) + 1 if here else 0,
        total=len(found.sheets),
        previous_href=links.page(sha256, before[-1], **kept) + "#hit-1" if before else "",
        next_href=links.page(sha256, after[0], **kept) + "#hit-1" if after else "",
        matches_here=matches,
        all_href=links.document(sha256, "", kept["q"]),
    )
