"""Search beside its peers: `python -m benchmarks.search --pages 100000`.

Indexing against bare Tantivy (one thread) and SQLite FTS5; a whole search page (documents, passages, the open
facets with documents per value) against bare Tantivy asked for the twenty best pages and the same facets. Read the
ratios.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.generated.corpus import Corpus
from benchmarks.search.catalog import BenchmarkCatalog
from benchmarks.search.peers import BareTantivy, Fts5
from benchmarks.timing import Took, least, quantile
from indexer.model.query import Filters, SearchRequest
from indexer.model.record import PageRecord
from indexer.search.engines.tantivy import TantivyStore
from indexer.search.service import SearchService
from indexer.search.vocabulary import Vocabulary
from indexer.settings import SearchSettings
from webapp.facets import OPEN_FACETS

SETTINGS = SearchSettings("tantivy", 2000, 200, writer_memory_mb=64, documents_a_screen=20, pages_a_document=3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=150)
    parser.add_argument("--no-fts5", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = Corpus(options.pages)
        catalog = BenchmarkCatalog(folder / "pages.sqlite")
        catalog.fill(iter(corpus.made))
        store = TantivyStore(folder / "ours", SETTINGS.writer_memory_mb)
        bare = BareTantivy(folder / "bare")
        fts5 = Fts5(folder / "fts5.sqlite")
        print(f"{options.pages:,} pages; indexing")
        base = _index("bare Tantivy, 1 thread", bare.index, corpus, folder / "bare", 1.0)
        _index("ATI Archive", store.rebuild, corpus, folder / "ours", base)
        if not options.no_fts5:
            _index("SQLite FTS5, porter", fts5.index, corpus, folder / "fts5.sqlite", base)
        service = SearchService(store.engine(), catalog, SETTINGS, Vocabulary())
        _compare(service, bare, None if options.no_fts5 else fts5, corpus, options.queries)
        print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def _index(name: str, index: Callable[[Iterable[PageRecord]], int], corpus: Corpus, path: Path, base: float) -> float:
    start = time.perf_counter()
    count = index(iter(corpus.made))
    speed = count / (time.perf_counter() - start)
    size = sum(file.stat().st_size for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file())
    ratio = speed / base if base > 1 else 1.0
    print(f"  {name:24} {speed:8,.0f} pages/s  x{ratio:.2f}  {size / count:7,.0f} bytes a page")
    return speed


def requests_of(corpus: Corpus, count: int) -> dict[str, list[SearchRequest]]:
    """Kinds of queries, with words that lie between the 200th and the 20,000th most frequent."""
    generator = random.Random(5)

    def word() -> str:
        return corpus.words[min(len(corpus.words) - 1, int(200 * 100 ** generator.random()))]

    def filtered(query: str) -> SearchRequest:
        return SearchRequest(query, Filters(include=(("platform", (f"platform {generator.randint(0, 4)}",)),)))

    kinds: dict[str, Callable[[], SearchRequest]] = {
        "one word": lambda: SearchRequest(word()),
        "two words": lambda: SearchRequest(f"{word()} {corpus.words[generator.randint(60, 600)]}"),
        "three words, OR": lambda: SearchRequest(f"{word()} OR {word()} OR {word()}"),
        "word and facet": lambda: filtered(word()),
        "prefix": lambda: SearchRequest(f"{word()[:5]}*"),
        "newest first": lambda: SearchRequest(word(), order="document_date"),
    }
    return {kind: [as_site(make()) for _ in range(count // len(kinds))] for kind, make in kinds.items()}


def as_site(request: SearchRequest) -> SearchRequest:
    """With the facets that the site counts for a page of results: the open ones."""
    return replace(request, facets=OPEN_FACETS)


def _compare(service: SearchService, bare: BareTantivy, fts5: Fts5 | None, corpus: Corpus, count: int) -> None:
    corpus.made.clear()
    print(
        "whole search page, ms: p50 / p95 by the clock, then processor time; bare Tantivy: 20 best pages, the same"
        " facets, no passages"
    )
    everything: dict[str, list[Took]] = {"ours": [], "bare": []}
    requests = requests_of(corpus, count)
    requests["broad word (not in all)"] = [as_site(SearchRequest(word)) for word in corpus.words[30:45]]
    requests["phrase of stop words (not in all)"] = [
        as_site(SearchRequest(one)) for one in ('"of the"', '"in the"')
    ] * 3
    for kind, asked in requests.items():
        times: dict[str, list[Took]] = {"ours": [], "bare": []}
        for request in asked:
            times["ours"].append(least(partial(service.find_documents, request)))
            times["bare"].append(least(partial(bare.page, request)))
        pages = [service.find_pages(replace(request, limit=0)).pages for request in asked]
        if "not in all" not in kind:
            for name, values in times.items():
                everything[name] += values
        _print(kind, times, statistics.median(pages))
    _print("all", everything, 0)
    if fts5:
        words = [request.query for request in requests["one word"]][:20]
        times_fts5 = [least(partial(fts5.page, word)).clock for word in words]
        print(f"  SQLite FTS5, one word, 20 best with snippets, no facets: {_quantiles(times_fts5)}")


def _quantiles(times: list[float]) -> str:
    return f"{quantile(times, 0.5):7.1f} / {quantile(times, 0.95):7.1f}"


def _print(kind: str, times: dict[str, list[Took]], pages: float) -> None:
    line = f"  {kind:34} {pages:8,.0f} pages"
    for by in ("clock", "processor"):
        ours, bare = ([getattr(one, by) for one in times[name]] for name in ("ours", "bare"))
        ratios = " ".join(f"x{quantile(ours, share) / quantile(bare, share):.2f}" for share in (0.5, 0.95))
        line += f"  {by}: ours {_quantiles(ours)} bare {_quantiles(bare)} {ratios}"
    print(line, flush=True)


if __name__ == "__main__":
    main()
