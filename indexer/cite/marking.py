"""The formatter that citeproc-py is given: looks as private characters, since its own HTML does not escape titles."""

from __future__ import annotations

from indexer.cite.runs import Look, Run, Runs

_FIRST = 0xE000
_ANGLE = "\ue0ff"
"""Stands for "<": citeproc-py reads `<span class="nocase">` in a title, citeproc-js more."""


def preformat(text: object) -> str:
    """Nothing is escaped here: texts are free of private characters, and HTML is made at the end."""
    return str(text)


def guarded(text: str) -> str:
    """A text that no processor takes for markup."""
    return text.replace("<", _ANGLE)


class _Mark(str):
    look: Look
    number: int

    def __new__(cls, text: str) -> _Mark:
        return super().__new__(cls, f"{chr(_FIRST + cls.number)}{text}{chr(_FIRST + cls.number + 1)}")


class Italic(_Mark):
    look, number = "italic", 0


class Oblique(Italic):
    pass


class Bold(_Mark):
    look, number = "bold", 2


class Light(str):
    """Printed as the rest."""


class Underline(_Mark):
    look, number = "underline", 4


class Superscript(_Mark):
    look, number = "superscript", 6


class Subscript(_Mark):
    look, number = "subscript", 8


class SmallCaps(_Mark):
    look, number = "small_caps", 10


_MARKS: dict[str, tuple[Look, int]] = {
    chr(_FIRST + mark.number + end): (mark.look, -1 if end else 1)
    for mark in (Italic, Bold, Underline, Superscript, Subscript, SmallCaps)
    for end in (0, 1)
}


def runs_of(marked: str) -> Runs:
    """Text with marks as runs; neighbours that look the same are one."""
    depth: dict[Look, int] = {}
    runs: list[Run] = []
    text = ""
    for character in marked:
        if character not in _MARKS:
            text += "<" if character == _ANGLE else character
            continue
        _close(runs, text, depth)
        text = ""
        look, step = _MARKS[character]
        depth[look] = depth.get(look, 0) + step
    _close(runs, text, depth)
    return tuple(runs)


def _close(runs: list[Run], text: str, depth: dict[Look, int]) -> None:
    if not text:
        return
    looks = frozenset(look for look, count in depth.items() if count > 0)
    if runs and runs[-1].looks == looks:
        text = runs.pop().text + text
    runs.append(Run(text, looks))
