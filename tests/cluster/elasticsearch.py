"""Elasticsearch nodes on loopback: the distribution that Elastic publishes for tests, of one pinned version."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cluster.java import find_java

VERSION = "9.2.4"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
SHA256 = "af7b81fe31627c7523b2546351cd4e47310faa6a72c8db8dc8f7a191e871cfaf"
COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
HEAP_MB = 512
START_TIMEOUT_S = 240
STOP_TIMEOUT_S = 30
UNPRIVILEGED = "nobody"
"""Elasticsearch refuses to run as root; containers of CI often are root."""


class ClusterMissing(Exception):
    """The servers cannot be had here; the message says what to install."""


def cache_folder() -> Path:
    """Where what was fetched is kept between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "ati-archive"


def distribution() -> Path:
    """The checked zip of the distribution, fetched by Maven when it is not in the cache.

    Raises:
        ClusterMissing: no Maven, no network, or a file with another checksum.
    """
    kept = cache_folder() / f"elasticsearch-{VERSION}.zip"
    if not kept.is_file():
        if shutil.which("mvn") is None:
            raise ClusterMissing("Elasticsearch is fetched by Maven, which is not installed (Debian: maven)")
        kept.parent.mkdir(parents=True, exist_ok=True)
        goal = ["mvn", "-q", "-B", COPY_GOAL, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={kept.parent}"]
        done = subprocess.run(goal, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ClusterMissing(f"Maven could not fetch Elasticsearch: {done.stdout[-500:]}")
    with kept.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            kept.unlink()
            raise ClusterMissing("The fetched Elasticsearch has another checksum than the one pinned; it was removed")
    return kept


@dataclass(slots=True)
class Node:
    """One node: its folder, ports and process (None while it is down)."""

    name: str
    folder: Path
    http_port: int
    transport_port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"


class Cluster:
    """Nodes that know each other. `start` waits until they answer; `stop` ends them and waits."""

    def __init__(self, folder: Path, nodes: int = 1, heap_mb: int = HEAP_MB) -> None:
        java = find_java()
        if java is None:
            raise ClusterMissing("Elasticsearch needs Java 21 or newer (set ES_JAVA_HOME, or install it)")
        self._java, self._heap_mb = java, heap_mb
        with zipfile.ZipFile(distribution()) as packed:
            packed.extractall(folder)
        self._home = folder / f"elasticsearch-{VERSION}"
        for program in (self._home / "bin").iterdir():
            program.chmod(0o755)
        ports = iter(_free_ports(2 * nodes))
        self.nodes = [Node(f"node{n}", folder / f"node{n}", next(ports), next(ports)) for n in range(nodes)]
        for node in self.nodes:
            self._configure(node)
        if os.getuid() == 0:
            _open_for_unprivileged(folder)

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    def start(self) -> None:
        for node in self.nodes:
            self.start_node(node)
        self.wait(len(self.nodes))

    def start_node(self, node: Node) -> None:
        """Begins to start a node; `wait` waits for it."""
        environment = {
            "ES_JAVA_HOME": str(self._java),
            "ES_PATH_CONF": str(node.folder / "config"),
            "ES_JAVA_OPTS": f"-Xms{self._heap_mb}m -Xmx{self._heap_mb}m",
            "ES_TMPDIR": str(node.folder / "tmp"),
            "PATH": os.environ["PATH"],
            "HOME": str(node.folder),
        }
        with (node.folder / "output.log").open("ab") as log:
            node.process = subprocess.Popen(
                [self._home / "bin" / "elasticsearch"],
                cwd=node.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=UNPRIVILEGED if os.getuid() == 0 else None,
                group="nogroup" if os.getuid() == 0 else None,
                extra_groups=[] if os.getuid() == 0 else None,
            )

    def wait(self, nodes: int) -> None:
        """Until so many nodes are in the cluster.

        Raises:
            ClusterMissing: they are not, after START_TIMEOUT_S; the message holds the end of a node's log.
        """
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            for node in self.nodes:
                if node.process is not None and node.process.poll() is not None:
                    raise ClusterMissing(f"{node.name} ended: {_tail(node)}")
            health = self.health()
            if health and health["number_of_nodes"] == nodes and health["status"] != "red":
                return
            time.sleep(0.25)
        raise ClusterMissing(f"The cluster does not come up: {_tail(self.nodes[0])}")

    def health(self) -> dict[str, Any] | None:
        """What the first node that answers says of the cluster; None when none does."""
        for node in self.nodes:
            if node.process is None:
                continue
            try:
                with urllib.request.urlopen(f"{node.url}/_cluster/health", timeout=5) as answer:
                    return dict(json.load(answer))
            except OSError:
                continue
        return None

    def kill(self, node: Node) -> None:
        """kill -9 of the whole node."""
        if node.process is not None:
            os.killpg(node.process.pid, signal.SIGKILL)
            node.process.wait()
            node.process = None

    def stop(self) -> None:
        for node in self.nodes:
            if node.process is not None:
                node.process.terminate()
        for node in self.nodes:
            if node.process is not None:
                try:
                    node.process.wait(STOP_TIMEOUT_S)
                except subprocess.TimeoutExpired:
                    self.kill(node)
                node.process = None

    def _configure(self, node: Node) -> None:
        config = node.folder / "config"
        shutil.copytree(self._home / "config", config)
        for name in ("tmp", "data", "logs"):
            (node.folder / name).mkdir()
        seeds = [f"127.0.0.1:{other.transport_port}" for other in self.nodes]
        lines = {
            "cluster.name": f"ati-tests-{os.getpid()}",
            "node.name": node.name,
            "path.data": node.folder / "data",
            "path.logs": node.folder / "logs",
            "network.host": "127.0.0.1",
            "http.port": node.http_port,
            "transport.port": node.transport_port,
            "discovery.seed_hosts": json.dumps(seeds),
            "cluster.initial_master_nodes": json.dumps([other.name for other in self.nodes]),
            "xpack.security.enabled": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        text = "".join(f"{name}: {value}\n" for name, value in lines.items())
        (config / "elasticsearch.yml").write_text(text, encoding="utf-8")


def _open_for_unprivileged(folder: Path) -> None:
    """The folder and all in it to the user whom the nodes run as, and a way to it."""
    subprocess.run(["chown", "-R", f"{UNPRIVILEGED}:nogroup", str(folder)], check=True)
    for parent in (folder, *folder.parents):
        if parent.stat().st_mode & 0o001 == 0:
            parent.chmod(parent.stat().st_mode | 0o001)


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def _tail(node: Node) -> str:
    return (node.folder / "output.log").read_text(encoding="utf-8", errors="replace")[-1500:]


def main() -> None:
    """`python -m tests.cluster.elasticsearch FOLDER [NODES]`: a cluster to work with, until Ctrl-C."""
    cluster = Cluster(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    cluster.start()
    print(" ".join(cluster.urls), flush=True)
    try:
        signal.pause()
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
