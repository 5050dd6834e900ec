"""Log lines: their form, and that no text of documents or queries is in them."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator

import pytest

from indexer.errors import ConfigError, QueryError, Unavailable
from indexer.logs import ACCESS, OWN, AsJson, start_logging
from indexer.settings import LogSettings

SECRET = "Youli-Youmian under the box"


@pytest.fixture
def started(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[LogSettings], None]]:
    root = logging.getLogger()
    before = root.handlers[:], root.level, [logging.getLogger(name).level for name in (*OWN, ACCESS)]
    yield start_logging
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = before[0], before[1]
    for name, level in zip((*OWN, ACCESS), before[2], strict=True):
        logging.getLogger(name).setLevel(level)


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_tells_its_type_and_place_and_nothing_that_it_quotes(
    form: str, started: Callable[[LogSettings], None], capsys: pytest.CaptureFixture[str]
) -> None:
    started(LogSettings(form, "info", access=True))
    for logger in ("workers.tasks", "celery.app.trace", "waitress"):
        for error in (KeyError(SECRET), ValueError(SECRET), QueryError(SECRET)):
            exc = raised(error)
            text = "A step failed." if logger.startswith("workers") else f"Task raised unexpected: {exc!r}"
            logging.getLogger(logger).error(text, exc_info=exc, extra={"data": {"exc": SECRET}, "query": SECRET})
    said = capsys.readouterr().err
    assert SECRET not in said
    assert said.count("test_logs.py") == 9
    assert "KeyError" in said
    logging.getLogger("workers").error("Stopped.", exc_info=raised(Unavailable("The work queue takes no message.")))
    assert "takes no message" in capsys.readouterr().err, "our own words for operators are there"


def test_a_json_line_is_one_object_with_known_fields(
    started: Callable[[LogSettings], None], capsys: pytest.CaptureFixture[str]
) -> None:
    started(LogSettings("json", "info", access=False))
    extra = {"step": "extract", "part": 0, "seconds": 1.5, "text": SECRET, "args": SECRET} | {"outcome": "done"}
    extra.pop("args")
    logging.getLogger("indexer.bootstrap.working").info("A step ended.", extra=extra)
    line = json.loads(capsys.readouterr().err)
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "info", "logger": "indexer.bootstrap.working", "message": "A step ended.",
        "step": "extract", "part": 0, "seconds": 1.5, "outcome": "done",
    }  # fmt: skip


def test_levels_are_ours_and_others_are_heard_from_warnings_on(
    started: Callable[[LogSettings], None], capsys: pytest.CaptureFixture[str]
) -> None:
    started(LogSettings("text", "debug", access=False))
    logging.getLogger("indexer").debug("seen")
    logging.getLogger("elastic_transport.transport").info("POST /_search %s", SECRET)
    logging.getLogger("sqlalchemy.engine").info("INSERT %s", SECRET)
    logging.getLogger(ACCESS).info("not wanted")
    said = capsys.readouterr().err
    assert "seen" in said
    assert SECRET not in said
    assert "not wanted" not in said


def test_warnings_of_libraries_are_lines_as_well(
    started: Callable[[LogSettings], None], capsys: pytest.CaptureFixture[str]
) -> None:
    started(LogSettings("json", "warning", access=False))
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)  # catch_warnings has put the usual way back
        warnings.warn("The group has no name.", UserWarning, stacklevel=1)
    assert "has no name" in json.loads(capsys.readouterr().err.splitlines()[-1])["message"]


def test_a_wrong_setting_is_named() -> None:
    with pytest.raises(ConfigError, match=r'log\.format = "xml"'):
        start_logging(LogSettings("xml", "info", access=False))
    with pytest.raises(ConfigError, match=r'log\.level = "loud"'):
        start_logging(LogSettings("text", "loud", access=False))


def test_what_a_caller_hands_in_place_of_a_message_is_not_spread_over_the_line() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(AsJson())
    handler.handle(logging.makeLogRecord({"msg": {"body": SECRET}, "name": "other", "levelname": "WARNING"}))
    assert set(json.loads(stream.getvalue())) == {"time", "level", "logger", "message"}
