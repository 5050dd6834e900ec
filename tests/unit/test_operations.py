"""What docs/operations.md and docs/deploy say is so: commands, options, settings, metrics, and rules of the recipe."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from indexer.cli import main
from indexer.model.health import Figures, PartHealth, Work
from indexer.model.step import StepCount
from indexer.settings import Settings, load_settings
from tests.conftest import ROOT
from webapp.metrics import ArchiveCollector, Meter

DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/*.service"))
READ = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), DEPLOY / "compose.yaml", *UNITS]
OURS = ("web", "worker", "ocr", "indexer", "reconcile")


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every `ati …` in backticks or in an indented line, with the file that it stands in."""
    for path in READ:
        for line in path.read_text(encoding="utf-8").splitlines():
            shown = re.findall(r"`(ati [a-z][^`]*)`", line)
            indented = re.match(
                r"(?:    .*\bati |    |ExecStart=/opt/ati/\.venv/bin/)(ati .*|(?<=\bati )[a-z].*)$", line
            )
            for text in (*shown, *([indented[1]] if indented else [])):
                words = shlex.split(text.split(" #")[0].removeprefix("ati "), comments=True)
                if re.fullmatch(r"[a-z]+", words[0]):
                    yield path.name, words


SHOWN = list(commands())


def test_commands_are_found() -> None:
    assert {"backup", "restore", "verify", "worker", "reconcile", "serve", "reindex"} <= {
        words[0] for _, words in SHOWN
    }


@pytest.mark.parametrize(("file", "words"), SHOWN, ids=[f"{file}: {' '.join(words)}" for file, words in SHOWN])
def test_a_command_that_is_shown_exists_with_its_options(file: str, words: list[str]) -> None:
    command = main.get_command(click.Context(main), words[0])
    assert command is not None, f"{file}: there is no `ati {words[0]}`"
    options = {name for one in _with_subcommands(command) for option in one.params for name in option.opts}
    given = {word.partition("=")[0] for word in words[1:] if word.startswith("--")}
    assert given <= options | {"--help"}, f"{file}: ati {' '.join(words)}"


def _with_subcommands(command: click.Command) -> list[click.Command]:
    return [command, *(command.commands.values() if isinstance(command, click.Group) else [])]


def known_settings() -> set[str]:
    sections = [field for field in dataclasses.fields(Settings) if field.name != "archive"]
    loaded = load_settings(Path("archive"), {})
    return {f"{one.name}.{key.name}" for one in sections for key in dataclasses.fields(getattr(loaded, one.name))}


def test_settings_that_are_named_exist() -> None:
    known = known_settings()
    sections = {name.partition(".")[0] for name in known}
    for path in (*READ, DEPLOY / "systemd" / "ati.env"):
        text = path.read_text(encoding="utf-8")
        named = {
            one for one in re.findall(r"`([a-z]+\.[a-z_]+)(?: = [^`]*)?`", text) if one.partition(".")[0] in sections
        }
        named -= {one for one in named if one.endswith((".toml", ".py", ".json", ".sqlite", ".csv", ".service"))}
        assert named <= known, f"{path.name}: {named - known}"
        for name in re.findall(r"\bATI_[A-Z]+__[A-Z_]+", text):
            setting = name.removeprefix("ATI_").lower().replace("__", ".")
            assert {setting, setting.removesuffix("_file")} & known, f"{path.name}: {name}"


def test_metrics_that_are_named_exist() -> None:
    figures = Figures(
        {"read": 1}, {"waiting": 1}, (StepCount("ocr", "due", 1),), (Work("ocr", "done", 1, 1.0),), 0.0, 0, 0
    )
    meter = Meter()
    meter.request("search.search", 200, 0.1)
    meter.picture(cached=True)
    health = (PartHealth("catalog", needed=True, sound=True, said=""),)
    meter.registry.register(ArchiveCollector(lambda: figures, lambda: 0, lambda: health))
    families = list(meter.registry.collect())
    made = {name for one in families for name in (one.name, *(sample.name for sample in one.samples))}
    told = set(re.findall(r"`(ati_[a-z_]+)", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")))
    assert told <= made
    ours = {one.name.removesuffix("_total") for one in families if one.name.startswith("ati_")}
    assert ours <= {name.removesuffix("_total") for name in told}, "each metric is explained"


def test_links_of_the_guide_lead_somewhere() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert (ROOT / "docs" / target).exists(), target


@pytest.fixture(scope="module")
def recipe() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_every_container_is_confined(recipe: dict[str, Any]) -> None:
    for name, service in recipe["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert service["user"].split(":")[0] not in ("", "0", "root"), name
        assert {"cpus", "memory"} <= set(service["deploy"]["resources"]["limits"]), name
        assert service["pids_limit"], name
        assert "privileged" not in service, name
        assert name in ("ati", "search-user") or service["healthcheck"]["test"], name


def test_only_the_site_is_published_and_on_loopback(recipe: dict[str, Any]) -> None:
    services = recipe["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])
    assert [name for name, service in services.items() if "published" in service["networks"]] == ["web"]
    assert recipe["networks"]["inside"] == {"internal": True}


def test_no_secret_stands_in_the_recipe(recipe: dict[str, Any], tmp_path: Path) -> None:
    subprocess.run([DEPLOY / "make-secrets", tmp_path / "secrets"], check=True, capture_output=True)
    before = {path.name: path.read_bytes() for path in (tmp_path / "secrets").iterdir()}
    assert {Path(one["file"]).name for one in recipe["secrets"].values()} == set(before) - {"authority_key"}
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    subprocess.run([DEPLOY / "make-secrets", tmp_path / "secrets"], check=True, capture_output=True)
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "secrets").iterdir()}, (
        "what is there is kept"
    )
    for name, service in recipe["services"].items():
        for variable in service.get("environment", {}):
            assert not variable.endswith(("PASSWORD", "_KEY", "SECRET")), f"{name}: {variable}"
        for used in service.get("secrets", []):
            assert (used if isinstance(used, str) else used["source"]) in recipe["secrets"]


def test_workers_serve_every_queue_and_get_time_to_stop(recipe: dict[str, Any]) -> None:
    from workers.app import ALL_QUEUES

    served = [
        one["command"][2].split(",") for one in recipe["services"].values() if one.get("command", [""])[0] == "worker"
    ]
    assert sorted(name for names in served for name in names) == sorted(ALL_QUEUES)
    grace_s = load_settings(Path("archive"), {}).queue.stop_grace_s
    for name in ("worker", "ocr", "indexer"):
        assert int(recipe["services"][name]["stop_grace_period"].removesuffix("s")) > grace_s


@pytest.mark.parametrize("unit", UNITS, ids=[unit.name for unit in UNITS])
def test_units_are_confined_and_hold_no_secret(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    for line in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=\n",
        "PrivateTmp=yes",
        "User=ati",
    ):
        assert line in text
    assert not re.search(r"PASSWORD=|KEY=(?!%d)", text.replace("_KEY_FILE=", ""))


def test_the_user_of_the_cluster_is_made_with_its_rights_and_no_more(tmp_path: Path) -> None:
    """Against a server that only listens: the distribution of the tests cannot keep users."""
    put: list[tuple[str, str, dict[str, Any]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            put.append((self.path, self.headers["Authorization"], body))
            self.send_response(200 if len(put) < 3 else 403)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Nothing."""

    subprocess.run([DEPLOY / "make-secrets", tmp_path], check=True, capture_output=True)
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = [sys.executable, DEPLOY / "make_search_user.py", f"http://127.0.0.1:{server.server_port}"]
        command += [tmp_path / name for name in ("search_ca", "search_bootstrap", "search_password")]
        subprocess.run(command, check=True, capture_output=True)
        refused = subprocess.run(command, check=False, capture_output=True, text=True)
        server.shutdown()
    bootstrap, own = ((tmp_path / name).read_text().strip() for name in ("search_bootstrap", "search_password"))
    signed_in = "Basic " + base64.b64encode(f"elastic:{bootstrap}".encode()).decode()
    assert [one[:2] for one in put[:2]] == [("/_security/role/ati", signed_in), ("/_security/user/ati", signed_in)]
    assert put[0][2] == {"cluster": ["monitor"], "indices": [{"names": ["ati*"], "privileges": ["all"]}]}
    assert put[1][2] == {"password": own, "roles": ["ati"]}
    assert refused.returncode == 1
    assert "role/ati was refused: 403" in refused.stderr


def test_the_nightly_backup_over_servers_gets_what_the_site_gets() -> None:
    added = (DEPLOY / "systemd" / "ati-backup-servers.conf").read_text(encoding="utf-8").splitlines()
    lines = [line for line in added if line and not line.startswith(("#", "["))]
    assert any(line.startswith("LoadCredential=catalog_password:") for line in lines)
    assert set(lines) <= set((DEPLOY / "systemd" / "ati-web.service").read_text(encoding="utf-8").splitlines())
