"""Wildcards over tokens: `*` any run, `?` one character."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=512)
def wildcard(pattern: str) -> re.Pattern[str]:
    """A regex to `fullmatch` tokens with.

    Each part between two stars is taken where it first fits and never tried again (an atomic group): right
    for wildcards, and `*a*a*a*a*a*` stays linear.
    """
    first, *others = [_part(part) for part in re.split(r"\*+", pattern)]
    if not others:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{part})" for part in others[:-1])
    return re.compile(f"{first}{middle}.*{others[-1]}", re.DOTALL)


def _part(part: str) -> str:
    return "".join("." if character == "?" else re.escape(character) for character in part)
