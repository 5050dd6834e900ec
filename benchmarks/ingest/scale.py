"""`python -m benchmarks.ingest --pages 2000`: one package of that size against one of 200 pages, memory and time.

Each step runs in a process of its own, so that its peak is its own; the parser is a child of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from benchmarks.ingest.clock import parser_peak_mib, peak_mib, processor
from indexer.archive.intake import plan, take_in
from indexer.bootstrap.processing import Processing, open_processing
from indexer.entities.ports import Context
from indexer.model.step import StepName
from indexer.settings import load_settings

STEPS: tuple[StepName, ...] = ("extract", "describe", "entities", "index")
SMALL_PAGES = 200


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor seconds; peaks in MiB: this process, what it held before its first page, its parser."""

    seconds: float
    peak_mib: float
    before_mib: float
    parser_mib: float


def scale(pages: int) -> None:
    """Prints each step's peak memory and ms a page at 200 pages and at `pages`, then the time with 1 and 2 workers."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (_measured(Path(folder) / str(count), count) for count in (SMALL_PAGES, pages))
        for step in STEPS:
            print(_compared(step, small[step], large[step], pages), flush=True)
        times = {workers: _ingest(Path(folder), pages, workers) for workers in (1, 2)}
        print(f"ati ingest, {pages} pages: 1 worker {times[1]:.0f} s, 2 workers {times[2]:.0f} s "
              f"({times[1] / times[2]:.2f} times as fast)")  # fmt: skip


def _compared(step: StepName, small: Measured, large: Measured, pages: int) -> str:
    before, after = 1000 * small.seconds / SMALL_PAGES, 1000 * large.seconds / pages
    return (
        f"{step:9} peak {small.peak_mib:.0f} → {large.peak_mib:.0f} MiB ({large.peak_mib / small.peak_mib:.2f}; "
        f"{large.before_mib:.0f} before the first page), parser {small.parser_mib:.0f} → {large.parser_mib:.0f} MiB; "
        f"{before:.1f} → {after:.1f} ms a page ({after / before:.2f})"
    )


def _measured(folder: Path, pages: int) -> dict[str, Measured]:
    folder.mkdir()
    package = folder / "package.pdf"
    _run("benchmarks.ingest.package", str(package), str(pages))
    return {step: Measured(**json.loads(_run(__name__, str(folder / "archive"), step, str(package)))) for step in STEPS}


def _ingest(folder: Path, pages: int, workers: int) -> float:
    start = time.perf_counter()
    package = folder / str(pages) / "package.pdf"
    _run("indexer.cli", "ingest", str(package), "--workers", str(workers), "--archive", str(folder / f"w{workers}"))
    return time.perf_counter() - start


def _run(module: str, *words: str) -> str:
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def step_alone(archive: Path, step: StepName, package: Path) -> Measured:
    """All parts of one step, one after the other, in this process."""
    processing = open_processing(load_settings(archive, {}))
    if step == "extract":
        for planned in plan([package], None):
            taken = take_in(planned, processing.store)
            processing.catalogs.writer.add_file(
                planned.release, planned.name, planned.description, stored=taken.stored, media_type=taken.media_type
            )
    if step == "entities":
        _warm(processing)
    before, seconds, parser = peak_mib(os.getpid()), 0.0, 0.0
    while keys := processing.catalogs.ledger.due(1000, only=(step,)):
        for key in keys:
            start = processor(processing)
            processing.run(key)
            seconds += processor(processing).since(start)
            parser = max(parser, parser_peak_mib(processing))
    result = Measured(seconds, peak_mib(os.getpid()), before, parser)
    processing.close()
    return result


def _warm(processing: Processing) -> None:
    for language in ("en", "fr"):
        processing.annotator.annotate("Alice Barwen met Robert Hallor.", Context(language))


if __name__ == "__main__":
    print(json.dumps(asdict(step_alone(Path(sys.argv[1]), cast(StepName, sys.argv[2]), Path(sys.argv[3])))))
