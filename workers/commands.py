"""`ati ingest`, `ati worker` and `ati reconcile`."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

import click
from celery import signals

from indexer.bootstrap.caring import ensure_index
from indexer.bootstrap.processing import open_processing, read_again, say_again
from indexer.commands.options import archive_option, existing_archive, json_option, print_json
from indexer.errors import ConfigError, InputError, Unavailable
from indexer.logs import start_logging
from indexer.model.health import PartHealth
from indexer.settings import Settings, load_settings
from workers.app import ALL_QUEUES, OCR_QUEUES, concurrency_of
from workers.checking import check
from workers.embedded import end_with_parent, processors
from workers.ingesting import INTERRUPTED, SOME_FAILED, Ingest, progress_line
from workers.outages import Outage
from workers.reconciler import reconcile as send_due
from workers.stopping import stop_within
from workers.supervisor import supervise
from workers.tasks import Sender, worker_app

_LOG = logging.getLogger(__name__)
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
    start_logging(settings.log)
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
@click.option("--check", "only_check", is_flag=True, help="Say whether catalog, queue and originals can be reached.")
def worker(
    archive: Path, queues: str, concurrency: int | None, embedded: bool, parent: int | None, only_check: bool
) -> None:
    """Run a Celery worker for this archive's queue. With --check only look: status 1 when a part cannot be reached.

    Example: ati worker --archive ./archive --concurrency 4
    """
    settings = existing_archive(archive)
    if only_check:
        _tell(check(settings))
        return
    _log_as_set(settings)
    served = _queues(queues)
    outage = Outage(_LOG.warning)
    if parent is not None:
        end_with_parent(parent)
    else:
        outage.until_done(lambda: ensure_index(settings, _LOG.warning))
    if embedded:
        supervise(settings, concurrency or settings.queue.workers or processors())
        return
    if parent is None:
        outage.until_done(lambda: read_again(settings, _LOG.warning))
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


def _tell(parts: Iterable[PartHealth]) -> None:
    looked_at = tuple(parts)
    for part in looked_at:
        click.echo(f"{'ok  ' if part.sound else 'BAD '} {part.name}: {part.said}")
    if not all(part.sound for part in looked_at):
        raise Unavailable("This worker cannot work now.")


def _log_as_set(settings: Settings) -> None:
    """Our lines, and Celery's by the same handler in place of its own."""
    start_logging(settings.log)
    signals.setup_logging.connect(lambda **_: start_logging(settings.log), weak=False)


@click.command()
@archive_option
@json_option
@click.option("--every", type=click.FloatRange(min=0.1), metavar="SECONDS", help="Go on, once every so many seconds.")
def reconcile(archive: Path, as_json: bool, every: float | None) -> None:
    """Send again what the ledger says is due. Needs a running worker to do it (`ati worker` or `ati serve`).

    Example: ati reconcile --archive ./archive --every 30
    """
    settings = existing_archive(archive)
    start_logging(settings.log)
    say = _LOG.warning if every else progress_line
    outage = Outage(say, None if every else 0.0)
    processing = outage.until_done(lambda: open_processing(settings))
    say_again(outage.until_done(processing.read_again), say)
    sender = Sender(worker_app(settings))
    while True:
        sent = outage(lambda: send_due(processing, sender, remembering=every is not None), otherwise=None)
        if sent is not None:
            _say_sent(sent, as_json, again=every is not None)
        if every is None:
            return
        time.sleep(every)


def _say_sent(sent: int, as_json: bool, *, again: bool) -> None:
    if as_json:
        print_json({"sent": sent})
    elif again:
        _LOG.info("Due steps were sent.", extra={"sent": sent})
    else:
        click.echo(f"Sent {sent:,} steps.", err=True)
