"""What the values of settings must keep to, so that a slip of the hand is a sentence at the start and no odd behaviour
later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from indexer.errors import ConfigError

WORDS: dict[str, tuple[str, ...]] = {
    "site.mode": ("private", "public"),
    "log.format": ("text", "json"),
    "log.level": ("debug", "info", "warning", "error"),
}
NONE_IS_MEANT = {
    "site.port", "metrics.port", "elasticsearch.replicas", "queue.workers", "queue.stop_grace_s", "queue.patience_s",
    "queue.extract_concurrency", "queue.ocr_concurrency", "queue.entities_concurrency", "queue.index_concurrency",
    "render.cache_mb",
}  # fmt: skip
"""Numbers that may be 0; every other must be above it."""
PORTS = {"site.port", "metrics.port"}
BROKERS = ("redis", "rediss", "amqp", "amqps")
_RATE = re.compile(r"\d+(\.\d+)?(/[smh])?")
_INDEX = re.compile(r"[a-z0-9][a-z0-9_.-]{0,200}")


def check(tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Looks at every value.

    Raises:
        ConfigError: one cannot be meant; the message names it and says what can.
    """
    for section, values in tables.items():
        for key, value in values.items():
            wrong = _wrong(f"{section}.{key}", value)
            if wrong:
                raise ConfigError(f"{section}.{key}: {wrong}")


def _wrong(name: str, value: Any) -> str | None:
    """What is wrong with a value, in words that quote no URL: it may hold a password."""
    if name in WORDS and value not in WORDS[name]:
        return f"{value!r} is none of {', '.join(WORDS[name])}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _wrong_number(name, value)
    return _wrong_text(name, value) if isinstance(value, str) else None


def _wrong_text(name: str, value: str) -> str | None:
    if name.endswith("_rate") and value and not _RATE.fullmatch(value):
        return f'{value!r} is no rate, such as "10/s", "100/m" or "1000/h"'
    if name == "queue.url" and value and not all(_is_server(url, BROKERS) for url in value.split(";")):
        return "it is no address of Redis or RabbitMQ, such as redis://queue.example.org:6379/0 or amqp://…"
    if name == "elasticsearch.urls" and not all(_is_server(url, ("http", "https")) for url in value.split()):
        return "each must be an address such as https://search.example.org:9200"
    if name == "elasticsearch.index" and not _INDEX.fullmatch(value):
        return f"{value!r} is no name of an index: small letters, digits, _, - and . only"
    return None


def _wrong_number(name: str, value: float) -> str | None:
    if not 0 <= value < float("inf"):
        return f"{value} cannot be: it must be a number from 0 up"
    if value == 0 and name not in NONE_IS_MEANT:
        return "it must be above 0"
    if name in PORTS and value > 65535:
        return f"{value} is no port"
    return None


def _is_server(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
