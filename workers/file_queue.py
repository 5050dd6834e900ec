"""The queue of files of an archive on one machine: kombu's, but for a disk that is full."""

from __future__ import annotations

from kombu.exceptions import ChannelError
from kombu.transport import filesystem, virtual


class _Delivered(virtual.QoS):
    """A message that cannot go back into the folder is let go: the ledger sends its step again.

    kombu raises then and keeps it among those that a worker has in hand (seen: kombu 5.7.0). Celery logs that and goes
    on, and a worker with as many such messages as it may have in hand listens no more.
    """

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        try:
            super().reject(delivery_tag, requeue=requeue)  # type: ignore[no-untyped-call]
        except ChannelError:
            super().reject(delivery_tag, requeue=False)  # type: ignore[no-untyped-call]


class _Channel(filesystem.Channel):
    QoS = _Delivered


class Transport(filesystem.Transport):
    """kombu's, with the messages in hand of `_Delivered`."""

    Channel = _Channel
