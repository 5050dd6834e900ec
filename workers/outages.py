"""Living through what is away for a while: catalog, queue, disk. It is said once, and once more when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from indexer.errors import Unavailable

TRY_AGAIN_S = 0.5
Given = TypeVar("Given")


class Outage:
    """Whether something is away now. Nothing is raised before it was away for `patience_s`; None: never."""

    def __init__(self, say: Callable[[str], None], patience_s: float | None = None) -> None:
        self._say = say
        self._patience_s = patience_s
        self._since: float | None = None
        self._said = ""

    def __call__(self, what: Callable[[], Given], otherwise: Given) -> Given:
        """What comes back, or `otherwise` when a part is away.

        Raises:
            Unavailable: it has been away for longer than the patience.
        """
        try:
            given = what()
        except Unavailable as error:
            self._away(error)
            return otherwise
        self._well()
        return given

    def until_done(self, what: Callable[[], Given], pause: Callable[[float], object] = time.sleep) -> Given:
        """What comes back in the end, however often it must be tried. Raises as a call does."""
        while True:
            try:
                given = what()
            except Unavailable as error:
                self._away(error)
                pause(TRY_AGAIN_S)
                continue
            self._well()
            return given

    def _away(self, error: Unavailable) -> None:
        now = time.monotonic()
        if self._since is None:
            self._since = now
        if self._patience_s is not None and now - self._since >= self._patience_s:
            raise error
        if self._said != str(error):
            self._said = str(error)
            self._say(f"{error} It is tried again until it works; nothing is lost.")

    def _well(self) -> None:
        if self._since is not None:
            self._say(f"It works again, after {time.monotonic() - self._since:.0f} s.")
        self._since, self._said = None, ""
