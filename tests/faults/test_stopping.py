"""SIGTERM to a worker in the middle of a step: the step is ended, or handed back at once."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest

from tests.cluster.brokers import Redis
from tests.cluster.postgres import Postgres
from tests.faults.papers import Bulk
from tests.faults.runs import SWEEP_S, Run, end_of, wait_for, with_children

CHILDREN = {"solo": "1", "prefork": "2"}


@pytest.mark.parametrize("pool", CHILDREN)
def test_a_stopped_worker_holds_nothing_and_no_attempt_is_counted(
    postgres: Postgres, redis: Redis, served: Callable[..., Run], bulk: Bulk, pool: str
) -> None:
    run = served(postgres.database(), redis.url, ATI_QUEUE__STOP_GRACE_S="0")
    ingest = run.start("ingest", bulk.folder, "--workers", "0")
    wait_for(lambda: run.coverage() is not None, 90)
    worker = run.start("worker", "--concurrency", CHILDREN[pool])
    run.start("reconcile", "--every", str(SWEEP_S))
    wait_for(lambda: run.rows("running"), 90, pause_s=0.01)
    pids = [one.pid for one in with_children(worker)]
    worker.send_signal(signal.SIGTERM)
    worker.wait(90)
    assert run.held_by(*pids) == 0, "a step was left behind for its lease to run out"
    run.start("worker", "--concurrency", "2")
    end_of(ingest)
    run.is_sound(bulk)
    assert {row.attempt for row in run.rows("done")} == {1}
