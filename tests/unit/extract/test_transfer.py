from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.transfer import from_frame, to_frame
from indexer.model.geometry import BBox, Span, Word
from indexer.model.packing import pack_words, unpack_words
from indexer.model.page import Page, Redaction, Table

points = st.integers(-(10**7), 10**7).map(lambda value: value / 100)
boxes = st.builds(BBox, points, points, points, points)
words = st.builds(Word, st.integers(0, 10**6), st.integers(0, 10**6), boxes)


@given(st.lists(words, max_size=30))
def test_packed_words_come_back_as_they_were(some: list[Word]) -> None:
    assert unpack_words(pack_words(some)) == tuple(some)


def test_boxes_from_nowhere_are_packed_too() -> None:
    wild = Word(0, 1, BBox(float("nan"), float("-inf"), 1e300, 2.0))
    (back,) = unpack_words(pack_words([wild]))
    assert (back.start, back.end, back.bbox.bottom) == (0, 1, 2.0)


@given(st.binary(max_size=40))
def test_damaged_bytes_are_refused(data: bytes) -> None:
    try:
        unpack_words(data)
    except ValueError:
        return
    assert data == b""


def test_a_page_goes_through_json_and_comes_back() -> None:
    page = Page(
        3, 612.0, 792.0, text="a 中", words=(Word(0, 1, BBox(1, 2, 3, 4)), Word(2, 3, BBox(5.01, 6.02, 7.03, 8.04))),
        label="000003", redactions=(Redaction(BBox(1, 2, 3, 4), "filled", ("19(1)",), "atia_ca"),), sections=("19(1)",),
        markings=("SECRET",), furniture=(Span(0, 1),), source="text_layer", hidden_text=True,
        tables=(Table(BBox(0, 0, 9, 9), (("a", ""),), ((BBox(0, 0, 4, 9), None),)),),
    )  # fmt: skip
    header, blob = to_frame(page)
    assert from_frame(json.loads(json.dumps(header)), blob) == page


def test_a_frame_of_another_shape_is_refused() -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_frame({"number": 1}, b"")
