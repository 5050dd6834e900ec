"""`ati coverage`, `ati reindex` and `ati verify`: what an archive holds, and whether it is sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from indexer.bootstrap.caring import rebuild_index, verify_archive
from indexer.bootstrap.reading import open_reading
from indexer.commands.options import archive_option, existing_archive, json_option, print_json
from indexer.model.coverage import Coverage, Unseen
from indexer.model.plain import plain
from indexer.model.reasons import in_words

LISTED_IN_JSON = 1_000_000
LISTED_IN_WORDS = 50


@click.command()
@archive_option
@json_option
@click.option("--limit", type=click.IntRange(min=0), help="How many unseen files and pages to list.")
def coverage(archive: Path, as_json: bool, limit: int | None) -> None:
    """What can be searched and what not, with reasons.

    Example: ati coverage --archive ./archive --json
    """
    reading = open_reading(existing_archive(archive))
    default = LISTED_IN_JSON if as_json else LISTED_IN_WORDS
    found = reading.catalog.coverage(unseen_limit=default if limit is None else limit)
    aside = reading.catalog.set_aside(LISTED_IN_JSON if as_json else LISTED_IN_WORDS)
    outside = reading.catalog.outside(LISTED_IN_JSON if as_json else LISTED_IN_WORDS)
    reading.close()
    if as_json:
        kept = [{"document": one.document, "name": one.name, "page": one.page} for one in aside]
        beyond = [{"document": one.document, "name": one.name, "reason": one.reason} for one in outside]
        print_json({**asdict(found), "reasons": dict(found.reasons), "set_aside": kept, "outside": beyond})
        return
    for line in (*_lines(found), *_aside(aside), *_outside(outside)):
        click.echo(line)


@click.command()
@archive_option
def reindex(archive: Path) -> None:
    """Build the search index again from the catalog; the old one serves until the new one is whole.

    Example: ati reindex --archive ./archive
    """
    pages = rebuild_index(existing_archive(archive))
    click.echo(f"Indexed {pages:,} pages.", err=True)


@click.command()
@archive_option
@json_option
@click.option("--quick", is_flag=True, help="Leave out the hashes of the originals.")
@click.pass_context
def verify(context: click.Context, archive: Path, as_json: bool, quick: bool) -> None:
    """Check originals against their hashes, and ledger and index against the catalog. Status 1: something is wrong.

    Example: ati verify --archive ./archive
    """
    result = verify_archive(existing_archive(archive), hashes=not quick)
    if as_json:
        print_json(asdict(result))
    else:
        for problem in result.problems:
            click.echo(problem)
        click.echo(
            f"{result.originals:,} originals, {result.documents:,} documents, {result.pages_indexed:,} pages indexed: "
            + (f"{len(result.problems):,} problems." if result.problems else "all is sound."),
            err=True,
        )
    context.exit(1 if result.problems else 0)


def _aside(pages: Sequence[Unseen]) -> list[str]:
    """For the operator: page by page, and no word of what lies under the redactions."""
    if not pages:
        return []
    told = "Words lie under redactions on these pages. They are shown nowhere, and the originals are withheld."
    return [told, *(f"  {plain(one.name)}, page {one.page}" for one in pages)]


def _outside(files: Sequence[Unseen]) -> list[str]:
    if not files:
        return []
    told = "These files have redactions, and hold words beyond what their pages show. The originals are withheld."
    return [told, *(f"  {plain(one.name)}: {in_words(one.reason)}" for one in files)]


def _lines(found: Coverage) -> list[str]:
    lines = [
        f"{found.files:,} files: {found.files_read:,} read, {found.files_partly_read:,} read in part, "
        f"{found.files_unreadable:,} not readable, {found.files_waiting:,} waiting.",
        f"{found.pages_total:,} pages: {found.pages_searchable:,} can be searched, {found.pages_listed:,} are listed "
        f"with a reason, {found.pages_waiting:,} wait.",
        f"{found.pages_withheld:,} pages are withheld by notices and are in no file.",
    ]
    if found.pages_taken_down or found.files_taken_down:
        lines.append(
            f"{found.pages_taken_down:,} pages are taken down; {found.files_taken_down:,} whole files (ati hide list)."
        )
    lines += [f"  {count:>9,}  {in_words(reason)}" for reason, count in found.reasons]
    lines += [
        f"  {plain(one.name)}{f', page {one.page}' if one.page else ''}: {in_words(one.reason)}" for one in found.unseen
    ]
    return lines
