"""Makes an archive while it measures what indexing costs: the curve from ten thousand pages on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.generated import archive
from indexer.model.geometry import Span
from indexer.model.record import PageRecord
from indexer.search import projection
from indexer.search.analyser import Streams
from indexer.search.index import open_index
from indexer.settings import Settings

MARKS = (10_000, 30_000, 100_000, 300_000, 1_000_000)
MIB = 1 << 20


@dataclass(slots=True)
class Meter:
    """Processor time of indexing: all of the process, less what it took to make the pages.

    `analysed`: texts analysed and the time for them; a text that comes again is not analysed again, so the two costs
    are told apart.
    """

    source_s: float = 0.0
    analysis_s: float = 0.0
    analysed: int = 0
    kept: dict[str, Streams] = field(default_factory=dict)
    _last: tuple[int, float] = (0, 0.0)

    def watched(self, pages: Iterable[PageRecord], index: Path) -> Iterator[PageRecord]:
        started = time.process_time()
        self._last = (0, started)
        rest = iter(pages)
        for count in range(10**9):
            before = time.thread_time()
            page = next(rest, None)
            self.source_s += time.thread_time() - before
            if page is None or count in MARKS:
                self.tell(count, index)
            if page is None:
                return
            yield page

    def tell(self, count: int, index: Path) -> None:
        """Since the last mark."""
        before, then = self._last
        if count == before:
            return
        now = time.process_time()
        engine_ms = (now - then - self.source_s - self.analysis_s) * 1000 / (count - before)
        analysis_ms = self.analysis_s * 1000 / self.analysed if self.analysed else 0.0
        memory = psutil.Process().memory_info()
        print(
            f"  {before:9,} to {count:9,} pages: {engine_ms:.3f} ms a page to write, {analysis_ms:.3f} ms a text to"
            f" analyse ({self.analysed:,} texts); {(memory.rss - memory.shared) / MIB:,.0f} MiB of memory,"
            f" {folder_bytes(index) / count:,.0f} bytes a page",
            flush=True,
        )
        self.source_s = self.analysis_s = 0.0
        self.analysed, self._last = 0, (count, now)


def make(folder: Path, settings: Settings, pages: int) -> None:
    """The archive with its index, unless it is there."""
    if archive.made_before(folder, pages):
        return
    print("index, processor time (the catalog is written on the way, and not counted)")
    meter = Meter()
    with _remembered(meter, thin=pages >= archive.THIN_FROM):
        pages_read = archive.records(folder, pages)
        count = open_index(settings).rebuild(meter.watched(pages_read, settings.index))
    print(f"  to the end: {count:,} pages, {folder_bytes(settings.index) / count:,.0f} bytes a page when merged")


def folder_bytes(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


@contextmanager
def _remembered(meter: Meter, *, thin: bool) -> Iterator[None]:
    """The analyser with a clock, and for a large archive with a memory for the texts that come again."""
    real: Callable[[str, Iterable[Span]], Streams] = projection.index_text

    def analysed(text: str, furniture: Iterable[Span] = ()) -> Streams:
        if len(text) < 1_000:
            return real(text, furniture)
        found = meter.kept.get(text)
        if found is None:
            before = time.thread_time()
            found = real(text, furniture)
            meter.analysis_s += time.thread_time() - before
            meter.analysed += 1
            if thin:
                meter.kept[text] = found
        return found

    projection.index_text = analysed  # type: ignore[assignment]
    try:
        yield
    finally:
        projection.index_text = real
