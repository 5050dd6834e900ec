"""Bad: words that are still in the file under something opaque."""

from io import BytesIO

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString
from reportlab.pdfgen.canvas import Canvas

from tests.specimens.hidden.scene import add, close, flipped, put_secret, redaction, scene, secret_box
from tests.specimens.sheet import BBox, Sheet


def black_rectangle() -> Sheet:
    """Text under a black filled rectangle."""
    sheet = scene("Text under a black rectangle")
    put_secret(sheet)
    sheet.body.rect(secret_box(), 0.0)
    redaction(sheet, secret_box(), "filled")
    return close(sheet)


def white_rectangle() -> Sheet:
    """Text under a white rectangle with a border and a code, drawn after it."""
    sheet = scene("Text under a white rectangle")
    put_secret(sheet)
    sheet.body.rect(secret_box(), 1.0, 0.0)
    sheet.body.text(244, 249.5, "s.19(1)", "sans", 8)
    redaction(sheet, secret_box(), "outlined", "19(1)")
    return close(sheet)


def black_path() -> Sheet:
    """Text under a box that is drawn as a thick line, as some editors do."""
    sheet = scene("Text under a thick black line")
    put_secret(sheet)
    x0, top, x1, bottom = secret_box()
    sheet.body.line(x0, (top + bottom) / 2, x1, (top + bottom) / 2, bottom - top)
    redaction(sheet, secret_box(), "filled")
    return close(sheet)


def image() -> Sheet:
    """Text under a pasted picture."""
    sheet = scene("Text under an image")
    put_secret(sheet)
    data = BytesIO()
    Image.new("L", (40, 10), 90).save(data, "PNG")
    x0, y0, x1, y1 = flipped(sheet, secret_box())
    add(sheet, lambda canvas: canvas.drawImage(ImageReader(BytesIO(data.getvalue())), x0, y0, x1 - x0, y1 - y0))
    redaction(sheet, secret_box(), "image")
    return close(sheet)


def cross_hatched() -> Sheet:
    """Text under a dense pattern of crossing lines."""
    sheet = scene("Text under a cross-hatched pattern")
    put_secret(sheet)
    box = flipped(sheet, secret_box())
    add(sheet, lambda canvas: _hatch(canvas, box))
    redaction(sheet, secret_box(), "cross_hatched")
    return close(sheet)


def _hatch(canvas: Canvas, box: BBox) -> None:
    x0, y0, x1, y1 = box
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x0, y0, x1 - x0, y1 - y0)
    canvas.clipPath(path, stroke=1, fill=0)
    canvas.setLineWidth(1.3)
    for step in range(int(x0 - 20), int(x1 + 20), 3):
        canvas.line(step, y0, step + 20, y1)
        canvas.line(step + 20, y0, step, y1)
    canvas.restoreState()


def redact_annotation() -> Sheet:
    """Text marked for redaction; the redaction was never applied."""
    sheet = scene("Text under an unapplied redaction annotation")
    put_secret(sheet)
    box = flipped(sheet, secret_box())
    add(sheet, lambda canvas: _annotate(canvas, "Redact", box, "IC"))
    redaction(sheet, secret_box(), "annotation")
    return close(sheet)


def dark_highlight() -> Sheet:
    """Text under a highlighter annotation set to black."""
    sheet = scene("Text under a black highlighter annotation")
    put_secret(sheet)
    box = flipped(sheet, secret_box())
    add(sheet, lambda canvas: _annotate(canvas, "Highlight", box, "C"))
    redaction(sheet, secret_box(), "annotation")
    return close(sheet)


def _annotate(canvas: Canvas, subtype: str, box: BBox, colour_key: str) -> None:
    """An annotation whose appearance is a black box, as viewers show it."""
    x0, y0, x1, y1 = box
    name = f"{subtype}Appearance"
    canvas.beginForm(name, x0, y0, x1, y1)
    canvas.setFillGray(0)
    canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    canvas.endForm()
    appearance = PDFDictionary({"N": PDFObjectReference(canvas._doc.getXObjectName(name))})
    canvas._addAnnotation(PDFDictionary({
        "Type": PDFName("Annot"), "Subtype": PDFName(subtype), "Rect": PDFArray(list(box)), "F": 4,
        "QuadPoints": PDFArray([x0, y1, x1, y1, x0, y0, x1, y0]), colour_key: PDFArray([0, 0, 0]),
        "Contents": PDFString("Specimen"), "AP": appearance,
    }))  # fmt: skip


CASES = {
    "hidden_text_under_black_rectangle": black_rectangle,
    "hidden_text_under_white_rectangle": white_rectangle,
    "hidden_text_under_thick_line": black_path,
    "hidden_text_under_image": image,
    "hidden_text_under_cross_hatched_pattern": cross_hatched,
    "hidden_text_under_unapplied_redact_annotation": redact_annotation,
    "hidden_text_under_dark_highlight_annotation": dark_highlight,
}
