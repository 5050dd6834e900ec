"""Words of the text layer that no glyph shows (ActualText), and words squeezed to a blot."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.reading import Extractor
from indexer.extract.spoken import says_the_same
from indexer.model.page import Page
from tests.unit.extract.evil import BOX, drawn, pdf

HIDDEN = ("Zebrafish", "Quandary")


def spoken(actual: str, glyphs: str, more: str = "") -> str:
    return f"/Span<</ActualText{actual}>>BDC BT /F1 14 Tf 300 690 Td ({glyphs}) Tj ET EMC\n{more}"


def read(extractor: Extractor, folder: Path, data: bytes) -> tuple[Page, ...]:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return tuple(extractor.pages(path, 1, extractor.open(path).pages_total))


@pytest.mark.parametrize("glyphs", ["XXXXXX", "  ", ".", "Zebra"])
def test_words_said_in_place_of_other_glyphs_are_no_text(extractor: Extractor, tmp_path: Path, glyphs: str) -> None:
    (page,) = read(extractor, tmp_path, pdf(drawn([spoken("(Zebrafish Quandary)", glyphs)])))
    assert not any(word in page.text for word in HIDDEN)
    assert page.text.rstrip().endswith(f"as a {glyphs}".rstrip())
    assert page.hidden_text


def test_glyphs_under_a_box_count_though_other_words_are_said(extractor: Extractor, tmp_path: Path) -> None:
    (page,) = read(extractor, tmp_path, pdf(drawn([spoken("(ok)", "XXXXXXXXXX", BOX)])))
    assert (page.outcome, page.text) == ("quarantined", "")


@pytest.mark.parametrize(
    ("actual", "glyphs", "text"),
    [
        ("(analysis)", "analysis", "analysis"),
        ("<FEFF00E9006C00E9006D0065006E0074>", "\\264el\\264ement", "élément"),  # an accent is a glyph of its own
        ("<FEFF006F006600660069006300650072>", "officer", "officer"),
    ],
)
def test_the_same_letters_are_kept_as_the_file_says_them(
    extractor: Extractor, tmp_path: Path, actual: str, glyphs: str, text: str
) -> None:
    (page,) = read(extractor, tmp_path, pdf(drawn([spoken(actual, glyphs)])))
    assert text in page.text
    assert not page.hidden_text


def test_sheets_that_share_a_property_list_are_judged_alike(extractor: Extractor, tmp_path: Path) -> None:
    content = drawn(["/Span/P0 BDC BT /F1 14 Tf 300 690 Td (XXXXXX) Tj ET EMC\n"])
    data = pdf(content, resources="/Properties<</P0 20 0 R>>", more={20: "<</ActualText(Zebrafish)>>"}, pages=3)
    for page in read(extractor, tmp_path, data) + read(extractor, tmp_path, data):
        assert "Zebrafish" not in page.text
        assert page.hidden_text


def test_a_span_inside_another_hides_nothing(extractor: Extractor, tmp_path: Path) -> None:
    inner = "/Span<</ActualText(Zebrafish)>>BDC BT /F1 14 Tf 300 690 Td (XXXX) Tj ET EMC\n"
    (page,) = read(extractor, tmp_path, pdf(drawn([f"/Span<</ActualText(Quandary)>>BDC {inner} EMC\n"])))
    assert not any(word in page.text for word in HIDDEN)
    assert page.hidden_text


@pytest.mark.parametrize(
    ("said", "glyphs", "same"),
    [
        ("\u00ad", "-", True),
        ("ffi", "\ufb03", True),
        ("efficient", "e\ue001cient", True),
        ("ffi", "\x00", True),
        ("Zebrafish", "\x00\x00\x00\x00", False),
        ("Zebrafish", "\ue001", False),
        ("½", "1/2", True),
        ("", "XX", True),
        ("2021", "2022", False),
    ],
)
def test_the_same_letters(said: str, glyphs: str, same: bool) -> None:
    assert says_the_same(said, glyphs) == same


@given(st.text(max_size=20))
def test_a_text_says_itself(text: str) -> None:
    plain = "".join(character for character in text if not "\ue000" <= character <= "\uf8ff")
    assert says_the_same(plain, plain.replace("\x00", "").replace("\ufffd", ""))


@pytest.mark.parametrize(
    "squeeze",
    [
        "1 Tz 300 690 Td",
        "0.001 0 0 1 300 690 Tm",
        "1 0 0 0.01 300 690 Tm 40 0 Td",
        "0 0.01 -1 0 300 600 Tm",
    ],
)
def test_words_squeezed_to_a_blot_are_no_text(extractor: Extractor, tmp_path: Path, squeeze: str) -> None:
    (page,) = read(extractor, tmp_path, pdf(drawn([f"BT /F1 14 Tf {squeeze} (Zebrafish Quandary) Tj ET\n"])))
    assert not any(word in page.text for word in HIDDEN)
    assert "source" in page.text
    assert page.hidden_text


@pytest.mark.parametrize(
    "narrow",
    [
        "100 Tz 300 690 Td (illicit ill. iii lll)",
        "45 Tz 300 690 Td (illicit ill. iii lll)",
        "0 1 -1 0 300 300 Tm (illicit ill. iii lll)",
        "0.7 0.7 -0.7 0.7 300 300 Tm (illicit ill. iii lll)",
    ],
)
def test_narrow_letters_and_narrow_faces_stay(extractor: Extractor, tmp_path: Path, narrow: str) -> None:
    (page,) = read(extractor, tmp_path, pdf(drawn([f"BT /F1 14 Tf {narrow} Tj ET\n"])))
    assert {"illicit", "ill.", "iii", "lll"} <= set(page.text.split())
    assert not page.hidden_text
