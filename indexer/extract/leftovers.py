"""Drawings that a file still holds and no page leads to: what a page showed before its words were removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

TEXT_DRAWN = re.compile(rb"\bBT\b")
TEXT_SHOWN = re.compile(rb"[\])>]\s*T[jJ]\b")


def reachable(roots: Iterable[Any]) -> set[int]:
    """Numbers of the objects that these lead to. References are told from other values by their parts, so that this
    knows no library."""
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        value = waiting.pop()
        number = getattr(value, "objid", None)
        if number is not None and hasattr(value, "resolve"):
            if number in seen:
                continue
            seen.add(number)
            value = value.resolve()
        waiting += _parts(value)
    return seen


def draws_text(stream: Any) -> bool:
    """A stream that shows words when it is drawn."""
    if not hasattr(stream, "get_data"):
        return False
    data = stream.get_data()
    return bool(TEXT_DRAWN.search(data) and TEXT_SHOWN.search(data))


def _parts(value: Any) -> Iterator[Any]:
    attributes = getattr(value, "attrs", value)
    if isinstance(attributes, dict):
        yield from attributes.values()
    elif isinstance(attributes, list):
        yield from attributes
