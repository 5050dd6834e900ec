"""`ati serve`."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.catalog.database import Database
from indexer.errors import ConfigError
from indexer.settings import load_settings
from webapp import commands


def test_the_next_free_port_is_taken() -> None:
    with commands.free_socket("127.0.0.1", 20_000) as first:
        port = first.getsockname()[1]
        with commands.free_socket("127.0.0.1", port) as second:
            assert second.getsockname()[1] > port


def test_an_address_of_another_machine_is_said() -> None:
    with pytest.raises(ConfigError, match=r"cannot listen on 192\.0\.2\.1"):
        commands.free_socket("192.0.2.1", 20_000)


def test_an_archive_that_is_not_there_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands.serve, ["--archive", str(tmp_path / "none")])
    assert isinstance(result.exception, ConfigError)
    assert "There is no archive" in str(result.exception)


def test_what_is_said_at_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = load_settings(tmp_path, {})
    commands.announce(settings, "127.0.0.1", 5000, 5001)
    said = capsys.readouterr()
    assert "ATI Archive is at http://127.0.0.1:5001" in said.out
    assert "Port 5000 is taken" in said.err
    commands.announce(settings, "0.0.0.0", 5000, 5000)
    assert "Warning: the site listens on 0.0.0.0" in capsys.readouterr().err


def test_an_address_is_said_only_of_a_site_that_comes_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Database.open(load_settings(tmp_path, {}).catalog_url).close()
    monkeypatch.setenv("ATI_SITE__SECRET_KEY_FILE", str(tmp_path / "none"))
    result = CliRunner().invoke(commands.serve, ["--archive", str(tmp_path), "--no-workers"])
    assert isinstance(result.exception, ConfigError)
    assert "site.secret_key_file" in str(result.exception)
    assert "is at http" not in result.output


def test_workers_end_with_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    plain = subprocess.Popen

    def sleeping(command: list[str]) -> subprocess.Popen[bytes]:
        assert command[1:4] == ["-m", "indexer.cli", "worker"]
        assert command[-1] == "--embedded"
        started.append(plain([sys.executable, "-c", "import time; time.sleep(60)"]))
        return started[-1]

    monkeypatch.setattr(commands.subprocess, "Popen", sleeping)
    monkeypatch.setattr(commands, "RESTART_PAUSE_S", 0.0)
    with suppress(KeyboardInterrupt), commands.workers(load_settings(tmp_path, {}), start=True):
        _wait_for(lambda: len(started) == 1)
        started[0].kill()
        _wait_for(lambda: len(started) == 2)  # what dies is started again
        assert started[1].poll() is None
        raise KeyboardInterrupt
    assert started[1].poll() is not None


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def test_a_socket_can_be_bound_again_at_once() -> None:
    with commands.free_socket("127.0.0.1", 21_000) as first:
        port = first.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            pass
    with commands.free_socket("127.0.0.1", port) as second:
        assert second.getsockname()[1] == port
