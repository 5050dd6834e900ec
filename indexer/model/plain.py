"""Names and texts of others, made safe to print on a line."""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
"""Controls of a terminal, line breaks, marks that turn the writing around ("gpj.exe"), halves of characters."""


def plain(text: str) -> str:
    """The text on one line: each run of controls becomes a space, so that nothing is joined that stood apart."""
    return _CONTROLS.sub(" ", text)
