"""Runs of labels and sheets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cite.pinpoints import is_plural, locator, sheets
from indexer.model.citation import Place


def labelled(*labels: str | None) -> tuple[Place, ...]:
    return tuple(Place(sheet, label) for sheet, label in enumerate(labels, 1))


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("000123", "000124", "000125"), "000123–000125"),
        (("000123", "000124", "000140"), "000123–000124, 000140"),
        (("000009", "000010"), "000009–000010"),
        (("9", "10"), "9–10"),
        (("09", "010"), "09, 010"),
        (("A0012_1-000123", "A0012_1-000124"), "A0012_1-000123–A0012_1-000124"),
        (("A-1", "B-2"), "A-1, B-2"),
        (("iv", "v"), "iv, v"),
        (("000123", "000123"), "000123"),
        ((None, None, None), "1–3"),
        (("000123", None, None, "000124"), "000123, sheet 2–3, 000124"),
        ((), ""),
    ],
)
def test_labels_where_there_are_some_else_sheets(labels: tuple[str | None, ...], expected: str) -> None:
    assert locator(labelled(*labels)) == expected


def test_pages_are_put_in_order_and_said_once() -> None:
    chosen = [Place(9), Place(3), Place(4), Place(3)]
    assert locator(chosen) == sheets(chosen) == "3–4, 9"
    assert [is_plural(one) for one in ("3", "3–4", "3, 9")] == [False, True, True]


@given(st.sets(st.integers(1, 60)))
def test_a_range_names_exactly_its_pages(numbers: set[int]) -> None:
    spelled = set()
    for part in locator([Place(one, f"{one:04}") for one in numbers]).split(", "):
        first, _, last = part.partition("–")
        spelled |= set(range(int(first or 0), int(last or first or 0) + 1)) - {0}
    assert spelled == numbers
