"""Health, readiness, metrics and logs of the site, over the small archive in memory."""

from __future__ import annotations

import json
import logging
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from indexer.bootstrap.readiness import Readiness
from indexer.catalog.database import Database
from indexer.errors import ConfigError
from indexer.logs import ACCESS, OWN, start_logging
from indexer.model.health import PartHealth
from indexer.search.engines.memory import MemoryIndex
from indexer.settings import LogSettings, Settings, load_settings
from tests.cluster.processes import free_ports
from tests.web.fakes import make_services
from webapp import Services, create_app
from webapp.commands import metrics
from webapp.metrics import Meter

QUERY = "weixin+zebra"


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    levels = [logging.getLogger(name).level for name in (*OWN, ACCESS)]
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = before
    for name, level in zip((*OWN, ACCESS), levels, strict=True):
        logging.getLogger(name).setLevel(level)


def with_health(services: Services, *parts: PartHealth) -> FlaskClient:
    return create_app(replace(services, health=lambda: parts)).test_client()


def test_the_site_is_alive_whatever_its_parts_do(services: Services) -> None:
    client = with_health(services, PartHealth("catalog", needed=True, sound=False, said="The catalog is gone."))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_readiness_names_each_part_and_only_needed_ones_count(services: Services) -> None:
    queue = PartHealth("queue", needed=False, sound=False, said="The work queue does not answer.")
    answer = with_health(services, queue).get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ok",
        "parts": [{"name": "queue", "needed": False, "sound": False, "said": "The work queue does not answer."}],
    }
    index = PartHealth("index", needed=True, sound=False, said="The search index is missing.")
    answer = with_health(services, queue, index).get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.json["status"] == "not_ready"


def test_what_cannot_be_reached_is_said_without_hosts_or_passwords(tmp_path: Path) -> None:
    environ = {
        "ATI_CATALOG__URL": "postgresql+pg8000://ati:hush@127.0.0.1:1/secretname",
        "ATI_QUEUE__URL": "redis://:hush@127.0.0.1:1/0",
    }
    settings = load_settings(tmp_path / "archive", environ)
    parts = Readiness(settings, Database(settings.catalog_url), MemoryIndex().engine())()
    assert [(part.name, part.sound) for part in parts] == [
        ("catalog", False), ("index", False), ("originals", False), ("queue", False),
    ]  # fmt: skip
    said = " ".join(part.said for part in parts)
    assert "The catalog's server does not answer." in said
    assert "does not answer; work waits in the ledger" in said
    for secret in ("hush", "secretname", "127.0.0.1"):
        assert secret not in said


def test_an_archive_on_a_laptop_is_ready(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "archive", {})
    database = Database.open(settings.catalog_url)
    ready = Readiness(settings, database, MemoryIndex().engine())
    assert all(part.sound for part in ready())
    assert ready() is ready(), "asked once in two seconds"
    database.close()


def test_requests_are_counted_by_view_and_never_by_what_was_asked(services: Services) -> None:
    app = create_app(services)
    client, meter = app.test_client(), app.extensions["ati.meter"]
    client.get(f"/search?q={QUERY}")
    client.get("/nothing/here")
    client.get("/documents/" + "0" * 12)
    value = meter.registry.get_sample_value
    assert value("ati_requests_total", {"view": "search.search", "status": "200"}) == 1
    assert value("ati_requests_total", {"view": "none", "status": "404"}) == 1
    assert value("ati_request_seconds_count", {"view": "search.search"}) == 1


def test_page_images_are_counted_by_where_they_came_from(services: Services) -> None:
    app = create_app(services)
    client, value = app.test_client(), app.extensions["ati.meter"].registry.get_sample_value
    key = services.catalog.documents_by_number((1,))[0].document.short_id
    for _ in range(3):
        assert client.get(f"/documents/{key}/pages/1/image").status_code == 200
    assert value("ati_page_images_total", {"source": "drawn"}) == 1
    assert value("ati_page_images_total", {"source": "cache"}) == 2


def scraped(settings: Settings) -> dict[tuple[str, tuple[str, ...]], float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{settings.metrics.port}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_metrics_have_a_port_of_their_own_and_tell_the_archive_in_numbers(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "archive", {"ATI_METRICS__PORT": str(free_ports(1)[0])})
    database = Database.open(settings.catalog_url)
    ready = Readiness(settings, database, MemoryIndex().engine())
    with metrics(settings, database, Meter(), ready):
        figures = scraped(settings)
        with pytest.raises(ConfigError, match="Metrics cannot be served"), metrics(settings, database, Meter(), ready):
            pass
    assert figures["ati_pages", ("waiting",)] == 0
    assert figures["ati_oldest_due_seconds", ()] == 0
    assert figures["ati_part_up", ("catalog",)] == 1
    assert figures["ati_index_pages", ()] == figures["ati_index_pages_wanted", ()] == 0
    assert "process_resident_memory_bytes" in {name for name, _ in figures}
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", settings.metrics.port), timeout=2)
    database.close()


def test_without_the_setting_nothing_listens_and_the_site_has_no_metrics(client: FlaskClient, tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "archive", {})
    with metrics(settings, Database(settings.catalog_url), Meter(), tuple):
        pass
    assert client.get("/metrics").status_code == 404


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize("form", ["text", "json"])
def test_queries_names_and_texts_reach_no_log(
    services: Services, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(LogSettings(form, "debug", access=True))

    def broken(*_: object) -> None:
        raise RuntimeError(f"cannot parse {QUERY}")

    class Broken:
        def __getattr__(self, _: str) -> object:
            return broken

    for wired in (services, replace(services, search=Broken())):
        app = create_app(wired)
        client = app.test_client()
        client.get(f"/search?q={QUERY}")
        client.get(f"/documents/{'0' * 12}-{QUERY}")
        client.get(f"/{QUERY}")
    said = capsys.readouterr().err
    assert QUERY not in said
    assert "zebra" not in said
    assert "RuntimeError" in said
    assert "/search" in said
    if form == "json":
        lines = [json.loads(line) for line in said.splitlines()]
        assert {"method": "GET", "route": "/search", "status": 200} in [
            {name: line.get(name) for name in ("method", "route", "status")} for line in lines
        ]


def test_a_site_answers_to_its_names_only(tmp_path: Path) -> None:
    services = make_services(tmp_path)
    site = replace(services.settings.site, host="0.0.0.0", trusted_hosts="Archive.example.org")
    client = create_app(replace(services, settings=replace(services.settings, site=site))).test_client()
    for host, status in (
        ("archive.example.org", 200), ("localhost:8080", 200), ("[::1]:5000", 200), ("evil.example", 400),
    ):  # fmt: skip
        assert client.get("/healthz", headers={"Host": host}).status_code == status


def test_two_sites_with_one_key_take_each_others_forms(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 40)
    services = make_services(tmp_path)
    site = replace(services.settings.site, secret_key_file=str(tmp_path / "key"))
    keyed = replace(services, settings=replace(services.settings, site=site))
    assert create_app(keyed).secret_key == create_app(keyed).secret_key == b"k" * 40
    assert create_app(services).secret_key != create_app(services).secret_key
    (tmp_path / "key").write_text("short")
    with pytest.raises(ConfigError, match="fewer than 32 bytes"):
        create_app(keyed)
