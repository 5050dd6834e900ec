"""The Celery app of one archive: broker, queues and how careful it is with a task."""

from __future__ import annotations

from celery import Celery
from kombu.entity import Queue

from indexer.model.step import StepName
from indexer.settings import Settings

QUEUE_OF_STEP: dict[StepName, str] = {
    "extract": "extract",
    "ocr": "ocr",
    "describe": "extract",
    "entities": "entities",
    "index": "index",
}
"""Work on pages may run anywhere. The index has one writer, so it has a queue of its own; and so has OCR, which
takes a hundred times as long a page as all else and must not keep born-digital pages waiting."""

WORK_QUEUES = ("extract", "entities")
INDEX_QUEUES = ("index",)
OCR_QUEUES = ("ocr",)
ALL_QUEUES = (*WORK_QUEUES, *INDEX_QUEUES, *OCR_QUEUES)


def make_app(settings: Settings) -> Celery:
    """A Celery app for the archive's queue. Nothing is connected or created until a task is sent or a worker runs.

    With no `queue.url` the messages are files inside the archive folder (kombu's filesystem transport).
    """
    app = Celery("ati", broker=settings.queue.url or "filesystem://")
    app.conf.update(
        broker_connection_retry_on_startup=True,
        broker_transport_options={} if settings.queue.url else _folders(settings),
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_queues=[_queue(name) for name in ALL_QUEUES],
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
        enable_utc=True,
    )
    return app


def _queue(name: str) -> Queue:
    return Queue(name)  # type: ignore[no-untyped-call]


def _folders(settings: Settings) -> dict[str, object]:
    """In and out are one folder: whoever sends also receives. Control files lie beside it."""
    messages, control = settings.queue_folder / "messages", settings.queue_folder / "control"
    for folder in (messages, control):
        folder.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
        "polling_interval": settings.queue.polling_interval_s,
    }
