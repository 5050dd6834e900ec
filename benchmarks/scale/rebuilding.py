"""`python -m benchmarks.scale.rebuilding FOLDER`: an index built anew from the catalog, as `ati reindex` does it.

Prints processor time and the peak of memory that no other process shares, at each tenth of the way: a rebuild must not
hold what it has read. The index in use is replaced.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.scale.making import MIB
from indexer.catalog.database import Database
from indexer.catalog.indexing import IndexFeed
from indexer.model.record import PageRecord
from indexer.pipeline import all_records
from indexer.search.index import open_index
from indexer.settings import load_settings

TENTHS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    settings = load_settings(parser.parse_args().folder, {})
    feed = IndexFeed(Database.open(settings.catalog_url))
    started = time.process_time()
    pages = open_index(settings).rebuild(_watched(feed, max(1, feed.pages_indexed() // TENTHS)))
    print(f"{pages:,} pages, {(time.process_time() - started) * 1000 / pages:.2f} ms of processor time a page in all")


def _watched(feed: IndexFeed, every: int) -> Iterator[PageRecord]:
    last = time.process_time()
    for count, page in enumerate(all_records(feed, feed.all_document_numbers()), 1):
        yield page
        if count % every == 0:
            memory, now = psutil.Process().memory_info(), time.process_time()
            print(
                f"  {count:9,} pages: {(now - last) * 1000 / every:.2f} ms a page,"
                f" {(memory.rss - memory.shared) / MIB:,.0f} MiB of its own",
                flush=True,
            )
            last = now


if __name__ == "__main__":
    main()
