"""One run of `ati ingest`: files into the archive, then worker processes until the ledger is empty."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from indexer.archive.intake import PlannedFile, plan
from indexer.archive.stated import Waiting
from indexer.bootstrap.adding import archive_file
from indexer.bootstrap.caring import ensure_index
from indexer.bootstrap.processing import Processing, open_processing, say_again
from indexer.errors import ConfigError
from indexer.model.coverage import Coverage
from indexer.model.reasons import in_words
from indexer.settings import Settings
from workers.alone import looking_after
from workers.embedded import EmbeddedWorkers
from workers.outages import Outage
from workers.progress import Progress
from workers.reconciler import reconcile
from workers.tasks import Sender, worker_app

LOOK_EVERY_S = 0.25
DONE, SOME_FAILED = 0, 1
INTERRUPTED = "Stopped. Nothing is lost; run the same command again to go on."
NO_FAILURES = ("no_text", "blank")


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: `files` archived, of which `new` were not in the archive, those that `waiting` for a correct
    release.toml are not; and what the archive holds now."""

    files: int
    new: int
    problems: tuple[tuple[str, str], ...]
    coverage: Coverage
    interrupted: bool = False
    waiting: tuple[Waiting, ...] = ()

    @property
    def status(self) -> int:
        """Exit status: 1 when a file of this run failed, wholly or in part, or waits for a correct release.toml, or the
        run was interrupted."""
        return SOME_FAILED if self.interrupted or self.problems or self.waiting else DONE

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "files": self.files,
            "new": self.new,
            "problems": [{"file": name, "reason": reason} for name, reason in self.problems],
            "waiting": [{"file": one.name, "reason": one.reason} for one in self.waiting],
            "interrupted": self.interrupted,
            "coverage": {key: value for key, value in asdict(self.coverage).items() if key != "unseen"},
        }

    def in_words(self) -> str:
        """A few lines for a person."""
        seen = self.coverage
        lines = [f"  {name}: {in_words(reason)}" for name, reason in self.problems[:PROBLEMS_SHOWN]]
        if len(self.problems) > PROBLEMS_SHOWN:
            lines.append(f"  … and {len(self.problems) - PROBLEMS_SHOWN:,} more; `ati coverage` lists them all")
        if lines:
            lines.insert(0, f"{len(self.problems):,} files of this run are kept and listed, but not (fully) read:")
        lines += self._waiting_in_words()
        if self.interrupted:
            lines.append(INTERRUPTED)
        lines.append(
            f"{self.files:,} files, {self.new:,} of them new. The archive holds {seen.files:,} documents; "
            f"{seen.pages_searchable:,} of {seen.pages_total:,} pages can be searched"
            + (f"; {seen.pages_listed:,} are listed with a reason (ati coverage)." if seen.pages_listed else ".")
        )
        return "\n".join(lines)

    def _waiting_in_words(self) -> list[str]:
        if not self.waiting:
            return []
        lines = ["Not archived, until a release.toml is corrected and this command is run again:"]
        lines += [f"  {one.name}: {in_words(one.reason)}" for one in self.waiting[:PROBLEMS_SHOWN]]
        if len(self.waiting) > PROBLEMS_SHOWN:
            lines.append(f"  … and {len(self.waiting) - PROBLEMS_SHOWN:,} more (--json lists them all)")
        return lines


PROBLEMS_SHOWN = 20


def progress_line(sentence: str) -> None:
    """A line on standard error."""
    click.echo(sentence, err=True)


class Ingest:
    """Runs to the end, or until Ctrl-C; either way the ledger holds what is left."""

    def __init__(self, settings: Settings, workers: int) -> None:
        self._settings = settings
        self._processing: Processing = open_processing(settings)
        ensure_index(settings, progress_line)
        say_again(self._processing.read_again(), progress_line)
        self._sender = Sender(worker_app(settings))
        self._workers = EmbeddedWorkers(settings, workers)
        self._here = workers > 0
        self._catalog_away = Outage(progress_line, settings.queue.patience_s)
        self._queue_away = Outage(progress_line, settings.queue.patience_s)
        self._looked = time.monotonic()
        self._names: dict[str, str] = {}

    def run(self, paths: Sequence[Path], release: Path | None) -> Report:
        """Archives the paths and waits until everything that is due in this archive is done.

        Raises:
            ConfigError: the paths hold no file.
            InputError: the manifest given by hand is wrong; nothing was archived.
            Unavailable: the disk stays full, or the catalog or the queue away, for longer than the patience.
        """
        files = new = 0
        interrupted = False
        waiting: list[Waiting] = []
        try:
            with looking_after(self._settings, self._processing), Progress() as progress:
                for planned in plan(paths, release, waiting.append):
                    files += 1
                    new += self._catalog_away.until_done(partial(self._add, planned))
                    progress.archived(files)
                    self._look()
                self._wait(progress)
        except KeyboardInterrupt:
            interrupted = True
            progress_line("Stopping the workers …")
        finally:
            self._workers.stop()
        if not files and not waiting and not interrupted:
            raise ConfigError("There are no files in " + ", ".join(map(str, paths)))
        coverage = self._catalog_away.until_done(self._processing.catalogs.reader.coverage)
        problems = self._catalog_away.until_done(self._problems)
        report = Report(files, new, problems, coverage, interrupted, tuple(waiting))
        self._processing.close()
        return report

    def _add(self, planned: PlannedFile) -> bool:
        """Copies a file into the store and enters it in the catalog; True when it was not there before."""
        added = archive_file(planned, self._processing.store, self._processing.catalogs.writer).file
        self._names.setdefault(added.document, planned.name)
        return added.new

    def _wait(self, progress: Progress) -> None:
        def under_way() -> bool:
            if not self._processing.catalogs.ledger.open_steps():
                return False
            progress.show(self._processing.catalogs.reader.coverage())
            return True

        while self._catalog_away(under_way, otherwise=True):
            self._look()
            time.sleep(LOOK_EVERY_S)

    def _look(self) -> None:
        """Now and then: sends what is due and sees that the workers live."""
        if time.monotonic() - self._looked < LOOK_EVERY_S:
            return
        self._looked = time.monotonic()
        self._queue_away(self._send, otherwise=None)

    def _send(self) -> None:
        ledger = self._processing.catalogs.ledger
        if self._here and ledger.open_steps():
            self._workers.ensure(scans=ledger.open_steps("ocr") > 0)
        reconcile(self._processing, self._sender)

    def _problems(self) -> tuple[tuple[str, str], ...]:
        """Files of this run that failed, wholly or in part, by name. A page without text is listed, but no failure."""
        reader = self._processing.catalogs.reader
        found = []
        for document, name in self._names.items():
            record = reader.document(document).document
            if record.outcome in ("unreadable", "partly_read") and record.reason not in NO_FAILURES:
                found.append((name, record.reason or record.outcome))
        return tuple(found)
