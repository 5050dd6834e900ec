from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sandbox.frames import LENGTHS, BrokenFrame, Frame, encoded, read_frame

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), values, max_size=4), st.binary())
def test_a_frame_comes_back_as_it_was(header: dict[str, object], blob: bytes) -> None:
    assert read_frame(io.BytesIO(encoded(header, blob)).read, 10**6) == Frame(header, blob)


@given(st.binary(max_size=64))
def test_rubbish_is_refused_and_never_runs_away(rubbish: bytes) -> None:
    source = io.BytesIO(LENGTHS.pack(len(rubbish), 0) + rubbish)
    try:
        frame = read_frame(source.read, 1000)
    except BrokenFrame:
        return
    assert isinstance(frame.header, dict)


def test_a_length_over_the_limit_is_refused_before_reading() -> None:
    with pytest.raises(BrokenFrame):
        read_frame(io.BytesIO(LENGTHS.pack(2, 2**31)).read, 1000)
