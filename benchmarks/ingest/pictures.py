"""`python -m benchmarks.ingest pictures`: how long a page image takes at its first view; later ones are cached."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.extraction.files import corpus, real_files
from indexer.errors import InputError
from indexer.extract.rendering import Renderer
from indexer.settings import load_settings

ALLOWED_MS = 60
PAGES_A_FILE = 2
EVERY = 6
"""Of the released documents, among them scans, one in so many is taken."""


def pictures() -> None:
    """Prints median, 95th percentile and slowest, of a warm process that has not opened the file yet: processor time,
    and the median by the clock of this machine as loaded as it is."""
    settings = load_settings(Path("unused"), {}).render
    paths = [*real_files(), *sorted((corpus() / "01_foi_pdfs").rglob("*.pdf"))[::EVERY]]
    renderer = Renderer(settings, processes=1)
    renderer.page_image(paths[0], 1, settings.width_px)  # starts the process
    taken = [one for path in paths[1:] for one in _of_file(renderer, path, settings.width_px)]
    renderer.close()
    used = sorted(one.used_ms for one in taken)
    slowest = max(taken, key=lambda one: one.used_ms)
    print(
        f"page images, {settings.width_px} pixels wide, {len(taken)} pages: median {statistics.median(used):.0f} ms, "
        f"95 of 100 within {used[int(0.95 * len(used))]:.0f} ms, slowest {slowest.used_ms:.0f} ms ({slowest.page}); "
        f"{sum(ms > ALLOWED_MS for ms in used)} over {ALLOWED_MS} ms; "
        f"median by the clock {statistics.median(one.clock_ms for one in taken):.0f} ms"
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    used_ms: float
    clock_ms: float
    page: str


def _of_file(renderer: Renderer, path: Path, width_px: int) -> Iterator[_Taken]:
    for number in range(1, PAGES_A_FILE + 1):
        start, used = time.perf_counter(), _used_s(renderer)
        try:
            renderer.page_image(path, number, width_px)
        except InputError:
            return
        clock_s = time.perf_counter() - start
        yield _Taken(1000 * (_used_s(renderer) - used), 1000 * clock_s, f"{path.name} page {number}")


def _used_s(renderer: Renderer) -> float:
    """Processor seconds of this process and the rendering one."""
    child = renderer._all[0]._process
    spent_ns = int(Path(f"/proc/{child.pid}/schedstat").read_text().split()[0]) if child else 0
    return time.process_time() + spent_ns / 1e9
