"""PostgreSQL, Redis or RabbitMQ, and workers that belong to no ingest."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from tests.cluster.brokers import RabbitMQ, Redis
from tests.cluster.postgres import Postgres
from tests.faults.papers import Bulk
from tests.faults.runs import SWEEP_S, Run, end_of, kill_all, wait_for, with_children

Make = Callable[..., Run]
IDS = ("redis", "rabbitmq")


def begin(run: Run, bulk: Bulk, reconcilers: int = 1) -> tuple[subprocess.Popen[str], subprocess.Popen[str]]:
    """An ingest without workers of its own, and a worker with two children; and who sends again what was lost."""
    ingest = run.start("ingest", bulk.folder, "--workers", "0")
    wait_for(lambda: run.coverage() is not None, 90)
    worker = run.start("worker", "--concurrency", "2")
    for _ in range(reconcilers):
        run.start("reconcile", "--every", str(SWEEP_S))
    return ingest, worker


def test_killed_children_and_workers_cost_time_only(postgres: Postgres, redis: Redis, served: Make, bulk: Bulk) -> None:
    run = served(postgres.database(), redis.url)
    ingest, worker = begin(run, bulk)
    child = run.kill_in_a_step()
    print(f"worker child: taken over after {run.wait_until_taken_over(child):.1f} s")
    run.wait_for_the_middle()
    killed = kill_all(with_children(worker))
    run.start("worker", "--concurrency", "2")
    print(f"whole worker: taken over after {run.wait_until_taken_over(*killed):.1f} s")
    writer = run.kill_in_a_step(index=True)
    print(f"index writer: taken over after {run.wait_until_taken_over(writer):.1f} s")
    end_of(ingest)
    run.is_sound(bulk)


@pytest.mark.parametrize("name", IDS)
def test_a_killed_broker_that_has_lost_all_costs_time_only(
    request: pytest.FixtureRequest, postgres: Postgres, served: Make, bulk: Bulk, name: str
) -> None:
    broker: Redis | RabbitMQ = request.getfixturevalue(name)
    run = served(postgres.database(), broker.url)
    ingest, _ = begin(run, bulk)
    run.wait_for_the_middle()
    broker.kill()
    if isinstance(broker, RabbitMQ):
        broker.forget()
    run.wait_until_said("It is tried again until it works", "ingest", "reconcile")
    done_before = len(run.rows("done"))
    broker.start()
    wait_for(lambda: len(run.rows("done")) > done_before, 90)
    end_of(ingest)
    assert "It works again" in run.said("reconcile")
    run.is_sound(bulk)


def test_a_killed_catalog_costs_time_only(own_postgres: Postgres, redis: Redis, served: Make, bulk: Bulk) -> None:
    run = served(own_postgres.database(), redis.url)
    ingest, worker = begin(run, bulk)
    run.wait_for_the_middle()
    own_postgres.kill()
    run.wait_until_said("It is tried again until it works", "ingest", "reconcile")
    own_postgres.start()
    end_of(ingest)
    assert worker.poll() is None, "the worker lived through it"
    assert run.said("ingest").count("It works again") >= 1
    run.is_sound(bulk)


def test_two_reconcilers_send_no_step_twice(postgres: Postgres, redis: Redis, served: Make, bulk: Bulk) -> None:
    run = served(postgres.database(), redis.url)
    ingest, _ = begin(run, bulk, reconcilers=2)
    end_of(ingest)
    run.is_sound(bulk)
    assert {row.attempt for row in run.rows("done")} == {1}, "a step was done twice"
