"""(a) Speed and memory beside `pdftotext -bbox` and pdfplumber, interleaved, medians."""

from __future__ import annotations

import resource
import statistics
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.extraction import worker
from benchmarks.extraction.files import PAGES_A_FILE, real_files
from indexer.extract.reading import Extractor
from indexer.settings import load_settings

ROUNDS = 3
TASKS: dict[str, Callable[[Path], None]] = {
    "pdftotext -bbox (peer)": worker.poppler,
    "words, boxes, painted paths": worker.words_and_boxes,
    "whole page, no tables": worker.whole_page,
    "whole page, with tables": worker.with_tables,
    "pdfplumber words, rects (peer)": worker.plumber,
}
THROUGH = "through the child, with tables"


def speed(rounds: int = ROUNDS) -> None:
    """Prints processor time a page, ratios, and peak memory of each worker."""
    paths = real_files()
    pools = {name: worker.fresh_worker() for name in TASKS}
    pages = pools["words, boxes, painted paths"].submit(worker.counted, paths).result()
    spent: dict[str, list[float]] = {name: [] for name in (*TASKS, THROUGH)}
    settings = replace(load_settings(Path("archive"), {}).extract, documents_a_process=10_000)
    with Extractor(settings) as extractor:  # one child for all rounds, so that its clock can be read
        for turn in range(rounds + 1):  # the first round warms up and is not counted
            for name, task in TASKS.items():
                seconds = sum(pools[name].submit(worker.timed, task, paths).result())
                if turn:
                    spent[name].append(seconds)
            seconds = _through(extractor, paths)
            if turn:
                spent[THROUGH].append(seconds)
    memory = {name: pools[name].submit(worker.peak_mib).result() for name in TASKS}
    for pool in pools.values():
        pool.shutdown()
    _print(spent, memory, len(paths), pages, rounds)


def _through(extractor: Extractor, paths: list[Path]) -> float:
    """Processor seconds of the child and of this process: reading, transfer, unpacking."""
    start = _own() + _child(extractor)
    for path in paths:
        total = extractor.open(path).pages_total
        for _ in extractor.pages(path, 1, min(total, PAGES_A_FILE)):
            continue
    return _own() + _child(extractor) - start


def _own() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _child(extractor: Extractor) -> float:
    process = extractor._process._process  # the benchmark looks inside
    if process is None:
        return 0.0
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _print(spent: dict[str, list[float]], memory: dict[str, float], files: int, pages: int, rounds: int) -> None:
    peer = statistics.median(spent["pdftotext -bbox (peer)"])
    plumber = statistics.median(spent["pdfplumber words, rects (peer)"])
    print(f"(a) {files} files, {pages} pages, processor time, median of {rounds} interleaved rounds (least, most)")
    for name, values in spent.items():
        middle = statistics.median(values)
        held = f"{memory[name]:>6.0f} MiB" if name in memory and "pdftotext" not in name else ""
        print(
            f"  {name:<32}{1000 * middle / pages:>8.2f} ms/page ({1000 * min(values) / pages:.2f}-"
            f"{1000 * max(values) / pages:.2f}) {pages / middle:>6.0f} pages/s {middle / peer:>6.2f} x pdftotext"
            f" {plumber / middle:>6.1f} x faster than pdfplumber {held}"
        )
