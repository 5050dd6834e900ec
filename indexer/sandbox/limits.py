"""What a child may use, and how it puts the limits on itself before it opens anything."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from dataclasses import dataclass

WATCH_INTERVAL_S = 1.0
STDERR_LIMIT_BYTES = 2**20
CPU_MARGIN_S = 5
"""The parent's clock ends a slow reply first; the child's own guard is for a parent that is stuck or gone."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`uses`: requests after which a child is replaced. `output_bytes` is for one frame."""

    memory_mb: int
    reply_timeout_s: float
    uses: int = 200
    output_bytes: int = 256 * 2**20


def confine(memory_mb: int) -> None:
    """Limits this process: address space, no core file, no file written beyond a short stderr, no Ctrl-C.

    Where the system has no limit on address space (macOS) the parent's clock and the frame limit still hold.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, STDERR_LIMIT_BYTES)
    if sys.platform.startswith("linux"):
        _limit(resource.RLIMIT_AS, memory_mb * 2**20)
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()


def allow_cpu(seconds: float) -> None:
    """Sets the guard on processor time to `seconds` (and a margin) from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime + seconds) + CPU_MARGIN_S
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (wanted, wanted))


def _leave_with_parent(parent: int) -> None:
    # Not PR_SET_PDEATHSIG: it fires when the *thread* that started us ends, and web threads come and go.
    while os.getppid() == parent:
        time.sleep(WATCH_INTERVAL_S)
    os._exit(1)
