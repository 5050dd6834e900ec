"""`ati ingest`, `ati worker` and `ati reconcile`."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import click

from indexer.bootstrap.caring import ensure_index
from indexer.bootstrap.processing import open_processing, read_again, say_again
from indexer.commands.options import archive_option, existing_archive, json_option, print_json
from indexer.errors import ConfigError, InputError
from indexer.settings import load_settings
from workers.app import ALL_QUEUES, OCR_QUEUES
from workers.embedded import end_with_parent, processors
from workers.ingesting import INTERRUPTED, SOME_FAILED, Ingest, progress_line
from workers.reconciler import reconcile as send_due
from workers.supervisor import supervise
from workers.tasks import Sender, worker_app

OCR_NICENESS = 10
"""A worker for scans alone leaves the processors to whoever reads born-digital pages or searches."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@archive_option
@json_option
@click.option("--release", type=click.Path(path_type=Path, dir_okay=False), help="A release.toml for these files.")
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes (setting queue.workers).")
@click.pass_context
def ingest(
    context: click.Context,
    paths: tuple[Path, ...],
    archive: Path,
    as_json: bool,
    release: Path | None,
    workers: int | None,
) -> None:
    """Archive files, folders and ZIPs until they are searchable. Running it again changes nothing.

    Example: ati ingest ~/releases/A-2021-01234 --archive ./archive
    """
    settings = load_settings(archive)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts background jobs with it ignored
    try:
        report = Ingest(settings, workers or settings.queue.workers or processors()).run(paths, release)
    except KeyboardInterrupt:
        click.echo(INTERRUPTED, err=True)
        context.exit(SOME_FAILED)
    except InputError as error:
        raise ConfigError(str(error)) from error
    if as_json:
        print_json(report.as_json())
    else:
        click.echo(report.in_words(), err=True)
    context.exit(report.status)


@click.command()
@archive_option
@click.option("--queues", default=",".join(ALL_QUEUES), show_default=True, help="Queues to serve.")
@click.option("--concurrency", type=click.IntRange(min=1), help="Child processes (default: one a processor).")
@click.option("--embedded", is_flag=True, help="Start workers when work is due, stop them when idle; for `ati serve`.")
@click.option("--parent", type=int, help="End with this process.")
def worker(archive: Path, queues: str, concurrency: int | None, embedded: bool, parent: int | None) -> None:
    """Run a Celery worker for this archive's queue.

    Example: ati worker --archive ./archive --concurrency 4
    """
    settings = existing_archive(archive)
    if parent is not None:
        end_with_parent(parent)
    else:
        ensure_index(settings, progress_line)
    if embedded:
        supervise(settings, concurrency or settings.queue.workers or processors())
        return
    if parent is None:
        read_again(settings, progress_line)
    if queues == ",".join(OCR_QUEUES):
        os.nice(OCR_NICENESS)
    pool = ["--pool", "solo"] if concurrency == 1 else ["--concurrency", str(concurrency or processors())]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    worker_app(settings).worker_main(["worker", "--queues", queues, *pool, *quiet])


@click.command()
@archive_option
@json_option
@click.option("--every", type=click.FloatRange(min=0.1), metavar="SECONDS", help="Go on, once every so many seconds.")
def reconcile(archive: Path, as_json: bool, every: float | None) -> None:
    """Send again what the ledger says is due. Needs a running worker to do it (`ati worker` or `ati serve`).

    Example: ati reconcile --archive ./archive --every 30
    """
    settings = existing_archive(archive)
    processing = open_processing(settings)
    say_again(processing.read_again(), progress_line)
    sender = Sender(worker_app(settings))
    while True:
        sent = send_due(processing, sender, settings.queue.window)
        if as_json:
            print_json({"sent": sent})
        else:
            click.echo(f"Sent {sent:,} steps.", err=True)
        if every is None:
            return
        time.sleep(every)
