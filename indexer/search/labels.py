"""What config/ calls things in French: for a site in two languages."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from indexer.search.sections import Sections, label_of, load_sections

_FILES = {
    "platform": "platforms.csv",
    "political_party": "political_parties.csv",
    "organisation": "organisations.csv",
    "institution": "organisations.csv",
    "state": "states.csv",
}


@dataclass(frozen=True, slots=True)
class FrenchLabels:
    """`values`: (facet, value) → the label in English and in French, where they differ. `sections`: the label of a
    section in facets, English → French."""

    values: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)


def french_labels(folder: Path) -> FrenchLabels:
    """From the columns `label_fr` (else the first of `names_fr`) and the titles of the sections."""
    values = {
        (facet, row["id"]): (row["label"], french)
        for facet, name in _FILES.items()
        for row in _rows(folder / name)
        if (french := row.get("label_fr") or (row.get("names_fr") or "").partition("|")[0]) and french != row["label"]
    }
    return FrenchLabels(values, _sections(load_sections(folder)))


def _sections(known: Sections) -> dict[str, str]:
    return {
        label_of(section.code, section.meaning): label_of(section.code, section.meaning_fr)
        for law in known.known.values()
        for section in law.values()
        if section.meaning_fr
    }


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
