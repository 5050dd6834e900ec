"""The page that all cases share: a heading, a note with one place where the case happens, a closing line."""

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from tests.specimens import fonts
from tests.specimens.furniture import band
from tests.specimens.sheet import BBox, Redaction, Sheet

SECRET = "Orchid Lantern"  # the words that a case hides
X_PT, BASELINE_PT, SIZE_PT = 224.0, 250.0, 12.0
_LEFT_PT = 72.0
Draw = Callable[[Canvas], None]


def scene(title: str) -> Sheet:
    """A page with the fixed text around the place of the case."""
    sheet = Sheet()
    band(sheet)
    sheet.body.text(_LEFT_PT, 120, title, "sans-bold", 14)
    sheet.body.text(_LEFT_PT, 160, "Note to file, Open-Source Monitoring Unit, 14 October 2021", "serif", SIZE_PT)
    sheet.body.text(_LEFT_PT, 200, "The Unit was told of the article by a reader of WeChat news in", "serif", SIZE_PT)
    sheet.body.text(_LEFT_PT, 220, "Richmond, who asked that the name be kept out of any report.", "serif", SIZE_PT)
    sheet.body.text(_LEFT_PT, BASELINE_PT, "The reader signs messages as", "serif", SIZE_PT)
    return sheet


def close(sheet: Sheet) -> Sheet:
    """Adds the closing lines, which every case must still show."""
    sheet.body.text(_LEFT_PT, 290, "The article was taken down on 15 October 2021; a copy is kept.", "serif", SIZE_PT)
    return sheet


def secret_box(text: str = SECRET, margin: float = 1.5) -> BBox:
    """The box of the secret words, a little larger."""
    ascent, descent = fonts.ascent_descent_pt("serif", SIZE_PT)
    width = fonts.width_pt(text, "serif", SIZE_PT)
    return X_PT - margin, BASELINE_PT - ascent - margin, X_PT + width + margin, BASELINE_PT - descent + margin


def put_secret(sheet: Sheet, grey: float = 0.0) -> None:
    """Draws the secret words as text and writes them down as hidden."""
    sheet.body.text(X_PT, BASELINE_PT, SECRET, "serif", SIZE_PT, grey, record=False)
    sheet.hidden_words += SECRET.split()


def redaction(sheet: Sheet, bbox: BBox, kind: str, section: str = "") -> None:
    """Writes a redaction into the truth."""
    sections = (section,) if section else ()
    sheet.redactions.append(Redaction(bbox, sections, kind))
    sheet.cite(*sections)


def add(sheet: Sheet, draw: Draw) -> None:
    """Adds a drawing of its own to the page."""
    sheet.body.operations.append(draw)


def flipped(sheet: Sheet, bbox: BBox) -> BBox:
    """A box in the coordinates of the file (x0, bottom, x1, top)."""
    height = sheet.size_pt[1]
    return bbox[0], height - bbox[3], bbox[2], height - bbox[1]
