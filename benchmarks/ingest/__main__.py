"""`python -m benchmarks.ingest`: real born-digital pages from file to index, on one core, warm.

The recognisers and the index run in this process, the parser in its child, one after the other; no queue.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.extraction.files import DATA, corpus, real_files
from indexer.archive.intake import plan, take_in
from indexer.bootstrap.processing import Processing, open_processing
from indexer.entities.recognising import Annotator
from indexer.settings import config_dir, load_settings

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Prints pages a second with and without names of people and organisations, by step, and peak memory."""
    if not corpus().exists():
        sys.exit(f"there is no corpus at {corpus()}: set ATI_CORPUS")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # the children inherit it
    with tempfile.TemporaryDirectory() as folder:
        for name, names in (("with names", True), ("without names", False)):
            _measure(Path(folder) / name.replace(" ", "-"), name, names)


def _measure(archive: Path, name: str, names: bool) -> None:
    processing = open_processing(load_settings(archive, {}))
    processing.__dict__["annotator"] = Annotator(config_dir(), names=names)
    _ingest(processing, sorted((DATA / "specimens").glob("*/*.pdf")))  # warms the parser, the models, the index
    before = processing.catalogs.reader.coverage().pages_total
    start = time.perf_counter()
    seconds = _ingest(processing, real_files())
    wall, used = time.perf_counter() - start, sum(seconds.values())
    pages = processing.catalogs.reader.coverage().pages_total - before
    own, child = _peak_mib(os.getpid()), _peak_mib(processing.extractor._process._process.pid)  # type: ignore[union-attr]
    print(f"{name}: {pages} pages, {pages / used:.1f} pages/s of processor time ({pages / wall:.1f} by"
          " the clock of this machine as loaded as it is); ms a page: "
          + ", ".join(f"{step} {1000 * value / pages:.1f}" for step, value in seconds.items()))  # fmt: skip
    print(f"  peak memory {own:.0f} MiB, the parser {child:.0f} MiB")
    processing.close()


def _ingest(processing: Processing, paths: Iterable[Path]) -> dict[str, float]:
    """Processor seconds by step, the parser's with ours."""
    seconds: dict[str, float] = defaultdict(float)
    start = _processor(processing)
    for planned in plan(list(paths), None):
        taken = take_in(planned, processing.store)
        processing.catalogs.writer.add_file(
            planned.release, planned.name, planned.description, stored=taken.stored, media_type=taken.media_type
        )
    seconds["archive"] = _processor(processing).since(start)
    while due := processing.take_due(1000):
        for key in due:
            if key.step == "ocr":  # measured by benchmarks.ocr; born-digital pages have none
                continue
            start = _processor(processing)
            processing.run(key)
            seconds[key.step] += _processor(processing).since(start)
    start = _processor(processing)
    processing.index_due()
    seconds["index"] += _processor(processing).since(start)
    return seconds


@dataclass(frozen=True, slots=True)
class _Clock:
    """Processor seconds of this process and of the parser, which is another process after a breach of a limit."""

    own: float
    parser: int
    parser_used: float

    def since(self, start: _Clock) -> float:
        same = self.parser == start.parser
        return self.own - start.own + self.parser_used - (start.parser_used if same else 0.0)


def _processor(processing: Processing) -> _Clock:
    child = processing.extractor._process._process
    if child is None or child.poll() is not None:
        return _Clock(time.process_time(), 0, 0.0)
    fields = Path(f"/proc/{child.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return _Clock(time.process_time(), child.pid, (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND)


def _peak_mib(process: int) -> float:
    held = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(held[1]) / 1024 if held else float("nan")


if __name__ == "__main__":
    main()
