"""Rows as CSV and JSON lines, streamed: one row is in memory at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.cite.rows import FIELDS, Cell, Row

BYTE_ORDER_MARK = "\ufeff"
"""Excel reads a CSV as UTF-8 only when it begins so."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_pieces(rows: Iterable[Row]) -> Iterator[bytes]:
    """A CSV of pages for spreadsheets."""
    return (line.encode() for line in csv_lines(FIELDS, rows))


def csv_lines(fields: tuple[str, ...], rows: Iterable[Mapping[str, Cell]]) -> Iterator[str]:
    """A CSV for spreadsheets in pieces: the heading, then a row each; no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fields)
    out.write(BYTE_ORDER_MARK)
    writer.writeheader()
    yield _taken(out)
    for row in rows:
        writer.writerow({name: harmless(value) for name, value in row.items()})
        yield _taken(out)


def plain_csv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows of cells as they stand on a page, without a heading of ours; no cell is a formula."""
    out = io.StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        yield _taken(out)


def jsonl_pieces(rows: Iterable[Row]) -> Iterator[bytes]:
    """One JSON object a line, values as they are."""
    return (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def harmless(value: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: document text is hostile (design.md, rule 9)."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text
