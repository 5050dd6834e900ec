"""Bad files, and runs that are broken off: each is said, nothing is lost, the rest goes on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, SPECIMENS
from tests.flow.conftest import COMMAND_TIMEOUT_S, Ati
from tests.flow.test_whole_flow import sums_agree

READABLE_BY_ROOT = {"no_permission"} if os.geteuid() == 0 else set()
BROKEN = ROOT / "tests" / "data" / "broken"


@pytest.fixture(scope="module")
def broken_archive(tmp_path_factory: pytest.TempPathFactory) -> Ati:
    folder = tmp_path_factory.mktemp("broken")
    shutil.copytree(BROKEN, folder / "release")
    (folder / "release" / "same-again.pdf").write_bytes(_a_specimen().read_bytes())
    (folder / "release" / "same.pdf").write_bytes(_a_specimen().read_bytes())
    (folder / "release" / "no_permission.pdf").write_bytes(b"%PDF-1.4 nobody may read this")
    (folder / "release" / "no_permission.pdf").chmod(0)
    ati = Ati(folder / "archive")
    ati("ingest", folder / "release", status=1)
    return ati


def test_every_bad_file_is_listed_with_its_reason(broken_archive: Ati) -> None:
    coverage = broken_archive.json("coverage")
    listed = {Path(one["name"]).stem: one["reason"] for one in coverage["unseen"]}
    expected = json.loads((BROKEN / "expected.json").read_text(encoding="utf-8"))
    bad = {Path(name).stem for name, result in expected.items() if result.startswith(("unreadable", "unsupported"))}
    assert bad | {"no_permission", "expected"} - READABLE_BY_ROOT <= set(listed)
    assert all(listed.values())
    assert sums_agree(coverage)
    assert coverage["pages_waiting"] == coverage["files_waiting"] == 0


def test_the_good_file_among_them_is_searchable_once(broken_archive: Ati) -> None:
    found = broken_archive.json("search", "specimen", "--limit", "1000")
    keys = [(hit["document"], hit["page"]) for hit in found["hits"]]
    assert keys
    assert len(keys) == len(set(keys))


def test_a_killed_run_is_resumed_without_loss_or_doubles(ati: Ati) -> None:
    process = subprocess.Popen(ati.command("ingest", SPECIMENS), cwd=ROOT, stderr=subprocess.DEVNULL)
    _wait_until(lambda: _pages_done(ati) > 0)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    ati("ingest", SPECIMENS)
    coverage = ati.json("coverage")
    assert coverage["pages_waiting"] == 0
    assert sums_agree(coverage)
    ati("verify")


def test_ctrl_c_stops_gently_and_says_how_to_go_on(ati: Ati) -> None:
    process = subprocess.Popen(ati.command("ingest", SPECIMENS), cwd=ROOT, stderr=subprocess.PIPE, text=True)
    _wait_until((ati.archive / "catalog.sqlite").exists)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=COMMAND_TIMEOUT_S)
    assert process.returncode == 1
    assert "run the same command again" in said
    ati("ingest", SPECIMENS)
    assert ati.json("coverage")["pages_waiting"] == 0


def test_two_runs_at_once_archive_everything_once(ati: Ati) -> None:
    both = [
        subprocess.Popen(ati.command("ingest", SPECIMENS), cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=COMMAND_TIMEOUT_S)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    ati("verify")
    found = ati.json("search", "", "--limit", "10000")
    keys = [(hit["document"], hit["page"]) for hit in found["hits"]]
    assert len(keys) == len(set(keys)) == found["pages"]


@pytest.mark.parametrize(
    "query", ['"unbalanced', "NOT", "NOT secret", "foreign AND (", "a AND", "()", "title:", "\x00", "*", "-", "é" * 500]
)
def test_a_query_is_never_a_syntax_error(specimen_archive: Ati, query: str) -> None:
    if "\x00" in query:
        query = query.replace("\x00", "")
    found = specimen_archive.json("search", query)
    assert found["pages"] >= 0


def test_a_query_over_the_limit_is_cut_and_says_so(specimen_archive: Ati) -> None:
    found = specimen_archive.json("search", "specimen " + "x" * 10_000)
    assert "10,009 characters; the first 8 were searched for" in found["repairs"][0]
    assert found["pages"] > 0


def test_an_empty_folder_or_a_wrong_path_is_said(ati: Ati, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no files" in ati("ingest", tmp_path / "empty", status=2).stderr.lower()
    assert "nowhere" in ati("ingest", tmp_path / "nowhere", status=2).stderr


def _a_specimen() -> Path:
    return sorted(SPECIMENS.rglob("*.pdf"))[0]


def _pages_done(ati: Ati) -> int:
    if not (ati.archive / "catalog.sqlite").exists():
        return 0
    done = subprocess.run(ati.command("coverage", "--json"), capture_output=True, text=True, cwd=ROOT, check=False)
    return int(json.loads(done.stdout)["pages_searchable"]) if done.returncode == 0 else 0


def _wait_until(condition: Callable[[], bool], timeout_s: float = 300) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)
