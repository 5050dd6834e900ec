"""`python -m benchmarks.scale FOLDER --pages N`: what an archive of N generated pages costs, on the embedded engine.

Makes the archive in FOLDER unless it is there, and prints the cost of indexing as the archive grows; then whole screens
of results over the real catalog, the other screens' looks at the catalog, and sizes. Each the least of three: by the
clock, which the goals mean, and by processor time, which a busy machine blurs less. A search works in several threads.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.generated.corpus import Corpus
from benchmarks.scale.making import folder_bytes, make
from benchmarks.search.__main__ import as_site, requests_of
from benchmarks.timing import Took, least, quantile
from indexer.bootstrap.reading import Reading, open_reading
from indexer.catalog.reader import Catalog
from indexer.model.query import Filters, SearchRequest
from indexer.settings import load_settings

SMALL_PAGES = 100_000
GOALS_MS = {"small": 25.0, "large": 100.0}
PHRASE_GOAL_MS = 400.0
PHRASES = ('"of the"', '"in the"', '"to the"')
_EVERYTHING = SearchRequest(limit=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=SMALL_PAGES)
    parser.add_argument("--queries", type=int, default=90)
    options = parser.parse_args()
    settings = load_settings(options.folder, {})
    make(options.folder, settings, options.pages)
    reading = open_reading(settings)
    missed = _searches(reading, options.pages, options.queries)
    _screens(reading, options.pages)
    catalog = sum(path.stat().st_size for path in options.folder.glob("catalog.sqlite*")) / options.pages
    print(f"catalog {catalog:,.0f} bytes a page, index {folder_bytes(settings.index) / options.pages:,.0f}")
    reading.close()
    if missed:
        raise SystemExit("missed: " + ", ".join(missed))


def _searches(reading: Reading, pages: int, count: int) -> list[str]:
    goal = GOALS_MS["small" if pages <= SMALL_PAGES else "large"]
    kinds = requests_of(Corpus(0), count)
    kinds["phrase of stop words"] = [as_site(SearchRequest(phrase)) for phrase in PHRASES]
    reading.search.find_documents(SearchRequest("the"))
    everything: list[Took] = []
    missed = []
    for kind, requests in kinds.items():
        times = [least(partial(reading.search.find_documents, one)) for one in requests]
        high = _told(f"  {kind:24}", times)
        if kind == "phrase of stop words":
            missed += ["phrase"] if high > PHRASE_GOAL_MS else []
        else:
            everything += times
    high = _told(f"screen of results at {pages:,} pages (p95 at most {goal:.0f}):", everything)
    return missed + (["search"] if high > goal else [])


def _told(name: str, times: Sequence[Took]) -> float:
    """The 95th of a hundred by the clock."""
    clock, processor = ([getattr(one, kind) for one in times] for kind in ("clock", "processor"))
    high = quantile(clock, 0.95)
    print(
        f"{name} p50 {quantile(clock, 0.5):7.1f} ms  p95 {high:7.1f} ms;"
        f" processor time {quantile(processor, 0.5):7.1f} and {quantile(processor, 0.95):7.1f}",
        flush=True,
    )
    return high


def _screens(reading: Reading, pages: int) -> None:
    catalog, registry = reading.catalog, reading.registry
    files = catalog.coverage().files
    looks: dict[str, Callable[[], object]] = {
        "state of the archive (each search)": reading.search.state,
        "pages that a search cannot see (each search)": lambda: catalog.unseen_pages(Filters()),
        "unread files (each search)": lambda: reading.search.unread_files(SearchRequest("locked"), 20),
        "coverage, when the catalog has changed": lambda: Catalog(reading.database).coverage(),
        "coverage, when it has not (front page, documents)": catalog.coverage,
        "documents, first screen": lambda: catalog.list_documents(0, 50),
        "documents, last screen": lambda: catalog.list_documents(max(0, files - 50), 50),
        "names, first screen": lambda: registry.entities("person", "", "pages", 0, 50),
        "names with a part": lambda: registry.entities("person", "person 77", "pages", 0, 50),
        "facets of the whole archive, anew": lambda: open_reading(reading.settings).search.find_pages(_EVERYTHING),
        "facets of the whole archive, kept (front page)": lambda: reading.search.find_pages(_EVERYTHING),
    }
    print(f"other looks at {pages:,} pages, ms of processor time")
    for name, look in looks.items():
        print(f"  {name:52} {least(look).processor:8.2f}", flush=True)


if __name__ == "__main__":
    main()
