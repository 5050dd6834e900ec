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
    return repetition.furniture()


def test_a_banner_and_running_heads_are_furniture_and_the_body_is_not() -> None:
    found = furniture_of(pages(100))
    assert all(0 in page for page in found)
    assert [1 in page for page in found] == [number % 5 != 4 for number in range(100)]
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
