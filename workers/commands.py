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
from workers.app import ALL_QUEUES, OCR_QUEUES, concurrency_of
from workers.embedded import end_with_parent, processors
from workers.ingesting import INTERRUPTED, SOME_FAILED, Ingest, progress_line
from workers.outages import Outage
from workers.reconciler import reconcile as send_due
from workers.stopping import stop_within
from workers.supervisor import supervise
from workers.tasks import Sender, worker_app

OCR_NICENESS = 10
"""A worker for scans alone leaves the processors to whoever reads born-digital pages or searches."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@archive_option
@json_option
@click.option("--release", type=click.Path(path_type=Path, dir_okay=False), help="A release.toml for these files.")
@click.option(
    "--workers", type=click.IntRange(min=0), help="Worker processes (setting queue.workers); 0: `ati worker` does it."
)
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
        here = settings.queue.workers or processors() if workers is None else workers
        report = Ingest(settings, here).run(paths, release)
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
@click.option(
    "--concurrency", type=click.IntRange(min=1), help="Child processes (default: settings queue.*_concurrency)."
)
@click.option("--embedded", is_flag=True, help="Start workers when work is due, stop them when idle; for `ati serve`.")
@click.option("--parent", type=int, help="End with this process.")
def worker(archive: Path, queues: str, concurrency: int | None, embedded: bool, parent: int | None) -> None:
    """Run a Celery worker for this archive's queue.

    Example: ati worker --archive ./archive --concurrency 4
    """
    settings = existing_archive(archive)
    served = _queues(queues)
    outage = Outage(progress_line)
    if parent is not None:
        end_with_parent(parent)
    else:
        outage.until_done(lambda: ensure_index(settings, progress_line))
    if embedded:
        supervise(settings, concurrency or settings.queue.workers or processors())
        return
    if parent is None:
        outage.until_done(lambda: read_again(settings, progress_line))
    if served == OCR_QUEUES:
        os.nice(OCR_NICENESS)
    stop_within(settings.queue.stop_grace_s)
    children = concurrency or concurrency_of(served, settings.queue, processors())
    pool = ["--pool", "solo"] if children == 1 else ["--concurrency", str(children)]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    worker_app(settings).worker_main(["worker", "--queues", ",".join(served), *pool, *quiet])


def _queues(named: str) -> tuple[str, ...]:
    served = tuple(name.strip() for name in named.split(",") if name.strip())
    unknown = [name for name in served if name not in ALL_QUEUES]
    if unknown or not served:
        raise ConfigError(f"There is no queue {', '.join(unknown) or named!r}; there are {', '.join(ALL_QUEUES)}.")
    return served


@click.command()
@archive_option
@json_option
@click.option("--every", type=click.FloatRange(min=0.1), metavar="SECONDS", help="Go on, once every so many seconds.")
def reconcile(archive: Path, as_json: bool, every: float | None) -> None:
    """Send again what the ledger says is due. Needs a running worker to do it (`ati worker` or `ati serve`).

    Example: ati reconcile --archive ./archive --every 30
    """
    settings = existing_archive(archive)
    outage = Outage(progress_line, None if every else 0.0)
    processing = outage.until_done(lambda: open_processing(settings))
    say_again(outage.until_done(processing.read_again), progress_line)
    sender = Sender(worker_app(settings))
    while True:
        sent = outage(lambda: send_due(processing, sender, remembering=every is not None), otherwise=None)
        if sent is not None:
            _say_sent(sent, as_json)
        if every is None:
            return
        time.sleep(every)


def _say_sent(sent: int, as_json: bool) -> None:
    if as_json:
        print_json({"sent": sent})
    else:
        click.echo(f"Sent {sent:,} steps.", err=True)
