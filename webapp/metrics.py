"""Figures for Prometheus: of this process as they come, of the whole archive when they are asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, GCCollector, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from indexer.errors import IndexerError
from indexer.model.health import Figures, PartHealth

KEPT_S = 15.0
"""Several who scrape at once ask the catalog once."""
KEPT_FACTOR = 20
"""In a large archive they are kept this many times longer than reading them took."""
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 5.0, 20.0)
NO_VIEW = "none"
"""Addresses that lead nowhere: their paths would be labels without end."""


class Meter:
    """Counts of one site process. Labels are names of views and numbers, never what was asked for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._requests = Counter(
            "ati_requests", "Requests by view and status.", ["view", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "ati_request_seconds",
            "Until a response began, by view.",
            ["view"],
            buckets=BUCKETS_S,
            registry=self.registry,
        )
        self._pictures = Counter("ati_page_images", "Page images by source.", ["source"], registry=self.registry)

    def request(self, view: str | None, status: int, seconds: float) -> None:
        """A request was answered. `view` is Flask's endpoint, None where no address matched."""
        self._requests.labels(view or NO_VIEW, str(status)).inc()
        self._seconds.labels(view or NO_VIEW).observe(seconds)

    def picture(self, *, cached: bool) -> None:
        """A page image was served from the cache, or drawn."""
        self._pictures.labels("cache" if cached else "drawn").inc()


class ArchiveCollector(Collector):
    """The archive in numbers, each with its meaning in docs/operations.md."""

    def __init__(
        self,
        figures: Callable[[], Figures],
        pages_in_index: Callable[[], int],
        health: Callable[[], tuple[PartHealth, ...]],
    ) -> None:
        self._figures = figures
        self._pages_in_index = pages_in_index
        self._health = health
        self._lock = threading.Lock()
        self._kept: list[Metric] = []
        self._until_s = 0.0

    def collect(self) -> Iterator[Metric]:
        """All of them; where the catalog does not answer, its part only."""
        with self._lock:
            if (began_s := time.monotonic()) >= self._until_s:
                self._kept = list(self._read())
                ended_s = time.monotonic()
                self._until_s = ended_s + max(KEPT_S, KEPT_FACTOR * (ended_s - began_s))
            yield from self._kept

    def _read(self) -> Iterator[Metric]:
        sound = GaugeMetricFamily("ati_part_up", "1 when a part of the archive answers.", labels=["part"])
        for part in self._health():
            sound.add_metric([part.name], float(part.sound))
        yield sound
        try:
            yield from _of(self._figures())
            yield GaugeMetricFamily("ati_index_pages", "Pages that the index holds.", value=self._pages_in_index())
        except IndexerError:
            return  # ati_part_up says so


def _of(figures: Figures) -> Iterator[Metric]:
    documents = GaugeMetricFamily("ati_documents", "Documents by outcome.", labels=["outcome"])
    pages = GaugeMetricFamily("ati_pages", "Pages by what became of them.", labels=["outcome"])
    steps = GaugeMetricFamily("ati_steps", "Rows of the ledger.", labels=["step", "state"])
    ended = CounterMetricFamily("ati_steps_ended", "Steps that workers ended, by outcome.", labels=["step", "outcome"])
    seconds = CounterMetricFamily("ati_steps_seconds", "Time that they took.", labels=["step", "outcome"])
    for outcome, count in figures.documents.items():
        documents.add_metric([outcome], count)
    for outcome, count in figures.pages.items():
        pages.add_metric([outcome], count)
    for one in figures.steps:
        steps.add_metric([one.step, one.state], one.rows)
    for done in figures.work:
        ended.add_metric([done.step, done.outcome], done.steps)
        seconds.add_metric([done.step, done.outcome], done.seconds)
    yield from (documents, pages, steps, ended, seconds)
    yield GaugeMetricFamily("ati_oldest_due_seconds", "Age of the oldest waiting step.", value=figures.oldest_due_s)
    yield GaugeMetricFamily("ati_leases_expired", "Steps whose worker went silent.", value=figures.leases_expired)
    yield GaugeMetricFamily("ati_index_pages_wanted", "Pages the index should hold.", value=figures.pages_indexed)
