"""One task: take a step of the ledger, do it, send what became due. It carries identifiers only."""

from __future__ import annotations

from contextlib import suppress

from celery import Celery, signals
from kombu.exceptions import KombuError, OperationalError

from indexer.bootstrap.processing import Processing, open_processing
from indexer.errors import Unavailable
from indexer.model.step import StepKey, StepName
from indexer.settings import Settings
from workers.app import QUEUE_OF_STEP, make_app

TASK = "ati.step"


class Sender:
    """Puts steps on the queue. Losing a message costs time only: the ledger says what is due."""

    def __init__(self, app: Celery) -> None:
        self._app = app

    def send(self, keys: tuple[StepKey, ...]) -> None:
        """Sends one task for each key. Call it after the commit that made them due.

        Raises:
            Unavailable: the queue takes no message: no disk space is left, or the broker is down.
        """
        try:
            for key in keys:
                self._app.send_task(TASK, (key.document, key.step, key.part), queue=QUEUE_OF_STEP[key.step])
        except (KombuError, OperationalError, OSError) as error:
            raise Unavailable("The work queue takes no message: is the disk full, or the broker down?") from error


def worker_app(settings: Settings) -> Celery:
    """The app with its task, for a worker process: each child opens the library at its first task."""
    app = make_app(settings)
    sender = Sender(app)
    opened: list[Processing] = []

    @app.task(name=TASK)  # type: ignore[untyped-decorator]
    def run_step(document: str, step: StepName, part: int) -> None:
        """Idempotent: a step that is done, or that another worker holds, is left alone."""
        if not opened:
            opened.append(open_processing(settings))
        following = opened[0].run(StepKey(document, step, part))
        with suppress(Unavailable):  # the step is done; the reconciler sends what follows
            sender.send(following)

    @signals.worker_process_shutdown.connect(weak=False)  # type: ignore[untyped-decorator]
    def close(**_: object) -> None:
        while opened:
            opened.pop().close()

    return app
