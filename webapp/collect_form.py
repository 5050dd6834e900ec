"""The form that puts a document, a page or a passage into a collection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.cite.citing import cut
from indexer.errors import InputError, NotFound
from indexer.model.collection import Collected
from indexer.model.document import SHORT_ID_LENGTH
from indexer.model.geometry import Span
from indexer.model.stored import DocumentRecord
from webapp import citing, collecting, links, records
from webapp.collection_contexts import CollectContext
from webapp.contexts import Hidden, Link
from webapp.languages import gettext as _
from webapp.params import clean, read_number
from webapp.services import Services

QUOTE_LIMIT = 5_000
"""Characters of a passage: more than a page of print is no passage."""
TEXT_LIMIT = 20_000
PASSAGE_TOO_LONG = "A passage has at most 5,000 characters. Collect the page instead."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form is about, and what it holds. `collection`: chosen; `name`: of a new one, which goes before."""

    record: DocumentRecord
    what: Collected
    label: str | None
    collection: str
    name: str
    note: str
    tags: str


def read(services: Services, fields: Mapping[str, str]) -> Asked:
    """What an address or a form asks. Raises NotFound where it names no document or page of this archive."""
    record = services.catalog.document(clean(fields.get("document", "")) or "-")
    page, label, span, quote = None, None, None, ""
    if fields.get("page"):
        page = read_number(fields["page"])
        heads = {head.number: head for head in services.catalog.page_heads(record.document.id)}
        if page is None or page not in heads:
            raise NoSuchPage
        label = heads[page].label
        span, quote = _passage(services, record, page, fields)
    return Asked(
        record,
        Collected(record.document.id, page, span, quote),
        label,
        clean(fields.get("collection", "")),
        fields.get("name", "")[:TEXT_LIMIT],
        fields.get("note", "")[:TEXT_LIMIT],
        fields.get("tags", "")[:TEXT_LIMIT],
    )


def put(services: Services, asked: Asked, who: str) -> str:
    """Puts it there; the collection's id. Raises InputError, NotFound."""
    desk = services.desk.collections
    if len(asked.what.quote) > QUOTE_LIMIT:
        raise InputError(PASSAGE_TOO_LONG, "passage_too_long")
    if not asked.name.strip() and not asked.collection:
        raise InputError("Choose a collection, or name a new one.", "no_collection")
    key = desk.make(asked.name, "", who).id if asked.name.strip() else asked.collection
    desk.add(key, asked.what, asked.note, tags_of(asked.tags), who)
    return key


def context(services: Services, asked: Asked, failed: str) -> CollectContext:
    """The form; collections that have the same thing already are named."""
    document, what = asked.record.document, asked.what
    kept = {"document": document.id, "page": what.page, "from": what.span and what.span.start}
    kept["to"] = what.span.end if what.span else None
    title = records.title_of(document)
    return CollectContext(
        title=title,
        back_href=links.page(document.id, what.page) if what.page else links.document(document.id, title),
        where=_where(what, asked.label),
        quote=cut(what.quote),
        kept=tuple(Hidden(name, str(value)) for name, value in kept.items() if value is not None),
        collections=collecting.rows(services.desk.collections.all()),
        already=_already(services, what),
        name=asked.name,
        note=asked.note,
        tags=asked.tags,
        chosen=asked.collection,
        failed=failed,
    )


def tags_of(text: str) -> Sequence[str]:
    """Tags between commas."""
    return [tag.strip() for tag in text.split(",") if tag.strip()]


def href(document: str, page: int) -> str:
    """Where the form for a page is."""
    return "/collect?" + urlencode({"document": document[:SHORT_ID_LENGTH], "page": page})


def _passage(
    services: Services, record: DocumentRecord, page: int, fields: Mapping[str, str]
) -> tuple[Span | None, str]:
    span = citing.asked_span(fields)
    if span is None:
        return None, ""
    try:
        text = services.catalog.page(record.document.id, page).page.text
    except NotFound:
        return None, ""
    kept = Span(span.start, min(span.end, len(text)))
    quote = text[kept.start : kept.end]
    return (kept, quote) if quote.strip() else (None, "")


def _where(what: Collected, label: str | None) -> str:
    if what.page is None:
        return str(_("The document as a whole"))
    if label:
        return str(_("Release page %(label)s (sheet %(number)s)", label=label, number=what.page))
    return str(_("Sheet %(number)s", number=what.page))


def _already(services: Services, what: Collected) -> tuple[Link, ...]:
    if what.page is None:
        return ()
    found = services.desk.collections.on_page(what.document, what.page)
    return tuple(
        Link(one.name, f"{collecting.href(one.id)}#item-{item.id}")
        for one, item in found
        if item.what.span == what.span
    )
