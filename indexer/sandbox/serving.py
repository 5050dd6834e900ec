"""The child's side: reads requests, calls the program's handlers, sends replies."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from indexer.errors import InputError
from indexer.sandbox.frames import HEADER_LIMIT_BYTES, BrokenFrame, encoded, read_frame
from indexer.sandbox.limits import allow_cpu, confine

Reply = tuple[Mapping[str, Any], bytes]
Handler = Callable[[dict[str, Any]], Iterator[Reply]]


def serve(handlers: Mapping[str, Handler], memory_mb: int) -> None:
    """Answers requests until standard input ends. Sends a "ready" frame first.

    A handler gives any number of replies; "end" follows. An InputError becomes "refused"; running out of
    memory, "memory"; anything else, "failed" with class and place only, since a message may quote the document.
    """
    source, sink = _own_pipes()
    confine(memory_mb)
    _send(sink, {"kind": "ready"})
    while True:
        try:
            request = read_frame(lambda count: _exactly(source, count), HEADER_LIMIT_BYTES).header
        except (EOFError, BrokenFrame):
            return
        if not _answered(sink, handlers, request):
            return


def _answered(sink: BinaryIO, handlers: Mapping[str, Handler], request: dict[str, Any]) -> bool:
    """False when this process is not fit for another request."""
    seconds = float(request["timeout_s"])
    allow_cpu(seconds)
    try:
        for header, blob in handlers[request["command"]](request):
            _send(sink, {"kind": "item", **header}, blob)
            allow_cpu(seconds)
        _send(sink, {"kind": "end"})
    except InputError as error:
        _send(sink, {"kind": "refused", "reason": error.reason, "message": str(error)})
    except MemoryError:
        _send(sink, {"kind": "memory"})
        return False
    except Exception as error:  # noqa: BLE001 - the process boundary: the parent lists the page and starts a new child
        _send(sink, {"kind": "failed", "place": _place(error)})
        return False
    return True


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for frames only: what a library prints goes nowhere."""
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    sys.stdout = os.fdopen(os.dup(nowhere), "w", encoding="utf-8")
    return source, sink


def _exactly(source: BinaryIO, count: int) -> bytes:
    data = source.read(count)
    if len(data) < count:
        raise EOFError
    return data


def _send(sink: BinaryIO, header: Mapping[str, Any], blob: bytes = b"") -> None:
    rest = memoryview(encoded(header, blob))
    while rest:
        rest = rest[sink.write(rest) :]
