"""Re-sends what the ledger says is due: what a lost broker, a killed worker or a pulled plug left undone."""

from __future__ import annotations

from indexer.bootstrap.processing import Processing
from indexer.model.step import Window
from indexer.settings import QueueSettings
from workers.app import ALL_QUEUES, OCR_QUEUES, steps_of
from workers.tasks import Sender


def windows(settings: QueueSettings) -> tuple[Window, ...]:
    """One for each queue, so that scans, which take long, keep nothing else waiting."""
    return tuple(
        Window(steps_of(name), settings.ocr_window if name in OCR_QUEUES else settings.window) for name in ALL_QUEUES
    )


def reconcile(processing: Processing, sender: Sender, *, remembering: bool = True) -> int:
    """Sends due steps until each queue has its window of tasks; gives how many were sent.

    Due are steps never sent, steps whose message was not taken in time, and steps whose worker went silent.
    Two reconcilers may run at once: each step is sent by one of them, and a step sent twice is done once (the claim
    in the ledger decides). `remembering`: see `Processing.take_due`.
    """
    keys = processing.take_due(windows(processing.settings.queue), remembering=remembering)
    sender.send(keys)
    return len(keys)
