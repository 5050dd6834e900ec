"""The formats of `ati export` (interfaces.md), and which of them are here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import IO

from indexer.cite.rows import Row
from indexer.cite.tables import write_csv, write_jsonl
from indexer.errors import ConfigError

FORMATS = (
    "csv", "xlsx", "jsonl", "ris", "bibtex", "csl-json", "text", "docx", "timeline-csv", "timelinejs", "ics",
)  # fmt: skip

Write = Callable[[Iterable[Row], IO[str]], int]

_WRITERS: dict[str, Write] = {"csv": write_csv, "jsonl": write_jsonl}


def writer_of(name: str) -> Write:
    """Writes rows to an open text file and gives their number.

    Raises:
        ConfigError: the format is not here yet; the message says which are.
    """
    if name not in _WRITERS:
        here = " and ".join(sorted(_WRITERS))
        raise ConfigError(f"Export as {name} comes with a later version of ATI Archive; {here} are here now.")
    return _WRITERS[name]
