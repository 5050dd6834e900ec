"""Bad: text in an optional-content layer that is switched off. Written by hand: reportlab has no layers."""

from dataclasses import replace

from reportlab.pdfbase import pdfmetrics

from tests.specimens import rawpdf
from tests.specimens.furniture import SPECIMEN
from tests.specimens.hidden.scene import SECRET
from tests.specimens.library import Specimen
from tests.specimens.sheet import LETTER_PT, Sheet, Word

_LINES = (
    (30.0, SPECIMEN.replace("—", "-")),
    (120.0, "Text in a hidden layer"),
    (200.0, "The reader signs messages as"),
    (290.0, "The article was taken down on 15 October 2021; a copy is kept."),
)
_SIZE_PT = 12.0
_HIDDEN_BASELINE_PT = 230.0


def specimen() -> Specimen:
    """The file and its truth."""
    sheet = replace(Sheet(), hidden_words=SECRET.split(), furniture=[_LINES[0][1]])
    for baseline, text in _LINES:
        sheet.body.words += _words(baseline, text)
    return Specimen("hidden_text_in_switched_off_layer.pdf", [sheet], "Text in a hidden layer", raw=_pdf())


def _words(baseline: float, text: str) -> list[Word]:
    words, x = [], 72.0
    ascent, descent = pdfmetrics.getAscentDescent("Helvetica", _SIZE_PT)
    for part in text.split(" "):
        width = pdfmetrics.stringWidth(part, "Helvetica", _SIZE_PT)
        words.append(Word(part, (x, baseline - ascent, x + width, baseline - descent)))
        x += width + pdfmetrics.stringWidth(" ", "Helvetica", _SIZE_PT)
    return words


def _pdf() -> bytes:
    shown = "\n".join(_show(*line) for line in _LINES)
    hidden = f"/OC /Layer BDC\n{_show(_HIDDEN_BASELINE_PT, SECRET)}\nEMC"
    return rawpdf.assemble([
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /BaseState /ON /OFF [6 0 R] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> /Properties << /Layer 6 0 R >> >> >>",
        rawpdf.stream(f"{shown}\n{hidden}".encode("cp1252")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /OCG /Name (Original) >>",
    ])  # fmt: skip


def _show(baseline: float, text: str) -> str:
    return f"BT /F1 {_SIZE_PT} Tf 72 {LETTER_PT[1] - baseline} Td ({rawpdf.escaped(text)}) Tj ET"
