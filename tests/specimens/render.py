"""Sheets → PDF bytes, the same bytes every time."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from tests.specimens.sheet import Sheet


def render(sheets: list[Sheet], title: str, author: str = "", outline: tuple[str, ...] = ()) -> bytes:
    """A PDF of the sheets. Fixed dates and identifier (`invariant`), fonts embedded as subsets.

    Args:
        outline: bookmarks, all to the first page.
    """
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject("Specimen, fictional")
    for number, entry in enumerate(outline):
        canvas.bookmarkPage(f"entry{number}")
        canvas.addOutlineEntry(entry, f"entry{number}", 0)
    for sheet in sheets:
        _page(canvas, sheet)
    canvas.save()
    return buffer.getvalue()


def _page(canvas: Canvas, sheet: Sheet) -> None:
    width, height = sheet.size_pt
    margin = sheet.crop_margin_pt
    media = (width + 2 * margin, height + 2 * margin)
    canvas.setPageSize(media)  # as shown: reportlab itself turns the MediaBox of a rotated page
    canvas.setPageRotation(sheet.rotation)
    if margin:
        canvas.setCropBox((margin, margin, margin + width, margin + height))
    if sheet.rotation == 90:
        # Shown turned clockwise: (u, v) upright on screen is (media width - v, u) in the file.
        canvas.transform(0, 1, -1, 0, height, 0)
    canvas.translate(margin, margin)
    for layer in sheet.layers:
        for operation in layer.operations:
            operation(canvas)
    canvas.showPage()
    canvas.setCropBox(None)
