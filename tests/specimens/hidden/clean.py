"""Clean: pages that look like failed redactions and are not."""

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from tests.specimens import redact
from tests.specimens.hidden.scene import BASELINE_PT, SIZE_PT, X_PT, add, close, flipped, scene, secret_box
from tests.specimens.sheet import Sheet

_OPEN = "a friend of the library."  # what stands where other cases have the secret
_YELLOW = (1.0, 0.92, 0.2)


def proper_redaction() -> Sheet:
    """A black box with its code in white, and no words below."""
    sheet = scene("Proper redaction")
    redact.draw(sheet, secret_box(), ("19(1)",), "black", 520)
    return close(sheet)


def code_beside() -> Sheet:
    """A black box with nothing in it and the code in the margin."""
    sheet = scene("Proper redaction, code in the margin")
    redact.draw(sheet, secret_box(), ("15(1)",), "black_bare", 520)
    return close(sheet)


def white_on_black_head() -> Sheet:
    """A table head with white letters on black."""
    sheet = close(_open("White text on a black table head"))
    for column, word in enumerate(("Platform", "Account", "Followers")):
        sheet.body.rect((72 + 140 * column, 330, 212 + 140 * column, 352), 0.0)
        sheet.body.text(78 + 140 * column, 345, word, "sans-bold", 10, grey=1.0)
    return _row(sheet, 352)


def _row(sheet: Sheet, top: float) -> Sheet:
    for column, word in enumerate(("WeChat", "fengqiao_yangben", "58,000")):
        sheet.body.rect((72 + 140 * column, top, 212 + 140 * column, top + 22), None, 0.0)
        sheet.body.text(78 + 140 * column, top + 15, word, "sans", 10)
    return sheet


def coloured_cells() -> Sheet:
    """Cells filled first, text on top."""
    sheet = close(_open("Text on coloured cells"))
    for column, (grey, word) in enumerate(((0.35, "High"), (0.6, "Medium"), (0.85, "Low"))):
        sheet.body.rect((72 + 140 * column, 330, 212 + 140 * column, 352), grey, 0.0)
        sheet.body.text(78 + 140 * column, 345, word, "sans-bold", 10, grey=1.0 if grey < 0.5 else 0.0)
    return _row(sheet, 352)


def _open(title: str) -> Sheet:
    sheet = scene(title)
    sheet.body.text(X_PT, BASELINE_PT, _OPEN, "serif", SIZE_PT)
    return sheet


def yellow_highlight() -> Sheet:
    """A transparent yellow band drawn over text."""
    sheet = _open("Yellow highlighter over text")
    x0, y0, x1, y1 = flipped(sheet, secret_box(_OPEN))

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColor(Color(*_YELLOW, alpha=0.45))
        canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
        canvas.restoreState()

    add(sheet, draw)
    return close(sheet)


def highlight_annotation() -> Sheet:
    """A yellow highlighter annotation over text."""
    sheet = _open("Yellow highlighter annotation over text")
    x0, y0, x1, y1 = flipped(sheet, secret_box(_OPEN))
    quad = [x0, y1, x1, y1, x0, y0, x1, y0]
    add(sheet, lambda canvas: canvas.highlightAnnotation("Specimen", [x0, y0, x1, y1], quad, list(_YELLOW)))
    return close(sheet)


def underline_and_rules() -> Sheet:
    """Underlined and struck words, and rules around them."""
    sheet = _open("Underline and thin rules")
    x0, _, x1, _ = secret_box(_OPEN)
    sheet.body.line(x0, BASELINE_PT + 1.5, x1, BASELINE_PT + 1.5, 0.8)
    sheet.body.rect((70, 184, 500, 185.5), 0.0)
    sheet.body.line(72, 286, 300, 286, 0.8)  # through the closing line: struck, still legible
    sheet.body.rect((60, 100, 552, 300), None, 0.0)
    return close(sheet)


def watermark() -> Sheet:
    """A large translucent word across the text."""
    sheet = close(_open("Translucent watermark over text"))

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColor(Color(0, 0, 0, alpha=0.12))
        canvas.setFont("sans-bold", 80)
        canvas.drawString(90, 520, "SPECIMEN")
        canvas.restoreState()

    add(sheet, draw)
    return sheet


CASES = {
    "clean_redaction_without_text": proper_redaction,
    "clean_redaction_with_code_in_margin": code_beside,
    "clean_white_text_on_black_table_head": white_on_black_head,
    "clean_text_on_coloured_cells": coloured_cells,
    "clean_yellow_highlight_over_text": yellow_highlight,
    "clean_yellow_highlight_annotation": highlight_annotation,
    "clean_underline_and_thin_rules": underline_and_rules,
    "clean_translucent_watermark": watermark,
}
