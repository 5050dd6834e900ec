"""Names that would turn a line around, or a terminal's colours on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.plain import plain


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("invoice\u202egpj.exe", "invoice gpj.exe"),
        ("a\x1b[31mb\r\nc", "a [31mb c"),
        ("\u2067report\u2069.pdf", " report .pdf"),
        ("有理儿有面 – étude.pdf", "有理儿有面 – étude.pdf"),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert plain(name) == shown


@given(st.text())
def test_what_is_shown_is_one_printable_line(text: str) -> None:
    shown = plain(text)
    assert len(shown.splitlines()) <= 1
    assert plain(shown) == shown
