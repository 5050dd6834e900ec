"""Tasks: what somebody waits for goes first, a part that is away sends the message back, a sender does not hang."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from celery.exceptions import Reject

from indexer.bootstrap.processing import Processing, open_processing
from indexer.errors import Unavailable
from indexer.model.queue import URGENT_PRIORITY
from indexer.model.release import Release
from indexer.model.step import StepKey
from indexer.model.stored import StoredFile
from indexer.settings import Settings, load_settings
from tests.cluster.processes import LOOPBACK, free_ports
from workers import tasks
from workers.app import ALL_QUEUES, concurrency_of, make_app, rate_of, steps_of, task_of
from workers.reconciler import reconcile, windows
from workers.tasks import Sender, Steps, worker_app


class Sent:
    """A sender that keeps what it is given."""

    def __init__(self) -> None:
        self.keys: list[StepKey] = []

    def send(self, keys: tuple[StepKey, ...]) -> None:
        self.keys += keys


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(tmp_path / "archive", {})


@pytest.fixture
def processing(settings: Settings) -> Iterator[Processing]:
    opened = open_processing(settings)
    yield opened
    opened.close()


def add(processing: Processing, name: str, priority: int | None = None) -> StepKey:
    stored = StoredFile(name * 64, 90_000_000)
    added = processing.catalogs.writer.add_file(
        Release("unknown/a", "a"), f"{name}.pdf", stored=stored, media_type="application/pdf", priority=priority
    )
    return StepKey(added.document, "extract")


def test_an_upload_is_done_before_the_bulk_that_was_sent_long_ago(settings: Settings, processing: Processing) -> None:
    bulk = [add(processing, name) for name in "abcd"]
    processing.mark_sent(bulk)
    upload = add(processing, "e", URGENT_PRIORITY)
    steps = Steps(settings, Sent())  # type: ignore[arg-type]
    steps.run("extract", bulk[0])  # none of their originals is there: each step ends by being tried
    tried = {key: processing.catalogs.ledger.steps_of(key.document)[0].state for key in (*bulk, upload)}
    assert tried[upload] != "due"
    assert [tried[key] for key in bulk[1:]] == ["sent", "sent", "sent"]
    steps.close()


def test_a_message_goes_back_when_the_catalog_is_away(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: Settings) -> Processing:
        raise Unavailable("The catalog is away.")

    monkeypatch.setattr(tasks, "open_processing", away)
    monkeypatch.setattr(tasks, "_PAUSE_S", 0.0)
    with pytest.raises(Reject) as rejected:
        Steps(settings, Sent()).run("extract", StepKey("a" * 64, "extract"))  # type: ignore[arg-type]
    assert rejected.value.requeue


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_a_sender_hears_soon_that_the_broker_is_away(tmp_path: Path, scheme: str) -> None:
    url = f"{scheme}://{LOOPBACK}:{free_ports(1)[0]}//"
    sender = Sender(make_app(load_settings(tmp_path / "archive", {"ATI_QUEUE__URL": url})))
    with pytest.raises(Unavailable, match="broker"):
        sender.send((StepKey("a" * 64, "extract"),))


def test_each_queue_has_its_window_its_task_and_its_rate(tmp_path: Path) -> None:
    settings = load_settings(
        tmp_path / "archive",
        {"ATI_QUEUE__OCR_RATE": "10/m", "ATI_QUEUE__OCR_CONCURRENCY": "3", "ATI_QUEUE__OCR_WINDOW": "7"},
    )
    app = worker_app(settings)
    assert {name: app.tasks[task_of(name)].rate_limit for name in ALL_QUEUES} == {
        name: "10/m" if name == "ocr" else None for name in ALL_QUEUES
    }
    assert rate_of("index", settings.queue) is None
    assert {window.steps: window.size for window in windows(settings.queue)}[steps_of("ocr")] == 7
    assert concurrency_of(("ocr",), settings.queue, 2) == 3
    assert concurrency_of(("index",), settings.queue, 8) == 1
    assert concurrency_of(("extract", "entities"), settings.queue, 2) == 2


def test_two_reconcilers_send_each_step_once(processing: Processing) -> None:
    keys = {add(processing, name) for name in "abcd"}
    sent = Sent()
    other = open_processing(processing.settings)
    assert reconcile(processing, sent) + reconcile(other, sent) == 4  # type: ignore[arg-type]
    assert set(sent.keys) == keys
    other.close()
