"""The Celery app of one archive: broker, queues and how careful it is with a task."""

from __future__ import annotations

from celery import Celery
from kombu.entity import Queue

from indexer.model.step import StepName
from indexer.settings import QueueSettings, Settings
from workers.file_queue import Transport

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
VISIBILITY_TIMEOUT_S = 3600
"""Redis gives a message that a worker took and never ended to another after this. Not to be relied on: the ledger
sends the step again after a lease. Longer than any step takes, so that none is handed out while it is worked on; a
message that comes so late finds its step done, and costs one look."""
CONNECT_RETRIES, CONNECT_PAUSE_S = 2, 0.2
"""Whoever sends hears within a second that the broker is away: the ledger holds the step. (Without, kombu tries for
ever.) Workers, who only listen, go on trying for ever."""


def make_app(settings: Settings) -> Celery:
    """A Celery app for the archive's queue. Nothing is connected or created until a task is sent or a worker runs.

    With no `queue.url` the messages are files inside the archive folder (`file_queue.Transport`).
    """
    app = Celery("ati", broker=settings.queue.url or "filesystem://localhost/")
    if not settings.queue.url:
        app.conf.broker_transport = f"{Transport.__module__}:{Transport.__qualname__}"
    app.conf.update(
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=_at_a_broker(settings.queue.url) if settings.queue.url else _folders(settings),
        task_publish_retry_policy={"max_retries": CONNECT_RETRIES, "interval_start": 0, "interval_step": 0.2},
        worker_cancel_long_running_tasks_on_connection_loss=False,  # a step that ends is saved; its message is no loss
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


def task_of(queue: str) -> str:
    """The name of the task of a queue: one for each, for a rate is a task's."""
    return f"ati.{queue}"


def steps_of(queue: str) -> tuple[StepName, ...]:
    """The steps that a queue carries."""
    return tuple(step for step, name in QUEUE_OF_STEP.items() if name == queue)


def rate_of(queue: str, settings: QueueSettings) -> str | None:
    """Tasks of this queue in one worker, as Celery writes it ("10/s"); None for as many as it can."""
    return getattr(settings, f"{queue}_rate") or None


def concurrency_of(queues: tuple[str, ...], settings: QueueSettings, processors: int) -> int:
    """Child processes of a worker that serves these queues: the most that one of them wants."""
    return max(getattr(settings, f"{queue}_concurrency") or processors for queue in queues)


def _at_a_broker(url: str) -> dict[str, object]:
    options: dict[str, object] = {
        "max_retries": CONNECT_RETRIES, "interval_start": 0, "interval_step": CONNECT_PAUSE_S,
        "interval_max": CONNECT_PAUSE_S,
    }  # fmt: skip
    if url.startswith("redis"):
        options |= {"visibility_timeout": VISIBILITY_TIMEOUT_S, "socket_connect_timeout": 5, "socket_keepalive": True}
    return options


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
