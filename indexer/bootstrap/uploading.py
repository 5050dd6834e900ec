"""What is sent through the site goes into the archive as `ati ingest` puts it there, before what waits already."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.archive.intake import PlannedFile, plan
from indexer.archive.manifest import Manifest
from indexer.archive.packages import Member
from indexer.archive.stated import Waiting
from indexer.archive.store import OriginalStore
from indexer.archive.walking import is_system_name
from indexer.bootstrap.adding import archive_file
from indexer.catalog.database import Database
from indexer.catalog.uploads import Uploads
from indexer.catalog.writer import CatalogWriter
from indexer.errors import Unavailable
from indexer.model.document import SHORT_ID_LENGTH
from indexer.model.queue import URGENT_PRIORITY
from indexer.model.step import StepKey
from indexer.model.upload import Upload, UploadedFile

_ID_BYTES = 8
DISK_FULL, SYSTEM_FILE = "upload_disk_full", "system_file"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came in: files below `folder` under the names that they were sent with, made harmless.

    `stated`: what was said of the release; None: each folder, ZIP and file is a release of its own. `refused`: `(name,
    reason code)` of what is not in the folder.
    """

    folder: Path
    stated: Manifest | None
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """The upload as kept, and what is due because of it: to be sent to workers."""

    upload: str
    due: tuple[StepKey, ...]


class Uploading(Uploads):
    """Takes uploads in, and tells what became of them."""

    def __init__(self, database: Database, store: OriginalStore, clock: Callable[[], float] = time.time) -> None:
        super().__init__(database)
        self._store = store
        self._writer = CatalogWriter(database)
        self._clock = clock

    def receive(self, sent: Sent, who: str) -> Received:
        """Archives what came in and keeps a record of it. The bytes are in the store when this returns.

        What cannot be archived is in the record with its reason. Raises Unavailable: the catalog is busy or its disk
        is full; what was archived so far stays, and sending the same again goes on.
        """
        folder = sent.folder.resolve()
        waiting: list[Waiting] = []
        files = [
            self._archived(planned, folder)
            for planned in plan([folder], waiting=waiting.append, stated=sent.stated)
        ]  # fmt: skip
        files += [_refused(one.name, one.reason, folder) for one in waiting]
        files += [_refused(name, SYSTEM_FILE, folder) for name in _system_files(folder)]
        files += [_refused(name, reason, folder) for name, reason in sent.refused]
        upload = Upload(secrets.token_hex(_ID_BYTES), who, self._clock())
        self.keep(upload, files)
        due = tuple(
            StepKey(one.document, "extract") for one in files if one.document and one.new and one.problem is None
        )
        return Received(upload.id, due)

    def _archived(self, planned: PlannedFile, folder: Path) -> UploadedFile:
        name = _sent_name(planned, folder)
        try:
            archived = archive_file(planned, self._store, self._writer, URGENT_PRIORITY)
        except Unavailable as error:
            if "disk space" not in str(error):
                raise
            return UploadedFile(name, None, None, False, DISK_FULL)
        added = archived.file
        shown = added.document[:SHORT_ID_LENGTH] if added.removed else name  # what was removed leaves no name behind
        return UploadedFile(shown, planned.release.id, added.document, added.new, archived.problem)


def _sent_name(planned: PlannedFile, folder: Path) -> str:
    """As it was sent: with the folder or the ZIP that it came in."""
    match planned.source:
        case Path() as path:
            return path.relative_to(folder).as_posix()
        case Member(name=name, package=package):
            return f"{Path(str(package.filename)).relative_to(folder).as_posix()}/{name}"
        case _:
            return planned.name


def _system_files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and any(is_system_name(part) for part in inside.parts):
            yield inside.as_posix()


def _refused(name: str, reason: str, folder: Path) -> UploadedFile:
    """Names and reasons never tell where the files lay in between."""
    here = f"{folder}/"
    return UploadedFile(name.replace(here, ""), None, None, False, reason.replace(here, ""))
