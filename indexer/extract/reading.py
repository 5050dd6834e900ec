"""The parent's side of extraction: files to Pages by a warm, limited child. Imports no PDF library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from indexer.errors import InputError
from indexer.extract.beyond import NOT_EXAMINED, Beyond, LinkWords
from indexer.extract.transfer import from_frame
from indexer.model.geometry import BBox
from indexer.model.page import Page, PageOutcome
from indexer.sandbox.breaches import Breach
from indexer.sandbox.limits import Limits
from indexer.sandbox.process import WarmProcess
from indexer.settings import ExtractSettings

CHILD = "indexer.extract.child"
BYTES_A_CHARACTER = 64
"""A page's frame: its text twice over, packed words, boxes; more is a child gone wrong."""

VERSION = "extract/5"
"""Goes to the ledger; a higher number re-reads every document."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What a file says of itself; `title` is None when absent, and may hold words that were removed from the pages."""

    pages_total: int
    title: str | None = None


class Extractor:
    """Reads files in one warm child. Not for several threads at once; one for each worker process."""

    def __init__(self, settings: ExtractSettings) -> None:
        self._settings = settings
        self._process = WarmProcess(
            CHILD,
            Limits(
                settings.memory_mb,
                settings.page_timeout_s,
                settings.documents_a_process,
                settings.characters_a_page_limit * BYTES_A_CHARACTER,
            ),
        )

    def open(self, path: Path, password: str | None = None) -> OpenedFile:
        """Number of sheets and title.

        Raises:
            InputError: reason "missing", "too_large", "encrypted", "not_a_pdf", "corrupt", "empty", "no_pages",
                "unreadable", or a Breach ("time_limit", "memory_limit", "over_limit", "crashed").
        """
        self._check_size(path)
        asked = self._process.ask("open", self._settings.open_timeout_s, path=str(path), password=password)
        with closing(asked) as frames:
            header = next(frames).header
            for _ in frames:
                continue
        return OpenedFile(int(header["pages_total"]), header["title"])

    def beyond(self, path: Path, password: str | None = None) -> Beyond:
        """What the file holds outside its pages. One that cannot be looked through says so in `present`."""
        try:
            asked = self._process.ask("beyond", self._settings.open_timeout_s, path=str(path), password=password)
            with closing(asked) as frames:
                frame = next(frames)
                for _ in frames:
                    continue
            told = json.loads(frame.blob)
            words = {str(place): frozenset(map(str, found)) for place, found in told["words"].items()}
            links = tuple(
                LinkWords(int(page), BBox(*map(float, box)), frozenset(map(str, found)))
                for page, box, found in told["links"]
            )
            present = tuple(map(str, frame.header["present"]))
            return Beyond(bytes.fromhex(str(frame.header["salt"])), words, present, links)
        except (InputError, KeyError, TypeError, ValueError, AttributeError):
            return Beyond(b"", {}, (NOT_EXAMINED,))

    def pages(self, path: Path, first: int, last: int, password: str | None = None) -> Iterator[Page]:
        """The sheets from `first` to `last` (1-based, inclusive): exactly that many, in order.

        A sheet that breaks a limit or the child is listed (outcome "failed", its reason) and the rest goes on.

        Raises:
            InputError: the file cannot be opened at all.
        """
        number = first
        allowed = min(last, self._settings.pages_limit)
        while number <= allowed:
            try:
                for page in self._read(path, number, allowed, password):
                    yield page
                    number = page.number + 1
            except Breach as error:
                yield listed(number, "failed", error.reason)
                number += 1
        while number <= last:
            yield listed(number, "over_limit", "pages_limit")
            number += 1

    def close(self) -> None:
        """Ends the child."""
        self._process.close()

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, path: Path, first: int, last: int, password: str | None) -> Iterator[Page]:
        asked = self._process.ask(
            "pages",
            path=str(path),
            first=first,
            last=last,
            password=password,
            characters_limit=self._settings.characters_a_page_limit,
        )
        expected = first
        with closing(asked) as frames:
            for frame in frames:
                page = checked(frame.header, frame.blob, expected)
                expected += 1
                yield page
        for number in range(expected, last + 1):
            yield listed(number, "failed", "crashed")

    def _check_size(self, path: Path) -> None:
        try:
            size = path.stat().st_size
        except OSError as error:
            raise InputError(f"{path.name} cannot be opened: {error.strerror}", "missing") from error
        if size > self._settings.file_size_limit_mb * 2**20:
            raise InputError(
                f"{path.name} has {size / 2**20:.0f} MB; {self._settings.file_size_limit_mb} MB are allowed "
                "(extract.file_size_limit_mb).",
                "too_large",
            )


def checked(header: dict[str, object], blob: bytes, expected: int) -> Page:
    """The page in a frame, or `expected` listed as "crashed" where the frame is not what was asked for."""
    try:
        page = from_frame(header, blob)
    except (KeyError, TypeError, ValueError):
        return listed(expected, "failed", "crashed")
    return page if page.number == expected else listed(expected, "failed", "crashed")


def listed(number: int, outcome: PageOutcome, reason: str) -> Page:
    """A page of which only this is known."""
    return Page(number, 0.0, 0.0, outcome=outcome, reason=reason)
