"""Settings: defaults, files, environment, and secrets that stand in files of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import ConfigError
from indexer.settings import load_settings


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text("p@ss/w:rd\n", encoding="utf-8")
    return path


def test_a_password_of_a_file_goes_into_the_url(tmp_path: Path, secret: Path) -> None:
    environ = {
        "ATI_CATALOG__URL": "postgresql+pg8000://ati@db:5432/ati?sslrootcert=/ca.pem",
        "ATI_CATALOG__PASSWORD_FILE": str(secret),
        "ATI_QUEUE__URL": "redis://queue:6379/0",
        "ATI_QUEUE__PASSWORD_FILE": str(secret),
    }
    settings = load_settings(tmp_path, environ)
    assert settings.catalog_url == "postgresql+pg8000://ati:p%40ss%2Fw%3Ard@db:5432/ati?sslrootcert=/ca.pem"
    assert settings.queue.url == "redis://:p%40ss%2Fw%3Ard@queue:6379/0"


def test_any_value_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql+pg8000://ati:secret@db/ati\n", encoding="utf-8")
    settings = load_settings(tmp_path, {"ATI_CATALOG__URL_FILE": str(tmp_path / "url")})
    assert settings.catalog_url == "postgresql+pg8000://ati:secret@db/ati"
    settings = load_settings(tmp_path, {"ATI_ELASTICSEARCH__CA_FILE": "/etc/ca.pem"})
    assert settings.elasticsearch.ca_file == "/etc/ca.pem", "a setting that ends in _file is itself"


def test_true_and_false_are_words_in_the_environment(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {"ATI_LOG__ACCESS": "true"}).log.access is True
    assert load_settings(tmp_path, {"ATI_LOG__ACCESS": "no"}).log.access is False
    with pytest.raises(ConfigError, match=r"log\.access: 'maybe' is neither true nor false"):
        load_settings(tmp_path, {"ATI_LOG__ACCESS": "maybe"})


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"ATI_CATALOG__PASSWORD_FILE": "{secret}"}, "catalog.url names no server"),
        (
            {"ATI_CATALOG__URL": "postgresql+pg8000://a:b@db/ati", "ATI_CATALOG__PASSWORD_FILE": "{secret}"},
            "holds a password too",
        ),
        ({"ATI_QUEUE__URL": "redis://q", "ATI_QUEUE__PASSWORD_FILE": "/nowhere"}, "/nowhere cannot be read"),
        ({"ATI_QUEUE__URL_FILE": "{empty}"}, "is empty"),
        ({"ATI_QUEUE__URL_FILE": "{binary}"}, "no text"),
        ({"ATI_QUEUE__NOTHING_FILE": "{secret}"}, "no setting queue.nothing_file"),
    ],
)
def test_a_secret_that_cannot_be_used_is_named_and_never_shown(
    tmp_path: Path, secret: Path, environ: dict[str, str], said: str
) -> None:
    (tmp_path / "empty").write_text("\n", encoding="utf-8")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    places = {"secret": secret, "empty": tmp_path / "empty", "binary": tmp_path / "binary"}
    with pytest.raises(ConfigError, match=said) as error:
        load_settings(tmp_path / "archive", {name: value.format(**places) for name, value in environ.items()})
    assert "p@ss" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ATI_SITE__MODE", "pubic", "site.mode: 'pubic' is none of private, public"),
        ("ATI_LOG__FORMAT", "yaml", "log.format: 'yaml' is none of text, json"),
        ("ATI_QUEUE__LEASE_S", "0", "queue.lease_s: it must be above 0"),
        ("ATI_QUEUE__LEASE_S", "nan", "queue.lease_s: nan cannot be"),
        ("ATI_QUEUE__ATTEMPTS", "-1", "queue.attempts: -1 cannot be"),
        ("ATI_QUEUE__OCR_RATE", "ten/s", "queue.ocr_rate: 'ten/s' is no rate"),
        ("ATI_QUEUE__URL", "http://user:hush@queue:1/0", "queue.url: it is no address of Redis or RabbitMQ"),
        ("ATI_QUEUE__URL", "redis://:hush@queue:abc/0", "queue.url: it is no address of Redis or RabbitMQ"),
        ("ATI_ELASTICSEARCH__URLS", "http://search:9200 search:9200", "elasticsearch.urls: each must be an address"),
        ("ATI_ELASTICSEARCH__SHARDS", "0", "elasticsearch.shards: it must be above 0"),
        ("ATI_ELASTICSEARCH__INDEX", "My Index", "elasticsearch.index: 'My Index' is no name of an index"),
        ("ATI_METRICS__PORT", "70000", "metrics.port: 70000 is no port"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_by_name(tmp_path: Path, name: str, value: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path, {name: value})
    assert str(caught.value).startswith(words)
    assert "hush" not in str(caught.value)


def test_values_that_may_be_meant_are_taken(tmp_path: Path) -> None:
    environ = {
        "ATI_QUEUE__URL": "amqp://one:5672//;amqp://two:5672//",
        "ATI_QUEUE__OCR_RATE": "0.5/s",
        "ATI_ELASTICSEARCH__URLS": "http://[::1]:9200 https://search.example.org",
        "ATI_ELASTICSEARCH__REPLICAS": "0",
        "ATI_SITE__PORT": "0",
    }
    assert load_settings(tmp_path, environ).elasticsearch.replicas == 0
