"""`python -m benchmarks.ingest [speed|memory|pictures] [--pages N]`: from file to index.

`speed` (also without a word): real born-digital pages on one core, warm. The recognisers and the index run in this
process, the parser in its child, one after the other; no queue. `memory`: the parser on every file of the corpus.
`pictures`: page images. `--pages 2000`: one package of that size against one of 200 pages.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from benchmarks.extraction.files import DATA, corpus, real_files
from benchmarks.ingest.clock import parser_peak_mib, peak_mib, processor
from benchmarks.ingest.memory import memory
from benchmarks.ingest.pictures import pictures
from benchmarks.ingest.scale import scale
from indexer.archive.intake import plan, take_in
from indexer.bootstrap.processing import Processing, open_processing
from indexer.entities.recognising import Annotator
from indexer.model.step import STEPS, Window
from indexer.settings import config_dir, load_settings


def main() -> None:
    """Prints the part that was named."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__)
    words.add_argument("part", nargs="?", choices=("speed", "memory", "pictures"), default="speed")
    words.add_argument("--pages", type=int, help="sheets of a made-up package")
    given = words.parse_args()
    if given.pages is not None:
        scale(given.pages)
        return
    if not corpus().exists():
        sys.exit(f"there is no corpus at {corpus()}: set ATI_CORPUS")
    {"speed": speed, "memory": memory, "pictures": pictures}[given.part]()


def speed() -> None:
    """Prints pages a second with and without names of people and organisations, by step, and peak memory."""
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
    own, child = peak_mib(os.getpid()), parser_peak_mib(processing)
    print(f"{name}: {pages} pages, {pages / used:.1f} pages/s of processor time ({pages / wall:.1f} by"
          " the clock of this machine as loaded as it is); ms a page: "
          + ", ".join(f"{step} {1000 * value / pages:.1f}" for step, value in seconds.items()))  # fmt: skip
    print(f"  peak memory {own:.0f} MiB, the parser {child:.0f} MiB")
    processing.close()


def _ingest(processing: Processing, paths: Iterable[Path]) -> dict[str, float]:
    """Processor seconds by step, the parser's with ours."""
    seconds: dict[str, float] = defaultdict(float)
    everything = Window(STEPS, 1000)
    start = processor(processing)
    for planned in plan(list(paths), None):
        taken = take_in(planned, processing.store)
        processing.catalogs.writer.add_file(
            planned.release, planned.name, planned.description, stored=taken.stored, media_type=taken.media_type
        )
    seconds["archive"] = processor(processing).since(start)
    while due := processing.take_due((everything,)):
        for key in due:
            if key.step == "ocr":  # measured by benchmarks.ocr; born-digital pages have none
                continue
            start = processor(processing)
            processing.run(key)
            seconds[key.step] += processor(processing).since(start)
    start = processor(processing)
    processing.index_due()
    seconds["index"] += processor(processing).since(start)
    return seconds


if __name__ == "__main__":
    main()
