"""Formatted text as runs: for HTML from escaped text and a few tags, for Word, and plain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

Look = Literal["italic", "bold", "small_caps", "superscript", "subscript", "underline"]

_TAGS: dict[Look, str] = {
    "italic": "i", "bold": "b", "small_caps": "small", "superscript": "sup", "subscript": "sub", "underline": "u",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that looks the same all along."""

    text: str
    looks: frozenset[Look] = frozenset()


Runs = tuple[Run, ...]


def as_text(runs: Iterable[Run]) -> str:
    """Without its looks."""
    return "".join(run.text for run in runs)


def as_html(runs: Iterable[Run]) -> str:
    """Escaped text in the tags i, b, small, sup, sub and u; no attribute, and nothing that the text brings along."""
    return "".join(_tagged(run) for run in runs)


def _tagged(run: Run) -> str:
    tags = [_TAGS[look] for look in _TAGS if look in run.looks]
    opened = "".join(f"<{tag}>" for tag in tags)
    closed = "".join(f"</{tag}>" for tag in reversed(tags))
    return opened + escape(run.text) + closed
