"""Elasticsearch nodes on loopback: the distribution that Elastic publishes for tests, of one pinned version."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import runpy
import shutil
import signal
import ssl
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.cluster.java import find_java
from tests.cluster.processes import LOOPBACK, Server, ServerMissing, free_ports, open_for_unprivileged

VERSION = "9.2.4"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
SHA256 = "af7b81fe31627c7523b2546351cd4e47310faa6a72c8db8dc8f7a191e871cfaf"
COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
HEAP_MB = 512
MAKE_USER = Path(__file__).parents[2] / "docs" / "deploy" / "make_search_user.py"
SECURED = """
discovery.type: single-node
xpack.security.enabled: true
xpack.security.http.ssl.enabled: true
xpack.security.http.ssl.certificate: certs/search.crt
xpack.security.http.ssl.key: certs/search.key
xpack.security.http.ssl.certificate_authorities: certs/ca.crt
xpack.security.transport.ssl.enabled: false
"""


def cache_folder() -> Path:
    """Where what was fetched is kept between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "ati-archive"


def distribution() -> Path:
    """The checked zip of the distribution, fetched by Maven when it is not in the cache.

    Raises:
        ServerMissing: no Maven, no network, or a file with another checksum.
    """
    kept = cache_folder() / f"elasticsearch-{VERSION}.zip"
    if not kept.is_file():
        _fetch(kept)
    with kept.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            kept.unlink()
            raise ServerMissing("The fetched Elasticsearch has another checksum than the one pinned; it was removed")
    return kept


def _fetch(kept: Path) -> None:
    """Into a folder of this process first, so that two runs at once do not see half a file."""
    if shutil.which("mvn") is None:
        raise ServerMissing("Elasticsearch is fetched by Maven, which is not installed (Debian: maven)")
    own = kept.parent / f"fetch-{os.getpid()}"
    own.mkdir(parents=True, exist_ok=True)
    goal = ["mvn", "-q", "-B", COPY_GOAL, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={own}"]
    done = subprocess.run(goal, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServerMissing(f"Maven could not fetch Elasticsearch: {done.stdout[-500:]}")
    (own / kept.name).replace(kept)
    own.rmdir()


class Node(Server):
    """One node with its folder and ports."""

    def __init__(self, name: str, folder: Path, ports: tuple[int, int], home: Path, options: Mapping[str, str]) -> None:
        self.http_port, self.transport_port = ports
        self.url = f"http://{LOOPBACK}:{self.http_port}"
        self.folder = folder
        environment = {
            **options,
            "ES_PATH_CONF": str(folder / "config"),
            "ES_TMPDIR": str(folder / "tmp"),
        }
        super().__init__(name, folder, [home / "bin" / "elasticsearch"], environment)


class Cluster:
    """Nodes that know each other. `start` waits until they answer; `stop` ends them and waits."""

    def __init__(self, folder: Path, nodes: int = 1, heap_mb: int = HEAP_MB, secrets: Path | None = None) -> None:
        """`secrets`: a folder of `docs/deploy/make-secrets`; the one node then has users and answers by TLS only."""
        java = find_java()
        if java is None:
            raise ServerMissing("Elasticsearch needs Java 21 or newer (set ES_JAVA_HOME, or install it)")
        with zipfile.ZipFile(distribution()) as packed:
            packed.extractall(folder)
        home = folder / f"elasticsearch-{VERSION}"
        for program in (home / "bin").iterdir():
            program.chmod(0o755)
        options = {"ES_JAVA_HOME": str(java), "ES_JAVA_OPTS": f"-Xms{heap_mb}m -Xmx{heap_mb}m"}
        ports = iter(free_ports(2 * nodes))
        self.nodes = [
            Node(f"node{n}", folder / f"node{n}", (next(ports), next(ports)), home, options) for n in range(nodes)
        ]
        self._secrets = secrets
        for node in self.nodes:
            self._configure(node, home)
        if secrets:
            self._secure(self.nodes[0], home, secrets, options)
        open_for_unprivileged(folder)

    @property
    def urls(self) -> str:
        """Addresses of all nodes, separated by spaces, as the setting wants them."""
        return " ".join(node.url for node in self.nodes)

    def start(self) -> None:
        for node in self.nodes:
            node.start()
        self.wait()

    def wait(self) -> None:
        """Until all running nodes are in the cluster and no shard is missing."""
        running = [node for node in self.nodes if node.running]
        for node in running:
            node.wait(lambda: self._is_whole(len(running)))

    def health(self) -> dict[str, Any] | None:
        """What the first node that answers says of the cluster; None when none does."""
        for node in self.nodes:
            if not node.running:
                continue
            try:
                with urllib.request.urlopen(
                    self._asked(node, "_cluster/health"), timeout=5, context=self._tls()
                ) as answer:
                    return dict(json.load(answer))
            except OSError:
                continue
        return None

    def stop(self) -> None:
        for node in self.nodes:
            node.stop()

    def _is_whole(self, nodes: int) -> bool:
        health = self.health()
        return bool(health and health["number_of_nodes"] == nodes and health["status"] != "red")

    def _asked(self, node: Node, path: str) -> urllib.request.Request:
        request = urllib.request.Request(f"{node.url}/{path}")
        if self._secrets:
            password = (self._secrets / "search_bootstrap").read_bytes().strip()
            request.add_header("Authorization", "Basic " + base64.b64encode(b"elastic:" + password).decode())
        return request

    def _tls(self) -> ssl.SSLContext | None:
        return ssl.create_default_context(cafile=self._secrets / "search_ca") if self._secrets else None

    def _secure(self, node: Node, home: Path, secrets: Path, options: Mapping[str, str]) -> None:
        """What compose.yaml sets for its node, and the password of "elastic" as the image's start keeps it."""
        certificates = node.folder / "config" / "certs"
        certificates.mkdir()
        for source, name in (("ca", "ca.crt"), ("certificate", "search.crt"), ("key", "search.key")):
            shutil.copy(secrets / f"search_{source}", certificates / name)
        text = (node.folder / "config" / "elasticsearch.yml").read_text(encoding="utf-8")
        text = text.replace("xpack.security.enabled: false\n", "").replace("cluster.initial_master_nodes", "#")
        (node.folder / "config" / "elasticsearch.yml").write_text(text + SECURED, encoding="utf-8")
        environment = {**os.environ, **options, "ES_PATH_CONF": str(node.folder / "config")}
        tool = home / "bin" / "elasticsearch-keystore"
        subprocess.run([tool, "create"], env=environment, check=True, capture_output=True)
        password = (secrets / "search_bootstrap").read_bytes().strip()
        add = [tool, "add", "--stdin", "bootstrap.password"]
        subprocess.run(add, env=environment, check=True, capture_output=True, input=password)
        # Users and keys kept in an index want a filter of a module that this distribution lacks: a user of files.
        role = json.dumps({"ati": runpy.run_path(str(MAKE_USER))["ROLE"]})
        (node.folder / "config" / "roles.yml").write_text(role, encoding="utf-8")
        own = (secrets / "search_password").read_text(encoding="utf-8").strip()
        user = [home / "bin" / "elasticsearch-users", "useradd", "ati", "-p", own, "-r", "ati"]
        subprocess.run(user, env=environment, check=True, capture_output=True)
        node.url = node.url.replace("http://", "https://")

    def _configure(self, node: Node, home: Path) -> None:
        shutil.copytree(home / "config", node.folder / "config")
        for name in ("tmp", "data", "logs"):
            (node.folder / name).mkdir()
        lines = {
            "cluster.name": f"ati-tests-{os.getpid()}",
            "node.name": node.name,
            "path.data": node.folder / "data",
            "path.logs": node.folder / "logs",
            "network.host": LOOPBACK,
            "http.port": node.http_port,
            "transport.port": node.transport_port,
            "discovery.seed_hosts": json.dumps([f"{LOOPBACK}:{other.transport_port}" for other in self.nodes]),
            "cluster.initial_master_nodes": json.dumps([other.name for other in self.nodes]),
            "xpack.security.enabled": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "cluster.info.update.interval": "1h",  # at each, blocks of a full disk are lifted
        }
        text = "".join(f"{name}: {value}\n" for name, value in lines.items())
        (node.folder / "config" / "elasticsearch.yml").write_text(text, encoding="utf-8")


def main() -> None:
    """`python -m tests.cluster.elasticsearch FOLDER [NODES]`: a cluster to work with, until Ctrl-C."""
    cluster = Cluster(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    cluster.start()
    print(cluster.urls, flush=True)
    try:
        signal.pause()
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
