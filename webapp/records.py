"""Releases and documents of the catalog as lines, rows and facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from indexer.model.coverage import Unseen
from indexer.model.document import Document
from indexer.model.geometry import BBox
from indexer.model.page import Page
from indexer.model.plain import plain
from indexer.model.release import Release
from indexer.model.stored import DocumentRecord, PageHead, ReleaseRecord
from webapp import links, naming, words
from webapp.contexts import DocumentRow, Fact, Link, ReleaseLine, ReleaseRow, Thumbnail, UnseenRow
from webapp.languages import gettext as _
from webapp.services import Searching

BLOCKS = 4
THUMBNAIL_WIDTH_PX = 120
BOXES_TOLD = 20
_PAGE = re.compile(r"page (\d+)")
WEB_SCHEMES = ("https://", "http://")


def title_of(document: Document) -> str:
    """Its title, else its file name without folders."""
    return plain(document.title or document.name.rpartition("/")[2]) or document.short_id


def institutions(search: Searching, releases: Iterable[Release]) -> dict[str, str]:
    """Names of the institutions of some releases, asked for once."""
    ids = tuple(dict.fromkeys(one.institution for one in releases if one.institution))
    if not ids:
        return {}
    labels = search.labels("institution", ids)
    return {id_: naming.shown("institution", id_, label) for id_, label in zip(ids, labels, strict=True)}


def release_lines(releases: Sequence[Release], names: Mapping[str, str]) -> tuple[ReleaseLine, ...]:
    return tuple(
        ReleaseLine(
            release_name(one),
            names.get(one.institution or "", one.institution or ""),
            links.release(one.id),
            words.edtf(one.released),
        )
        for one in releases
    )


def release_name(release: Release) -> str:
    return plain(release.request_number or release.name or release.id)


def release_row(record: ReleaseRecord, names: Mapping[str, str]) -> ReleaseRow:
    line = release_lines((record.release,), names)[0]
    return ReleaseRow(line.name, line.href, line.institution, line.released, record.documents, record.pages)


def document_rows(search: Searching, records: Sequence[DocumentRecord], *, public: bool) -> tuple[DocumentRow, ...]:
    names = institutions(search, (release for record in records for release in record.releases))
    return tuple(_document_row(record, names, public=public) for record in records)


def redacted(share: float) -> str:
    """ "18 % redacted", "" when nothing is."""
    return str(_("%(share)s redacted", share=words.per_cent(share))) if share > 0 else ""


def blocks(share: float) -> int:
    """How many of four blocks are dark; one at least when anything is removed."""
    return 0 if share <= 0 else min(BLOCKS, max(1, round(share * BLOCKS)))


def thumbnails(
    document: str, heads: Sequence[PageHead], hits: frozenset[int], current: int, **parameters: str
) -> tuple[Thumbnail, ...]:
    """Small pictures with their marks. `current` 0: none of them."""
    return tuple(_thumbnail(document, head, hits, current, parameters) for head in heads)


def document_facts(record: DocumentRecord) -> tuple[Fact, ...]:
    """Chain of custody: what the file is, where it came from, where its title and date were read."""
    document = record.document
    facts = [
        Fact(
            _("Title"),
            title_of(document),
            _basis(document.title_basis) if document.title else _("the file name"),
            lang=document.language or "",
        ),
        Fact(
            _("Date"),
            words.edtf(document.date) or _("not known"),
            _basis(document.date_basis) if document.date else "",
        ),
        Fact(_("Author"), document.author or ""),
        Fact(_("Language"), str(words.LANGUAGES.get(document.language or "", document.language or ""))),
    ]
    for release in record.releases:
        facts.append(Fact(_("Release"), release_name(release), _basis(release.basis), links.release(release.id)))
    facts += [
        Fact(_("Request number"), document.request_number or "", _("printed on its pages"), code=True),
        Fact(_("File name"), plain(document.name), code=True),
        Fact(_("Kind"), str(words.MEDIA_TYPES.get(document.media_type, document.media_type))),
        Fact(_("Size"), words.file_size(document.size_bytes)),
        Fact("SHA-256", document.id, code=True),
    ]
    return tuple(fact for fact in facts if fact.value)


def withheld_facts(document: Document, *, public: bool) -> tuple[Fact, ...]:
    """For the operator: what in the file holds words that no page shows, without the words; () on a public site."""
    if public:
        return ()
    return tuple(
        Fact(_("Original withheld"), words.reason(f"outside:{place}", public=False)) for place in document.outside
    )


def release_facts(release: Release, institution: str) -> tuple[Fact, ...]:
    basis = _basis(release.basis)
    address = release.source_url or ""
    facts = (
        Fact(_("Institution"), institution or _("not known"), basis if institution else ""),
        Fact(
            _("Request number"),
            release.request_number or _("not known"),
            basis if release.request_number else "",
            code=True,
        ),
        Fact(_("Law"), str(words.REGIMES.get(release.regime or "", release.regime or ""))),
        Fact(_("Released"), words.edtf(release.released)),
        Fact(
            _("Outcome"),
            str(words.DISPOSITIONS.get(release.disposition or "", (release.disposition or "").replace("_", " "))),
        ),
        Fact(_("Received as"), plain(release.name), code=True),
        Fact(_("Published at"), address, href=address if address.startswith(WEB_SCHEMES) else ""),
    )
    return tuple(fact for fact in facts if fact.value)


def unseen_rows(unseen: Iterable[Unseen], *, public: bool) -> tuple[UnseenRow, ...]:
    """One row for each file, and for each run of pages that share a reason."""
    runs: list[tuple[Unseen, Unseen]] = []
    for one in unseen:
        if runs and _follows(runs[-1][1], one):
            runs[-1] = (runs[-1][0], one)
        else:
            runs.append((one, one))
    return tuple(_unseen_row(first, last, public=public) for first, last in runs)


def aside_row(one: Unseen, page: Page) -> UnseenRow:
    """For the operator: the page, and the boxes on it. Never a word from under them."""
    boxes = "; ".join(_corners(redaction.bbox) for redaction in page.redactions[:BOXES_TOLD])
    rest = len(page.redactions) - BOXES_TOLD
    if not boxes:
        told = _("No box was found; the page shows blank places.")
    elif rest > 0:
        told = _("Boxes, in points from the top left: %(boxes)s and %(num)s more.", boxes=boxes, num=words.number(rest))
    else:
        told = _("Boxes, in points from the top left: %(boxes)s.", boxes=boxes)
    return UnseenRow(plain(one.name), links.page(one.document, page.number), _page_of(page.number), str(told))


def _corners(box: BBox) -> str:
    x0, top, x1, bottom = (round(edge) for edge in box)
    start, end = f"{x0}, {top}", f"{x1}, {bottom}"
    return str(_("%(start)s to %(end)s", start=start, end=end))


def _page_of(number: int) -> str:
    return str(_("page %(number)s", number=words.number(number)))


def page_notes(page: Page) -> tuple[str, ...]:
    """What a reader must know of a page before quoting it."""
    notes = []
    if page.withheld:
        notes.append(_withheld_note(page))
    if page.source == "ocr":
        notes.append(_recognised_note(page))
    if page.markings:
        notes.append(str(_("Marked as printed: %(markings)s.", markings=", ".join(page.markings))))
    return tuple(notes)


def _withheld_note(page: Page) -> str:
    if not page.withheld_pages:
        return str(_("This sheet is a notice that pages are withheld."))
    return words.ngettext(
        "This sheet is a notice that pages are withheld: %(num)s page.",
        "This sheet is a notice that pages are withheld: %(num)s pages.",
        page.withheld_pages,
    )


def _recognised_note(page: Page) -> str:
    if page.ocr_confidence is None:
        return str(_("The text was recognised from the picture; check the words against it."))
    sure = words.per_cent(page.ocr_confidence)
    return str(
        _("The text was recognised from the picture (confidence %(share)s); check the words against it.", share=sure)
    )


def pagination(current: int, total: int, href_of: Mapping[int, str]) -> tuple[Link, ...]:
    """Links to the screens in `href_of`; a gap is a link without address."""
    found: list[Link] = []
    before = 0
    for number in screens(current, total):
        if number > before + 1:
            found.append(Link("…", ""))
        found.append(Link(words.number(number), href_of.get(number, ""), current=number == current))
        before = number
    return tuple(found)


def screens(current: int, total: int) -> tuple[int, ...]:
    """First, last, and those around the current one; empty when there is only one."""
    if total <= 1:
        return ()
    near = range(max(1, current - 2), min(total, current + 2) + 1)
    return tuple(sorted({1, total, *near}))


def _follows(before: Unseen, one: Unseen) -> bool:
    same = (before.document, before.outcome, before.reason) == (one.document, one.outcome, one.reason)
    return same and before.page is not None and one.page == before.page + 1


def _unseen_row(first: Unseen, last: Unseen, *, public: bool) -> UnseenRow:
    if first.page is None or last.page is None:
        pages, href = "", links.document(first.document, "")
    else:
        pages = _page_of(first.page)
        if last.page > first.page:
            start, end = words.number(first.page), words.number(last.page)
            pages = str(_("pages %(start)s to %(end)s", start=start, end=end))
        href = links.page(first.document, first.page)
    return UnseenRow(plain(first.name), href, pages, words.reason(first.reason or first.outcome, public=public))


def _document_row(record: DocumentRecord, names: Mapping[str, str], *, public: bool) -> DocumentRow:
    document = record.document
    return DocumentRow(
        title=_("A document that was taken down") if document.taken_down else title_of(document),
        href=links.document(document.id, "" if document.taken_down else title_of(document)),
        name=plain(document.name),
        date=words.edtf(document.date),
        pages=document.pages_total,
        outcome="taken_down" if document.taken_down else document.outcome,
        reason="" if document.outcome == "read" else words.reason(document.reason or document.outcome, public=public),
        redacted=redacted(record.redacted_share),
        releases=release_lines(record.releases, names),
        language=document.language,
    )


def _thumbnail(
    document: str, head: PageHead, hits: frozenset[int], current: int, parameters: Mapping[str, str]
) -> Thumbnail:
    ratio = head.height_pt / head.width_pt if head.width_pt > 0 and head.height_pt > 0 else 11 / 8.5
    return Thumbnail(
        number=head.number,
        label=head.label,
        href=links.page(document, head.number, **parameters),
        image_href=links.thumbnail(document, head.number),
        width=THUMBNAIL_WIDTH_PX,
        height=round(THUMBNAIL_WIDTH_PX * min(3.0, max(0.3, ratio))),
        hit=head.number in hits,
        current=head.number == current,
        redacted_blocks=blocks(head.redacted_share),
        redacted=redacted(head.redacted_share),
        mark=_mark(head),
    )


def _mark(head: PageHead) -> str:
    if head.withheld:
        return str(_("withheld"))
    return str(_("not read")) if head.outcome != "read" or head.reason else ""


def _basis(basis: str | None) -> str:
    if basis in (None, "", "unknown"):
        return ""
    if basis == "corrected":
        return str(_("corrected by a person"))
    if basis == "manifest":
        return str(_("stated in release.toml"))
    if basis == "letter":
        return str(_("read in the covering letter"))
    if page := _PAGE.fullmatch(str(basis)):
        return str(_("read in page %(number)s", number=words.number(int(page[1]))))
    return str(_("read in %(place)s", place=basis))
