"""A backup while files are being archived, and the archive made anew from it by the commands."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.conftest import ROOT, SPECIMENS
from tests.flow.conftest import Ati

RELEASES = ("a-2022-00058", "a-2023-117")


def test_a_backup_made_during_an_ingest_comes_back_sound_and_goes_on(
    make_ati: Callable[[str], Ati], tmp_path: Path
) -> None:
    ati, restored, target = make_ati("archive"), make_ati("restored"), tmp_path / "backup"
    paths = [SPECIMENS / name for name in RELEASES]
    running = subprocess.Popen(ati.command("ingest", *paths), cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        while running.poll() is None and not any((ati.archive / "originals").glob("??/??/*")):
            time.sleep(0.05)
        during = ati.json("backup", target)
        assert during["problems"] == []
    finally:
        assert running.wait() == 0
    after = ati.json("backup", target)
    assert after["originals"] >= during["originals"]
    assert after["copied"] == after["originals"] - during["originals"]

    restored("restore", target, "--catalog", during["catalog"])
    assert restored.json("verify")["problems"] == []
    restored("ingest", *paths)
    assert restored.json("coverage") == ati.json("coverage")
    assert restored.json("verify")["problems"] == []
    assert restored.json("search", "memorandum")["pages"] == ati.json("search", "memorandum")["pages"] > 0
    assert "already" in restored("restore", target, status=2).stderr
