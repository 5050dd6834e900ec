"""What the sections of an access law mean, by regime (config/sections/<regime>.csv).

A code says nothing without its law: 19(1) is personal information under one act and something else under the next.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import shorten

LABEL_CHARS = 70
_NO_MEANING = frozenset(("none", "repealed"))
_KINDS = frozenset(("exemption", "exclusion"))


@dataclass(frozen=True, slots=True)
class Section:
    """`title`: the act's own words; `short`: plain words where the titles are long or shared, else "".

    `kind`: "exemption" or "exclusion", else "" (a procedural section, a statistical code).
    """

    code: str
    title: str
    short: str
    kind: str
    title_fr: str = ""
    short_fr: str = ""

    @property
    def meaning(self) -> str:
        """In few words."""
        return self.short or self.title

    @property
    def meaning_fr(self) -> str:
        """The same in French; "" where the law has none."""
        return self.short_fr or self.title_fr


@dataclass(frozen=True, slots=True)
class Sections:
    """Regime → code without spaces → section."""

    known: dict[str, dict[str, Section]] = field(default_factory=dict)

    def find(self, regime: str | None, code: str) -> Section | None:
        """None for an unknown regime, and for a code that its law does not have."""
        return self.known.get(regime or "", {}).get(_bare(code))


def label_of(code: str, meaning: str) -> str:
    """A section as a facet names it: "15(1) international affairs and defence", cut where it is long."""
    return f"{code} {shorten(meaning, LABEL_CHARS, placeholder=' …')}"


def load_sections(folder: Path) -> Sections:
    """The tables below `folder` (config/); none of them is no error."""
    return Sections({path.stem: _read(path) for path in sorted(folder.glob("sections/*.csv"))})


def _read(path: Path) -> dict[str, Section]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] not in _NO_MEANING]
    return {_bare(row["section"]): _section(row) for row in rows}


def _section(row: dict[str, str]) -> Section:
    kind = row["kind"].split()[-1] if row["kind"] else ""
    return Section(
        row["section"],
        row["title_en"],
        row.get("short_en") or "",
        kind if kind in _KINDS else "",
        row.get("title_fr") or "",
        row.get("short_fr") or "",
    )


def _bare(code: str) -> str:
    return "".join(code.split())
