"""Re-sends what the ledger says is due: what a lost broker, a killed worker or a pulled plug left undone."""

from __future__ import annotations

from indexer.bootstrap.processing import Processing
from workers.tasks import Sender


def reconcile(processing: Processing, sender: Sender, window: int) -> int:
    """Sends due steps until `window` tasks are on the queue; gives how many were sent.

    Due are steps never sent, steps whose message was not taken in time, and steps whose lease ran out.
    Two reconcilers may run at once: a step sent twice is done once (the claim in the ledger decides).
    """
    keys = processing.take_due(window)
    sender.send(keys)
    return len(keys)
