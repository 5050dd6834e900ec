"""The queue of files on a disk that is full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kombu.exceptions import ChannelError

from indexer.settings import load_settings
from workers.app import make_app
from workers.file_queue import Transport


def test_a_message_that_cannot_go_back_is_not_kept_in_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the worker listens no more: it may have but one message for each child in hand."""
    app = make_app(load_settings(tmp_path, {}))
    got: list[Any] = []
    with app.connection_for_write() as connection:
        assert isinstance(connection.transport, Transport)
        channel = connection.channel()
        channel.basic_qos(0, 1, False)
        with (
            connection.Producer(channel) as producer,
            connection.Consumer(app.amqp.queues["extract"], channel) as consumer,
        ):
            consumer.register_callback(lambda _body, message: got.append(message))
            for number in (1, 2):
                producer.publish({"number": number}, routing_key="extract", declare=[app.amqp.queues["extract"]])
            connection.drain_events(timeout=5)
            assert len(got) == 1  # which of them first is not said: both were sent in one millisecond
            assert not channel.qos.can_consume()

            def full(*_: object) -> None:
                raise ChannelError("Cannot add file")

            monkeypatch.setattr(channel, "_put", full)
            got[0].reject(requeue=True)
            monkeypatch.undo()
            assert channel.qos.can_consume()
            connection.drain_events(timeout=5)
            assert {one.payload["number"] for one in got} == {1, 2}
