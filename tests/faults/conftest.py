"""Archives on one machine and on servers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tests.cluster.brokers import RabbitMQ, Redis
from tests.cluster.postgres import Postgres
from tests.cluster.processes import ServerMissing
from tests.faults.disks import Disk
from tests.faults.papers import Bulk, draw_bulk
from tests.faults.runs import Run

TEST_TIMEOUT_S = 900
Started = TypeVar("Started", Postgres, Redis, RabbitMQ)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole ingests, broken off more than once: a loaded machine takes minutes where an idle one takes 20 s."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(TEST_TIMEOUT_S))


@pytest.fixture(scope="session")
def bulk(tmp_path_factory: pytest.TempPathFactory) -> Bulk:
    return draw_bulk(tmp_path_factory.mktemp("bulk") / "release")


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """SQLite, Tantivy and messages in files."""
    run = Run(tmp_path / "archive", {})
    yield run
    run.end()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Disk]:
    try:
        disk = Disk(tmp_path / "disk")
    except ServerMissing as missing:
        pytest.skip(str(missing))
    yield disk
    disk.remove()


@pytest.fixture
def own_postgres(server_folder: Callable[[str], Path]) -> Iterator[Postgres]:
    """A server for one test, which may kill it."""
    yield from _started(lambda: Postgres(server_folder("own-postgresql")))


@pytest.fixture
def redis(server_folder: Callable[[str], Path]) -> Iterator[Redis]:
    yield from _started(lambda: Redis(server_folder("redis")))


@pytest.fixture
def rabbitmq(server_folder: Callable[[str], Path]) -> Iterator[RabbitMQ]:
    yield from _started(lambda: RabbitMQ(server_folder("rabbitmq")))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Makes an archive whose catalog and queue are on servers: `served(catalog url, queue url, more settings)`."""
    runs: list[Run] = []

    def make(catalog: str, queue: str, **more: str) -> Run:
        runs.append(Run(tmp_path / "archive", {"ATI_CATALOG__URL": catalog, "ATI_QUEUE__URL": queue, **more}))
        return runs[-1]

    yield make
    for run in runs:
        run.end()


def _started(make: Callable[[], Started]) -> Iterator[Started]:
    try:
        server = make()
    except ServerMissing as missing:
        pytest.skip(str(missing))
    try:
        server.start()
        yield server
    finally:
        server.stop()
