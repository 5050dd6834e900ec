"""Answers of the catalog that every page of results asks for again, kept while nobody commits anything."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Kept(Generic[_Key, _Value]):
    """Values by key, those asked for last, of one state of the catalog. Safe for many threads."""

    def __init__(self, limit: int) -> None:
        """`limit`: values kept at most."""
        self._limit = limit
        self._state = ""
        self._values: OrderedDict[_Key, _Value | None] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self, state: str, keys: Sequence[_Key], ask: Callable[[Sequence[_Key]], Mapping[_Key, _Value]]
    ) -> dict[_Key, _Value]:
        """The values that there are. `ask` is asked once for all keys that are not known in this state, after it was
        looked up; a state of "" is not known, and nothing is kept."""
        found: dict[_Key, _Value | None] = {}
        with self._lock:
            if state != self._state:
                self._values.clear()
                self._state = state
            for key in keys:
                if key in self._values:
                    self._values.move_to_end(key)
                    found[key] = self._values[key]
        unknown = [key for key in dict.fromkeys(keys) if key not in found]
        if unknown:
            answer = ask(unknown)
            found |= {key: answer.get(key) for key in unknown}
            self._keep(state, unknown, found)
        return {key: value for key, value in found.items() if value is not None}

    def _keep(self, state: str, keys: Sequence[_Key], found: Mapping[_Key, _Value | None]) -> None:
        with self._lock:
            if not state or state != self._state:
                return
            self._values.update((key, found[key]) for key in keys)
            while len(self._values) > self._limit:
                self._values.popitem(last=False)
