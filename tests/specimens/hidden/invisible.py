"""Bad: words that nobody sees although nothing covers them."""

from reportlab.pdfgen.canvas import Canvas

from tests.specimens import fonts
from tests.specimens.hidden.scene import (
    BASELINE_PT,
    SECRET,
    SIZE_PT,
    X_PT,
    add,
    close,
    put_secret,
    redaction,
    scene,
    secret_box,
)  # fmt: skip
from tests.specimens.scan import scanned
from tests.specimens.sheet import Sheet

_INVISIBLE_MODE = 3


def render_mode() -> Sheet:
    """Text in rendering mode 3 on a page that is not a scan."""
    sheet = scene("Text in the invisible rendering mode")
    _invisible(sheet, SECRET)
    sheet.hidden_words += SECRET.split()
    return close(sheet)


def _invisible(sheet: Sheet, text: str, x: float = X_PT, baseline: float = BASELINE_PT, size: float = SIZE_PT) -> None:
    y = sheet.size_pt[1] - baseline

    def draw(canvas: Canvas) -> None:
        line = canvas.beginText(x, y)
        line.setFont("serif", size)
        line.setTextRenderMode(_INVISIBLE_MODE)
        line.textOut(text)
        line.setTextRenderMode(0)
        canvas.drawText(line)

    add(sheet, draw)


def white_on_white() -> Sheet:
    """White text on the white page."""
    sheet = scene("White text on white")
    put_secret(sheet, grey=1.0)
    return close(sheet)


def black_on_black() -> Sheet:
    """Black text drawn after a black box: nothing covers it, and it cannot be seen."""
    sheet = scene("Black text on black")
    sheet.body.rect(secret_box(), 0.0)
    redaction(sheet, secret_box(), "filled")
    put_secret(sheet)
    return close(sheet)


def off_page() -> Sheet:
    """Text to the right of the page."""
    sheet = scene("Text off the page")
    sheet.body.text(680, BASELINE_PT, SECRET, "serif", SIZE_PT, record=False)
    sheet.hidden_words += SECRET.split()
    return close(sheet)


def outside_crop_box() -> Sheet:
    """Text on the sheet, outside the CropBox."""
    sheet = scene("Text outside the CropBox")
    sheet.crop_margin_pt = 100.0
    sheet.body.text(-90, BASELINE_PT, SECRET, "serif", SIZE_PT, record=False)
    sheet.hidden_words += SECRET.split()
    return close(sheet)


def too_small() -> Sheet:
    """Text of half a point."""
    sheet = scene("Text too small to see")
    sheet.body.text(X_PT, BASELINE_PT, SECRET, "serif", 0.5, record=False)
    sheet.hidden_words += SECRET.split()
    return close(sheet)


def ocr_layer_under_box() -> Sheet:
    """A scan whose picture has the box, and whose text layer was made before the box was drawn."""
    sheet = scene("Scan: the text layer was made before the box")
    sheet.body.rect(secret_box(), 0.0)
    redaction(sheet, secret_box(), "filled")
    scan = _with_text_layer(close(sheet))
    _invisible(scan, SECRET)
    scan.hidden_words += SECRET.split()
    return scan


def ocr_layer() -> Sheet:
    """Clean: a scan with an honest invisible text layer."""
    sheet = scene("Scan with a text layer")
    sheet.body.text(X_PT, BASELINE_PT, "a friend of the library.", "serif", SIZE_PT)
    return _with_text_layer(close(sheet))


def _with_text_layer(sheet: Sheet) -> Sheet:
    (scan,) = scanned([sheet], skew=0.0)
    for layer in sheet.layers:
        for word in layer.words:
            x0, top, _, bottom = word.bbox
            _invisible(scan, word.text, x0, *_baseline(top, bottom))
    return scan


def _baseline(top: float, bottom: float) -> tuple[float, float]:
    """Baseline and size of serif text that fills a box; heads are set in another face of the same metrics."""
    ascent, descent = fonts.ascent_descent_pt("serif", 1.0)
    size = (bottom - top) / (ascent - descent)
    return top + ascent * size, size


CASES = {
    "hidden_text_in_invisible_render_mode": render_mode,
    "hidden_text_white_on_white": white_on_white,
    "hidden_text_black_on_black": black_on_black,
    "hidden_text_off_the_page": off_page,
    "hidden_text_outside_the_crop_box": outside_crop_box,
    "hidden_text_too_small_to_see": too_small,
    "hidden_text_in_ocr_layer_under_box": ocr_layer_under_box,
    "clean_ocr_layer_over_scan": ocr_layer,
}
