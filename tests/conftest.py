"""Fixtures that every test may use, and the rule that CI skips nothing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.cluster.elasticsearch import Cluster
from tests.cluster.postgres import Postgres
from tests.cluster.processes import ServerMissing

# No example has to be quick: a loaded machine may take longer than the usual 200 ms for any of them.
settings.register_profile(
    "any machine", parent=settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

ROOT = Path(__file__).parent.parent
SPECIMENS = ROOT / "tests" / "data" / "specimens"


def corpus_dir() -> Path:
    """Real documents that nobody here wrote: ATI_CORPUS, by default beside the checkout."""
    return Path(os.environ.get("ATI_CORPUS", ROOT.parent / "shared" / "corpus"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    folder = corpus_dir()
    if not folder.is_dir():
        pytest.skip(f"the shared corpus is not here: no {folder} (set ATI_CORPUS)")
    return folder


@pytest.fixture(scope="session")
def specimens() -> Path:
    return SPECIMENS


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Callable[[str], Path]]:
    """Makes folders for servers, gone at the end. Not pytest's own: each new run closes these to other users, and
    servers run as one."""
    with tempfile.TemporaryDirectory(prefix="ati-servers-") as base:

        def make(name: str) -> Path:
            return Path(tempfile.mkdtemp(prefix=name, dir=base))

        yield make


@pytest.fixture(scope="session")
def cluster_urls(server_folder: Callable[[str], Path]) -> Iterator[str]:
    """An Elasticsearch node on loopback, started once; ATI_TEST_ELASTICSEARCH names one that runs already."""
    running = os.environ.get("ATI_TEST_ELASTICSEARCH")
    if running:
        yield running
        return
    try:
        cluster = Cluster(server_folder("elasticsearch"))
    except ServerMissing as missing:
        pytest.skip(str(missing))
    try:
        cluster.start()
        yield cluster.urls
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def postgres(server_folder: Callable[[str], Path]) -> Iterator[Postgres]:
    """A PostgreSQL server on loopback, started once."""
    try:
        server = Postgres(server_folder("postgresql"))
    except ServerMissing as missing:
        pytest.skip(str(missing))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    """In CI a skipped test is a failed one: something that .ci/run should have installed is missing."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
