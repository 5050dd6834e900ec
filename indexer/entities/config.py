"""The data files that recognisers read: CSV with a header, lists inside a cell separated by `|`."""

from __future__ import annotations

import csv
from pathlib import Path

from indexer.errors import ConfigError

Row = dict[str, str]


def read_rows(path: Path, columns: tuple[str, ...]) -> tuple[Row, ...]:
    """Rows of a data file, each with at least `columns` (empty cells are "").

    Raises:
        ConfigError: the file cannot be read or lacks a column; the message names both.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = tuple({key: value or "" for key, value in row.items() if key} for row in reader)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"Cannot read the data file {path}: {error}") from error
    if missing:
        raise ConfigError(f"The data file {path} has no column {missing[0]!r}; add it to the first line")
    return rows


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell; empty for an empty cell."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())
