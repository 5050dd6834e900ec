"""The task of each queue: take a step of the ledger, do it, send what became due. It carries identifiers only."""

from __future__ import annotations

import logging
import time
from contextlib import suppress

from celery import Celery, signals
from celery.exceptions import Reject
from kombu.exceptions import KombuError, OperationalError

from indexer.bootstrap.processing import Processing, open_processing
from indexer.errors import Unavailable
from indexer.model.step import StepKey, StepName
from indexer.settings import Settings
from workers.app import ALL_QUEUES, OCR_QUEUES, QUEUE_OF_STEP, make_app, rate_of, steps_of, task_of
from workers.outages import Outage
from workers.stopping import Stopped

_LOG = logging.getLogger(__name__)
_PAUSE_S = 1.0
"""A task that finds the catalog or the index away goes back to its queue after this."""


class Sender:
    """Puts steps on the queue. Losing a message costs time only: the ledger says what is due."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        connection = app.connection_for_write()
        lost = (*connection.connection_errors, *connection.channel_errors)
        self._lost: tuple[type[Exception], ...] = (KombuError, OperationalError, OSError, *lost)

    def send(self, keys: tuple[StepKey, ...]) -> None:
        """Sends one task for each key. Call it after the commit that made them due.

        Raises:
            Unavailable: the queue takes no message: no disk space is left, or the broker is down.
        """
        try:
            for key in keys:
                queue = QUEUE_OF_STEP[key.step]
                self._app.send_task(task_of(queue), (key.document, key.step, key.part), queue=queue)
        except self._lost as error:
            raise Unavailable("The work queue takes no message: is the disk full, or the broker down?") from error


def sender_of(settings: Settings) -> Sender:
    """For whoever only sends, as the site does (entry point `ati.task_sender`)."""
    return Sender(make_app(settings))


class Steps:
    """The steps as one worker process does them; the library is opened at the first."""

    def __init__(self, settings: Settings, sender: Sender) -> None:
        self._settings = settings
        self._sender = sender
        self._opened: Processing | None = None
        self._outage = Outage(_LOG.warning)

    def run(self, queue: str, key: StepKey) -> None:
        """Does what somebody waits for in this queue, then the step, and sends what became due.

        Raises:
            Reject: the catalog or the index is away, or the worker must go; the message goes back to its queue.
        """
        try:
            done = self._outage(lambda: self._run(queue, key), otherwise=False)
        except Stopped as stopped:  # Celery's solo pool knows what to do with a Reject, and not with a SystemExit
            raise Reject("This worker was told to stop.", requeue=True) from stopped
        if not done:
            time.sleep(_PAUSE_S)
            raise Reject("A part of the archive is away.", requeue=True)

    def close(self) -> None:
        """Ends what the steps opened."""
        if self._opened is not None:
            self._opened.close()
        self._opened = None

    def _run(self, queue: str, key: StepKey) -> bool:
        if self._opened is None:
            self._opened = open_processing(self._settings)
        while (urgent := self._opened.urgent(steps_of(queue), key)) is not None:
            self._send(self._opened, self._opened.run(urgent))
        self._send(self._opened, self._opened.run(key))
        return True

    def _send(self, processing: Processing, following: tuple[StepKey, ...]) -> None:
        """The first of them; the reconciler sends what goes beyond a window, and what cannot be sent now."""
        queues = {QUEUE_OF_STEP[key.step] for key in following}
        limit = self._settings.queue.ocr_window if queues & set(OCR_QUEUES) else self._settings.queue.window
        with suppress(Unavailable):
            processing.mark_sent(following[:limit])
            self._sender.send(following[:limit])


def worker_app(settings: Settings) -> Celery:
    """The app with its tasks, for a worker process and for whoever sends."""
    app = make_app(settings)
    steps = Steps(settings, Sender(app))
    for queue in ALL_QUEUES:
        _add_task(app, steps, queue, rate_of(queue, settings.queue))

    @signals.worker_process_shutdown.connect(weak=False)  # type: ignore[untyped-decorator]
    def close(**_: object) -> None:
        steps.close()

    return app


def _add_task(app: Celery, steps: Steps, queue: str, rate: str | None) -> None:
    @app.task(name=task_of(queue), rate_limit=rate, Request="workers.requests:CarefulRequest")  # type: ignore[untyped-decorator]
    def run_step(document: str, step: StepName, part: int) -> None:
        """Idempotent: a step that is done, or that another worker holds, is left alone."""
        steps.run(queue, StepKey(document, step, part))
