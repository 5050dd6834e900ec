"""Two atoms that are one range or pair: "from January 27 to March 16, 2025"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.values import Partial

_GAP = re.compile(
    r" ?,? ?(?P<join>to|and|until|till|through|thru|up to|au|a|et|jusqu'au|jusqu'a|jusqu'en|-|/|至|到|~)"
    r"(?: (?:on |the |le |la |in |en |around |about |at least )?| ?)"
)
_FROM = re.compile(
    r"(?:\b(?:between|from|entre|du|de|des|depuis|period of|starting(?: on)?)(?: le| the)? |\bd'|从|自|在)$"
)
_BETWEEN = re.compile(r"\b(?:between|entre) (?:le |the )?$")
_GAP_LENGTH = 20
_FROM_LENGTH = 22


def longest(atoms: Sequence[Atom]) -> list[Atom]:
    """Atoms without overlaps: the longest wins, then the surer."""
    ordered = sorted(atoms, key=lambda atom: (atom.start - atom.end, atom.weak, -atom.confidence))
    chosen: list[Atom] = []
    taken: set[int] = set()
    for atom in ordered:
        if taken.isdisjoint(range(atom.start, atom.end)):
            taken.update(range(atom.start, atom.end))
            chosen.append(atom)
    return sorted(chosen, key=lambda atom: atom.start)


def combined(folded: str, atoms: Sequence[Atom], *, french: bool = False) -> list[Atom]:
    """The atoms, neighbours that form a range or a pair made one. In French "a" (à, its accent lost) joins too."""
    result: list[Atom] = []
    index = 0
    while index < len(atoms):
        atom = atoms[index]
        following = atoms[index + 1] if index + 1 < len(atoms) else None
        pair = _pair(folded, atom, following, french=french) if following else None
        if pair is not None:
            result.append(pair)
            index += 2
            continue
        kept = _elided(folded, atom)
        if kept is not None:
            result.append(kept)
        index += 1
    return result


def _elided(folded: str, atom: Atom) -> Atom | None:
    """ "between May 4 and 13, 2023" is a range, "May 4 and 13, 2023" a pair; "from" joins its range."""
    if atom.last is None:
        return atom
    lead = _FROM.search(folded, max(0, atom.start - _FROM_LENGTH), atom.start)
    if lead is None:
        return atom
    between = _BETWEEN.search(folded, max(0, atom.start - _FROM_LENGTH), atom.start)
    joint = "range" if between else atom.joint
    return replace(atom, start=lead.start(), joint=joint)


def _pair(folded: str, first: Atom, second: Atom, *, french: bool) -> Atom | None:
    gap = folded[first.end : second.start]
    if len(gap) > _GAP_LENGTH or first.partial is None or second.partial is None or first.last or second.last:
        return None
    match = _GAP.fullmatch(gap)
    if match is None or not _alike(first, second) or first.unknown_day or second.unknown_day:
        return None
    lead = _FROM.search(folded, max(0, first.start - _FROM_LENGTH), first.start)
    between = lead is not None and _BETWEEN.search(folded, max(0, first.start - _FROM_LENGTH), first.start)
    if match["join"] in {"and", "et"}:
        if not between and not _full_pair(first, second):
            return None
        joint = "range" if between else "set"
    else:
        # "a" is an English article too; a stroke joins only what is written in full
        loose = match["join"] == "a" and lead is None and not (french and first.precision == "day")
        if loose or (match["join"] == "/" and not (first.partial.year and second.partial.year)):
            return None
        joint = "range"
    low, high = _same_year(first.partial, second.partial)
    if low.year is not None and high.year is not None and _key(low) > _key(high):
        return None
    start = lead.start() if lead is not None and joint == "range" else first.start
    return Atom(
        start, second.end, low, high, joint="set" if joint == "set" else "range",
        confidence=min(first.confidence, second.confidence), weak=first.weak and second.weak and lead is None,
        ends=((first.start, first.end), (second.start, second.end)),
    )  # fmt: skip


def _alike(first: Atom, second: Atom) -> bool:
    """Of one precision, or a month and a day: "from June to July 14, 2021"."""
    return first.precision == second.precision or {first.precision, second.precision} == {"month", "day"}


def _full_pair(first: Atom, second: Atom) -> bool:
    """Both to the day with a year: "On March 8, 2022 and November 28, 2022"."""
    return bool(first.partial and second.partial and first.partial.year and second.partial.year and first.partial.day)


def _same_year(first: Partial, second: Partial) -> tuple[Partial, Partial]:
    """The year written once holds for both, unless the range crosses a new year."""
    if first.year is None and second.year is not None:
        crosses = (first.month or 0, first.day or 0) > (second.month or 0, second.day or 0)
        return first.with_year(second.year - crosses), second
    if second.year is None and first.year is not None:
        crosses = (first.month or 0, first.day or 0) > (second.month or 0, second.day or 0)
        return first, second.with_year(first.year + crosses)
    return first, second


def _key(partial: Partial) -> tuple[int, int, int]:
    return partial.year or 0, partial.month or 0, partial.day or 0
