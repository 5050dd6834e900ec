"""What the site of an operator needs for work on the archive: the queue, uploads, and somebody to send tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from indexer.bootstrap.uploading import Received, Sent
from indexer.model.collection import Collections, SavedSearches
from indexer.model.queue import WorkQueue
from indexer.model.step import StepKey
from indexer.model.upload import UploadReader


class TaskSender(Protocol):
    """Sends steps of the ledger to workers. What is not sent costs time only: the reconciler sends what is due."""

    def send(self, keys: tuple[StepKey, ...]) -> None:
        """Call it after the commit that made them due. Raises Unavailable: the broker takes no message."""


class LeftToTheLedger:
    """A `TaskSender` for the embedded archive: the process beside the site looks at the ledger once a second."""

    def send(self, keys: tuple[StepKey, ...]) -> None:
        """Does nothing."""


class UploadDesk(UploadReader, Protocol):
    """`indexer.bootstrap.uploading.Uploading`."""

    def receive(self, sent: Sent, who: str) -> Received:
        """Archives what came in. Raises Unavailable."""


@dataclass(frozen=True, slots=True)
class Work:
    """A private site has these; a public one shows nothing of them."""

    queue: WorkQueue
    uploads: UploadDesk
    sender: TaskSender


@dataclass(frozen=True, slots=True)
class Desk:
    """What people keep for their own work: collections, and the searches they follow."""

    collections: Collections
    searches: SavedSearches
