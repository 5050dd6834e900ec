"""The archive in numbers, and sums that many workers add to."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from indexer.catalog.database import Database
from indexer.catalog.figures import add_work, read_figures
from indexer.catalog.ledger import Ledger
from indexer.model.health import Work
from tests.unit.catalog.made import Archive, page


def test_an_empty_archive_is_all_zero(database: Database) -> None:
    figures = read_figures(database)
    assert figures.documents == {}
    assert figures.pages == {"readable": 0, "listed": 0, "waiting": 0}
    assert (figures.oldest_due_s, figures.leases_expired, figures.pages_indexed) == (0.0, 0, 0)


def test_pages_steps_and_ages(archive: Archive, database: Database) -> None:
    archive.extract(archive.add().document, [page(1, text="one"), page(2, text="two")])
    archive.add("another.pdf")
    now = time.time()
    figures = read_figures(database, now + 100)
    assert figures.pages["readable"] == 2
    assert sum(figures.documents.values()) == 2
    assert {(one.step, one.state) for one in figures.steps} >= {("extract", "done")}
    assert 100 <= figures.oldest_due_s < 200
    key = Ledger(database).due(1)[0]
    Ledger(database).claim(key, "1", 10.0, "worker")
    assert read_figures(database, now + 5).leases_expired == 0
    assert read_figures(database, now + 1000).leases_expired == 1


def test_many_workers_add_to_the_same_sums(database: Database) -> None:
    def work(number: int) -> None:
        both = [Work("ocr", "done", 2, 0.5), Work("extract", "timeout", 1, 20.0)]
        add_work(database, both if number % 2 else both[::-1])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(12)))
    assert set(read_figures(database).work) == {Work("ocr", "done", 24, 6.0), Work("extract", "timeout", 12, 240.0)}
