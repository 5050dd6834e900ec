"""The formats of `ati export` and of the site's downloads (interfaces.md), in one table for each kind of item.

A format turns a stream of items into pieces of a file, so that a command writes them out and the site sends them as
they come. A new format is a line in a table: nothing else knows their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from indexer.cite.bibtex import bibtex_pieces
from indexer.cite.csl import csl_json_pieces
from indexer.cite.lists import docx_pieces, text_pieces
from indexer.cite.options import Options
from indexer.cite.ris import ris_pieces
from indexer.cite.rows import Entry, Row, row_of
from indexer.cite.sheets import xlsx_pieces
from indexer.cite.tables import csv_pieces, jsonl_pieces
from indexer.cite.timeline.drawing import png_pieces, svg_pieces
from indexer.cite.timeline.entries import Entry as TimelineEntry
from indexer.cite.timeline.files import csv_pieces as csv_of_timeline
from indexer.cite.timeline.files import ics_pieces, sheet_pieces, timelinejs_pieces
from indexer.errors import ConfigError
from indexer.model.citation import Citation

Item = TypeVar("Item")
Pieces = Callable[[Iterable[Item], Options], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format(Generic[Item]):
    """`pieces` gives the bytes of the file as items come; `binary` files are not for a terminal; `styled` ones
    depend on `Options.style`."""

    label: str
    media_type: str
    extension: str
    pieces: Pieces[Item]
    binary: bool = False
    styled: bool = False


def _unstyled(pieces: Callable[[Iterable[Item]], Iterator[bytes]]) -> Pieces[Item]:
    return lambda items, _: pieces(items)


def _rowed(pieces: Callable[[Iterable[Row]], Iterator[bytes]]) -> Pieces[Entry]:
    return lambda entries, _: pieces(row_of(entry) for entry in entries)


def _of_pages(form: Format[Citation]) -> Format[Entry]:
    def pieces(entries: Iterable[Entry], options: Options) -> Iterator[bytes]:
        return form.pieces((entry.citation for entry in entries), options)

    return Format(form.label, form.media_type, form.extension, pieces, form.binary, form.styled)


TEXT = "text/plain; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

OF_CITATIONS: dict[str, Format[Citation]] = {
    "ris": Format("RIS", "application/x-research-info-systems", "ris", _unstyled(ris_pieces)),
    "bibtex": Format("BibTeX", "application/x-bibtex; charset=utf-8", "bib", _unstyled(bibtex_pieces)),
    "csl-json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", _unstyled(csl_json_pieces)),
    "text": Format("Plain text", TEXT, "txt", text_pieces, styled=True),
    "docx": Format("Word", DOCX, "docx", docx_pieces, binary=True, styled=True),
}
"""One item is a citation: of a page, a passage, a document, or several pages of one."""

OF_PAGES: dict[str, Format[Entry]] = {
    "csv": Format("CSV", "text/csv; charset=utf-8", "csv", _rowed(csv_pieces)),
    "xlsx": Format("Excel", XLSX, "xlsx", _rowed(xlsx_pieces), binary=True),
    "jsonl": Format("JSON Lines", "application/x-ndjson", "jsonl", _rowed(jsonl_pieces)),
    **{name: _of_pages(form) for name, form in OF_CITATIONS.items()},
}
"""One item is a matching page."""

OF_EVENTS: dict[str, Format[TimelineEntry]] = {
    "timeline-csv": Format("CSV", "text/csv; charset=utf-8", "csv", csv_of_timeline),
    "timelinejs": Format("TimelineJS JSON", "application/json", "json", timelinejs_pieces),
    "timelinejs-csv": Format("TimelineJS CSV", "text/csv; charset=utf-8", "csv", sheet_pieces),
    "ics": Format("ICS", "text/calendar; charset=utf-8", "ics", ics_pieces),
    "svg": Format("SVG", "image/svg+xml", "svg", svg_pieces),
    "png": Format("PNG", "image/png", "png", png_pieces, binary=True),
}
"""One item is an entry of a timeline."""

FORMATS = (
    "csv", "xlsx", "jsonl", "ris", "bibtex", "csl-json", "text", "docx", "timeline-csv", "timelinejs", "timelinejs-csv",
    "ics", "svg", "png",
)  # fmt: skip


def format_of(table: Mapping[str, Format[Item]], name: str) -> Format[Item]:
    """The format of that name.

    Raises:
        ConfigError: the table has none; the message says which it has.
    """
    if name not in table:
        raise ConfigError(f"There is no export as {name}; there are: {', '.join(table)}.")
    return table[name]
