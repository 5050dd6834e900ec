"""Three Elasticsearch nodes: one is killed, one is slow, one refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cluster.elasticsearch import Cluster
from tests.cluster.processes import ServerMissing
from tests.faults.gate import Gate
from tests.faults.papers import Bulk
from tests.faults.runs import ENDS_WITHIN_S, Run, end_of, wait_for

SEVERAL = 3


@pytest.fixture(scope="module")
def nodes(server_folder: Callable[[str], Path]) -> Iterator[Cluster]:
    try:
        cluster = Cluster(server_folder("three-nodes"), nodes=3)
    except ServerMissing as missing:
        pytest.skip(str(missing))
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def searched(tmp_path: Path, urls: str, index: str) -> Run:
    return Run(
        tmp_path / "archive",
        {
            "ATI_SEARCH__ENGINE": "elasticsearch",
            "ATI_ELASTICSEARCH__URLS": urls,
            "ATI_ELASTICSEARCH__INDEX": index,
            "ATI_ELASTICSEARCH__REPLICAS": "1",
            "ATI_ELASTICSEARCH__SHARDS": "3",
            "ATI_ELASTICSEARCH__REQUEST_TIMEOUT_S": "5",
        },
    )


@pytest.mark.parametrize("fault", ["slow", "refusing"])
def test_a_slow_or_refusing_cluster_costs_time_only(tmp_path: Path, nodes: Cluster, bulk: Bulk, fault: str) -> None:
    gate = Gate(nodes.nodes[0].url)
    run = searched(tmp_path, gate.url, fault)
    try:
        ingest = run.start("ingest", bulk.folder)
        run.wait_for_the_middle()
        if fault == "slow":
            gate.delay_s = 8.0  # longer than the client waits
        else:
            gate.status = 429
        wait_for(lambda: gate.delayed + gate.refused >= SEVERAL, ENDS_WITHIN_S)
        gate.open()
        end_of(ingest)
        run.is_sound(bulk)
    finally:
        run.end()
        gate.close()


def test_a_killed_node_of_three_costs_time_only(tmp_path: Path, nodes: Cluster, bulk: Bulk) -> None:
    run = searched(tmp_path, nodes.urls, "killed")
    try:
        ingest = run.start("ingest", bulk.folder)
        run.wait_for_the_middle()
        nodes.nodes[1].kill()
        end_of(ingest)
        nodes.wait()
        run.is_sound(bulk)
    finally:
        run.end()
