"""The progress of an ingest on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from indexer.model.coverage import Coverage

LINE_EVERY_S = 10.0


class Progress:
    """Pages done of pages known, pages a second, time left."""

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("pages"),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("Archiving", total=None, rate="")
        self._began: tuple[float, int] | None = None
        self._said = time.monotonic()

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def archived(self, files: int) -> None:
        """So many files are in the store."""
        self._bar.update(self._task, description=f"Archiving: {files:,} files")

    def show(self, coverage: Coverage) -> None:
        """The archive as it stands now."""
        done = coverage.pages_searchable + coverage.pages_listed
        now = time.monotonic()
        if self._began is None:
            self._began = (now, done)
        seconds = now - self._began[0]
        rate = f"{(done - self._began[1]) / seconds:,.0f} pages/s" if seconds > 1 else ""
        self._bar.update(
            self._task, description="Reading", completed=done, total=max(coverage.pages_total, 1), rate=rate
        )
        if self._bar.disable and now - self._said > LINE_EVERY_S:
            self._said = now
            click.echo(
                f"{done:,} of {coverage.pages_total:,} pages, {coverage.files_waiting:,} files wait. {rate}", err=True
            )
