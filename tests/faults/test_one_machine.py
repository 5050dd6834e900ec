"""The embedded path: SQLite, Tantivy, messages in files, workers of `ati ingest`."""

from __future__ import annotations

from pathlib import Path

from tests.faults.disks import Disk
from tests.faults.papers import Bulk
from tests.faults.runs import SWEEP_S, Run, children_of, end_of, kill_all


def test_killed_worker_children_workers_and_writers_cost_time_only(run: Run, bulk: Bulk) -> None:
    ingest = run.start("ingest", bulk.folder)
    child = run.kill_in_a_step()
    print(f"worker child: taken over after {run.wait_until_taken_over(child):.1f} s")
    writer = run.kill_in_a_step(index=True)
    print(f"index writer: taken over after {run.wait_until_taken_over(writer):.1f} s")
    workers = children_of(ingest, "extract,entities")
    assert workers
    killed = kill_all(workers)
    print(f"whole worker: taken over after {run.wait_until_taken_over(*killed):.1f} s")
    end_of(ingest)
    run.is_sound(bulk)


def test_two_reconcilers_beside_the_ingest_send_no_step_twice(run: Run, bulk: Bulk) -> None:
    ingest = run.start("ingest", bulk.folder)
    run.wait_for_the_middle()
    for _ in range(2):
        run.start("reconcile", "--every", str(SWEEP_S))
    end_of(ingest)
    run.is_sound(bulk)
    assert {row.attempt for row in run.rows("done")} == {1}, "a step was done twice"


def test_a_full_disk_is_said_once_and_the_ingest_goes_on_when_there_is_room(
    small_disk: Disk, bulk: Bulk, tmp_path: Path
) -> None:
    run = Run(small_disk.folder / "archive", {}, tmp_path)
    try:
        ingest = run.start("ingest", bulk.folder)
        run.wait_for_the_middle()
        small_disk.fill()
        small_disk.wait_until_said(run)
        small_disk.empty()
        end_of(ingest)
        run.is_sound(bulk)
    finally:
        run.end()


def test_an_ingest_gives_up_on_a_disk_that_stays_full_and_can_be_resumed(
    small_disk: Disk, bulk: Bulk, tmp_path: Path
) -> None:
    run = Run(small_disk.folder / "archive", {"ATI_QUEUE__PATIENCE_S": "2"}, tmp_path)
    try:
        small_disk.fill(but_bytes=400_000)
        ingest = run.start("ingest", bulk.folder)
        end_of(ingest, status=1)
        assert "No disk space is left" in run.said("ingest")
        small_disk.empty()
        end_of(run.start("ingest", bulk.folder))
        run.is_sound(bulk)
    finally:
        run.end()
