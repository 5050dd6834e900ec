"""Settings: config/default.toml, then a file of the user's, then the environment. Nothing happens at import."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from indexer import settings_rules
from indexer.errors import ConfigError
from indexer.secret_files import read_secret, with_password

PREFIX = "ATI_"
CATALOG_FILE = "catalog.sqlite"


@dataclass(frozen=True, slots=True)
class SiteSettings:
    mode: Literal["private", "public"]
    host: str
    port: int
    title: str
    address: str
    threads: int
    trusted_hosts: str
    trusted_proxy: str
    secret_key_file: str


@dataclass(frozen=True, slots=True)
class LogSettings:
    format: str
    level: str
    access: bool


@dataclass(frozen=True, slots=True)
class MetricsSettings:
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class CatalogSettings:
    """`url` holds the password of `password_file` once the settings are loaded."""

    url: str
    password_file: str


@dataclass(frozen=True, slots=True)
class SearchSettings:
    engine: str
    query_length_limit: int
    query_clause_limit: int
    writer_memory_mb: int
    documents_a_screen: int
    pages_a_document: int


@dataclass(frozen=True, slots=True)
class ElasticsearchSettings:
    urls: str
    index: str
    shards: int
    replicas: int
    api_key_file: str
    user: str
    password_file: str
    ca_file: str
    request_timeout_s: float


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """`url` holds the password of `password_file` once the settings are loaded."""

    url: str
    password_file: str
    polling_interval_s: float
    workers: int
    lease_s: float
    attempts: int
    stop_grace_s: float
    patience_s: float
    window: int
    ocr_window: int
    extract_concurrency: int
    ocr_concurrency: int
    entities_concurrency: int
    index_concurrency: int
    extract_rate: str
    ocr_rate: str
    entities_rate: str
    index_rate: str


@dataclass(frozen=True, slots=True)
class UploadSettings:
    file_limit_mb: int
    request_limit_mb: int
    files_limit: int


@dataclass(frozen=True, slots=True)
class ExtractSettings:
    pages_a_part: int
    page_timeout_s: float
    open_timeout_s: float
    memory_mb: int
    pages_limit: int
    characters_a_page_limit: int
    documents_a_process: int
    file_size_limit_mb: int


@dataclass(frozen=True, slots=True)
class OcrSettings:
    pages_a_part: int
    page_timeout_s: float
    memory_mb: int
    data_folder: str


@dataclass(frozen=True, slots=True)
class RenderSettings:
    width_px: int
    thumbnail_width_px: int
    timeout_s: float
    cache_mb: int


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one archive folder. `archive` is absolute."""

    archive: Path
    site: SiteSettings
    log: LogSettings
    metrics: MetricsSettings
    catalog: CatalogSettings
    search: SearchSettings
    elasticsearch: ElasticsearchSettings
    queue: QueueSettings
    upload: UploadSettings
    extract: ExtractSettings
    ocr: OcrSettings
    render: RenderSettings

    @property
    def catalog_url(self) -> str:
        """An SQLAlchemy URL; SQLite inside the archive folder by default."""
        return self.catalog.url or f"sqlite:///{self.archive / CATALOG_FILE}"

    @property
    def originals(self) -> Path:
        return self.archive / "originals"

    @property
    def incoming(self) -> Path:
        """Where files lie while they are sent through the site."""
        return self.archive / "incoming"

    @property
    def index(self) -> Path:
        return self.archive / "index"

    @property
    def queue_folder(self) -> Path:
        return self.archive / "queue"

    @property
    def images(self) -> Path:
        return self.archive / "images"


def config_dir() -> Path:
    """Where our data files lie: inside an installed wheel, else beside the packages."""
    packaged = Path(__file__).parent / "_config"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "config"


def load_settings(archive: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings for an archive folder, which need not exist yet.

    Raises:
        ConfigError: a file cannot be read, or a section, key or value is wrong; the message names it.
    """
    archive = archive.expanduser().absolute()
    tables = _read(config_dir() / "default.toml")
    own = Path(environ[PREFIX + "SETTINGS"]) if PREFIX + "SETTINGS" in environ else archive / "settings.toml"
    if own.exists() or PREFIX + "SETTINGS" in environ:
        _merge(tables, _read(own), str(own))
    _merge(tables, _from_environment(environ, tables), "the environment")
    for section in ("catalog", "queue"):
        tables[section]["url"] = with_password(tables[section]["url"], tables[section]["password_file"], section)
    settings_rules.check(tables)
    sections = {
        field.name: _section(field.name, tables[field.name])
        for field in dataclasses.fields(Settings)
        if field.name != "archive"
    }
    return Settings(archive=archive, **sections)


_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_SECTIONS: dict[str, type] = {
    "site": SiteSettings,
    "log": LogSettings,
    "metrics": MetricsSettings,
    "catalog": CatalogSettings,
    "search": SearchSettings,
    "elasticsearch": ElasticsearchSettings,
    "queue": QueueSettings,
    "upload": UploadSettings,
    "extract": ExtractSettings,
    "ocr": OcrSettings,
    "render": RenderSettings,
}


def _section(name: str, table: Mapping[str, Any]) -> Any:
    return _SECTIONS[name](**table)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        return cast(dict[str, dict[str, Any]], tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"Cannot read the settings file {path}: {error}") from error


def _from_environment(environ: Mapping[str, str], known: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """`ATI_SECTION__KEY=value` as tables of text; `_merge` gives each value the type of its default.

    `ATI_SECTION__KEY_FILE=path` takes the value from a file, where the setting itself does not end so.
    """
    tables: dict[str, dict[str, Any]] = {}
    for name, value in environ.items():
        section, separator, key = name.removeprefix(PREFIX).lower().partition("__")
        if not name.startswith(PREFIX) or not separator:
            continue
        bare = key.removesuffix("_file")
        if bare != key and key not in known.get(section, {}) and bare in known.get(section, {}):
            tables.setdefault(section, {})[bare] = read_secret(value, name)
        else:
            tables.setdefault(section, {})[key] = value
    return tables


def _merge(tables: dict[str, dict[str, Any]], changes: Mapping[str, Mapping[str, Any]], where: str) -> None:
    for section, values in changes.items():
        if section not in tables or not isinstance(values, Mapping):
            raise ConfigError(f"{where}: there is no settings section [{section}]; see config/default.toml")
        for key, value in values.items():
            if key not in tables[section]:
                raise ConfigError(f"{where}: there is no setting {section}.{key}; see config/default.toml")
            tables[section][key] = _converted(value, tables[section][key], f"{where}: {section}.{key}")


def _converted(value: Any, default: Any, where: str) -> Any:
    wanted = type(default)
    try:
        if wanted is bool and isinstance(value, str):
            return _TRUTH[value.strip().lower()]
        if isinstance(value, str) or (wanted is float and isinstance(value, int)):
            return wanted(value)
    except KeyError:
        raise ConfigError(f"{where}: {value!r} is neither true nor false") from None
    except ValueError as error:
        raise ConfigError(f"{where}: {value!r} is not a {wanted.__name__}") from error
    if type(value) is not wanted:
        raise ConfigError(f"{where}: {value!r} is not a {wanted.__name__}")
    return value
