"""Processes whose clock the test moves while they run (libfaketime); what steady clocks say is left alone."""

from __future__ import annotations

from pathlib import Path

from tests.cluster.processes import ServerMissing

LIBRARIES = "*/faketime/libfaketimeMT.so.1"


class MovableClock:
    """`environment` is for the processes; `move` takes effect at their next look at the clock."""

    def __init__(self, file: Path) -> None:
        found = sorted(Path("/usr/lib").glob(LIBRARIES))
        if not found:
            raise ServerMissing("libfaketime is not installed (Debian: faketime)")
        self._file = file
        self.move(0)
        self.environment = {
            "LD_PRELOAD": str(found[0]),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def move(self, seconds: int) -> None:
        """From now on the clock is so far from the true one, ahead or behind."""
        self._file.write_text(f"{seconds:+d}s\n", encoding="ascii")
