"""A child program for the tests: each command misbehaves in one way."""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from indexer.errors import InputError
from indexer.sandbox.serving import Reply, serve


def echo(request: dict[str, Any]) -> Iterator[Reply]:
    for number in range(request["times"]):
        yield {"number": number, "pid": os.getpid()}, b"blob" * number


def refuse(request: dict[str, Any]) -> Iterator[Reply]:
    raise InputError("no such thing", "not_a_pdf")
    yield


def sleep(request: dict[str, Any]) -> Iterator[Reply]:
    time.sleep(60)
    yield {}, b""


def crash(request: dict[str, Any]) -> Iterator[Reply]:
    yield {"number": 0}, b""
    ctypes.string_at(0)


def fail(request: dict[str, Any]) -> Iterator[Reply]:
    yield {"number": 0}, b""
    raise ValueError("the secret words of the document")


def eat(request: dict[str, Any]) -> Iterator[Reply]:
    hoard = []
    while True:
        hoard.append(bytearray(16 * 2**20))
        yield {}, b""


def flood(request: dict[str, Any]) -> Iterator[Reply]:
    yield {}, bytes(request["size"])


def chatter(request: dict[str, Any]) -> Iterator[Reply]:
    print("a library talks on standard output")
    os.write(1, b"and below Python too")
    yield {"environment": sorted(os.environ)}, b""


if __name__ == "__main__":
    serve(
        {function.__name__: function for function in (echo, refuse, sleep, crash, fail, eat, flood, chatter)},
        json.loads(sys.argv[1])["memory_mb"],
    )
