"""A worker that is told to stop ends its steps, or hands them back to the ledger when that takes too long."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType

from billiard.process import active_children
from celery import signals

_HAND_BACK = signal.SIGUSR2
"""To a worker without child processes, from itself; its children get SIGTERM, which Celery turns into SystemExit."""


class Stopped(SystemExit):
    """The step in hand is broken off; in a worker without child processes, which ends by itself after the step."""


def stop_within(grace_s: float) -> None:
    """From now on SIGTERM leaves running steps `grace_s`; then they are broken off by SystemExit, and the step's code
    hands them back, due at once (`Processing.run`)."""
    signal.signal(_HAND_BACK, _leave)

    @signals.worker_shutting_down.connect(weak=False)  # type: ignore[untyped-decorator]
    def shutting_down(**_: object) -> None:
        timer = threading.Timer(grace_s, _break_off)
        timer.daemon = True
        timer.start()


def _break_off() -> None:
    children = active_children()
    for child in children:
        os.kill(child.pid, signal.SIGTERM)
    if not children:
        signal.pthread_kill(threading.main_thread().ident or 0, _HAND_BACK)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise Stopped(0)
