"""ZIP packages, read as hostile input: bombs refused, names made harmless, nothing written outside the store."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from indexer.archive.slugs import clean_name
from indexer.errors import InputError

MEMBERS_LIMIT = 50_000
MEMBER_LIMIT_BYTES = 4 << 30
TOTAL_LIMIT_BYTES = 64 << 30
RATIO_LIMIT = 200
"""Unpacked to packed. PDFs pack 1 to 10 times, plain text 3 to 20, an empty bitmap 1,000 and more."""
RATIO_FREE_BYTES = 64 << 20
"""Below this a high ratio harms nobody: an empty spreadsheet packs well too."""
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises on damaged or encrypted members, and on methods that it does not know."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a package. `name` is harmless; `problem` is the reason why it cannot be read, if so."""

    name: str
    package: zipfile.ZipFile
    info: zipfile.ZipInfo
    problem: str | None

    def open(self) -> BinaryIO:
        """The unpacked bytes. Reading raises InputError when they are damaged or more than was announced."""
        try:
            return cast(BinaryIO, io.BufferedReader(_Guarded(self.package.open(self.info), self.info.file_size)))
        except _BROKEN as error:
            raise _broken(self.name, error) from error


def open_package(path: Path) -> zipfile.ZipFile:
    """The package, its table of members checked.

    Raises:
        InputError: it is damaged ("corrupt_zip"), or would unpack to more than any release ("zip_bomb").
    """
    try:
        package = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise InputError(f"The ZIP {path.name} is damaged: {error}.", reason="corrupt_zip") from error
    problem = _bomb(package.infolist(), path.stat().st_size)
    if problem:
        package.close()
        raise InputError(f"The ZIP {path.name} is refused: {problem}.", reason="zip_bomb")
    return package


def members(package: zipfile.ZipFile) -> Iterator[Member]:
    """The files of a package in its own order, folders left out; equal names are told apart by a number."""
    seen: set[str] = set()
    for info in package.infolist():
        if info.is_dir():
            continue
        name = unused(harmless(info.filename), seen)
        seen.add(name.casefold())
        yield Member(name, package, info, _problem(info))


def harmless(name: str) -> str:
    """A relative path without `..`, drives and controls; "unnamed" when nothing is left."""
    parts = clean_name(name.replace("\\", "/")).split("/")
    if parts and len(parts[0]) == 2 and parts[0][1] == ":":
        parts = parts[1:]
    return "/".join(part for part in parts if part.strip() not in ("", ".", "..")) or "unnamed"


def unused(name: str, seen: set[str]) -> str:
    """The name, or the same with a number where it was `seen` (folded) already."""
    stem, dot, ending = name.rpartition(".")
    candidate, number = name, 2
    while candidate.casefold() in seen:
        candidate = f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})"
        number += 1
    return candidate


def _problem(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & _ENCRYPTED:
        return "encrypted_in_zip"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "link_in_zip"
    return None


def _bomb(infos: list[zipfile.ZipInfo], packed_bytes: int) -> str | None:
    total = sum(info.file_size for info in infos)
    if len(infos) > MEMBERS_LIMIT:
        return f"it holds {len(infos):,} files, more than {MEMBERS_LIMIT:,}"
    if total > TOTAL_LIMIT_BYTES or any(info.file_size > MEMBER_LIMIT_BYTES for info in infos):
        return f"it would unpack to {total:,} bytes"
    # Against the size of the whole file, not of the members: overlapping members share their packed bytes.
    if total > RATIO_FREE_BYTES and total > packed_bytes * RATIO_LIMIT:
        return f"it would unpack to {total // max(1, packed_bytes):,} times its size"
    return None


class _Guarded(io.RawIOBase):
    """A member's bytes, at most as many as its header announces."""

    def __init__(self, stream: IO[bytes], announced: int) -> None:
        super().__init__()
        self._stream = stream
        self._left = announced

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            chunk = self._stream.read(len(buffer))
        except _BROKEN as error:
            raise _broken("a member", error) from error
        if len(chunk) > self._left:
            raise InputError("A member of the ZIP is larger than it says.", reason="zip_bomb")
        self._left -= len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _broken(name: str, error: BaseException) -> InputError:
    return InputError(f"{name} in the ZIP cannot be unpacked: {error}.", reason="corrupt_in_zip")
