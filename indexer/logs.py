"""Lines on standard error for those who run an archive, as text or JSON. No text of documents or queries is in them.

Messages of exceptions may quote what was being worked on, so a line tells an exception's type and place only; those of
our own errors for operators are written to be read. Other libraries are heard from warnings upward: below that they
tell of requests and their bodies.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from indexer.errors import ConfigError, IndexMissing, Unavailable
from indexer.settings import LogSettings

OWN = ("indexer", "webapp", "workers")
ACCESS = "webapp.access"
FIELDS = (
    "step", "document", "part", "attempt", "outcome", "seconds", "sent", "method", "route", "status", "milliseconds",
)  # fmt: skip
"""What a line may say beside its message; anything else that a library hangs on a record is left out."""

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class AsText(logging.Formatter):
    """`2026-11-29T10:00:00Z WARNING workers.tasks: A step failed. step=extract part=0`"""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self.converter = time.gmtime

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line, with the fields at its end."""
        record.message = _message(record)
        fields = " ".join(f"{name}={value}" for name, value in _fields(record))
        return f"{super().formatMessage(record)} {fields}".rstrip()

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - logging's name
        """Type and place; see the module."""
        return "\n".join(_told(ei))


class AsJson(JsonFormatter):
    """One object a line: time, level, logger, message, and the fields."""

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Fills in the object; `message_dict` is what a caller handed in place of a message, and is not used."""
        log_data["time"] = _utc_text(record.created)
        log_data["level"] = record.levelname.lower()
        log_data["logger"] = record.name
        log_data["message"] = _message(record)
        log_data.update(_fields(record))
        if record.exc_info:
            log_data["error"] = _told(record.exc_info)


def start_logging(settings: LogSettings) -> None:
    """Sets up this process.

    Raises:
        ConfigError: `log.format` or `log.level` is none of those that there are.
    """
    formatters: dict[str, type[logging.Formatter]] = {"text": AsText, "json": AsJson}
    levels = {name: logging.getLevelNamesMapping()[name.upper()] for name in ("debug", "info", "warning", "error")}
    if settings.format not in formatters:
        raise ConfigError(f'log.format = "{settings.format}": it is "text" or "json"')
    if settings.level not in levels:
        raise ConfigError(f'log.level = "{settings.level}": it is one of {", ".join(levels)}')
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatters[settings.format]())
    logging.captureWarnings(capture=True)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(levels[settings.level], logging.WARNING))
    for name in OWN:
        logging.getLogger(name).setLevel(levels[settings.level])
    logging.getLogger(ACCESS).setLevel(logging.INFO if settings.access else logging.CRITICAL + 1)


def _message(record: logging.LogRecord) -> str:
    """Celery puts the text of an exception into its message."""
    if record.exc_info and not record.name.startswith(OWN):
        return "Something went wrong in a task or a request."
    return record.getMessage()


def _fields(record: logging.LogRecord) -> Iterator[tuple[str, object]]:
    for name in FIELDS:
        value = record.__dict__.get(name)
        if isinstance(value, str | int | float):
            yield name, value


def _told(raised: Any) -> list[str]:
    kind, error, trace = raised
    if kind is None:
        return []
    said = f": {error}" if isinstance(error, Unavailable | ConfigError | IndexMissing) else ""
    places = [f"  {one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
    return [f"{kind.__module__}.{kind.__qualname__}{said}", *places]


def _utc_text(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
