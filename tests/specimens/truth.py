"""The ground truth of a document, as JSON: what the drawing calls wrote down."""

import hashlib
import json
from typing import Any

from tests.specimens.sheet import BBox, Sheet

_DECIMALS = 1  # of a point


def document(file: str, pdf: bytes, sheets: list[Sheet], request: str | None = None) -> str:
    """The truth file of a document; one page or mention a line, so that changes can be read.

    Args:
        request: the request number as letter or stamps show it, None if no page does.
    """
    pages = [_line(_page(number, sheet)) for number, sheet in enumerate(sheets, start=1)]
    mentions = [_line(record) for number, sheet in enumerate(sheets, start=1) for record in _mentions(number, sheet)]
    head = f'"file": {json.dumps(file)},\n"sha256": "{hashlib.sha256(pdf).hexdigest()}",\n'
    head += f'"request_number": {json.dumps(request)}'
    return f'{{{head},\n"pages": [\n{_joined(pages)}\n],\n"mentions": [\n{_joined(mentions)}\n]}}\n'


def _joined(lines: list[str]) -> str:
    return ",\n".join(lines)


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _page(number: int, sheet: Sheet) -> dict[str, Any]:
    words = [word for layer in sheet.layers for word in layer.words]
    return {
        "number": number, "label": sheet.label, "stamp": sheet.stamp, "printed_label": sheet.printed_label,
        "width_pt": sheet.size_pt[0], "height_pt": sheet.size_pt[1], "rotation": sheet.rotation,
        "language": sheet.language, "scanned": sheet.scanned, "withheld": sheet.withheld,
        "sections": sheet.sections, "letter_sections": sheet.letter_sections,
        "markings": list(dict.fromkeys(sheet.markings)),
        "furniture": sheet.furniture, "tables": sheet.tables,
        "redactions": [{"bbox": _box(r.bbox), "sections": r.sections, "kind": r.kind} for r in sheet.redactions],
        "removed": sheet.removed, "hidden_words": sheet.hidden_words,
        "words": [{"text": word.text, "bbox": _box(word.bbox)} for word in words],
    }  # fmt: skip


def _mentions(number: int, sheet: Sheet) -> list[dict[str, Any]]:
    return [{"page": number, **m.record, "bboxes": [_box(b) for b in m.bboxes]} for m in sheet.mentions]


def _box(bbox: BBox) -> list[float]:
    return [round(value, _DECIMALS) + 0.0 for value in bbox]
