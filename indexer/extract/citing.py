"""Which sections are cited on a page, and on which redaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.extract.lines import Piece
from indexer.extract.sections import Code, codes, only_codes
from indexer.model.geometry import BBox, boxes_of
from indexer.model.page import Page, Redaction

RIGHT_MARGIN = 0.86
LEFT_MARGIN = 0.11
"""Shares of the page's width beyond which body text does not go."""

BESIDE_PT = 24.0
LINE_SHARE = 0.5
CONTINUED_PT = 8.0
"""A redaction that runs on in the next line starts so close below."""

_PROSE = ("of the", "of that", "de la loi", "du code", "of this")


def cited(
    page: Page, pieces: Sequence[Piece], regime: str | None, in_notice: Sequence[str]
) -> tuple[tuple[Redaction, ...], tuple[str, ...], float]:
    """`(redactions with their sections, sections of the page in reading order, share of the page redacted)`.

    A code counts alone on its line, in the margin, in or beside a redaction, or in a withheld notice.
    """
    found = [(code, _box(page, code)) for code in codes(page.text, regime)]
    taken: list[tuple[int, str]] = []
    inside: list[tuple[str, ...]] = []
    for redaction in page.redactions:
        on_it = [code for code, box in found if box is not None and _on(box, redaction.bbox)]
        boxed = [code.section for code in on_it] or list(_boxed(page, redaction, regime))
        beside = [code for code, box in found if box is not None and _beside(page, code, box, redaction.bbox)]
        chosen = tuple(dict.fromkeys(boxed or [code.section for code in beside]))
        inside.append(chosen)
        places = [code.start for code in (on_it or beside)] or [_place(page, redaction)]
        taken += [(places[min(at, len(places) - 1)], section) for at, section in enumerate(chosen)]
    redactions = _continued([replace(r, sections=s) for r, s in zip(page.redactions, inside, strict=True)])
    for piece in pieces:
        taken += [(piece.start, section) for section in only_codes(piece.text, regime)]
    taken += [(code.start, code.section) for code, box in found if box is not None and _in_margin(page, code, box)]
    taken += [(-1, section) for section in in_notice]
    sections = tuple(dict.fromkeys(section for _, section in sorted(taken, key=lambda item: item[0])))
    named = tuple(replace(item, regime=regime if item.sections else None) for item in redactions)
    return named, sections, share_of(page, named)


def share_of(page: Page, redactions: Sequence[Redaction]) -> float:
    """The share of the page's area under redactions, 0.0 to 1.0, overlaps counted once; to a thousandth."""
    area = page.width_pt * page.height_pt
    if area <= 0 or not redactions:
        return 0.0
    boxes = [redaction.bbox for redaction in redactions]
    edges = sorted({edge for box in boxes for edge in (box.top, box.bottom)})
    total = 0.0
    for top, bottom in pairwise(edges):
        spans = sorted((box.x0, box.x1) for box in boxes if box.top <= top and box.bottom >= bottom)
        reached = float("-inf")
        for x0, x1 in spans:
            total += max(0.0, x1 - max(x0, reached)) * (bottom - top)
            reached = max(reached, x1)
    return round(min(1.0, total / area), 3)


def _box(page: Page, code: Code) -> BBox | None:
    boxes = boxes_of(page.words, code.start, code.end)
    return boxes[0] if boxes else None


def _boxed(page: Page, redaction: Redaction, regime: str | None) -> tuple[str, ...]:
    """A bare number in a box is a code there and nowhere else ("23")."""
    words = [word for word in page.words if _on(word.bbox, redaction.bbox)]
    text = " ".join(page.text[word.start : word.end] for word in words)
    return only_codes(text, regime, boxed=True) if text else ()


def _place(page: Page, redaction: Redaction) -> int:
    """Where in the text a redaction without a code stands: before the first word below its top."""
    return next((word.start for word in page.words if word.bbox.top >= redaction.bbox.top), len(page.text))


def _on(box: BBox, redaction: BBox) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return redaction.x0 <= x <= redaction.x1 and redaction.top <= y <= redaction.bottom


def _same_line(one: BBox, other: BBox) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= LINE_SHARE * min(one.bottom - one.top, other.bottom - other.top)


def _beside(page: Page, code: Code, box: BBox, redaction: BBox) -> bool:
    if not code.explicit or not _same_line(box, redaction) or _in_prose(page, code):
        return False
    gap = max(box.x0 - redaction.x1, redaction.x0 - box.x1)
    return gap <= BESIDE_PT or _in_margin(page, code, box)


def _in_margin(page: Page, code: Code, box: BBox) -> bool:
    outside = box.x0 >= RIGHT_MARGIN * page.width_pt or box.x1 <= LEFT_MARGIN * page.width_pt
    return code.explicit and outside and not _in_prose(page, code)


def _in_prose(page: Page, code: Code) -> bool:
    return page.text[code.end : code.end + 12].strip().casefold().startswith(_PROSE)


def _continued(redactions: Sequence[Redaction]) -> list[Redaction]:
    """A box without a code that carries on the one before, in the next line, has its sections."""
    done: list[Redaction] = []
    for item in redactions:
        before = done[-1] if done else None
        if (
            not item.sections
            and before is not None
            and before.sections
            and before.kind == item.kind
            and item.bbox.x0 < before.bbox.x0
            and 0 <= item.bbox.top - before.bbox.bottom <= CONTINUED_PT
        ):
            done.append(replace(item, sections=before.sections))
        else:
            done.append(item)
    return done
