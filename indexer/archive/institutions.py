"""Institutions by id, from config/organisations.csv: a manifest may give an id, a name or an abbreviation."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from indexer.errors import ConfigError
from indexer.settings import config_dir

_NAME_COLUMNS = ("label", "names_en", "names_fr", "names_zh", "abbr")


def institution_id(stated: str) -> str:
    """The id for an id, name, abbreviation or alias (case does not matter); the text as given when unknown."""
    return _ids().get(_folded(stated), stated.strip())


@lru_cache(maxsize=1)
def institution_names() -> dict[str, str]:
    """How each institution in config/ is called, by id, in the file's order."""
    return {row["id"]: row.get("label") or row["id"] for row in _rows(config_dir() / "organisations.csv")}


@lru_cache(maxsize=1)
def institution_labels() -> tuple[tuple[str, str], ...]:
    """`(id, name)` of the institutions under the Access to Information Act that config/ knows, by name."""
    rows = _rows(config_dir() / "organisations.csv")
    under_the_act = ((row["id"], row["label"]) for row in rows if row.get("owner_org"))
    return tuple(sorted(under_the_act, key=lambda one: _folded(one[1])))


@lru_cache(maxsize=1)
def _ids() -> dict[str, str]:
    """Where two institutions share an abbreviation the first one in the file has it."""
    ids: dict[str, str] = {}
    rows = _rows(config_dir() / "organisations.csv")
    for row in rows:
        ids.setdefault(_folded(row["id"]), row["id"])
    for row in rows:
        for column in _NAME_COLUMNS:
            for name in (row.get(column) or "").split("|"):
                if name.strip():
                    ids.setdefault(_folded(name), row["id"])
    return ids


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"Cannot read the data file {path}: {error}") from error
