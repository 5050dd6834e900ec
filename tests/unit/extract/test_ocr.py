"""OCR of pictures and of pages: words, boxes, languages, turns; and what a reader does not see stays unread."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from benchmarks.ocr.scoring import f1, words
from indexer.extract.describing import describe
from indexer.extract.ocr import PageReader
from indexer.extract.ocr_evidence import fault_of
from indexer.extract.ocr_languages import find_data
from indexer.extract.ocr_pages import needs_ocr, picture_of
from indexer.extract.ocr_reading import Recogniser, likely_languages, recognised
from indexer.extract.opening import open_document
from indexer.extract.pages import read_sheet
from indexer.extract.reading import Extractor
from indexer.extract.tesseract import Tesseract
from indexer.model.page import FAILED_REDACTION, LANGUAGE_MISSING, NEEDS_OCR, Page
from indexer.settings import load_settings
from tests.conftest import ROOT, SPECIMENS

TRUTH = ROOT / "tests" / "data" / "truth"
SCAN = SPECIMENS / "scanned-a-2021-00999" / "analysis-scanned.pdf"
FRENCH = SPECIMENS / "a-2025-00417" / "situation-report-7-fr.pdf"
CHINESE = SPECIMENS / "a-2021-01002" / "captured-article-zh.pdf"
HIDDEN = ROOT / "tests" / "data" / "specimens_hidden_text"
DPI = 200


def picture(path: Path, number: int = 1) -> Image.Image:
    """A page as a grey picture of DPI pixels an inch."""
    document = open_document(path)
    sheet = document.sheet(number)
    drawn = sheet.render(DPI / 72).convert("L")
    sheet.close()
    document.close()
    return drawn


def truth(path: Path, number: int = 1) -> list[dict]:  # type: ignore[type-arg]
    file = TRUTH / path.parent.name / f"{path.stem}.json"
    return next(page for page in json.loads(file.read_text())["pages"] if page["number"] == number)["words"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    data = find_data()
    lacking = {"eng", "fra", "chi_sim", "osd"} - set(data.languages)
    if lacking:
        pytest.skip(f"OCR data is missing: {sorted(lacking)}; apt install tesseract-ocr-fra tesseract-ocr-chi-sim")
    return str(data.one_folder(tmp_path_factory.mktemp("tessdata")))


@pytest.fixture(scope="module")
def tesseract(folder: str) -> Iterator[Tesseract]:
    engine = Tesseract(folder)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def reader(tesseract: Tesseract) -> PageReader:
    return PageReader(tesseract, find_data().languages)


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(load_settings(Path("none")).extract) as one:
        yield one


@pytest.fixture(scope="module")
def recogniser(folder: str) -> Iterator[Recogniser]:
    settings = load_settings(Path("none"))
    one = Recogniser(settings.ocr, settings.extract)
    yield one
    one.close()


def test_it_runs_in_one_thread_whatever_the_environment_says() -> None:
    program = (
        "import os, indexer.extract.tesseract as t; from PIL import Image;"
        "t.Tesseract(os.environ['DATA']).read(Image.new('L', (900, 900), 255), 300, 'eng');"
        "print(os.environ['OMP_THREAD_LIMIT'], len(os.listdir('/proc/self/task')))"
    )
    data = str(find_data().files["eng"].parent)
    environment = {**os.environ, "DATA": data, "OMP_THREAD_LIMIT": "8", "OMP_NUM_THREADS": "8"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.split() == ["1", "1"], "threads make a page eight times slower"


def test_a_scan_is_read_with_the_place_and_the_sureness_of_each_word(
    extractor: Extractor, recogniser: Recogniser
) -> None:
    (before,) = extractor.pages(SCAN, 2, 2)
    assert needs_ocr(before)
    (page,) = recogniser.pages(SCAN, [2])
    assert (page.outcome, page.reason, page.source) == ("read", None, "ocr")
    assert 0.8 < (page.ocr_confidence or 0) <= 1.0
    known = truth(SCAN, 2)
    assert f1(words(word["text"] for word in known), words([page.text])) >= 0.95
    long = {word["text"]: word["bbox"] for word in known if len(word["text"]) > 9}
    found = [(page.text[word.start : word.end], word.bbox) for word in page.words]
    near = [
        abs(box.x0 - long[text][0]) < 4 and abs(box.bottom - long[text][3]) < 5
        for text, box in found
        if text in long and sum(word["text"] == text for word in known) == 1
    ]
    assert len(near) > 15
    assert sum(near) >= 0.95 * len(near)


@pytest.mark.parametrize("number", [2, 3])
def test_section_codes_are_read_in_boxes_white_black_and_grey(recogniser: Recogniser, number: int) -> None:
    (read,) = recogniser.pages(SCAN, [number])
    (page,) = describe((read,), None).pages
    file = json.loads((TRUTH / SCAN.parent.name / f"{SCAN.stem}.json").read_text(encoding="utf-8"))
    (true,) = [one for one in file["pages"] if one["number"] == number]
    assert [list(item.sections) for item in page.redactions] == [item["sections"] for item in true["redactions"]]


def test_text_words_and_lines_agree_as_in_a_text_layer(recogniser: Recogniser) -> None:
    (page,) = recogniser.pages(SCAN, [1])
    ends = [word.end for word in page.words]
    for word, end in zip(page.words[1:], ends, strict=False):
        assert page.text[end : word.start] in (" ", "\n", "")
    assert all(0 <= word.bbox.x0 < word.bbox.x1 <= page.width_pt + 0.5 for word in page.words)
    assert "WeChat account Maple Bridge Sample" in page.text


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_on_its_side_reads_as_upright_and_its_boxes_stay_where_they_are(
    reader: PageReader, degrees: int
) -> None:
    upright = picture(SCAN, 2)
    turned = upright.rotate(degrees, expand=True)
    first, second = reader.read(upright, DPI), reader.read(turned, DPI)
    assert f1(words(w.text for w in first.words), words(w.text for w in second.words)) > 0.95
    places = {word.text: word.box for word in first.words if len(word.text) > 10}
    for word in second.words:
        if word.text in places and sum(other.text == word.text for other in first.words) == 1:
            left, top, right, bottom = word.box
            dark = turned.crop((left, top, right, bottom)).getextrema()[0]
            assert dark < 128, "there is ink in the box"
            long, short = max(right - left, bottom - top), min(right - left, bottom - top)
            assert (bottom - top == long) == (degrees != 180)
            assert short < long


def test_a_page_on_its_side_is_read_without_the_data_that_tells_turns(tesseract: Tesseract) -> None:
    blind = PageReader(tesseract, ("eng",))
    reading = blind.read(picture(SCAN, 2).rotate(180), DPI)
    assert f1(words(word["text"] for word in truth(SCAN, 2)), words(w.text for w in reading.words)) > 0.93
    assert (reading.confidence or 0) > 0.8


@pytest.mark.parametrize("slant", [-4.0, 2.5])
def test_a_slanted_page_is_levelled(reader: PageReader, slant: float) -> None:
    level = picture(SPECIMENS / "a-2021-00999" / "analysis-package.pdf", 3)
    slanted = level.rotate(-slant, Image.Resampling.BICUBIC, fillcolor=255)
    reading = reader.read(slanted, DPI)
    assert abs(reading.skew_deg - slant) < 0.3
    assert f1(words(w.text for w in reader.read(level, DPI).words), words(w.text for w in reading.words)) > 0.93


def test_french_is_found_out_and_read_with_its_accents(reader: PageReader) -> None:
    reading = reader.read(picture(FRENCH), DPI)
    assert reading.languages == "fra"
    assert f1(words(word["text"] for word in truth(FRENCH)), words(w.text for w in reading.words)) > 0.93


def test_chinese_has_a_box_for_each_character(reader: PageReader) -> None:
    reading = reader.read(picture(CHINESE), DPI)
    assert reading.languages == "chi_sim"
    han = [word for word in reading.words if "\u4e00" <= word.text[0] <= "\u9fff"]
    assert len(han) > 200
    assert all(len(word.text) == 1 for word in han)
    assert f1(words(word["text"] for word in truth(CHINESE)), words(w.text for w in reading.words)) > 0.9


@pytest.mark.parametrize(("path", "language"), [(FRENCH, "fra"), (CHINESE, "chi_sim")])
def test_a_language_that_is_not_installed_is_named(tesseract: Tesseract, path: Path, language: str) -> None:
    assert PageReader(tesseract, ("eng", "osd")).read(picture(path), DPI).missing == language


def test_a_picture_without_words_gives_none(reader: PageReader) -> None:
    reading = reader.read(Image.new("L", (1700, 2200), 250), DPI)
    assert (reading.words, reading.confidence, reading.missing) == ((), None, None)


def test_what_is_hidden_in_the_colour_of_the_page_is_not_read(reader: PageReader) -> None:
    page = picture(SCAN, 2).point([245 + level * 10 // 255 for level in range(256)])
    assert reader.read(page, DPI).words == ()


@pytest.mark.parametrize("path", sorted(HIDDEN.glob("hidden_*.pdf")), ids=lambda path: path.stem)
def test_ocr_of_a_page_set_aside_reads_no_hidden_word(path: Path, extractor: Extractor, recogniser: Recogniser) -> None:
    (before,) = extractor.pages(path, 1, 1)
    if before.outcome != "quarantined":
        assert not needs_ocr(before)
        return
    (page,) = recogniser.pages(path, [1])
    assert (page.outcome, page.reason, page.hidden_text) == ("read", FAILED_REDACTION, True)
    stated = json.loads((TRUTH / HIDDEN.name / f"{path.stem}.json").read_text())["pages"][0]
    secret = words(stated["hidden_words"]) - words(word["text"] for word in stated["words"])
    assert secret
    assert not secret & words([page.text])
    assert f1(words(word["text"] for word in stated["words"]), words([page.text])) > 0.9


def scan_with_layer(path: Path, layer: str) -> Path:
    """A scanned page with an invisible text layer over it."""
    target = io.BytesIO()
    picture(SCAN, 2).save(target, "PNG")
    canvas = Canvas(str(path), pagesize=(612, 792))
    canvas.drawImage(ImageReader(target), 0, 0, 612, 792)
    text = canvas.beginText(60, 720)
    text.setTextRenderMode(3)
    text.setFont("Helvetica", 8)
    for at in range(0, len(layer), 90):
        text.textLine(layer[at : at + 90])
    canvas.drawText(text)
    canvas.save()
    return path


def test_the_lines_of_a_page_upside_down_come_in_the_order_of_reading(tmp_path: Path, recogniser: Recogniser) -> None:
    upright, turned = tmp_path / "upright.png", tmp_path / "turned.png"
    picture(SCAN, 2).save(upright, dpi=(DPI, DPI))
    picture(SCAN, 2).rotate(180).save(turned, dpi=(DPI, DPI))
    (one,), (other,) = recogniser.pages(upright, [1]), recogniser.pages(turned, [1])
    lines, again = one.text.splitlines(), other.text.splitlines()
    shared = [line for line in lines if again.count(line) == lines.count(line) == 1]
    assert len(shared) > len(lines) // 2
    assert shared == sorted(shared, key=again.index)


def test_a_layer_of_rubbish_is_replaced_and_never_doubled(
    tmp_path: Path, extractor: Extractor, recogniser: Recogniser
) -> None:
    rubbish = "tlie qwrtz ;ln|d rnvbl xkcd!f wr~ng lXt pqrs bcdf{ gnght zzzz vvv}x " * 20
    path = scan_with_layer(tmp_path / "rubbish.pdf", rubbish)
    (before,) = extractor.pages(path, 1, 1)
    assert before.reason == NEEDS_OCR
    (page,) = recogniser.pages(path, [1])
    assert page.source == "ocr"
    assert "qwrtz" not in page.text
    assert f1(words(word["text"] for word in truth(SCAN, 2)), words([page.text])) >= 0.93


def test_a_stamp_over_a_scan_is_no_text_layer(tmp_path: Path, extractor: Extractor) -> None:
    path = scan_with_layer(tmp_path / "stamp.pdf", "A-2021-00999-000002")
    (page,) = extractor.pages(path, 1, 1)
    assert page.reason == NEEDS_OCR


def test_a_good_layer_over_a_scan_stays(extractor: Extractor) -> None:
    (page,) = extractor.pages(HIDDEN / "clean_ocr_layer_over_scan.pdf", 1, 1)
    assert (page.source, page.reason) == ("text_layer", None)


def test_an_empty_sheet_is_blank_and_no_failure(tmp_path: Path, extractor: Extractor) -> None:
    canvas = Canvas(str(tmp_path / "blank.pdf"))
    canvas.showPage()
    canvas.save()
    (page,) = extractor.pages(tmp_path / "blank.pdf", 1, 1)
    assert (page.outcome, page.reason, page.words) == ("read", "blank", ())


def test_scans_are_drawn_at_their_own_resolution_and_huge_sheets_within_a_limit(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "huge.pdf"), pagesize=(14000, 14000))
    canvas.drawString(100, 100, "far away")
    canvas.save()
    for path, least, most in ((SCAN, 200, 200), (FRENCH, 300, 300), (tmp_path / "huge.pdf", 10, 30)):
        document = open_document(path)
        sheet = document.sheet(1)
        page, scene = read_sheet(sheet, 1, 100_000)
        drawn, dpi = picture_of(sheet, scene, page)
        sheet.close()
        document.close()
        assert least <= dpi <= most
        assert drawn.width * drawn.height <= 20_100_000


def test_a_page_that_takes_too_long_loses_only_itself(folder: str) -> None:
    settings = load_settings(Path("none"))
    slow = Recogniser(replace(settings.ocr, page_timeout_s=0.05), settings.extract)
    pages = list(slow.pages(SCAN, [1, 3]))
    slow.close()
    assert [(page.number, page.outcome, page.reason) for page in pages] == [
        (1, "failed", "time_limit"),
        (3, "failed", "time_limit"),
    ]


def test_where_ocr_fails_what_was_known_stays() -> None:
    failed = Page(1, 0.0, 0.0, outcome="failed", reason="time_limit")
    scan = Page(1, 612.0, 792.0, reason=NEEDS_OCR)
    aside = Page(1, 612.0, 792.0, outcome="quarantined", reason=FAILED_REDACTION, hidden_text=True)
    kept = recognised(scan, failed)
    assert (kept.outcome, kept.reason, kept.width_pt) == ("failed", "time_limit", 612.0)
    assert recognised(aside, failed) == aside
    missing = Page(1, 612.0, 792.0, outcome="unreadable", reason=f"{LANGUAGE_MISSING}: fra")
    assert recognised(scan, missing) == missing


def test_the_languages_of_the_pages_around_are_the_likeliest(recogniser: Recogniser, extractor: Extractor) -> None:
    pages = tuple(extractor.pages(FRENCH, 1, 2))
    assert likely_languages(pages, "en") == ("fra", "eng")
    assert likely_languages((), None) == ()


APPLES = (
    "Orchards along the southern valley produced several thousand crates of apples last autumn, and growers expect "
    "another abundant harvest because summer rainfall remained moderate. Storage cellars near the railway keep fruit "
    "fresh until spring; merchants prefer russet varieties, while bakeries request sour kinds. "
) * 15


def test_a_layer_of_another_page_is_replaced(tmp_path: Path, recogniser: Recogniser) -> None:
    (page,) = recogniser.pages(scan_with_layer(tmp_path / "apples.pdf", APPLES), [1])
    assert page.source == "ocr"
    assert "orchards" not in page.text.casefold()
    assert f1(words(word["text"] for word in truth(SCAN, 2)), words([page.text])) >= 0.93


@pytest.mark.parametrize(("layer", "fault"), [(APPLES, "foreign"), ("", None)])
def test_the_words_of_a_foreign_layer_stand_beside_the_ink(tmp_path: Path, layer: str, fault: str | None) -> None:
    path = scan_with_layer(tmp_path / "a.pdf", layer) if layer else HIDDEN / "clean_ocr_layer_over_scan.pdf"
    document = open_document(path, None)
    sheet = document.sheet(1)
    page, scene = read_sheet(sheet, 1, 100_000)
    found = fault_of(sheet, scene, page)
    sheet.close()
    document.close()
    assert found == fault
