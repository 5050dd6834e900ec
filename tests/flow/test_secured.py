"""The recipe for servers (docs/deploy/compose.yaml), its commands and settings run by hand: PostgreSQL with a password
by TLS, Redis with a password, Elasticsearch with users by TLS, two sites, workers and a reconciler at once."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from indexer.errors import ConfigError
from indexer.extract.ocr_languages import find_data
from indexer.search.index import open_index
from indexer.settings import load_settings
from tests.cluster.brokers import Redis
from tests.cluster.elasticsearch import Cluster
from tests.cluster.postgres import Postgres
from tests.cluster.processes import ServerMissing, free_ports, open_for_unprivileged
from tests.conftest import ROOT, SPECIMENS

DEPLOY = ROOT / "docs" / "deploy"
RELEASES = ("a-2022-00058", "a-2023-117", "scanned-a-2021-00999")
QUERY = "memorandum"
STARTED_WITHIN_S = 240.0
pytestmark = pytest.mark.timeout(1200)
"""Three servers and six processes of ours start here; a hang is told apart from a slow, loaded machine."""
Answer = tuple[int, Any]


@dataclass
class Recipe:
    """The services of compose.yaml as processes, over servers on loopback."""

    folder: Path
    secrets: Path
    postgres: Postgres
    cluster: Cluster
    environ: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def ati(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "indexer.cli", *words]
        return subprocess.run(
            command, env={**self.environ, **environ}, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
        )

    def start(self, name: str, command: list[str], **environ: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "indexer.cli", *command],
                env={**self.environ, **environ}, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(60)

    def steps_told(self, name: str) -> set[str]:
        """The steps that a worker's log tells of, one JSON object a line."""
        lines = (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return {step for line in lines if line[:1] == "{" and (step := json.loads(line).get("step"))}

    def logs(self) -> str:
        return "".join(path.read_text(encoding="utf-8", errors="replace") for path in self.folder.glob("*.log"))


def compose() -> dict[str, Any]:
    described: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return described


def asked(url: str) -> Answer:
    request = urllib.request.Request(url, headers={"Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
    except OSError:
        return 0, None


def until(url: str, wanted: Callable[[Answer], bool]) -> Answer:
    deadline = time.monotonic() + STARTED_WITHIN_S
    while not wanted(answer := asked(url)):
        assert time.monotonic() < deadline, answer
        time.sleep(0.5)
    return answer


@pytest.fixture(scope="module")
def recipe(server_folder: Callable[[str], Path]) -> Iterator[Recipe]:
    secrets = server_folder("secrets")
    subprocess.run([DEPLOY / "make-secrets", secrets], check=True, capture_output=True)
    folders = {name: server_folder(name) for name in ("redis", "postgresql", "elasticsearch", "logs", "archive")}
    open_for_unprivileged(secrets)
    key = folders["postgresql"] / "server.key"
    key.write_bytes((secrets / "search_key").read_bytes())
    key.chmod(0o600)
    with ExitStack() as stack:
        try:
            redis = Redis(folders["redis"], secrets / "queue_config")
            postgres = Postgres(
                folders["postgresql"], secrets / "catalog_password", (secrets / "search_certificate", key)
            )
            cluster = Cluster(folders["elasticsearch"], secrets=secrets)
            for server in (redis, postgres, cluster):
                stack.callback(server.stop)
                server.start()
        except ServerMissing as missing:
            pytest.skip(str(missing))
        environ = {
            name: str(value).replace("/run/secrets", str(secrets))
            for name, value in compose()["x-ati"]["environment"].items()
        } | {
            "PATH": os.environ["PATH"],
            "ATI_ARCHIVE": str(folders["archive"]),
            "ATI_CATALOG__URL": f"{postgres.database()}?sslrootcert={secrets / 'search_ca'}",
            "ATI_QUEUE__URL": redis.url,
            "ATI_ELASTICSEARCH__URLS": cluster.urls,
        }
        running = Recipe(folders["logs"], secrets, postgres, cluster, environ)
        stack.callback(running.stop)
        yield running


def test_two_sites_and_workers_over_servers_with_passwords(recipe: Recipe) -> None:
    services = compose()["services"]
    sites = []
    for number, metrics_port in enumerate(free_ports(2)):
        (port,) = free_ports(1)
        sites.append(f"http://127.0.0.1:{port}")
        web = {
            name: value for name, value in services["web"]["environment"].items() if "TRUSTED" in name or "MODE" in name
        }
        web = {name: value.partition(":-")[2].rstrip("}") for name, value in web.items()}
        command = [*services["web"]["command"], "--port", str(port)]
        recipe.start(f"web{number}", command, **web, ATI_METRICS__PORT=str(metrics_port), ATI_LOG__ACCESS="true")
    for name in ("worker", "ocr", "indexer", "reconcile"):
        recipe.start(name, services[name]["command"])
    done = recipe.ati("ingest", *(str(SPECIMENS / name) for name in RELEASES), "--workers", "0")
    assert done.returncode == 0, done.stderr

    for site in sites:
        assert until(f"{site}/readyz", lambda answer: answer[0] == 200)[1]["status"] == "ok"
        assert asked(f"{site}/healthz")[0] == 200
    found = [asked(f"{site}/search?q={QUERY}")[1] for site in sites]
    assert found[0]["pages"] == found[1]["pages"] > 0
    assert recipe.ati("verify").returncode == 0
    checked = recipe.ati("worker", "--check")
    assert checked.returncode == 0, checked.stdout
    with urllib.request.urlopen(f"http://127.0.0.1:{metrics_port}/metrics", timeout=30) as answer:
        figures = answer.read().decode()
    assert 'ati_steps_ended_total{outcome="done",step="extract"} 3.0' in figures
    assert 'ati_part_up{part="queue"} 1.0' in figures
    assert {"extract", "entities"} <= recipe.steps_told("worker")
    if find_data().languages:
        assert recipe.steps_told("ocr") == {"ocr"}

    dump = recipe.ati("backup", str(recipe.folder / "backup"), "--json")
    assert json.loads(dump.stdout)["originals"] == 3, dump.stderr
    recipe.postgres.stop()
    _, told = until(f"{sites[0]}/readyz", lambda answer: answer[0] == 503)
    assert {part["name"] for part in told["parts"] if not part["sound"]} >= {"catalog"}
    assert asked(f"{sites[0]}/healthz")[0] == 200
    refused = recipe.ati("worker", "--check")
    assert (refused.returncode, "The catalog's server does not answer" in refused.stdout) == (1, True)
    recipe.postgres.start()
    until(f"{sites[0]}/readyz", lambda answer: answer[0] == 200)
    everything = recipe.logs() + json.dumps(told) + figures + refused.stdout + refused.stderr
    assert '"route": "/search"' in everything, "requests are logged"
    assert QUERY not in everything, "and not what was asked"
    for hit in found[0]["hits"]:
        for passage in hit["passages"]:
            assert passage["text"][:40] not in everything
    for name in ("catalog_password", "queue_password", "search_password", "search_bootstrap", "site_key"):
        assert (recipe.secrets / name).read_text().strip() not in everything


def test_keys_and_certificates_that_the_cluster_does_not_know(recipe: Recipe, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(base64.b64encode(b"nobody:nothing").decode())
    environ = {**recipe.environ, "ATI_ELASTICSEARCH__API_KEY_FILE": str(tmp_path / "key")}
    with pytest.raises(ConfigError, match="both set"):
        open_index(load_settings(tmp_path, environ)).needs_rebuild()
    del environ["ATI_ELASTICSEARCH__USER"]
    with pytest.raises(ConfigError, match="refuses the key"):
        open_index(load_settings(tmp_path, environ)).needs_rebuild()
    del environ["ATI_ELASTICSEARCH__CA_FILE"]
    with pytest.raises(ConfigError, match="is not trusted"):
        open_index(load_settings(tmp_path, environ)).needs_rebuild()


def test_wrong_passwords_are_said_in_words(recipe: Recipe, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("open sesame")
    wrong = str(tmp_path / "wrong")
    catalog = recipe.ati("worker", "--check", ATI_CATALOG__PASSWORD_FILE=wrong)
    assert catalog.returncode == 1
    assert "refuses the user, the password" in catalog.stdout
    queue = recipe.ati("worker", "--check", ATI_QUEUE__PASSWORD_FILE=wrong)
    assert queue.returncode == 1
    assert "BAD  queue" in queue.stdout
    index = recipe.ati("search", "memorandum", ATI_ELASTICSEARCH__PASSWORD_FILE=wrong)
    assert (index.returncode, "refuses the key" in index.stderr) == (2, True)
    for done in (catalog, queue, index):
        assert "open sesame" not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
