"""Clocks that jump while an ingest runs, and machines whose clocks differ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cluster.brokers import Redis
from tests.cluster.postgres import Postgres
from tests.faults.clocks import MovableClock
from tests.faults.papers import Bulk
from tests.faults.runs import SWEEP_S, Run, end_of, wait_for

HOUR_S = 3600


@pytest.fixture
def clock(tmp_path: Path) -> MovableClock:
    return MovableClock(tmp_path / "clock")


def test_a_clock_that_jumps_ahead_and_back_costs_time_only(run: Run, bulk: Bulk, clock: MovableClock) -> None:
    ingest = run.start("ingest", bulk.folder, **clock.environment)
    run.wait_for_the_middle()
    clock.move(2 * HOUR_S)
    ahead = run.kill_in_a_step()
    print(f"clock ahead: taken over after {run.wait_until_taken_over(ahead):.1f} s")
    last = run.kill_in_a_step()
    clock.move(-2 * HOUR_S)
    print(f"clock back: taken over after {run.wait_until_taken_over(last):.1f} s")
    end_of(ingest)
    run.is_sound(bulk)
    assert sum(row.attempt > 1 for row in run.rows("done")) <= 2, "living workers kept their steps"


def test_machines_whose_clocks_differ_agree_by_the_catalogs(
    postgres: Postgres, redis: Redis, served: Callable[..., Run], bulk: Bulk, clock: MovableClock
) -> None:
    run = served(postgres.database(), redis.url)
    ingest = run.start("ingest", bulk.folder, "--workers", "0")
    wait_for(lambda: run.coverage() is not None, 90)
    clock.move(-HOUR_S)
    run.start("worker", "--concurrency", "2", **clock.environment)
    run.start("reconcile", "--every", str(SWEEP_S))
    killed = run.kill_in_a_step()
    print(f"clock an hour behind: taken over after {run.wait_until_taken_over(killed):.1f} s")
    end_of(ingest)
    run.is_sound(bulk)
    assert sum(row.attempt > 1 for row in run.rows("done")) <= 1, "living workers kept their steps"
