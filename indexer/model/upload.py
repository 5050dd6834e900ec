"""What somebody sent through the site at one time, and what became of each file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from indexer.model.step import StepName

FileState = Literal["refused", "waiting", "running", "stopped", "searchable", "listed"]
"""refused: not archived; stopped: somebody has cancelled it; listed: kept, and no page of it can be searched."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """One file as it came in: `name` as it was sent, `release` the id of the release that it went into.

    `document` None: nothing was archived, and `problem` (a reason code) says why. `new` False: the archive had these
    bytes already, and nothing was done again.
    """

    name: str
    release: str | None
    document: str | None
    new: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class Upload:
    """`made_at`: seconds since 1970."""

    id: str
    made_by: str
    made_at: float


@dataclass(frozen=True, slots=True)
class UploadSums:
    """An upload in figures. `open`: files with steps that wait or run; 0 when all is done.

    `files == new + known + refused`. `searchable` files have pages that can be found. `pages_total` are in the files
    that have been opened.
    """

    files: int
    new: int
    known: int
    refused: int
    searchable: int
    open: int
    pages_total: int
    pages_searchable: int


@dataclass(frozen=True, slots=True)
class FileProgress:
    """A file and what became of it, from the ledger.

    `pages_total` None: nobody has opened it yet, or it could not be opened. `pages_done`: read, or listed with a
    reason, or recognised where they are scans. `reason`: code why it, or a part of it, cannot be searched. `step`:
    what is done next or now.
    """

    file: UploadedFile
    release_name: str | None
    title: str | None
    state: FileState
    step: StepName | None
    pages_total: int | None
    pages_done: int
    pages_listed: int
    reason: str | None


class UploadReader(Protocol):
    """Uploads as the site shows them."""

    def upload(self, upload_id: str) -> Upload:
        """Raises NotFound."""

    def upload_sums(self, upload_id: str) -> UploadSums:
        """Raises NotFound."""

    def upload_files(self, upload_id: str, limit: int, offset: int = 0) -> tuple[FileProgress, ...]:
        """In the order they came in."""

    def uploads(self, limit: int) -> tuple[tuple[Upload, UploadSums], ...]:
        """The last ones, newest first."""
