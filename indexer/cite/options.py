"""What a user may choose of an export."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`style`: of citations, by its name; "" is the usual one. `title` stands over a list."""

    style: str = ""
    title: str = ""
