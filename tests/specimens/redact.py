"""Redaction boxes as institutions draw them; what is covered is never in the file."""

from tests.specimens import fonts
from tests.specimens.sheet import BBox, Layer, Redaction, Sheet

# style → (fill grey, border grey, grey of the code, kind in the truth)
_STYLES: dict[str, tuple[float | None, float | None, float, str]] = {
    "black": (0.0, None, 1.0, "filled"),
    "black_bare": (0.0, None, 1.0, "filled"),  # the code stands in the margin
    "grey": (0.78, None, 0.0, "filled"),
    "outlined": (1.0, 0.0, 0.0, "outlined"),
    "hatched": (None, 0.0, 0.0, "cross_hatched"),
    "blank": (None, None, 0.0, "blank"),
}
_CODE_SIZES_PT = (9.0, 8.0, 7.0, 6.0)
_HATCH_STEP_PT = 6.0
MARGIN_CODE_GAP_PT = 8.0


def printed(section: str, language: str) -> str:
    """The code as stamped: `s.21(1)(b)`, in French `al. 21(1)b)`, `par. 15(1)` or `art. 14`."""
    if section.startswith("(") or "." in section:  # FOIA of the United States, executive order: as they are
        return section
    if language != "fr":
        return f"s.{section}"
    if section.endswith(")") and section[-2].isalpha():
        return f"al. {section[:-3]}{section[-2:]}"
    return f"par. {section}" if section.endswith(")") else f"art. {section}"


def draw(sheet: Sheet, bbox: BBox, sections: tuple[str, ...], style: str, margin_x: float) -> None:
    """Draws a box with its code inside, or in the margin at `margin_x` when it does not fit."""
    fill, stroke, code_grey, kind = _STYLES[style]
    sheet.body.rect(bbox, fill, stroke)
    if style == "hatched":
        _hatch(sheet.body, bbox)
    sheet.redactions.append(Redaction(bbox, sections, kind))
    sheet.cite(*sections)
    code = ", ".join(printed(section, sheet.language) for section in sections)
    inside = style not in ("black_bare", "blank", "hatched") and _code_inside(sheet, bbox, code, code_grey)
    if code and not inside:
        _code_in_margin(sheet, bbox, code, margin_x)


def _code_inside(sheet: Sheet, bbox: BBox, code: str, grey: float) -> bool:
    x0, top, x1, bottom = bbox
    for size in _CODE_SIZES_PT:
        if fonts.width_pt(code, "sans", size) <= x1 - x0 - 4 and size * 1.1 <= bottom - top:
            sheet.body.centred((x0 + x1) / 2, (top + bottom) / 2 + size * 0.35, code, "sans", size, grey)
            return True
    return False


def _code_in_margin(sheet: Sheet, bbox: BBox, code: str, margin_x: float) -> None:
    sheet.body.text(margin_x, (bbox[1] + bbox[3]) / 2 + 2.5, code, "sans", 7)


def _hatch(layer: Layer, bbox: BBox) -> None:
    x0, top, x1, bottom = bbox
    height = bottom - top
    start = x0 - height
    while start < x1:
        left, right = max(start, x0), min(start + height, x1)
        if right > left:
            layer.line(left, bottom - (left - start), right, bottom - (right - start), 0.5, 0.25)
            layer.line(left, top + (left - start), right, top + (right - start), 0.5, 0.25)
        start += _HATCH_STEP_PT
