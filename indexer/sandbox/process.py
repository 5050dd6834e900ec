"""The parent's side: a warm child that is replaced when it breaks a limit, dies, or has served long enough."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Generator
from types import TracebackType
from typing import IO, Any

from indexer.errors import InputError, Unavailable
from indexer.sandbox.allowance import Allowance
from indexer.sandbox.breaches import Breach, Crashed, MemoryLimit, OutputLimit, TimeLimit
from indexer.sandbox.frames import BrokenFrame, Frame, encoded, read_frame
from indexer.sandbox.limits import Limits

START_TIMEOUT_S = 60.0
"""A cold disk and a busy machine; a warm start takes 0.2 s."""

CHUNK_BYTES = 2**20
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV", "TESSDATA_PREFIX")
"""The child gets these variables only: passwords and keys in the environment stay here."""


class WarmProcess:
    """Runs `python -m module` with limits and talks to it. Not for several threads at once.

    The module calls `indexer.sandbox.serving.serve`, and reads the JSON in `sys.argv[1]` for `memory_mb`.
    """

    def __init__(self, module: str, limits: Limits) -> None:
        self._module = module
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._uses = 0

    def start(self) -> None:
        """Starts the child before the first request, which then need not wait for it (0.2 s).

        Raises:
            Unavailable: no child could be started.
        """
        self._running()

    def ask(self, command: str, timeout_s: float | None = None, **parameters: Any) -> Generator[Frame, None, None]:
        """The replies to one request, as they come. `timeout_s` is for each reply, without the time that the child
        waits for a processor.

        Raises:
            InputError: the child refused (reason as the child gave it).
            Breach: time, memory or output limit, or a crash; the next request gets a new child.
            Unavailable: no child could be started.
        """
        seconds = self._limits.reply_timeout_s if timeout_s is None else timeout_s
        process = self._running()
        finished = False
        try:
            self._send(process, encoded({"command": command, "timeout_s": seconds, **parameters}))
            while True:
                frame = self._next(process, seconds)
                kind = frame.header.get("kind")
                if kind == "item":
                    yield frame
                    continue
                finished = kind in ("end", "refused")
                if kind == "end":
                    return
                raise _error_of(frame)
        finally:
            if not finished:
                self.close()

    def close(self) -> None:
        """Ends the child; a later request starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue

    def __enter__(self) -> WarmProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._uses >= self._limits.uses or self._process.poll() is not None):
            self.close()
        if self._process is None:
            self._process = self._started()
            self._uses = 0
        self._uses += 1
        return self._process

    def _started(self) -> subprocess.Popen[bytes]:
        with tempfile.TemporaryFile() as errors:
            try:
                process = subprocess.Popen(  # noqa: S603 - our own module, named in our code
                    [sys.executable, "-m", self._module, json.dumps({"memory_mb": self._limits.memory_mb})],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env=_environment(),
                )
            except OSError as error:
                raise Unavailable(f"Cannot start a process for {self._module}: {error}") from error
            self._process = process
            try:
                self._next(process, START_TIMEOUT_S)
            except Breach as error:
                self.close()
                # Only here may the child's standard error be shown: it has not seen a document yet.
                raise Unavailable(f"{self._module} did not start: {_last_line(errors)}") from error
        return process

    def _send(self, process: subprocess.Popen[bytes], data: bytes) -> None:
        if process.stdin is None:
            raise Crashed("no pipe")
        try:
            process.stdin.write(data)
            process.stdin.flush()
        except BrokenPipeError as error:
            raise Crashed(_ending(process)) from error

    def _next(self, process: subprocess.Popen[bytes], seconds: float) -> Frame:
        allowed = Allowance(process.pid, seconds)
        try:
            return read_frame(lambda count: _exactly(process, count, allowed), self._limits.output_bytes)
        except BrokenFrame as error:
            raise OutputLimit from error


def _exactly(process: subprocess.Popen[bytes], count: int, allowed: Allowance) -> bytes:
    if process.stdout is None:
        raise Crashed("no pipe")
    descriptor = process.stdout.fileno()
    waiting = select.poll()  # select() fails on descriptors above 1,023
    waiting.register(descriptor, select.POLLIN | select.POLLHUP)
    parts: list[bytes] = []
    while count:
        left_s = allowed.left_s()
        if left_s <= 0:
            raise TimeLimit
        if not waiting.poll(left_s * 1000):
            continue
        part = os.read(descriptor, min(count, CHUNK_BYTES))
        if not part:
            raise Crashed(_ending(process))
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _ending(process: subprocess.Popen[bytes]) -> str:
    try:
        status = process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return "pipe closed"
    return f"signal {-status}" if status < 0 else f"exit status {status}"


def _error_of(frame: Frame) -> InputError:
    match frame.header.get("kind"):
        case "refused":
            return InputError(str(frame.header.get("message")), str(frame.header.get("reason")))
        case "memory":
            return MemoryLimit()
        case _:
            return Crashed(str(frame.header.get("place")))


def _environment() -> dict[str, str]:
    own = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return own | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "OMP_THREAD_LIMIT": "1"}


def _last_line(errors: IO[bytes]) -> str:
    errors.seek(0)
    lines = errors.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it ended at once"
