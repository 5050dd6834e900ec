"""Who finds nobody else at work takes up at once what a killed run left."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from indexer.bootstrap.processing import Processing, open_processing
from indexer.model.release import Release
from indexer.model.step import StepKey
from indexer.model.stored import StoredFile
from indexer.settings import Settings, load_settings
from workers.alone import looking_after

DOCUMENT = "ab" * 32
KEY = StepKey(DOCUMENT, "extract")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(tmp_path / "archive", {})


@pytest.fixture
def processing(settings: Settings) -> Processing:
    opened = open_processing(settings)
    opened.catalogs.writer.add_file(
        Release("unknown/a", "a"), "a.pdf", None, stored=StoredFile(DOCUMENT, 10), media_type="application/pdf"
    )
    opened.catalogs.ledger.claim(KEY, "extract/1", 600, "a worker that was killed")
    return opened


def state(processing: Processing) -> str:
    return processing.catalogs.ledger.steps_of(DOCUMENT)[0].state


def test_whoever_is_alone_reopens_what_was_running(settings: Settings, processing: Processing) -> None:
    with looking_after(settings, processing):
        assert state(processing) == "due"


def test_a_second_one_leaves_running_steps_alone(settings: Settings, processing: Processing) -> None:
    with looking_after(settings, processing):
        processing.catalogs.ledger.claim(KEY, "extract/1", 600, "a living worker")
        with looking_after(settings, processing):
            assert state(processing) == "running"


def test_a_killed_one_is_no_longer_there(settings: Settings, processing: Processing) -> None:
    program = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from indexer.bootstrap.processing import open_processing
        from indexer.settings import load_settings
        from workers.alone import looking_after
        settings = load_settings(Path(sys.argv[1]), {})
        with looking_after(settings, open_processing(settings)):
            os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    killed = subprocess.run([sys.executable, "-c", program, str(settings.archive)], check=False)
    assert killed.returncode < 0
    processing.catalogs.ledger.claim(KEY, "extract/1", 600, "its orphan")
    with looking_after(settings, processing):
        assert state(processing) == "due"


def test_with_a_broker_of_its_own_only_leases_count(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "archive", {"ATI_QUEUE__URL": "redis://127.0.0.1:1/0"})
    processing = open_processing(settings)
    processing.catalogs.writer.add_file(
        Release("unknown/a", "a"), "a.pdf", None, stored=StoredFile(DOCUMENT, 10), media_type="application/pdf"
    )
    processing.catalogs.ledger.claim(KEY, "extract/1", 600, "a worker elsewhere")
    with looking_after(settings, processing):
        assert state(processing) == "running"
