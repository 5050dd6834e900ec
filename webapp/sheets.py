"""One sheet as it is shown: its picture with what is drawn over it, its words, what is removed from it and why."""

from __future__ import annotations

from indexer.errors import NotFound, QueryError
from indexer.model.geometry import Span
from indexer.model.page import Page, Redaction
from indexer.model.stored import DocumentRecord, PageHead
from indexer.search.sections import Section
from webapp import links, marks, overlay, words
from webapp.languages import DEFAULT, language
from webapp.languages import lazy_gettext as _l
from webapp.reader_contexts import Boxes, Picture, RedactionView, SectionView, TableView
from webapp.services import Services

IMAGE_WIDTH_PX = 1100
KINDS: dict[str, str] = {
    "filled": _l("filled box"),
    "outlined": _l("outlined box"),
    "cross_hatched": _l("cross-hatched box"),
    "blank": _l("blank space"),
    "annotation": _l("annotation"),
    "image": _l("part of the picture"),
}
SECTION_KINDS: dict[str, str] = {"exemption": _l("exemption"), "exclusion": _l("exclusion")}


def picture(sha256: str, head: PageHead, one: Page, boxes: tuple[Boxes, ...]) -> Picture:
    width_pt, height_pt = _size(head)
    return Picture(
        href=links.image(sha256, head.number, IMAGE_WIDTH_PX),
        sources=", ".join(f"{links.image(sha256, head.number, px)} {px}w" for px in links.SHEET_WIDTHS_PX),
        width=IMAGE_WIDTH_PX,
        height=round(IMAGE_WIDTH_PX * height_pt / width_pt),
        width_pt=overlay.points(width_pt),
        height_pt=overlay.points(height_pt),
        overlay=boxes,
        lines=overlay.text_lines(one),
        failed=head.width_pt <= 0,
    )


def stored(services: Services, sha256: str, head: PageHead) -> Page:
    """The page's words; a sheet that was never read has none, and is shown all the same."""
    try:
        return services.catalog.page(sha256, head.number).page
    except NotFound:
        return Page(head.number, head.width_pt, head.height_pt, outcome="failed", reason=head.reason)


def matches(services: Services, one: Page, query: str) -> tuple[Span, ...]:
    if not query:
        return ()
    try:
        spans = services.search.spans(query, one.text, one.furniture)
    except QueryError:
        return ()
    return marks.merge(spans, len(one.text))


def redactions(services: Services, record: DocumentRecord, one: Page) -> tuple[RedactionView, ...]:
    area = one.width_pt * one.height_pt
    return tuple(
        RedactionView(
            f"#redaction-{index}",
            _sections(services, record, each),
            str(KINDS.get(each.kind, each.kind)),
            words.per_cent(each.bbox.area / area) if area > 0 else "",
        )
        for index, each in enumerate(one.redactions, 1)
    )


def _sections(services: Services, record: DocumentRecord, redaction: Redaction) -> tuple[SectionView, ...]:
    """What the codes mean under the law of the release; where it is not known, or the releases differ: bare codes."""
    regimes = {release.regime for release in record.releases}
    regime = redaction.regime or (regimes.pop() if len(regimes) == 1 else None)
    found = ((code, services.search.section(regime, code)) for code in redaction.sections)
    return tuple(_section(code, one) for code, one in found)


def _section(code: str, known: Section | None) -> SectionView:
    """In French where the law has it; else in English, and marked so."""
    if known is None:
        return SectionView(code, "", "", "")
    french = language() == "fr" and known.meaning_fr
    kind = str(SECTION_KINDS.get(known.kind, known.kind))
    lang = "" if french or language() == DEFAULT else DEFAULT
    return SectionView(code, known.meaning_fr if french else known.meaning, kind, lang)


def _size(head: PageHead) -> tuple[float, float]:
    """Points; letter size where the sheet's own is not known."""
    return (head.width_pt, head.height_pt) if head.width_pt > 0 and head.height_pt > 0 else (612.0, 792.0)


def unread(services: Services, head: PageHead) -> str:
    if head.outcome == "read" and not head.reason:
        return ""
    return words.reason(head.reason or head.outcome, public=services.public)


def table_views(sha256: str, one: Page) -> tuple[TableView, ...]:
    """The ruled tables of a page, from 1."""
    return tuple(
        TableView(index, f"#table-{index}", links.table_csv(sha256, one.number, index), table.rows)
        for index, table in enumerate(one.tables, 1)
    )
