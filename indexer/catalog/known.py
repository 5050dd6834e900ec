"""Which entities stand in config/: people there are public figures by the newsroom's own list (design.md, rule 11)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

FILES = {
    "accounts.csv": "account",
    "platforms.csv": "platform",
    "political_parties.csv": "political_party",
    "world_parties.csv": "political_party",
    "persons.csv": "person",
    "organisations.csv": "organisation",
    "states.csv": "state",
}

Known = frozenset[tuple[str, str]]
"""Kind and value (the id in the file) of each."""


def load_known(folder: Path) -> Known:
    """From `settings.config_dir()`. A file that is missing has none."""
    return frozenset((kind, value) for name, kind in FILES.items() for value in _ids(folder / name))


def _ids(path: Path) -> Iterator[str]:
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as lines:
            yield from (row["id"] for row in csv.DictReader(lines) if row.get("id"))
