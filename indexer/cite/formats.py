"""The formats of `ati export` and of the site's downloads (interfaces.md), in one table for each kind of item.

A format turns a stream of items into pieces of a file, so that a command writes them out and the site sends them as
they come. A new format is a line in a table: nothing else knows their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from indexer.cite.rows import Row
from indexer.cite.sheets import xlsx_pieces
from indexer.cite.tables import csv_pieces, jsonl_pieces
from indexer.errors import ConfigError
from indexer.model.event import TimelinePoint

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may choose. `style`: of citations, a name; "" is the usual one. `title`: over a list."""

    style: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Format(Generic[Item]):
    """`pieces` gives the bytes of the file as items come; `binary` files are not for a terminal; `styled` ones
    depend on `Options.style`."""

    label: str
    media_type: str
    extension: str
    pieces: Callable[[Iterable[Item], Options], Iterator[bytes]]
    binary: bool = False
    styled: bool = False


TEXT = "text/plain; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OF_PAGES: dict[str, Format[Row]] = {
    "csv": Format("CSV", "text/csv; charset=utf-8", "csv", csv_pieces),
    "xlsx": Format("Excel", XLSX, "xlsx", xlsx_pieces, binary=True),
    "jsonl": Format("JSON Lines", "application/x-ndjson", "jsonl", jsonl_pieces),
}
"""One item is a matching page."""

OF_EVENTS: dict[str, Format[TimelinePoint]] = {}
"""One item is a dated event of a timeline."""

FORMATS = (
    "csv", "xlsx", "jsonl", "ris", "bibtex", "csl-json", "text", "docx", "timeline-csv", "timelinejs", "ics",
)  # fmt: skip


def format_of(table: Mapping[str, Format[Item]], name: str) -> Format[Item]:
    """The format of that name.

    Raises:
        ConfigError: the table has none; the message says which it has.
    """
    if name not in table:
        raise ConfigError(f"There is no export as {name}; there are: {', '.join(table)}.")
    return table[name]
