"""`ati queue`: what waits, runs and failed, and what to do about it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

import click

from indexer.bootstrap.queueing import opened_queue
from indexer.commands.options import archive_option, existing_archive, json_option, print_json
from indexer.commands.queue_words import look, queue_json, queue_lines
from indexer.model.queue import URGENCIES, Urgency
from indexer.model.step import StepName

LISTED = 20
COUNT_LIMIT = 1_000_000_000
WHO_DOES_IT = "`ati serve` or `ati ingest` does it, or `ati worker` with `ati reconcile`."
Function = TypeVar("Function", bound=Callable[..., Any])


@click.group(invoke_without_command=True)
@archive_option
@json_option
@click.option("--limit", type=click.IntRange(1, COUNT_LIMIT), default=LISTED, show_default=True, help="Rows of a list.")
@click.option("--offset", type=click.IntRange(0, COUNT_LIMIT), default=0, help="Pass over so many.")
@click.pass_context
def queue(context: click.Context, archive: Path, as_json: bool, limit: int, offset: int) -> None:
    """What waits, runs and failed: by step, with pages, ages, attempts, errors and workers.

    DOCUMENT is an id or its first 12 digits; `ati queue` and the site show it.

    Example: ati queue --archive ./archive
    """
    context.obj = archive
    if context.invoked_subcommand is not None:
        return
    with opened_queue(existing_archive(archive)) as tools:
        view = look(tools.desk, limit, offset, time.time())
    if as_json:
        print_json(queue_json(view))
        return
    for line in queue_lines(view):
        click.echo(line)


@queue.command()
@click.argument("document", required=False)
@click.argument("step", required=False, type=click.Choice(get_args(StepName)))
@click.option("--all", "everything", is_flag=True, help="All that failed; what was cancelled stays so.")
@json_option
@click.pass_obj
def retry(archive: Path, document: str | None, step: str | None, everything: bool, as_json: bool) -> None:
    """Try again what failed, was parked or cancelled: of a document, of one step of it, or all that failed.

    Example: ati queue retry 3f2a90c1d5e8 ocr
    """
    if bool(document) == everything:
        raise click.UsageError("Name a document, or say --all.")
    with opened_queue(existing_archive(archive)) as tools:
        named = tools.document(document) if document else None
        keys = tools.desk.retry(named, cast("StepName | None", step))
    _say(as_json, {"steps": len(keys)}, f"{_steps(len(keys))} due again. " + (WHO_DOES_IT if keys else ""))


@queue.command()
@click.argument("document")
@json_option
@click.pass_obj
def cancel(archive: Path, document: str, as_json: bool) -> None:
    """Stop what is not done of a document. Its pages that wait are listed with the reason; `retry` undoes it.

    Example: ati queue cancel 3f2a90c1d5e8
    """
    with opened_queue(existing_archive(archive)) as tools:
        stopped = tools.desk.cancel(tools.document(document))
    if stopped:
        sentence = f"{_steps(stopped)} cancelled. `ati queue retry {document}` goes on with it."
    else:
        sentence = "Nothing of this document waits or runs."
    _say(as_json, {"steps": stopped}, sentence)


@queue.command()
@click.argument("named", metavar="DOCUMENT|RELEASE")
@click.argument("urgency", type=click.Choice(URGENCIES))
@json_option
@click.pass_obj
def priority(archive: Path, named: str, urgency: str, as_json: bool) -> None:
    """Do a document, or all documents of a release, before the others, in their turn, or after them.

    Example: ati queue priority gac/A-2021-01234 urgent
    """
    with opened_queue(existing_archive(archive)) as tools:
        documents = tools.documents(named)
        moved = tools.desk.prioritise(documents, cast(Urgency, urgency))
    _say(
        as_json,
        {"documents": len(documents), "moved": moved},
        f"{len(documents):,} documents are {urgency} now; {moved:,} of them have work waiting.",
    )


def _steps(count: int) -> str:
    return f"{count:,} {'step is' if count == 1 else 'steps are'}"


def _say(as_json: bool, value: object, sentence: str) -> None:
    if as_json:
        print_json(value)
    else:
        click.echo(sentence.strip(), err=True)
