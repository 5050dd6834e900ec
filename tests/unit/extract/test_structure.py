"""Titles, authors, headings, footnotes, tables: what a reader takes in at a glance."""

from __future__ import annotations

import pytest

from indexer.extract.layout import page_text
from indexer.extract.rubbish import judged
from indexer.extract.words import RawWord
from indexer.model.geometry import BBox
from tests.unit.extract.conftest import Specimens

TITLES = {
    "a-2021-00999/analysis-package": (
        "Open-Source Monitoring Unit Analysis: Chinese-Language Narratives on WeChat and Douyin about Federal Party"
        " Platforms",
        "page 3",
    ),
    "a-2025-00417/situation-report-7-en": (
        "Elections Information Task Force: Situation Report No. 7 – Information operation on WeChat and related"
        " platforms",
        "page 1",
    ),
    "e-mails-without-manifest/e-mail-thread": ("WeChat article – four copies in nine minutes", "page 2"),
    "a-2021-01002/captured-article-zh": ("关于“社团登记”传言的转载文章", "page 1"),
    "a-2023-00650/after-action-report": ("After-Action Report: Monitoring of the June 19, 2023 by-elections", "page 1"),
}


@pytest.mark.parametrize("name", TITLES)
def test_titles(described: Specimens, name: str) -> None:
    found = described.described(name)
    assert (found.title, found.title_basis) == TITLES[name]
    assert found.title_at is not None
    page = found.pages[(found.title_at.page or 0) - 1]
    span = found.title_at.span
    assert span is not None
    assert page.text[span.start : span.end].split()[-1] in TITLES[name][0]


def test_who_wrote_it(described: Specimens) -> None:
    found = described.described("a-2021-00999/analysis-package")
    assert (found.author, found.author_basis) == (
        "Open-Source Monitoring Unit, Department of Example Affairs",
        "page 3",
    )
    letterhead = described.described("f-2023-00081/brief-2022-14")
    assert letterhead.author == "Federal Specimen Agency"


def test_headings_are_spans_with_levels(described: Specimens) -> None:
    pages = described.described("a-2023-00650/after-action-report").pages
    headings = [(page.text[h.span.start : h.span.end], h.level) for page in pages for h in page.headings]
    assert ("Executive summary", 2) in headings
    assert ("After-Action Report", 1) in headings


def test_a_table_of_accounts_comes_row_by_row(described: Specimens) -> None:
    page = described.described("a-2021-00999/analysis-package").pages[10]
    (table,) = page.tables
    assert table.rows[0] == ("Platform / Plateforme", "Account / Compte", "Handle", "Followers", "Registered entity")
    assert all(len(row) == 5 for row in table.rows)
    assert {row[0] for row in table.rows[1:]} >= {"WeChat", "Douyin", "Telegram"}


def line(text: str, number: int, x0: float, top: float, size: float) -> list[RawWord]:
    words = []
    for word in text.split():
        x1 = x0 + len(word) * size / 2
        words.append(RawWord(word, number, bool(words), BBox(x0, top, x1, top + size), 0, 0))
        x0 = x1 + size / 2
    return words


def test_footnotes_drawn_first_come_after_the_text() -> None:
    notes = [line(f"{n} a note in small type", n, 72, 600 + 9 * n, 7) for n in range(3)]
    body = [line(f"line {n} of the body text here", 10 + n, 72, 100 + 14 * n, 11) for n in range(20)]
    number = [line("7", 99, 300, 750, 11)]
    text, words = page_text([word for part in (*notes, *body, *number) for word in part])
    assert text.index("line 0") < text.index("line 19") < text.index("0 a note") < text.rindex("7")
    assert [text[word.start : word.end] for word in words] == text.split()


def test_small_print_in_the_middle_stays() -> None:
    lines = [line("a caption in small type", 1, 72, 100, 7), line("more of the caption", 2, 72, 110, 7)]
    lines += [line(f"body {n} text", 10 + n, 72, 130 + 14 * n, 11) for n in range(10)]
    text, _ = page_text([word for part in lines for word in part])
    assert text.startswith("a caption")


def test_judging_words_once_changes_nothing() -> None:
    assert judged("The quick brown fox jumps over the lazy dog and the cat sat") == judged(
        "The quick brown fox jumps over the lazy dog and the cat sat"
    )
    assert judged("\ufffd\ue000\ue001 abc").glyphs > 0.4
