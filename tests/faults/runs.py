"""An archive under way: its real processes, what its ledger holds meanwhile, and whether all is sound in the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import psutil
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from indexer.catalog.database import Database
from indexer.catalog.reader import Catalog
from indexer.catalog.tables import STEP, LedgerRow
from indexer.errors import IndexerError
from indexer.model.coverage import Coverage
from indexer.model.query import Everything
from indexer.search.index import open_index
from indexer.settings import Settings, load_settings
from tests.conftest import ROOT
from tests.faults.papers import Bulk

LEASE_S, SWEEP_S = 4.0, 0.5
GENEROUS_S = 90.0
"""For what takes a lease and a sweep on an idle machine: less than the 100 s after which a broker would do it."""
ENDS_WITHIN_S = 600.0
SPECIMEN_PAGES = 2
STEPS_BEFORE = 15
"""Of about 65 in all."""
QUICK = {
    "ATI_QUEUE__LEASE_S": str(LEASE_S),
    "ATI_EXTRACT__PAGES_A_PART": "20",
    "ATI_QUEUE__STOP_GRACE_S": "5",
}

Given = TypeVar("Given")


@dataclass
class Run:
    """One archive and all processes that the test started for it; `end` kills what still lives.

    logs: a folder for what they say; None: beside the archive.
    """

    archive: Path
    environment: Mapping[str, str]
    logs: Path | None = None
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self.archive, {**QUICK, **self.environment})

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.catalog_url)

    def start(self, *words: str | Path, **environment: str) -> subprocess.Popen[str]:
        """An `ati` command in the background; what it says is in `said`."""
        name, *rest = map(str, words)
        self.archive.mkdir(parents=True, exist_ok=True)
        with self._log(name).open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "indexer.cli", name, "--archive", str(self.archive), *rest],
                cwd=ROOT, env={**os.environ, **QUICK, **self.environment, **environment},
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if "--json" in rest else log, stderr=log, text=True,
                start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def ati(self, *words: str | Path) -> str:
        """A command to its end; fails the test unless it ends with status 0."""
        process = self.start(*words, "--json")
        out, _ = process.communicate(timeout=ENDS_WITHIN_S)
        assert process.returncode == 0, f"{words}: {out}\n{self.said(str(words[0]))}"
        return out

    def said(self, name: str) -> str:
        """Standard error of all commands of this name."""
        log = self._log(name)
        return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""

    def wait_until_said(self, sentence: str, *names: str) -> None:
        """By each of these commands. What they said instead stands in the failure."""
        try:
            wait_for(lambda: all(sentence in self.said(name) for name in names), GENEROUS_S)
        except AssertionError as error:
            said = {name: self.said(name)[-2_000:] for name in names}
            raise AssertionError(f"“{sentence}” was not said: {said}; {self.coverage()}") from error

    def end(self) -> None:
        for process in self.processes:
            for one in _family(process.pid):
                _kill(one.pid)
            process.wait()
            if process.stdout:
                process.stdout.close()
        self.database.close()

    def coverage(self) -> Coverage | None:
        """None as long as there is no catalog, or while it is away."""
        if not self.environment.get("ATI_CATALOG__URL") and not (self.archive / "catalog.sqlite").exists():
            return None
        try:
            return Catalog(self.database).coverage()
        except (IndexerError, SQLAlchemyError):  # the very catalog may be what the test has killed
            return None

    def rows(self, *states: str) -> list[Any]:
        """Rows of the ledger: step, part, state, attempt, worker, error."""
        with self.database.read() as connection:
            chosen = select(STEP).order_by(STEP.c.document, STEP.c.step, STEP.c.part)
            return list(connection.execute(chosen.where(LedgerRow.state.in_(states)) if states else chosen))

    def wait_for_the_middle(self) -> None:
        """Some steps are done, and more are still to come."""
        wait_for(lambda: self.coverage() is not None, ENDS_WITHIN_S)
        wait_for(lambda: len(self.rows("done")) >= STEPS_BEFORE, ENDS_WITHIN_S)
        assert len(self.rows("due", "sent", "running")) > 0, "all was over before anything could go wrong"

    def kill_in_a_step(self, index: bool = False) -> int:
        """kill -9 of a process that has a step in hand (of the index, or of another); gives its process id, once the
        ledger shows that the step was left behind."""

        def left_behind() -> int:
            for row in self.rows("running"):
                if (row.step == "index") == index:
                    pid = int(row.worker.rpartition(":")[2])
                    _kill(pid)
                    if self.held_by(pid):
                        return pid
            return 0

        wait_for(lambda: self.coverage() is not None, ENDS_WITHIN_S)
        return wait_for(left_behind, ENDS_WITHIN_S, pause_s=0.02)

    def held_by(self, *pids: int) -> int:
        """How many steps the ledger says these processes have in hand."""
        return sum(int(row.worker.rpartition(":")[2]) in pids for row in self.rows("running"))

    def wait_until_taken_over(self, *pids: int) -> float:
        """Until nothing is held by processes that are dead; the seconds that took."""
        began = time.monotonic()
        wait_for(lambda: not self.held_by(*pids), GENEROUS_S)
        return time.monotonic() - began

    def is_sound(self, bulk: Bulk) -> None:
        """All sheets accounted for, none twice, nothing given up that could be read, `ati verify` clean."""
        seen = self.coverage()
        assert seen is not None
        assert (seen.files, seen.files_waiting, seen.pages_waiting) == (bulk.files, 0, 0)
        assert seen.pages_total == seen.pages_searchable + seen.pages_listed == bulk.drawn + SPECIMEN_PAGES
        assert seen.pages_listed == 0
        assert seen.files_unreadable == 1
        assert [row.error for row in self.rows("failed", "parked")] == ["encrypted"]
        keys = list(open_index(self.settings).engine().keys(Everything()))
        assert len(keys) == len(set(keys)) == seen.pages_searchable
        assert json.loads(self.ati("verify"))["problems"] == []

    def _log(self, name: str) -> Path:
        return (self.logs or self.archive.parent) / f"{self.archive.name}-{name}.log"


def wait_for(condition: Callable[[], Given], timeout_s: float, pause_s: float = 0.2) -> Given:
    """What the condition gives, once that is true."""
    deadline = time.monotonic() + timeout_s
    while not (given := condition()):
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(pause_s)
    return given


def children_of(process: subprocess.Popen[str], *words: str) -> list[psutil.Process]:
    """Processes that it started, and they in turn, with these words in their command."""
    return [one for one in _family(process.pid) if one.pid != process.pid and set(words) <= set(_command(one))]


def kill_all(processes: list[psutil.Process]) -> tuple[int, ...]:
    """kill -9 of each; their ids."""
    for one in processes:
        _kill(one.pid)
    return tuple(one.pid for one in processes)


def end_of(process: subprocess.Popen[str], status: int = 1) -> None:
    """Until it has ended by itself. An ingest ends with 1 because one file of the bulk cannot be read."""
    if process.stdout:
        process.stdout.close()
    assert process.wait(ENDS_WITHIN_S) == status


def with_children(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """It and what it started, and they in turn."""
    return _family(process.pid)


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [*parent.children(recursive=True), parent]
    except psutil.NoSuchProcess:
        return []


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.NoSuchProcess:
        return []


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
