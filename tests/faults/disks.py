"""A small disk of its own: a file system in memory, mounted for the test; as root only."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

from tests.cluster.processes import ServerMissing
from tests.faults.runs import ENDS_WITHIN_S, Run, wait_for

SIZE_MB = 96
FILLER_BYTES = 64 * 1024


class Disk:
    """`fill` leaves no room, `empty` gives it back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(folder)]
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ServerMissing(f"A small disk cannot be mounted here (it takes root): {done.stderr.strip()}")

    def fill(self, but_bytes: int = 0) -> None:
        """Until the disk takes nothing more, or so many bytes more."""
        filler = self.folder / "filler"
        with filler.open("ab", buffering=0) as file:
            for size in (FILLER_BYTES, 512, 1):
                while _takes(file.fileno(), size):
                    pass
            file.truncate(max(0, file.tell() - but_bytes))

    def empty(self) -> None:
        (self.folder / "filler").unlink()

    def wait_until_said(self, run: Run) -> None:
        """`ati ingest` has noticed."""
        wait_for(lambda: "It is tried again until it works" in run.said("ingest"), ENDS_WITHIN_S)

    def remove(self) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


def _takes(file: int, size: int) -> bool:
    try:
        return os.write(file, b"\0" * size) == size
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return False
        raise
