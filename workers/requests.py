"""How a worker takes the loss of its broker in the middle of a task."""

from __future__ import annotations

import logging

from celery.worker.request import Request

_LOG = logging.getLogger(__name__)


class CarefulRequest(Request):  # type: ignore[misc]
    """A message that cannot be acknowledged means that the broker is gone, and the worker connects again.

    Celery logs it and goes on. kombu's Redis transport then counts the message against the prefetch for ever, and a
    worker that had all its tasks in hand when the broker died listens no more (seen: Celery 5.7.0, kombu 5.7.0).
    """

    acknowledged: bool

    def acknowledge(self) -> None:
        """Raises the transport's own error."""
        if not self.acknowledged:
            self._on_ack(_LOG, ())
            self.acknowledged = True

    def reject(self, requeue: bool = False) -> None:
        """Raises the transport's own error."""
        if not self.acknowledged:
            self._on_reject(_LOG, (), requeue)
            self.acknowledged = True
