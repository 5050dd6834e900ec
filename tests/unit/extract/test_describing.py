from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.describing import describe
from indexer.extract.furniture import near
from indexer.model.geometry import BBox, Word
from indexer.model.page import Page, Table


def page_of(number: int, lines: list[str]) -> Page:
    """A page whose lines stand 14 pt apart from the top; words 6 pt a letter."""
    words: list[Word] = []
    at = 0
    for row, line in enumerate(lines):
        x = 72.0
        for word in line.split(" "):
            width = 6.0 * len(word)
            words.append(Word(at, at + len(word), BBox(x, 30.0 + 14 * row, x + width, 40.0 + 14 * row)))
            x += width + 4
            at += len(word) + 1
    return Page(number, 612.0, 792.0, text="\n".join(lines), words=tuple(words), source="text_layer")


def furniture(page: Page) -> str:
    return "|".join(page.text[span.start : span.end] for span in page.furniture)


def test_a_banner_that_ocr_damaged_is_furniture_on_every_page() -> None:
    banners = [
        "Example unit, released under the Access to Information Act",
        "Exarnple unit, released under the Access to Information Act",
        "Example unit, re1eased under the Access to Infonnation Act",
    ]
    pages = [page_of(n + 1, [banners[n % 3], f"Body text {'abcdefghij'[n]} of its own"]) for n in range(9)]
    described = describe(pages, None)
    assert all(furniture(page).startswith("Exa") for page in described.pages)
    assert all("Body" not in furniture(page) for page in described.pages)


def tabled(page: Page, first: int, last: int) -> Page:
    """The page with a table around lines `first` to `last`."""
    box = BBox(60.0, 26.0 + 14 * first, 560.0, 44.0 + 14 * last)
    return replace(page, tables=(Table(box, (("a", "b"),), ((box, box),)),))


def test_the_head_of_a_table_that_runs_over_pages_is_no_furniture() -> None:
    lines = ["Example unit report", "Country Regulator Comment"]
    pages = [page_of(n + 1, [*lines, f"Body text {'abcdefghij'[n]} of its own"]) for n in range(9)]
    assert all("Regulator" in furniture(page) for page in describe(pages, None).pages[1:])
    described = describe([tabled(page, 1, 2) for page in pages], None)
    assert [furniture(page) for page in described.pages] == ["", *["Example unit report"] * 8]


def test_a_running_head_with_rules_is_furniture() -> None:
    pages = [page_of(n + 1, ["Policy Version", f"Body text {'abcdefghij'[n]} of its own"]) for n in range(9)]
    described = describe([tabled(page, 0, 0) for page in pages], None)
    assert [furniture(page) for page in described.pages] == ["", *["Policy Version"] * 8]


def test_section_codes_that_repeat_stay_findings() -> None:
    pages = [page_of(n + 1, ["s.19(1)", f"Body text {'abcdef'[n]}"]) for n in range(6)]
    described = describe(pages, "atia_ca")
    assert all(page.sections == ("19(1)",) for page in described.pages)
    assert all(furniture(page) == "" for page in described.pages)


def test_statutes_in_prose_are_no_sections() -> None:
    page = page_of(1, ["The claim was barred by s.19(1) of the Limitation Act and s.21(1)(a) of another Act."])
    assert describe([page], "atia_ca").pages[0].sections == ()


def test_a_title_in_metadata_counts_only_if_its_words_are_seen() -> None:
    page = page_of(1, ["Weekly report on accounts", "and their readers"])
    assert describe([page], None, "Weekly Report on Accounts").title == "Weekly Report on Accounts"
    assert describe([page], None, "Weekly report on Robin Placeholder").title is None


@pytest.mark.corpus
def test_a_real_release_as_plain_text(corpus: Path) -> None:
    folder = corpus / "01_foi_pdfs" / "canada_atip_text"
    notice, chunk = (
        (folder / name).read_text(encoding="utf-8") for name in sorted(p.name for p in folder.glob("*.md"))
    )
    (withheld,) = describe([Page(1, 0.0, 0.0, text=notice)], "atia_ca").pages
    assert (withheld.withheld, withheld.sections, withheld.label) == (True, ("19(1)",), "004514")
    (page,) = describe([Page(1, 0.0, 0.0, text=chunk)], None).pages
    assert page.sections == ("19(1)",)
    assert page.language == "en"
    marked = furniture(page)
    assert "Information disclosed under the Access to Information Act" in marked
    assert "Archived: January 10, 2022" in marked
    assert "Taiwan" not in marked


@given(st.text("abc é", max_size=12), st.text("abc é", max_size=12))
def test_near_is_the_edit_distance(one: str, other: str) -> None:
    rows = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, rows[0] = rows[0], at
        for column, wanted in enumerate(other, 1):
            before, rows[column] = (
                rows[column],
                min(rows[column] + 1, rows[column - 1] + 1, before + (letter != wanted)),
            )
    assert near(one, other) == (rows[-1] <= 3)


@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_text_is_described_without_losing_a_page(texts: list[str]) -> None:
    pages = [Page(number, 0.0, 0.0, text=text) for number, text in enumerate(texts, 1)]
    described = describe(pages, None).pages
    assert [page.text for page in described] == texts
    for page in described:
        assert all(0 <= span.start < span.end <= len(page.text) for span in page.furniture)
