"""Collections as pages and files: each item as its page says it now, with its note, its tags and its citation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.cite.citing import cut, passage_place
from indexer.cite.formats import OF_CITATIONS
from indexer.cite.phrases import where as said_where
from indexer.cite.runs import Runs
from indexer.cite.styles import STYLES, StyleError, format_citation, style_name
from indexer.errors import NotFound
from indexer.model.citation import Citation, Place
from indexer.model.collection import Collection, Item, anchored
from indexer.model.record import page_key
from indexer.model.stored import DocumentRecord, PageText
from webapp import citing, history, languages, links, records
from webapp.collection_contexts import CollectionContext, CollectionRow, CollectionsContext, ItemView, NoteView
from webapp.contexts import Link
from webapp.languages import gettext as _
from webapp.metadata import coins
from webapp.said import said
from webapp.services import Services

ITEMS_A_SCREEN = 50


@dataclass(frozen=True, slots=True)
class Present:
    """An item with what the archive has of it now; `record` is None where it has nothing to show."""

    item: Item
    record: DocumentRecord | None
    place: Place | None
    state: str

    def citation(self, services: Services) -> Citation | None:
        if self.record is None:
            return None
        return citing.citer(services).pages(self.record, (self.place,) if self.place else ())


def list_context(services: Services, done: str = "", typed: str = "", failed: str = "") -> CollectionsContext:
    """All collections, and those that can be put back."""
    desk = services.desk.collections
    return CollectionsContext(rows(desk.all()), rows(desk.removed()), typed, failed, done)


def rows(found: Iterable[Collection]) -> tuple[CollectionRow, ...]:
    return tuple(
        CollectionRow(one.id, one.name, href(one.id), one.items, one.note, one.made_by, history.day(one.made_at))
        for one in found
    )


def href(collection: str) -> str:
    return f"/collections/{collection}"


def context(
    services: Services, collection: Collection, style: str, screen: int,
    done: str = "", failed: str = "", failed_item: str = "", typed: tuple[str, str] | None = None,
) -> CollectionContext:  # fmt: skip
    """A screen of a collection. `typed`: note and tags of the form that could not be taken."""
    items = services.desk.collections.items(collection.id)
    screens = max(1, -(-len(items) // ITEMS_A_SCREEN))
    screen = min(screen, screens)
    start = (screen - 1) * ITEMS_A_SCREEN
    shown = present(services, items[start : start + ITEMS_A_SCREEN])
    used, style_failed = _style(style)
    address = href(collection.id)
    views = tuple(_view(services, one, start + place, used) for place, one in enumerate(shown, 1))
    if typed:
        views = tuple(
            replace(one, typed_note=typed[0], typed_tags=typed[1]) if one.id == failed_item else one for one in views
        )
    return CollectionContext(
        id=collection.id,
        href=address,
        name=collection.name,
        note=collection.note,
        made=_("%(who)s, %(day)s", who=collection.made_by, day=history.day(collection.made_at)),
        removed=collection.removed_at is not None,
        items=views,
        total=len(items),
        taken_out=tuple(_view(services, one, 0, "") for one in present(services, _last_out(services, collection))),
        pagination=_pagination(address, style, screen, screens),
        styles=citing.style_options(used),
        other=used if used not in STYLES else "",
        style_failed=style_failed,
        files=_files(address, style),
        package_href=f"{address}/package.zip" + (f"?style={used}" if style else ""),
        timeline_href=f"/timeline?collection={collection.id}" if items else "",
        done=done,
        failed=failed,
        failed_item=failed_item,
    )


def present(services: Services, items: Sequence[Item]) -> tuple[Present, ...]:
    """The items with their documents and pages as they are now, in order; few questions to the catalog."""
    known = _records(services, items)
    keys = {
        page_key(record.document.number, item.what.page): None
        for item in items
        if item.what.page is not None and (record := known.get(item.what.document))
    }
    texts = {text.key: text for text in services.catalog.page_texts(tuple(keys))} if keys else {}
    return tuple(_present(services, item, known.get(item.what.document), texts) for item in items)


def citations(services: Services, shown: Sequence[Present]) -> tuple[Citation, ...]:
    """Of all items that the archive still has, in their order."""
    found = (one.citation(services) for one in shown)
    return tuple(one for one in found if one is not None)


def page_keys_of(services: Services, items: Sequence[Item]) -> tuple[int, ...]:
    """Keys of the pages collected, of documents as a whole all pages; rising. What is gone or down has none."""
    known = _records(services, items)
    keys: set[int] = set()
    for item in items:
        record = known.get(item.what.document)
        if record is None or record.document.taken_down:
            continue
        whole = range(1, (record.document.pages_total or 0) + 1)
        sheets = whole if item.what.page is None else (item.what.page,)
        keys.update(page_key(record.document.number, sheet) for sheet in sheets)
    return tuple(sorted(keys))


def notes_of(services: Services, document: str, page: int) -> tuple[NoteView, ...]:
    """What people noted of a page; nothing on a public site."""
    if services.public:
        return ()
    return tuple(
        NoteView(
            one.name, f"{href(one.id)}#item-{item.id}", cut(item.what.quote), item.note, item.tags, item.added_by,
            history.day(item.added_at),
        )
        for one, item in services.desk.collections.on_page(document, page)
    )  # fmt: skip


def _last_out(services: Services, collection: Collection) -> tuple[Item, ...]:
    return services.desk.collections.taken_out(collection.id)[:ITEMS_A_SCREEN]


def _records(services: Services, items: Sequence[Item]) -> dict[str, DocumentRecord]:
    found: dict[str, DocumentRecord] = {}
    for document in dict.fromkeys(item.what.document for item in items):
        try:
            found[document] = services.catalog.document(document)
        except NotFound:
            continue
    return found


def _present(services: Services, item: Item, record: DocumentRecord | None, texts: dict[int, PageText]) -> Present:
    what = item.what
    if record is None or record.document.taken_down:
        return Present(item, None, None, "down" if record else "gone")
    if what.page is None:
        return Present(item, record, None, "here")
    text = texts.get(page_key(record.document.number, what.page))
    if text is None:
        known = any(head.number == what.page for head in services.catalog.page_heads(record.document.id))
        return Present(item, record, Place(what.page), "here") if known else Present(item, None, None, "down")
    place = Place(text.number, text.label, text.sections)
    if what.span is None:
        return Present(item, record, place, "here")
    span = anchored(text.text, what.span, what.quote)
    if span is None:
        return Present(item, record, place, "moved")
    return Present(item, record, passage_place(place, text.text, span), "here")


def _view(services: Services, one: Present, place: int, style: str) -> ItemView:
    item, citation = one.item, one.citation(services)
    title = records.title_of(one.record.document) if one.record else _("Document %(id)s", id=item.what.document[:12])
    tags = item.tags if one.state != "down" else ()
    quote = "" if one.state in ("down", "gone") else cut(item.what.quote)
    return ItemView(
        id=item.id,
        place=place,
        kind=item.what.kind,
        title=title,
        lang=(one.record.document.language or "") if one.record else "",
        href=_item_href(one, citation),
        where=_where(item, citation),
        quote=quote,
        note=item.note,
        tags=tags,
        state=one.state,
        said=_said(one.state),
        entry=_entry(citation, style),
        coins=coins(citation) if citation else "",
        by=item.added_by,
        when=history.day(item.added_at),
        typed_note=item.note,
        typed_tags=", ".join(item.tags),
    )


def _item_href(one: Present, citation: Citation | None) -> str:
    if one.record is None or citation is None:
        return links.document(one.item.what.document, "") if one.state == "down" else ""
    if one.place is None:
        return links.document(one.record.document.id, records.title_of(one.record.document))
    span = one.place.span
    asked = {"from": str(span.start), "to": str(span.end)} if span else {}
    return links.page(one.record.document.id, one.place.sheet, **asked) + ("#passage" if span else "")


def _where(item: Item, citation: Citation | None) -> str:
    if citation is not None and citation.places:
        found = said_where(citation, languages.language())
        return found[:1].upper() + found[1:]
    if item.what.page is None:
        return str(_("The document as a whole"))
    return str(_("Sheet %(number)s", number=item.what.page))


def _said(state: str) -> str:
    sentences = {
        "moved": _("The words of the passage are no longer on this page; it was read anew since."),
        "down": _("This was taken down by the people who run the archive. Your note is kept."),
        "gone": _("The archive has no such document now. Your note and the words are kept."),
    }
    return str(sentences.get(state, ""))


def _entry(citation: Citation | None, style: str) -> Runs:
    if citation is None or not style:
        return ()
    try:
        return format_citation(citation, style).entry
    except StyleError:
        return ()


def _style(asked: str) -> tuple[str, str]:
    """The style to be used, and why the one asked for is not."""
    if not asked:
        return citing.usual_style(), ""
    try:
        return style_name(asked), ""
    except StyleError as error:
        return citing.usual_style(), said(str(error))


def _files(address: str, style: str) -> tuple[Link, ...]:
    asked = f"?style={style}" if style in STYLES else ""
    labels = {"text": _("Plain text"), "docx": _("Word")}
    found = (
        Link(str(labels.get(name, form.label)), f"{address}/cite/{name}{asked}") for name, form in OF_CITATIONS.items()
    )
    return (*found, Link("CSV", f"{address}/cite/csv"))


def _pagination(address: str, style: str, screen: int, screens: int) -> tuple[Link, ...]:
    kept = f"style={style}&" if style in STYLES else ""
    hrefs = {number: f"{address}?{kept}page={number}" for number in records.screens(screen, screens)}
    return records.pagination(screen, screens, hrefs) if screens > 1 else ()
