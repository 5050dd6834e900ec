"""Furniture of long documents: learnt page by page, with the texts of few lines kept."""

from __future__ import annotations

import random

import pytest

from indexer.extract import furniture
from indexer.extract.furniture import Repetition
from indexer.extract.lines import Piece
from indexer.model.geometry import BBox

BANNER = "Document released under the access to information act"
DAMAGED = "Documemt released under the access to informat1on act"


def line(text: str, top: float, band: bool) -> Piece:
    return Piece(text, 0, len(text), BBox(72.0, top, 300.0, top + 12.0), band)


def pages(count: int) -> list[list[Piece]]:
    """A banner (often damaged), a running head on four pages of five, and lines that stand nowhere else."""
    chance = random.Random(1)
    made = []
    for number in range(count):
        banner = BANNER if number % 3 else DAMAGED.replace("act", "ac" + chance.choice("tlf"))
        head = f"Chapter {'abcdefghijklmnopqrst'[number // 5]}"
        if number % 5 == 4:
            head = "".join(chance.choices("abcdefghij", k=13))
        body = [line("".join(chance.choices("abcdefghijklmnop ", k=50)), 100.0 + 14 * row, False) for row in range(20)]
        made.append([line(banner, 20.0, True), line(head, 40.0, True), *body])
    return made


def furniture_of(made: list[list[Piece]]) -> list[frozenset[int]]:
    repetition = Repetition()
    for page in made:
        repetition.add(page)
    return [found.pieces - found.kept for found in repetition.furniture()]


def test_a_banner_and_running_heads_are_furniture_and_the_body_is_not() -> None:
    found = furniture_of(pages(100))
    assert all(0 in page for page in found)
    assert [1 in page for page in found] == [number % 5 in (1, 2, 3) for number in range(100)], "the first is text"
    assert all(page <= {0, 1} for page in found)


@pytest.mark.parametrize("kept", [200, 1000])
def test_forgetting_lines_that_stood_once_changes_nothing(monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    made = pages(100)
    expected = furniture_of(made)
    monkeypatch.setattr(furniture, "LINES_KEPT", kept)
    assert furniture_of(made) == expected


def test_texts_kept_do_not_grow_with_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(furniture, "LINES_KEPT", 200)
    repetition, most = Repetition(), 0
    for page in pages(100):
        repetition.add(page)
        most = max(most, len(repetition._ids))
    assert most <= 200 + len(page)


def test_no_pages_have_no_furniture() -> None:
    assert furniture_of([]) == []
    assert furniture_of([[], []]) == [frozenset(), frozenset()]


def on_each(*texts: str, pages: int = 4) -> list[list[Piece]]:
    """Pages with the same lines at the top, each a line of its own below, all in the band."""
    return [
        [*(line(text.format(n), 20.0 + 14 * row, True) for row, text in enumerate(texts)),
         line(f"Of its own {'abcdefghij'[n]}", 20.0 + 14 * len(texts), True),
         *(line(f"Body {'klmnopqrst'[n]} {'klmnopqrst'[row]}", 300.0 + 14 * row, False) for row in range(3))]
        for n in range(pages)
    ]  # fmt: skip


def marked(made: list[list[Piece]]) -> list[list[str]]:
    return [[made[n][index].text for index in sorted(found)] for n, found in enumerate(furniture_of(made))]


def test_a_running_head_is_text_where_it_stands_first() -> None:
    assert marked(on_each("Weekly notes of the unit")) == [[], *[["Weekly notes of the unit"]] * 3]


def test_two_pages_that_begin_alike_have_no_running_head() -> None:
    assert marked(on_each("Subject of analysis", "Weekly notes of the unit", pages=2)) == [[], []]


def test_only_the_outermost_lines_are_running_heads() -> None:
    found = marked(on_each("Weekly notes", "of the unit", "Observations made", "Nothing to report"))
    assert found[1:] == [["Weekly notes", "of the unit"]] * 3


def test_banners_stamps_and_markings_are_not_counted_among_the_outermost_lines() -> None:
    found = marked(on_each(BANNER, "SECRET", "00000{}", "Weekly notes", "of the unit"))
    assert all({"Weekly notes", "of the unit"} <= set(page) for page in found[1:])
    assert all(BANNER in page for page in found)


@pytest.mark.parametrize(
    "text",
    ["Date of report: 13 September 2021", "Platform: WeChat", "Account: Youli-Youmian", "Plateforme : WeChat",
     "Ottawa, 13 September 2021", "Ottawa, le 13 septembre 2021", "2021-09-13", "Last updated on September 22, 2011",
     "Dear Ms Dupuis,", "Chère Madame Dupuis,", "Jean Tremblay", "@example_account", "gh_68b976f584b5",
     "example@example.ca", "2021年9月13日"],
)  # fmt: skip
def test_lines_that_speak_for_themselves_are_text_wherever_they_repeat(text: str) -> None:
    assert marked(on_each(text, pages=6)) == [[]] * 6


def test_figures_tell_lines_apart() -> None:
    assert marked(on_each("name0{}", "claim {} was refused")) == [[]] * 4


def test_page_numbers_grow_with_the_pages_and_other_figures_do_not() -> None:
    made = on_each("- {} -")
    assert marked(made) == [[f"- {n} -"] for n in range(4)]
    for page, posts in zip(made, (10, 17, 24, 31), strict=True):
        page[0] = line(str(posts), 20.0, True)
    assert marked(made) == [[]] * 4


def test_a_running_head_with_the_page_number_in_it() -> None:
    assert marked(on_each("Weekly notes | Page {} of 9"))[1:] == [[f"Weekly notes | Page {n} of 9"] for n in (1, 2, 3)]
