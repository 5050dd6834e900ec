"""Redis and RabbitMQ on loopback, from the programs that Debian installs; data in a folder of the test."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
from pathlib import Path

from tests.cluster.processes import LOOPBACK, Server, ServerMissing, free_ports, open_for_unprivileged

RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


class Redis(Server):
    """Keeps nothing on disk: killed, it has lost every message. `config`: a file of its own, in place of that."""

    def __init__(self, folder: Path, config: Path | None = None) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise ServerMissing("Redis is not installed (Debian: redis-server)")
        open_for_unprivileged(folder)
        self._port = free_ports(1)[0]
        self.url = f"redis://{LOOPBACK}:{self._port}/0"
        nothing_kept = ["--save", "", "--appendonly", "no"] if config is None else []
        options = ["--bind", LOOPBACK, "--port", str(self._port), *nothing_kept]
        super().__init__("Redis", folder, [program, *([config] if config else []), *options], {})

    def start(self) -> None:
        super().start()
        self.wait(lambda: _listens(self._port))


class RabbitMQ(Server):
    """One node with the guest user of a fresh broker. `forget` wipes its data while it is down."""

    def __init__(self, folder: Path) -> None:
        if not RABBITMQ.exists():
            raise ServerMissing("RabbitMQ is not installed (Debian: rabbitmq-server)")
        self._folder_of_data = folder / "mnesia"
        open_for_unprivileged(folder)
        self._port, distribution, self._epmd_port = free_ports(3)
        self.url = f"amqp://guest:guest@{LOOPBACK}:{self._port}//"
        environment = {
            "RABBITMQ_NODENAME": f"ati{self._port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
            "RABBITMQ_NODE_PORT": str(self._port),
            "RABBITMQ_DIST_PORT": str(distribution),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_MNESIA_BASE": str(self._folder_of_data),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "ERL_EPMD_PORT": str(self._epmd_port),
        }
        super().__init__("RabbitMQ", folder, [RABBITMQ], environment)

    def start(self) -> None:
        super().start()
        self.wait(lambda: _listens(self._port))

    def stop(self, number: int = signal.SIGTERM) -> None:
        """The node, then the daemon of names that it started in a session of its own."""
        super().stop(number)
        subprocess.run(["epmd", "-port", str(self._epmd_port), "-kill"], capture_output=True, check=False)

    def forget(self) -> None:
        """What a lost disk does to the broker."""
        shutil.rmtree(self._folder_of_data, ignore_errors=True)


def _listens(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True
