"""PostgreSQL on loopback, from the programs that Debian installs; data in a folder of the test."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pg8000.native

from tests.cluster.processes import (
    LOOPBACK,
    UNPRIVILEGED,
    UNPRIVILEGED_GROUP,
    Server,
    ServerMissing,
    free_ports,
    open_for_unprivileged,
)

USER = "ati"


def programs() -> Path:
    """The folder of `initdb` and `postgres`. Raises ServerMissing."""
    found = shutil.which("postgres")
    if found:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not installed:
        raise ServerMissing("PostgreSQL is not installed (Debian: postgresql)")
    return installed[-1]


class Postgres(Server):
    """One server. `start` waits until it answers; each `database` is new and empty. With a password and a certificate
    it takes connections by both only."""

    def __init__(
        self, folder: Path, password: Path | None = None, certificate: tuple[Path, Path] | None = None
    ) -> None:
        self._data, self._port = folder / "data", free_ports(1)[0]
        self._made = 0
        open_for_unprivileged(folder)
        root = os.getuid() == 0
        self._password = password.read_text(encoding="utf-8").strip() if password else None
        signing_in = ["-A", "scram-sha-256", f"--pwfile={password}"] if password else ["-A", "trust"]
        subprocess.run(
            [programs() / "initdb", "-D", self._data, "-U", USER, *signing_in, "-E", "UTF8", "--locale=C", "-N"],
            check=True, capture_output=True, cwd=folder,
            user=UNPRIVILEGED if root else None, group=UNPRIVILEGED_GROUP if root else None,
            extra_groups=[] if root else None,
        )  # fmt: skip
        options = {"listen_addresses": LOOPBACK, "port": self._port, "unix_socket_directories": ""}
        options |= {"fsync": "off"}  # a killed server keeps what it committed; only a lost machine would not
        if certificate:
            options |= {"ssl": "on", "ssl_cert_file": str(certificate[0]), "ssl_key_file": str(certificate[1])}
            (self._data / "pg_hba.conf").write_text("hostssl all all 127.0.0.1/32 scram-sha-256\n", encoding="utf-8")
        self._tls = certificate is not None
        command = [programs() / "postgres", "-D", self._data]
        super().__init__(
            "PostgreSQL", folder, [*command, *(f"--{name}={value}" for name, value in options.items())], {}
        )

    def start(self) -> None:
        super().start()
        self.wait(self._answers)

    def stop(self, number: int = signal.SIGINT) -> None:
        """Its fast shutdown, which does not wait for sessions."""
        super().stop(number)

    def database(self, like: str | None = None) -> str:
        """The SQLAlchemy URL of a new database: empty, or a copy of the one at the URL `like`."""
        self._made += 1
        name = f"test{self._made}"
        connection = self._connect()
        connection.run(f"CREATE DATABASE {name} TEMPLATE {like.rpartition('/')[2] if like else 'template1'}")
        connection.close()
        return f"postgresql+pg8000://{USER}@{LOOPBACK}:{self._port}/{name}"

    def drop(self, url: str) -> None:
        """Removes a database that `database` made, whoever is still connected to it."""
        connection = self._connect()
        connection.run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")
        connection.close()

    def _connect(self) -> pg8000.native.Connection:
        return pg8000.native.Connection(
            USER, host=LOOPBACK, port=self._port, database="postgres", timeout=10, password=self._password,
            ssl_context=self._tls or None,
        )  # fmt: skip

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except (OSError, pg8000.native.InterfaceError, pg8000.native.DatabaseError):
            return False
        return True
