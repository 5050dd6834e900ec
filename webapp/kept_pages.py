"""Pages of results that were made already, kept while nothing that they show can have changed.

A page is given out again only while index and catalog stand exactly as when it was made: every commit of anybody, a
correction as much as a new document, makes all kept pages useless at once.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

LIMIT_BYTES = 32_000_000
"""Some 300 pages of results."""
LARGEST_BYTES = 1_000_000
KEPT_S = 60.0
"""At most: what is asked of the catalog once in a minute (the one law of an archive) may have changed by then."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What is sent, how it is compressed (a Content-Encoding or ""), and its entity tag."""

    body: bytes
    encoding: str
    etag: str


@dataclass(frozen=True, slots=True)
class _Entry:
    state: str
    until_s: float
    page: KeptPage


class KeptPages:
    """The pages asked for last, up to a size in all. Safe for many threads."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit_bytes = limit_bytes
        self._clock = clock
        self._pages: OrderedDict[Key, _Entry] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Key, state: str) -> KeptPage | None:
        """The page, if it was made in this state of the archive. A state of "" is not known: then None."""
        with self._lock:
            entry = self._pages.get(key)
            if entry is None or not state:
                return None
            if entry.state != state or entry.until_s <= self._clock():
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return entry.page

    def put(self, key: Key, state: str, page: KeptPage) -> None:
        """Keeps a page that was made in this state; the ones not asked for longest make room."""
        size = _size(key, page)
        if not state or size > LARGEST_BYTES:
            return
        with self._lock:
            self._drop(key)
            self._pages[key] = _Entry(state, self._clock() + KEPT_S, page)
            self._bytes += size
            while self._bytes > self._limit_bytes:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        entry = self._pages.pop(key, None)
        if entry is not None:
            self._bytes -= _size(key, entry.page)


def _size(key: Key, page: KeptPage) -> int:
    return len(page.body) + sum(map(len, key))
