"""Processes whose clock the test moves while they run; steady clocks are left alone, as by a clock that is set."""

from __future__ import annotations

from pathlib import Path

HOOK = '''"""Python imports this at its start: from then on time.time() is off by what a file says."""
import os
import time

_true, _file = time.time, os.environ["TEST_CLOCK"]


def _moved():
    with open(_file, encoding="ascii") as file:
        return _true() + float(file.read())


time.time = _moved
'''


class MovableClock:
    """`environment` is for the processes; `move` takes effect at their next look at the clock."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
        self._file = folder / "offset"
        self.move(0)
        self.environment = {"PYTHONPATH": str(folder), "TEST_CLOCK": str(self._file)}

    def move(self, seconds: int) -> None:
        """From now on the clock is so far from the true one, ahead or behind."""
        new = self._file.with_suffix(".new")
        new.write_text(str(seconds), encoding="ascii")
        new.replace(self._file)
