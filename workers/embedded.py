"""Worker processes beside `ati ingest` and `ati serve`: started when work is due, restarted when they die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from indexer.errors import ConfigError
from indexer.settings import Settings
from workers.app import INDEX_QUEUES, OCR_QUEUES, WORK_QUEUES

STOP_GRACE_S = 20.0
"""A worker gets this long to end its task; what it leaves is due again when its lease runs out or at once (ledger)."""

PARENT_CHECK_S = 2.0
RESTART_PAUSE_S = 1.0
QUICK_DEATH_S = 10.0
QUICK_DEATHS_LIMIT = 3
"""A worker that died this often in a row, each time this soon after its start, will not come up by trying again."""


class EmbeddedWorkers:
    """The worker processes of one archive: one for pages with a child for each processor, one for the index, and
    while there are scans one that recognises them, also with a child for each processor.

    They end when the process that made this object ends, even by kill -9 (each watches its parent).
    """

    def __init__(self, settings: Settings, concurrency: int) -> None:
        self._settings = settings
        self._workers = [
            _Worker(settings, WORK_QUEUES, concurrency),
            _Worker(settings, INDEX_QUEUES, 1),
        ]
        self._for_scans = _Worker(settings, OCR_QUEUES, concurrency)

    def ensure(self, *, scans: bool) -> None:
        """Starts what is not running; a worker that died is started again after a pause. `scans`: some are due,
        and their worker is wanted too.

        Raises:
            ConfigError: a worker dies again and again right after its start; the message names its log.
        """
        for worker in (*self._workers, *([self._for_scans] if scans else [])):
            worker.ensure()

    @property
    def running(self) -> bool:
        """True while at least one worker process lives."""
        return any(worker.alive for worker in (*self._workers, self._for_scans))

    def stop(self) -> None:
        """Asks each to end its task and go; kills what has not gone after STOP_GRACE_S."""
        everyone = (*self._workers, self._for_scans)
        for worker in everyone:
            worker.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_GRACE_S
        for worker in everyone:
            worker.wait(deadline)


class _Worker:
    """One worker process and how it has fared."""

    def __init__(self, settings: Settings, queues: tuple[str, ...], concurrency: int) -> None:
        self._settings = settings
        self._queues = queues
        self._concurrency = concurrency
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._quick_deaths = 0

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ensure(self) -> None:
        if self.alive:
            return
        if self._process is not None:
            lived = time.monotonic() - self._started
            if lived < RESTART_PAUSE_S:
                return
            self._quick_deaths = self._quick_deaths + 1 if lived < QUICK_DEATH_S else 0
        if self._quick_deaths >= QUICK_DEATHS_LIMIT:
            raise ConfigError(f"The worker process does not start. What it said is in {self._log}")
        self._start()

    def signal(self, number: int) -> None:
        """The whole session on SIGKILL, so that no child is left; else the worker alone, which tells its children."""
        if self._process is None or self._process.poll() is not None:
            return
        if number == signal.SIGKILL:
            os.killpg(self._process.pid, number)
        else:
            self._process.send_signal(number)

    def wait(self, deadline: float) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            self._process.wait()
        self._process = None

    @property
    def _log(self) -> Path:
        return self._settings.archive / "logs" / f"worker-{self._queues[0]}.log"

    def _start(self) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "indexer.cli", "worker", "--archive", str(self._settings.archive)]
        command += ["--queues", ",".join(self._queues), "--concurrency", str(self._concurrency)]
        command += ["--parent", str(os.getpid())]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=_environment(),
            )
        self._started = time.monotonic()


def processors() -> int:
    """Processors that this process may use; at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def end_with_parent(parent: int) -> None:
    """Ends this process, gently, once `parent` is no longer its parent. Returns at once; a thread watches."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_CHECK_S)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


def _environment() -> dict[str, str]:
    """One thread a process: the work is spread over processes (performance.md: OMP threads cost 8 times)."""
    return {
        **os.environ,
        "OMP_THREAD_LIMIT": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
