"""Whole commands, run as a user runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, SPECIMENS

COMMAND_TIMEOUT_S = 900
"""A hang is told apart from a slow, loaded machine."""


@dataclass(frozen=True)
class Ati:
    """The `ati` command on one archive folder."""

    archive: Path

    def __call__(self, *words: str | Path, status: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.command(*words), capture_output=True, text=True, timeout=COMMAND_TIMEOUT_S, cwd=ROOT, check=False
        )
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        return done

    def json(self, *words: str | Path, status: int = 0) -> Any:
        return json.loads(self(*words, "--json", status=status).stdout)

    def command(self, *words: str | Path) -> list[str]:
        name, *rest = map(str, words)
        return [sys.executable, "-m", "indexer.cli", name, "--archive", str(self.archive), *rest]


@pytest.fixture
def ati(tmp_path: Path) -> Ati:
    return Ati(tmp_path / "archive")


@pytest.fixture(scope="session")
def specimen_archive(tmp_path_factory: pytest.TempPathFactory) -> Ati:
    """The specimens, archived once by the command itself. Read-only by agreement."""
    ati = Ati(tmp_path_factory.mktemp("specimens") / "archive")
    ati("ingest", SPECIMENS)
    return ati


@pytest.fixture
def make_ati(tmp_path: Path) -> Callable[[str], Ati]:
    return lambda name: Ati(tmp_path / name)
