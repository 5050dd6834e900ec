"""Words under marks to redact; and what becomes of the boxes of a page that is set aside for words under them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.extract.describing import describe
from indexer.extract.documents import Document
from indexer.extract.ocr import Reading
from indexer.extract.ocr_pages import ocr_page, picture_of
from indexer.extract.opening import open_document
from indexer.extract.pages import read_sheet
from indexer.extract.reading import Extractor
from indexer.extract.tesseract import Seen
from indexer.model.geometry import BBox
from indexer.model.page import FAILED_REDACTION, Page
from tests.unit.extract.conftest import DATA
from tests.unit.extract.evil import BODY, pdf

SECRET = "BT /F1 14 Tf 300 690 Td (Zebrafish Quandary) Tj ET\n"
HIDDEN = DATA / "specimens_hidden_text"
TRUTH = DATA / "truth" / HIDDEN.name
COVERS = ("black_rectangle", "white_rectangle", "thick_line", "image", "unapplied_redact_annotation")
NEAR_PT = 4.0
MARK = "<</Type/Annot/Subtype/Redact/Rect[295 685 445 705]/QuadPoints[295 705 445 705 295 685 445 685]/F 4"
FRAME = "<</Type/XObject/Subtype/Form/BBox[0 0 150 20]/Length 26>>stream\n1 0 0 RG 1 1 148 18 re S  \nendstream"


class Codes:
    """Stands for OCR that reads one section code at a place, given in points."""

    def __init__(self, code: str, at: BBox) -> None:
        self._code, self._at = code, at

    def read(self, picture: object, dpi: int, likely: object) -> Reading:
        x0, top, x1, bottom = (round(edge * dpi / 72) for edge in self._at)
        return Reading((Seen(self._code, 0, False, (x0, top, x1, bottom), 0.9),))


def opened(folder: Path, data: bytes) -> Document:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return open_document(path, None)


def read(extractor: Extractor, folder: Path, data: bytes) -> Page:
    opened(folder, data).close()
    return next(iter(extractor.pages(folder / "a.pdf", 1, 1)))


@pytest.mark.parametrize("mark", [f"{MARK}>>", f"{MARK}/IC[0 0 0]>>", f"{MARK}/AP<</N 21 0 R>>>>"])
def test_words_marked_to_be_redacted_are_no_text(extractor: Extractor, tmp_path: Path, mark: str) -> None:
    data = pdf(BODY + SECRET, page="/Annots[20 0 R]", more={20: mark, 21: FRAME})
    page = read(extractor, tmp_path, data)
    assert (page.outcome, page.reason, page.text) == ("quarantined", FAILED_REDACTION, "")
    assert [item.kind for item in page.redactions] == ["annotation"]


def test_every_picture_of_a_page_shows_marks_to_redact_as_applied(tmp_path: Path) -> None:
    data = pdf(BODY + SECRET, page="/Annots[20 0 R]", more={20: f"{MARK}>>"})
    document = opened(tmp_path, data)
    sheet = document.sheet(1)
    page, scene = read_sheet(sheet, 1, 10_000)
    picture, dpi = picture_of(sheet, scene, page)
    x0, top, x1, bottom = (round(edge * dpi / 72) for edge in (298, 90, 442, 104))
    part = picture.crop((x0, top, x1, bottom))
    whole = sheet.render(1.0, area=BBox(290.0, 80.0, 450.0, 110.0))
    sheet.close()
    document.close()
    assert part.getextrema() == (0, 0)
    assert whole.getpixel((80, 17)) == (0, 0, 0)
    assert whole.getpixel((2, 2)) == (255, 255, 255)


def test_a_mark_beside_the_words_hides_none(extractor: Extractor, tmp_path: Path) -> None:
    mark = MARK.replace("295 685 445 705", "295 485 445 505")
    page = read(extractor, tmp_path, pdf(BODY + SECRET, page="/Annots[20 0 R]", more={20: f"{mark}>>"}))
    assert (page.outcome, page.hidden_text) == ("read", False)
    assert "Quandary" in page.text


@pytest.mark.parametrize("name", COVERS)
def test_a_page_set_aside_tells_its_redactions(extractor: Extractor, name: str) -> None:
    (page,) = extractor.pages(HIDDEN / f"hidden_text_under_{name}.pdf", 1, 1)
    stated = json.loads((TRUTH / f"hidden_text_under_{name}.json").read_text(encoding="utf-8"))["pages"][0]
    assert page.outcome == "quarantined"
    assert len(page.redactions) == len(stated["redactions"])
    for found, true in zip(page.redactions, stated["redactions"], strict=True):
        assert found.bbox == pytest.approx(true["bbox"], abs=NEAR_PT)


@pytest.mark.parametrize(
    ("box", "kind"),
    [
        ("0.5 g 295 685 150 20 re f", "filled"),
        ("1 g 295 685 150 20 re f", "blank"),
        ("1 g 0 G 295 685 150 20 re B", "outlined"),
    ],
)
def test_boxes_stay_with_their_sections_when_ocr_reads_the_page(tmp_path: Path, box: str, kind: str) -> None:
    document = opened(tmp_path, pdf(BODY + SECRET + box))
    coded, _ = ocr_page(document, 1, Codes("s.19(1)", BBox(350, 90, 390, 104)), (), 10_000)  # type: ignore[arg-type]
    plain, _ = ocr_page(document, 1, Codes("committee", BBox(72, 90, 120, 104)), (), 10_000)  # type: ignore[arg-type]
    document.close()
    assert (coded.outcome, coded.reason, coded.source) == ("read", FAILED_REDACTION, "ocr")
    for page, sections in ((coded, ("19(1)",)), (plain, ())):
        (described,) = describe((page,), "atia_ca").pages
        assert [(item.kind, item.sections) for item in described.redactions] == [(kind, sections)]
        assert described.redacted_share == pytest.approx(150 * 20 / (612 * 792), rel=0.2)
