"""Worker processes: started, started again when they die, ended with whoever started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from indexer.bootstrap.processing import open_processing
from indexer.errors import ConfigError
from indexer.settings import Settings, load_settings
from workers import embedded
from workers.embedded import EmbeddedWorkers

COMMAND = "indexer.cli"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = load_settings(tmp_path / "archive", {})
    open_processing(settings).close()
    return settings


@pytest.fixture
def workers(settings: Settings) -> Iterator[EmbeddedWorkers]:
    made = EmbeddedWorkers(settings, 1)
    yield made
    made.stop()


def processes(archive: Path) -> list[psutil.Process]:
    """Worker processes of one archive, with their children."""
    return [
        process
        for process in psutil.process_iter(["cmdline", "ppid", "status"])
        if COMMAND in (process.info["cmdline"] or []) and str(archive) in process.info["cmdline"]
    ]


def wait_for(condition: Callable[[], bool], timeout_s: float = 60) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def started(archive: Path) -> set[int]:
    """Process ids of the workers this process started and that live; not the children that these start."""
    return {
        process.pid
        for process in processes(archive)
        if process.info["ppid"] == os.getpid() and process.info["status"] != psutil.STATUS_ZOMBIE
    }


def test_a_killed_worker_is_started_again(settings: Settings, workers: EmbeddedWorkers) -> None:
    workers.ensure(scans=False)
    first = started(settings.archive)
    assert len(first) == 2
    time.sleep(embedded.RESTART_PAUSE_S)
    killed = min(first)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: killed not in started(settings.archive))
    workers.ensure(scans=False)
    wait_for(lambda: len(started(settings.archive)) == 2)
    assert killed not in started(settings.archive)


def test_stopping_ends_them_all(settings: Settings, workers: EmbeddedWorkers) -> None:
    workers.ensure(scans=False)
    assert workers.running
    workers.stop()
    assert not workers.running
    assert processes(settings.archive) == []


def test_they_end_when_their_parent_is_killed(settings: Settings) -> None:
    program = (
        "import sys, time; from pathlib import Path; from indexer.settings import load_settings;"
        "from workers.embedded import EmbeddedWorkers;"
        "EmbeddedWorkers(load_settings(Path(sys.argv[1]), {}), 1).ensure(scans=False);"
        "print('started', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(settings.archive)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        parent.kill()  # those that do not watch it yet find that it is gone
    wait_for(lambda: processes(settings.archive) == [])


def test_a_worker_that_cannot_start_is_said_with_its_log(
    settings: Settings, workers: EmbeddedWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "RESTART_PAUSE_S", 0.0)
    monkeypatch.setattr(embedded, "QUICK_DEATH_S", 600.0)  # a loaded machine is slow to start one that dies
    (settings.archive / "settings.toml").write_text("[queue]\nno_such_setting = 1\n", encoding="utf-8")

    def still_tried() -> bool:
        workers.ensure(scans=False)
        return False

    with pytest.raises(ConfigError, match=r"worker-(extract|index)\.log"):
        wait_for(still_tried, timeout_s=300)
