"""Where in a document a citation points: release page labels and sheets, runs of them collapsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.model.citation import Place

DASH = "–"

_NUMBERED = re.compile(r"(.*?)(\d+)", re.DOTALL | re.ASCII)


def locator(places: Sequence[Place], sheet_word: str = "sheet") -> str:
    """What a citation gives as its page: "000123–000130, 000140"; "" for a document as a whole.

    The label of the release where a page has one, else the sheet. Where only some pages have one, the others are
    called `sheet_word`, since "7" among stamps would be read as a stamp.
    """
    ordered = _ordered(places)
    if not any(place.label for place in ordered):
        return sheets(ordered)
    runs: list[str] = []
    batch: list[str] = []
    bare: list[int] = []
    for place in ordered:
        if place.label:
            if bare:
                runs.append(f"{sheet_word} {_numbers(bare)}")
                bare = []
            batch.append(place.label)
        else:
            runs += _collapsed(batch)
            batch = []
            bare.append(place.sheet)
    runs += _collapsed(batch)
    if bare:
        runs.append(f"{sheet_word} {_numbers(bare)}")
    return ", ".join(runs)


def sheets(places: Sequence[Place]) -> str:
    """The sheets of the file: "3–5, 9"; "" for a document as a whole."""
    return _numbers([place.sheet for place in _ordered(places)])


def is_plural(text: str) -> bool:
    """True for a locator of more than one page."""
    return DASH in text or ", " in text


def _ordered(places: Iterable[Place]) -> list[Place]:
    """By sheet, each once."""
    by_sheet: dict[int, Place] = {}
    for place in sorted(places, key=lambda one: one.sheet):
        by_sheet.setdefault(place.sheet, place)
    return list(by_sheet.values())


def _numbers(values: Sequence[int]) -> str:
    return ", ".join(_collapsed([str(value) for value in values]))


def _collapsed(labels: Sequence[str]) -> list[str]:
    """Runs of labels that count up by one, as "first–last"; each label once."""
    runs: list[list[str]] = []
    for label in dict.fromkeys(labels):
        if runs and _follows(runs[-1][-1], label):
            runs[-1].append(label)
        else:
            runs.append([label])
    return [run[0] if len(run) == 1 else f"{run[0]}{DASH}{run[-1]}" for run in runs]


def _follows(left: str, right: str) -> bool:
    """The same text before the number, and the next number; "000009" to "000010", not "9" to "0010"."""
    before, after = _NUMBERED.fullmatch(left), _NUMBERED.fullmatch(right)
    if before is None or after is None or before[1] != after[1]:
        return False
    if int(after[2]) != int(before[2]) + 1:
        return False
    return len(before[2]) == len(after[2]) or not (before[2].startswith("0") or after[2].startswith("0"))
