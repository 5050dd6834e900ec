"""Rows as CSV and JSON lines, streamed: one row is in memory at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import IO

from indexer.cite.rows import FIELDS, Row

BYTE_ORDER_MARK = "\ufeff"
"""Excel reads a CSV as UTF-8 only when it begins so."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_csv(rows: Iterable[Row], out: IO[str]) -> int:
    """Writes rows under a heading for spreadsheets; gives their number. Open `out` with newline=""."""
    out.write(BYTE_ORDER_MARK)
    writer = csv.DictWriter(out, FIELDS)
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow({name: harmless(value) for name, value in row.items()})
        count += 1
    return count


def write_jsonl(rows: Iterable[Row], out: IO[str]) -> int:
    """Writes one JSON object a line; gives their number."""
    count = 0
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def harmless(value: str | int | float | bool) -> str | int | float | bool:
    """A cell that no spreadsheet takes for a formula: document text is hostile (design.md, rule 9)."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value
