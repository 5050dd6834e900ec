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
