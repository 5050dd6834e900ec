"""Boxes and selectable lines over a page picture, in points (design.md, rule 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from indexer.cite.citing import PASSAGE_ANCHOR
from indexer.model.geometry import BBox, Span, Word, boxes_of
from indexer.model.mention import Mention
from indexer.model.page import Page
from webapp import links
from webapp.languages import gettext as _
from webapp.reader_contexts import Boxes, Rect, RedactionView, TextLine

PAD_PT = 1.0
"""Around words, so that the edge does not touch the letters."""
LINE_HEIGHT_SHARE = 0.8
"""The baseline stands about here between top and bottom of a line box."""


def match_boxes(page: Page, matches: Sequence[Span]) -> tuple[Boxes, ...]:
    """One group for each match, numbered from 1 as in the text beside."""
    return tuple(
        Boxes(
            f"hit-{index}", "hit", page.text[span.start : span.end], rects(boxes_of(page.words, span.start, span.end))
        )
        for index, span in enumerate(matches, 1)
    )


def mention_boxes(mentions: Sequence[Mention], names: Mapping[str, str]) -> tuple[Boxes, ...]:
    """A group for each mention, by its anchor. What has no calendar value ("now") is boxed only when asked for.

    `names`: of entities, by id.
    """
    return tuple(
        Boxes(
            anchor,
            f"mention kind-{one.kind}" + (" is-vague" if one.kind == "date" and one.value is None else ""),
            names.get(one.entity or "") or one.label or one.text,
            rects(one.bboxes),
        )
        for anchor, one in zip(anchors(mentions), mentions, strict=True)
        if one.bboxes
    )


def anchors(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """An anchor for each mention of a page, made of its place: it stays when others are taken out."""
    seen: Counter[int] = Counter()
    found = []
    for one in mentions:
        seen[one.start] += 1
        again = f"-{seen[one.start]}" if seen[one.start] > 1 else ""
        found.append(links.mention_anchor(one.start) + again)
    return tuple(found)


def passage_boxes(page: Page, span: Span | None) -> tuple[Boxes, ...]:
    """The passage that an address names; () where it holds no words."""
    found = boxes_of(page.words, span.start, span.end) if span else ()
    return (Boxes(PASSAGE_ANCHOR, "passage", page.text[span.start : span.end], rects(found)),) if span and found else ()


def redaction_boxes(page: Page, views: Sequence[RedactionView]) -> tuple[Boxes, ...]:
    """Transparent boxes: the picture shows the removal; they say its section in words."""
    return tuple(
        Boxes(f"redaction-{index}", "redaction", _redacted(view), rects((one.bbox,), 0))
        for index, (one, view) in enumerate(zip(page.redactions, views, strict=True), 1)
    )


def table_boxes(page: Page) -> tuple[Boxes, ...]:
    """The outline of each table, to be pointed at from beside."""
    return tuple(
        Boxes(f"table-{index}", "table", "", rects((table.bbox,))) for index, table in enumerate(page.tables, 1)
    )


def rects(boxes: Iterable[BBox], pad_pt: float = PAD_PT) -> tuple[Rect, ...]:
    return tuple(
        Rect(
            points(box.x0 - pad_pt),
            points(box.top - pad_pt),
            points(max(0.0, box.x1 - box.x0) + 2 * pad_pt),
            points(max(0.0, box.bottom - box.top) + 2 * pad_pt),
        )
        for box in boxes
    )


def text_lines(page: Page) -> tuple[TextLine, ...]:
    """The page's words joined to lines, each stretched over its place in the picture."""
    lines: list[list[Word]] = []
    for word in page.words:
        if lines and _continues(page.text, lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(_line(page.text, words) for words in lines)


def points(value: float) -> str:
    """A coordinate for SVG: a tenth of a point is finer than any screen shows."""
    return f"{value:.1f}".removesuffix(".0")


def _continues(text: str, left: Word, right: Word) -> bool:
    """On the same line: no line break between, heights overlap by half, and it goes to the right."""
    if "\n" in text[left.end : right.start] or right.bbox.x0 < left.bbox.x1 - 2:
        return False
    height = min(left.bbox.bottom - left.bbox.top, right.bbox.bottom - right.bbox.top)
    shared = min(left.bbox.bottom, right.bbox.bottom) - max(left.bbox.top, right.bbox.top)
    return shared >= height / 2 and right.bbox.x0 - left.bbox.x1 <= 3 * max(height, 1)


def _line(text: str, words: Sequence[Word]) -> TextLine:
    top = min(word.bbox.top for word in words)
    bottom = max(word.bbox.bottom for word in words)
    left, right = words[0].bbox.x0, words[-1].bbox.x1
    height = max(1.0, bottom - top)
    return TextLine(
        text[words[0].start : words[-1].end],
        words[0].start,
        points(left),
        points(top + LINE_HEIGHT_SHARE * height),
        points(max(1.0, right - left)),
        points(height),
    )


def _redacted(view: RedactionView) -> str:
    if not view.sections:
        return str(_("Removed; no section is printed on it"))
    sections = "; ".join(
        str(_("section %(code)s %(meaning)s", code=one.code, meaning=one.meaning)).rstrip() for one in view.sections
    )
    return str(_("Removed under %(sections)s", sections=sections))
