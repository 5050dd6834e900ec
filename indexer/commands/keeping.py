"""`ati backup` and `ati restore`: the archive in a folder elsewhere, and back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from indexer.bootstrap.keeping import Kept, back_up
from indexer.bootstrap.keeping import restore as restore_archive
from indexer.commands.options import archive_option, existing_archive, json_option, print_json
from indexer.settings import load_settings

LISTED = 20


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@archive_option
@json_option
@click.option("--keep", type=click.IntRange(min=1), default=7, show_default=True, help="Copies of the catalog to keep.")
@click.pass_context
def backup(context: click.Context, target: Path, archive: Path, as_json: bool, keep: int) -> None:
    """Copy the catalog and all originals into the folder TARGET, while the archive is in use. Run it again and only
    what is new is copied. Status 1: originals are missing or have changed (listed).

    Example: ati backup /mnt/other-disk/ati --archive ./archive
    """
    kept = back_up(existing_archive(archive), target.absolute(), keep=keep, say=_said)
    _tell(context, kept, as_json, f"{kept.originals:,} originals, {kept.copied:,} of them new, and {kept.catalog}")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@archive_option
@json_option
@click.option("--catalog", metavar="NAME", help="An older copy of the catalog in SOURCE than the newest.")
@click.pass_context
def restore(context: click.Context, source: Path, archive: Path, as_json: bool, catalog: str | None) -> None:
    """Make an archive anew from a backup: catalog, originals, search index. The archive must not be there yet.

    Example: ati restore /mnt/other-disk/ati --archive ./restored
    """
    kept = restore_archive(load_settings(archive), source.absolute(), catalog=catalog, say=_said)
    done = f"{kept.originals:,} originals from {kept.catalog}, {kept.pages_indexed:,} pages indexed"
    _tell(context, kept, as_json, done)


def _tell(context: click.Context, kept: Kept, as_json: bool, done: str) -> None:
    if as_json:
        print_json(asdict(kept))
    else:
        for problem in kept.problems[:LISTED]:
            click.echo(problem)
        if len(kept.problems) > LISTED:
            click.echo(f"… and {len(kept.problems) - LISTED:,} more (--json lists them all)")
        click.echo(f"{done}. " + (f"{len(kept.problems):,} problems." if kept.problems else "All is well."), err=True)
    context.exit(1 if kept.problems else 0)


def _said(sentence: str) -> None:
    click.echo(sentence, err=True)
