"""`ati hide`: pages, documents and releases that are shown no more, for a time or for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from indexer.bootstrap.reading import Reading, open_reading
from indexer.commands.entity_words import counts
from indexer.commands.following import follow
from indexer.commands.naming import document_of
from indexer.commands.options import archive_option, existing_archive, json_option, operator, print_json
from indexer.errors import InputError
from indexer.model.plain import plain
from indexer.model.takedown import CATEGORIES, Category, Takedown, TakedownEffect, about, new_takedown

LISTED = 50
COUNT_LIMIT = 1_000_000_000


class _Hide(click.Group):
    """What is no command is the document or release to hide: `ati hide 3fa4b1c9d2e0`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "--help", "-h"):
            args = ["it", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Hide, context_settings={"help_option_names": ["-h", "--help"]})
def hide() -> None:
    """Take down a page, a document or a release, with a reason.

    `ati hide SUBJECT --reason REASON` hides what SUBJECT names: a document (its id or the first 12 digits, with
    --page one page of it) or a release (its id). It is then in no search, page, picture, export or count; its address
    says that it was taken down. `ati hide it --help` lists the options.

    Example: ati hide 3fa4b1c9d2e0 --page 3 --reason privacy --why "home address of a witness"
    """


@hide.command()
@archive_option
@json_option
@click.argument("subject")
@click.option("--page", type=click.IntRange(1, COUNT_LIMIT), help="Only this sheet of the document.")
@click.option("--reason", required=True, type=click.Choice(CATEGORIES), help="All that a public site tells.")
@click.option("--why", default="", help="In your words, for operators only.")
@click.option("--remove", is_flag=True, help="Destroy original and text for good; the hash and the reason are kept.")
@click.option("--yes", is_flag=True, help="Do not ask before something is destroyed.")
def it(
    archive: Path, as_json: bool, subject: str, page: int | None, reason: Category, why: str, remove: bool, yes: bool
) -> None:
    """Hide a document, a page of it, or a release; with --remove, destroy it.

    Example: ati hide gac/A-2021-01234 --reason released_in_error --why "letter of 3 March"
    """
    with _deciding(archive) as reading:
        takedown = _takedown(reading, subject, page, reason, why, remove)
        if remove and not yes:
            if as_json:
                raise InputError("To destroy something with --json, say --yes.")
            click.confirm(f"Destroy {about(takedown)} for good, original and text?", abort=True, err=True)
        effect = reading.takedowns.take_down(takedown)
        _say(effect, as_json, "Removed" if remove else "Hidden")


@hide.command("list")
@archive_option
@json_option
@click.option("--limit", type=click.IntRange(1, COUNT_LIMIT), default=LISTED, show_default=True)
def list_takedowns(archive: Path, as_json: bool, limit: int) -> None:
    """What was taken down, the newest first; undone ones too.

    Example: ati hide list --json
    """
    with closing(open_reading(existing_archive(archive))) as reading:
        found, total = reading.takedowns.listed(0, limit), reading.takedowns.count()
    if as_json:
        print_json({"total": total, "takedowns": [asdict(one) for one in found]})
        return
    for one in found:
        click.echo(_line(one))
    click.echo(f"{len(found):,} of {total:,} takedowns.", err=True)


@hide.command()
@archive_option
@json_option
@click.argument("takedown")
@click.option("--why", default="", help="The reason, kept with it.")
def undo(archive: Path, as_json: bool, takedown: str, why: str) -> None:
    """Show again what was hidden; what was removed may then be added again. TAKEDOWN is its id or the first digits.

    Example: ati hide undo 5f0c2a --why "the court lifted the order"
    """
    with _deciding(archive) as reading:
        found = reading.takedowns.one(takedown)
        effect = reading.takedowns.undo(found.id, operator(), why)
        _say(effect, as_json, "Shown again" if not found.removed else "Allowed again; add the file: ati ingest FILE")


@hide.command()
@archive_option
def finish(archive: Path) -> None:
    """Destroy originals of removed documents that are in the store again, as after restoring a backup.

    Example: ati hide finish
    """
    with closing(open_reading(existing_archive(archive))) as reading:
        click.echo(f"{counts(reading.takedowns.destroy_removed(), 'original')} destroyed.", err=True)


@contextmanager
def _deciding(archive: Path) -> Iterator[Reading]:
    """The archive; afterwards the index follows."""
    settings = existing_archive(archive)
    with closing(open_reading(settings)) as reading:
        yield reading
        follow(settings, reading)


def _takedown(reading: Reading, subject: str, page: int | None, reason: Category, why: str, remove: bool) -> Takedown:
    if "/" in subject:
        if page is not None:
            raise InputError("Only a document has pages; name the document.")
        return new_takedown(reason, who=operator(), why=why, release=subject, removed=remove)
    document = document_of(reading, subject)
    return new_takedown(reason, who=operator(), why=why, document=document, page=page, removed=remove)


def _say(effect: TakedownEffect, as_json: bool, done: str) -> None:
    one = effect.takedown
    if as_json:
        print_json(_effect_json(effect))
        return
    staying = (
        f" {counts(effect.staying, 'document')} of it stay, being in another release too." if effect.staying else ""
    )
    pages, documents = counts(effect.pages, "page"), counts(effect.documents, "document")
    click.echo(f"{done}: {about(one)}; {pages} of {documents}.{staying} Takedown {one.id[:8]}.")


def _effect_json(effect: TakedownEffect) -> dict[str, Any]:
    return {
        "takedown": asdict(effect.takedown), "documents": effect.documents, "pages": effect.pages,
        "staying": effect.staying,
    }  # fmt: skip


def _line(one: Takedown) -> str:
    why = f": {plain(one.why)}" if one.why else ""
    state = "removed" if one.removed else "hidden"
    line = f"{one.id[:8]}  {one.when}  {plain(one.who)}  {about(one)} {state}, {one.category}{why}"
    return line + (f"  [undone by {plain(one.undone.who)}, {one.undone.when}]" if one.undone else "")
