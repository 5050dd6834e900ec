"""What all servers of the tests share: free ports, an unprivileged user, a process in a session of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

UNPRIVILEGED, UNPRIVILEGED_GROUP = "nobody", "nogroup"
"""Elasticsearch and PostgreSQL refuse to run as root; containers of CI often are root."""
START_TIMEOUT_S = 240
STOP_TIMEOUT_S = 30
LOOPBACK = "127.0.0.1"


class ServerMissing(Exception):
    """A server cannot be had here; the message says what to install."""


def free_ports(count: int) -> list[int]:
    """Ports that nobody listened on a moment ago, all different."""
    held = [socket.create_server((LOOPBACK, 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def open_for_unprivileged(folder: Path) -> None:
    """Gives a folder and all in it to the user whom servers run as, and a way to it. Only where this is root."""
    if os.getuid() != 0:
        return
    subprocess.run(["chown", "-R", f"{UNPRIVILEGED}:{UNPRIVILEGED_GROUP}", str(folder)], check=True)
    for parent in (folder, *folder.parents):
        mode = parent.stat().st_mode
        if mode & 0o001 == 0:
            parent.chmod(mode | 0o001)


class Server:
    """One server process with its children, its log beside its data."""

    def __init__(self, name: str, folder: Path, command: Sequence[str | Path], environment: Mapping[str, str]) -> None:
        self.name = name
        self._folder = folder
        self._command = list(command)
        self._environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **environment}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Begins to start; `wait` waits for it."""
        root = os.getuid() == 0
        with (self._folder / "output.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=UNPRIVILEGED if root else None,
                group=UNPRIVILEGED_GROUP if root else None,
                extra_groups=[] if root else None,
            )

    def wait(self, answers: Callable[[], bool]) -> None:
        """Until it answers.

        Raises:
            ServerMissing: it ended, or does not answer; the message holds the end of its log.
        """
        deadline = time.monotonic() + START_TIMEOUT_S
        while not answers():
            if not self.running:
                raise ServerMissing(f"{self.name} ended: {self.log()}")
            if time.monotonic() > deadline:
                raise ServerMissing(f"{self.name} does not come up: {self.log()}")
            time.sleep(0.2)

    def kill(self) -> None:
        """kill -9 of the process and all that it started."""
        if self._process is not None:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Asks it to end; kills what has not gone after STOP_TIMEOUT_S."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_TIMEOUT_S)
        self.kill()

    def log(self) -> str:
        """The end of what it said."""
        return (self._folder / "output.log").read_text(encoding="utf-8", errors="replace")[-1500:]
