"""`ati inspect`: what extraction sees in a file, without an archive."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from indexer.commands.options import json_option, print_json
from indexer.entities.as_json import mention_json
from indexer.entities.recognising import Annotator
from indexer.errors import ConfigError, InputError
from indexer.extract.authors import Author
from indexer.extract.describing import Description, describe
from indexer.extract.reading import Extractor
from indexer.extract.titles import Title
from indexer.model.geometry import BBox, boxes_of
from indexer.model.mention import Mention
from indexer.model.page import Page
from indexer.recognition import date_of, document_text, mentions_of
from indexer.settings import config_dir, load_settings

FAILED = 1
WRONG_USE = 2
CHUNK_BYTES = 2**20


@click.command(epilog="Example: ati inspect release.pdf --pages 3-7 --json")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--pages", "wanted", metavar="FIRST-LAST", help="Only these sheets, such as 3-7 or 5.")
@click.option("--regime", help="The law of the release, such as atia_ca; otherwise read from its stamps.")
@click.option("--password-env", metavar="NAME", help="The environment variable that holds the file's password.")
@json_option
def inspect(file: Path, wanted: str | None, regime: str | None, password_env: str | None, as_json: bool) -> None:
    """Show what extraction sees in FILE: text, words, redactions, stamps."""
    report = inspected(file, wanted, regime, _password(password_env))
    if as_json:
        print_json(report)
    else:
        click.echo(summary(file.name, report))
    if report["outcome"] == "unreadable":
        raise click.exceptions.Exit(FAILED)


def inspected(
    file: Path,
    wanted: str | None = None,
    regime: str | None = None,
    password: str | None = None,
) -> dict[str, Any]:
    """The report of interfaces.md ("inspect --json"); a file that cannot be opened has outcome "unreadable".

    Raises:
        ConfigError: `wanted` is not a range of sheets.
    """
    bounds = _range(wanted)
    sha256 = _sha256(file)
    with Extractor(load_settings(Path("archive")).extract) as extractor:
        try:
            opened = extractor.open(file, password)
            # All sheets are read, whatever was asked: banners and stamps show only in the whole document.
            read = tuple(extractor.pages(file, 1, opened.pages_total, password))
        except InputError as error:
            return _unreadable(sha256, error)
    description = describe(read, regime)
    first, last = bounds or (1, opened.pages_total)
    if first > opened.pages_total:
        raise ConfigError(f"--pages {wanted}: {file.name} has {opened.pages_total:,} sheets")
    shown = [page for page in description.pages if first <= page.number <= last]
    mentions = _mentions(description, shown)
    return {
        "sha256": sha256,
        "pages_total": opened.pages_total,
        "outcome": _outcome(description.pages),
        "reason": next((page.reason for page in description.pages if page.outcome != "read"), None),
        "title": description.title,
        "title_basis": description.title_basis,
        "title_at": _place(description, description.title_at),
        "author": description.author,
        "author_basis": description.author_basis,
        "author_at": _place(description, description.author_at),
        "language": description.language,
        "request_number": description.request_number,
        "pages": [page_json(page, mentions.get(page.number, ())) for page in shown],
    }


def _mentions(description: Description, shown: Sequence[Page]) -> dict[int, tuple[Mention, ...]]:
    """By page number."""
    annotator = Annotator(config_dir())
    dated = date_of(annotator, description.pages, description.language)
    whole = document_text(description.pages)
    return dict(mentions_of(annotator, shown, dated.edtf if dated else None, description.language, whole))


def page_json(page: Page, mentions: Sequence[Mention]) -> dict[str, Any]:
    """One page as interfaces.md shows it."""
    return {
        "number": page.number,
        "label": page.label,
        "printed_label": page.printed_label,
        "width_pt": page.width_pt,
        "height_pt": page.height_pt,
        "language": page.language,
        "source": page.source,
        "ocr_confidence": page.ocr_confidence,
        "text": page.text,
        "words": [{"start": word.start, "end": word.end, "bbox": word.bbox} for word in page.words],
        "redactions": [
            {"bbox": item.bbox, "sections": item.sections, "regime": item.regime, "kind": item.kind}
            for item in page.redactions
        ],
        "redacted_share": page.redacted_share,
        "sections": page.sections,
        "markings": page.markings,
        "withheld": page.withheld,
        "withheld_pages": page.withheld_pages,
        "hidden_text": page.hidden_text,
        "outcome": page.outcome,
        "reason": page.reason,
        "furniture": [(span.start, span.end) for span in page.furniture],
        "tables": [
            {"bbox": table.bbox, "rows": table.rows, "cells": [[_box(cell) for cell in row] for row in table.cells]}
            for table in page.tables
        ],
        "emails": [
            {
                "start": email.span.start,
                "end": email.span.end,
                "fields": [
                    {"name": item.name, "value": item.value, "start": item.span.start, "end": item.span.end}
                    for item in email.fields
                ],
            }
            for email in page.emails
        ],
        "headings": [
            {"start": heading.span.start, "end": heading.span.end, "level": heading.level} for heading in page.headings
        ],
        "mentions": [mention_json(mention) for mention in mentions],
    }


def summary(name: str, report: dict[str, Any]) -> str:
    """The report for people: one line for the file, one for each page."""
    reason = f" ({report['reason']})" if report["reason"] else ""
    lines = [f"{name}: {report['outcome']}{reason}, {report['pages_total'] or 0} pages"]
    lines += [
        f"  {key.replace('_', ' ')}: {report[key]}"
        for key in ("title", "author", "request_number", "language")
        if report.get(key)
    ]
    lines += [_page_line(page) for page in report["pages"]]
    return "\n".join(lines)


def _page_line(page: dict[str, Any]) -> str:
    facts = [f"{len(page['words'])} words"]
    facts += [f"{key} {page[key]}" for key in ("label", "printed_label", "language", "reason") if page[key]]
    facts += [f"{key} {', '.join(page[key])}" for key in ("sections", "markings") if page[key]]
    facts += [f"{len(page[key])} {key}" for key in ("redactions", "tables") if page[key]]
    facts += [key.replace("_", " ") for key in ("withheld", "hidden_text") if page[key]]
    return f"  page {page['number']}: {page['outcome']}; " + "; ".join(facts).replace("printed_label", "printed")


def _outcome(pages: Sequence[Page]) -> str:
    read = sum(page.outcome == "read" for page in pages)
    if read == len(pages):
        return "read"
    return "partly_read" if read else "unreadable"


def _unreadable(sha256: str, error: InputError) -> dict[str, Any]:
    click.echo(f"ati: {error}", err=True)
    return {
        "sha256": sha256,
        "pages_total": None,
        "outcome": "unreadable",
        "reason": error.reason,
        "title": None,
        "title_basis": None,
        "title_at": None,
        "author": None,
        "author_basis": None,
        "author_at": None,
        "language": None,
        "request_number": None,
        "pages": [],
    }


def _range(wanted: str | None) -> tuple[int, int] | None:
    if wanted is None:
        return None
    first, separator, last = wanted.partition("-")
    if not first.isdecimal() or (separator and not last.isdecimal()):
        raise ConfigError(f"--pages {wanted}: write a sheet or a range, such as 5 or 3-7")
    bounds = int(first), int(last if separator else first)
    if not 1 <= bounds[0] <= bounds[1]:
        raise ConfigError(f"--pages {wanted}: sheets count from 1, and the first comes first, such as 3-7")
    return bounds


def _password(name: str | None) -> str | None:
    if name is None:
        return None
    if name not in os.environ:
        raise ConfigError(f"--password-env {name}: there is no such environment variable")
    return os.environ[name]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "unreadable") from error
    return digest.hexdigest()


def _place(description: Description, found: Title | Author | None) -> dict[str, Any] | None:
    """Where something was read: page, boxes, how sure; None for what stands on no page."""
    page = next((page for page in description.pages if found is not None and page.number == found.page), None)
    if found is None or page is None or found.span is None:
        return None
    boxes = boxes_of(page.words, found.span.start, found.span.end)
    return {"page": page.number, "bboxes": boxes, "confidence": found.confidence}


def _box(box: BBox | None) -> Sequence[float] | None:
    return box
