"""Who sends tasks for the site: uploads, and what a person tries again."""

from __future__ import annotations

from importlib.metadata import entry_points

from indexer.settings import Settings
from webapp.work import LeftToTheLedger, TaskSender

GROUP = "ati.task_sender"


def task_sender(settings: Settings) -> TaskSender:
    """With a broker (`queue.url`) the workers' own sender, an entry point: this package does not know the workers. Else
    nobody, since the process beside the site looks at the ledger once a second."""
    if settings.queue.url:
        for entry in entry_points(group=GROUP):
            made: TaskSender = entry.load()(settings)
            return made
    return LeftToTheLedger()
