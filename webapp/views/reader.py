"""The reader: one sheet with its words boxed."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.errors import NotFound, QueryError
from indexer.model.geometry import Span
from indexer.model.mention import Mention
from indexer.model.page import Page
from indexer.model.stored import DocumentRecord, PageHead
from webapp import entities, links, marks, overlay, records, words
from webapp.contexts import Fact, HitStep, Link, ReaderContext, RedactionView
from webapp.params import SearchUrl, read_number
from webapp.views.common import asked_query, hidden_facets, is_public, services, split_document_key
from webapp.views.documents import UNSEEN_SHOWN, Found, find_sheets

RAILS = {"text": "Text", "entities": "Entities", "redactions": "Redactions", "about": "About this document"}
THUMBNAILS_SHOWN = 40
"""Around the current sheet: 2,000 of them weigh half a megabyte of markup."""
IMAGE_WIDTH_PX = 1100
KINDS = {
    "filled": "filled box",
    "outlined": "outlined box",
    "cross_hatched": "cross-hatched box",
    "blank": "blank space",
    "annotation": "annotation",
    "image": "part of the picture",
}

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
    catalog, document, query = services().catalog, record.document, asked_query()
    head = next(one for one in heads if one.number == number)
    one = _stored(document.id, head)
    rail = request.args.get("rail", "text")
    rail = rail if rail in RAILS else "text"
    kept = {"q": query, "rail": "" if rail == "text" else rail}
    found = find_sheets(document.number, query)
    matches = _matches(one, query)
    labels = _section_labels(one)
    mentions = catalog.mentions(document.id, number) if rail == "entities" else ()
    coverage = catalog.coverage(document.id, UNSEEN_SHOWN) if rail == "about" else None
    hide_people = bool(hidden_facets())
    numbers = [each.number for each in heads]
    place = numbers.index(number)
    boxes = overlay.redaction_boxes(one, labels)
    if rail == "entities":
        drawn = overlay.mention_boxes(mentions)
        shown = {f"mention-{i}" for i, each in enumerate(mentions, 1) if entities.group_of(each) != "person"}
        boxes += tuple(each for each in drawn if not hide_people or each.id in shown)
    width_pt, height_pt = _size(head)
    return ReaderContext(
        id=document.id,
        title=records.title_of(document),
        document_href=links.document(document.id, records.title_of(document), query),
        releases=records.release_lines(record.releases, records.institutions(services().search, record.releases)),
        query=query,
        number=number,
        pages_total=len(heads),
        label=head.label,
        printed_label=one.printed_label,
        rail=rail,
        rails=tuple(
            Link(label, links.page(document.id, number, q=query, rail=name if name != "text" else ""), "", name == rail)
            for name, label in RAILS.items()
        ),
        previous_href=links.page(document.id, numbers[place - 1], **kept) if place else "",
        next_href=links.page(document.id, numbers[place + 1], **kept) if place + 1 < len(numbers) else "",
        thumbnails=records.thumbnails(document.id, _around(heads, place), frozenset(found.sheets), number, **kept),
        width_pt=overlay.points(width_pt),
        height_pt=overlay.points(height_pt),
        image_href=links.image(document.id, number, IMAGE_WIDTH_PX),
        image_sources=", ".join(
            f"{links.image(document.id, number, width)} {width}w" for width in links.SHEET_WIDTHS_PX
        ),
        image_width=IMAGE_WIDTH_PX,
        image_height=round(IMAGE_WIDTH_PX * height_pt / width_pt),
        image_failed=head.width_pt <= 0,
        overlay=boxes + overlay.match_boxes(one, matches),
        lines=overlay.text_lines(one),
        language=one.language or document.language,
        unread=_unread(head),
        notes=records.page_notes(one),
        segments=marks.segments(one.text, matches, one.furniture),
        entities=entities.entity_groups(mentions, hide_people, _names(mentions)),
        redactions=_redactions(one, labels),
        redacted=records.redacted(head.redacted_share),
        facts=(*_page_facts(head, one), *records.document_facts(record)) if rail == "about" else (),
        coverage=coverage,
        unseen=records.unseen_rows(coverage.unseen, public=is_public()) if coverage else (),
        step=_step(document.id, found, number, len(matches), kept) if query and not found.failed else None,
        failed=found.failed,
        original_href=links.original(document.id),
        original_withheld=document.original_withheld,
        permalink=links.page(document.id, number),
        search_href=links.search(SearchUrl(query)) if query else "",
    )


def _stored(sha256: str, head: PageHead) -> Page:
    """The page's words; a sheet that was never read has none, and is shown all the same."""
    try:
        return services().catalog.page(sha256, head.number).page
    except NotFound:
        return Page(head.number, head.width_pt, head.height_pt, outcome="failed", reason=head.reason)


def _matches(one: Page, query: str) -> tuple[Span, ...]:
    if not query:
        return ()
    try:
        spans = services().search.spans(query, one.text, one.furniture)
    except QueryError:
        return ()
    return marks.merge(spans, len(one.text))


def _names(mentions: tuple[Mention, ...]) -> dict[str, str]:
    search = services().search
    return {value: search.labels(facet, (value,))[0] for facet, value in entities.named_ids(mentions)}


def _section_labels(one: Page) -> dict[str, str]:
    sections = tuple(dict.fromkeys(each for redaction in one.redactions for each in redaction.sections))
    found = services().search.labels("section", sections) if sections else ()
    return dict(zip(sections, found, strict=True))


def _redactions(one: Page, labels: dict[str, str]) -> tuple[RedactionView, ...]:
    area = one.width_pt * one.height_pt
    return tuple(
        RedactionView(
            f"#redaction-{index}",
            tuple((section, "" if labels[section] == section else labels[section]) for section in each.sections),
            KINDS.get(each.kind, each.kind),
            words.per_cent(each.bbox.area / area) if area > 0 else "",
        )
        for index, each in enumerate(one.redactions, 1)
    )


def _around(heads: tuple[PageHead, ...], place: int) -> tuple[PageHead, ...]:
    start = max(0, min(place - THUMBNAILS_SHOWN // 2, len(heads) - THUMBNAILS_SHOWN))
    return heads[start : start + THUMBNAILS_SHOWN]


def _size(head: PageHead) -> tuple[float, float]:
    """Points; letter size where the sheet's own is not known."""
    return (head.width_pt, head.height_pt) if head.width_pt > 0 and head.height_pt > 0 else (612.0, 792.0)


def _unread(head: PageHead) -> str:
    if head.outcome == "read" and not head.reason:
        return ""
    return words.reason(head.reason or head.outcome, public=is_public())


def _page_facts(head: PageHead, one: Page) -> tuple[Fact, ...]:
    source = {"text_layer": "the file’s own text", "ocr": "recognised from the picture", "none": "no text"}[one.source]
    facts = (
        Fact("Sheet", words.number(head.number)),
        Fact("Stamped", head.label or "", code=True),
        Fact("Printed number", one.printed_label or ""),
        Fact("Text from", source),
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
