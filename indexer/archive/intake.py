"""From paths to files with their release: nothing lost, nothing followed out of the tree, nothing read yet."""

from __future__ import annotations

import logging
import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from indexer.archive import media, packages
from indexer.archive.manifest import FILE_NAME, UNKNOWN_INSTITUTION, Manifest, read_manifest
from indexer.archive.slugs import clean_name, short_hash, slug
from indexer.archive.stated import Waiting, WrongManifest, nearest, stated_in, stated_inside, waits, wrong
from indexer.archive.store import OriginalStore
from indexer.archive.walking import Entry, is_system_name, walk
from indexer.errors import InputError
from indexer.model.release import FileDescription, Release
from indexer.model.stored import StoredFile

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to be archived.

    Attributes:
        name: path inside its release, `/` between parts.
        source: where its bytes are; None when they cannot be had, with the reason in `problem`.
        problem: reason code why it cannot be read, known before looking at its bytes; None: nothing known.
    """

    release: Release
    name: str
    source: Path | packages.Member | None
    description: FileDescription | None = None
    problem: str | None = None

    def open(self) -> BinaryIO:
        """Its bytes. Raises InputError when they cannot be read."""
        if self.source is None:
            raise InputError(f"{self.name} cannot be read.", reason=self.problem or "unreadable_file")
        if isinstance(self.source, packages.Member):
            return self.source.open()
        try:
            return self.source.open("rb")
        except OSError as error:
            raise InputError(f"{self.name} cannot be read: {error.strerror}.", reason="unreadable_file") from error

    def store(self, store: OriginalStore) -> StoredFile:
        """Copies its bytes into the store. Raises InputError (the file), Unavailable (the store)."""
        with self.open() as stream:
            return store.put(stream)

    def media(self, path: Path) -> tuple[str, str | None]:
        """`(media type, reason why it is not read)` of its stored bytes; the reason is None for a PDF."""
        found = media.media_of(path, self.name)
        return found.type, found.problem


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """What `take_in` did: `stored` None when there were no bytes to be had, then `problem` says why."""

    stored: StoredFile | None
    media_type: str
    problem: str | None


def take_in(planned: PlannedFile, store: OriginalStore) -> ArchivedFile:
    """Copies a planned file into the store and looks what it is. A file that cannot be read is no error here.

    Raises:
        Unavailable: the store cannot be written.
    """
    if planned.source is None:
        return ArchivedFile(None, media.UNKNOWN, planned.problem or "unreadable_file")
    try:
        stored = planned.store(store)
    except InputError as error:
        return ArchivedFile(None, media.UNKNOWN, error.reason)
    with store.local(stored.sha256) as path:
        media_type, unread = planned.media(path)
    return ArchivedFile(stored, media_type, planned.problem or unread)


def plan(
    paths: Sequence[Path],
    release_toml: Path | None = None,
    waiting: Callable[[Waiting], None] | None = None,
    stated: Manifest | None = None,
) -> Iterator[PlannedFile]:
    """Every file below the paths with its release, in a stable order; what cannot be read with its reason.

    A folder with a `release.toml` is one release wherever it lies. Without one, each folder, ZIP and file that
    lies directly in a given folder is a release, and so is each given ZIP or file. With `release_toml` all of it
    is that one release; `stated` does the same without a file. System files (.DS_Store) are left out and counted in
    the log.

    A folder whose manifest is wrong does not come out: the manifest and each file that it speaks of are handed to
    `waiting`.

    Raises:
        InputError: a path does not exist, or `release_toml` is wrong; without `waiting` also any other manifest, before
            the first file comes out (those inside ZIPs when their turn comes).
    """
    missing = [path for path in paths if not os.path.lexists(path)]
    if missing:
        raise InputError(f"There is no {missing[0]}.", reason="not_found")
    whole = read_manifest(release_toml) if release_toml is not None else stated
    planner = _Planner(release_toml, waiting or _refuse)
    return planner.run(paths, whole)


def _refuse(waiting: Waiting) -> None:
    raise InputError(waiting.reason.removeprefix("bad_manifest: "), reason="bad_manifest")


class _Planner:
    """One run: which release ids are taken, which manifests are read, what was skipped."""

    def __init__(self, release_toml: Path | None, waiting: Callable[[Waiting], None]) -> None:
        self._taken: dict[str, str] = {}
        self._wrong: dict[Path, WrongManifest] = {}
        self._waiting = waiting
        self._manifests: dict[Path, Manifest] = {}
        self._releases: dict[str, tuple[Release, Path]] = {}
        self._given = release_toml.resolve() if release_toml is not None else None
        self._skipped: Counter[str] = Counter()

    def run(self, paths: Sequence[Path], whole: Manifest | None) -> Iterator[PlannedFile]:
        roots = [path.resolve() for path in paths]
        entries = [(root, list(walk(root))) for root in roots]
        self._read_manifests(entry for _, found in entries for entry in found)
        entries = [(root, [entry for entry in found if not self._skips(root, entry)]) for root, found in entries]
        described: dict[str, set[str]] = {}
        for root, found in entries:
            for planned in self._of_root(root, found, whole):
                if planned.description is not None:
                    described.setdefault(planned.release.id, set()).add(planned.description.name)
                yield planned
        manifests = [*self._manifests.values(), *([whole] if whole else [])]
        yield from _not_there(manifests, described)
        self._tell_skipped()

    def _skips(self, root: Path, entry: Entry) -> bool:
        """Counts a system file; one that the user named is none."""
        skipped = entry.path != root and is_system_name(entry.path.name)
        if skipped:
            self._skipped[entry.path.name] += 1
        return skipped

    def _skips_member(self, name: str) -> bool:
        skipped = any(is_system_name(part) for part in name.split("/"))
        if skipped:
            self._skipped[name.rsplit("/", 1)[-1]] += 1
        return skipped

    def _read_manifests(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if entry.path.name != FILE_NAME or entry.problem is not None or entry.path == self._given:
                continue
            stated = stated_in(entry.path)
            if isinstance(stated, WrongManifest):
                self._wrong[entry.path.parent] = stated
                self._waiting(wrong(stated))
            else:
                self._manifests[entry.path.parent] = self._agreed(stated, entry.path)

    def _agreed(self, manifest: Manifest, path: Path) -> Manifest:
        """The manifest with the release as the first manifest of this run described it.

        A release in two folders has two manifests; where they differ, one has to win, and always the same one.
        """
        first = self._releases.setdefault(manifest.release.id, (manifest.release, path))
        if first[0] != manifest.release:
            _LOG.warning("%s and %s describe release %s differently; the first counts.", first[1], path, first[0].id)
        return replace(manifest, release=first[0])

    def _of_root(self, root: Path, entries: Sequence[Entry], whole: Manifest | None) -> Iterator[PlannedFile]:
        for entry in entries:
            if entry.path.name == FILE_NAME or entry.path == self._given:
                continue
            home, manifest = self._home(root, entry.path, whole)
            if isinstance(manifest, WrongManifest):
                self._waiting(waits(str(entry.path), manifest))
                continue
            release = manifest.release if manifest else self._unknown(home)
            name = clean_name(_relative(entry.path, home)) + ("/" if entry.folder else "")
            planned = PlannedFile(
                release, name, None if entry.problem else entry.path,
                manifest.describe(name) if manifest else None, entry.problem,
            )  # fmt: skip
            if planned.source is not None and _is_package(entry.path):
                yield from self._unpacked(planned, entry.path, manifest, alone=entry.path == home)
            else:
                yield planned

    def _home(self, root: Path, path: Path, whole: Manifest | None) -> tuple[Path, Manifest | WrongManifest | None]:
        """The folder or file that is the release of `path`, and its manifest: the nearest one above it."""
        for folder in path.parents:
            if folder in self._wrong:
                return folder, self._wrong[folder]
            if folder in self._manifests:
                return folder, self._manifests[folder]
            if folder == root:
                break
        if whole is not None:
            return (root if root.is_dir() else root.parent), whole
        if path == root:
            return root, None
        return root / path.relative_to(root).parts[0], None

    def _unknown(self, home: Path, institution: str = UNKNOWN_INSTITUTION) -> Release:
        name = clean_name(home.name)
        release_id = f"{institution}/{slug(name)}"
        if self._taken.setdefault(release_id, str(home)) != str(home):
            release_id += f"-{short_hash(str(home))}"
            self._taken[release_id] = str(home)
        return Release(id=release_id, name=name, basis="unknown")

    def _unpacked(
        self, planned: PlannedFile, path: Path, manifest: Manifest | None, alone: bool
    ) -> Iterator[PlannedFile]:
        """The members of a package; the package itself when it cannot be opened or holds nothing.

        `alone`: the package is the release, so that its members' names begin inside it."""
        try:
            package = packages.open_package(path)
        except InputError as error:
            yield replace(planned, problem=error.reason)
            return
        found = [member for member in packages.members(package) if not self._skips_member(member.name)]
        inside = {} if manifest else stated_inside(found, path)
        for one in inside.values():
            if isinstance(one, WrongManifest):
                self._waiting(wrong(one))
        for member in found:
            if member.name.rsplit("/", 1)[-1] == FILE_NAME and member.problem is None:
                continue
            folder, own = nearest(member.name, inside)
            if isinstance(own, WrongManifest):
                self._waiting(waits(f"{path}/{member.name}", own))
                continue
            inner = member.name[len(folder) :]
            name = inner if alone or own else f"{planned.name}/{inner}"
            yield _member(planned, member, name, own or manifest, own.release if own else planned.release)
        if not found:
            yield replace(planned, problem="empty_zip")

    def _tell_skipped(self) -> None:
        if self._skipped:
            names = ", ".join(f"{name} ({count})" for name, count in self._skipped.most_common(5))
            _LOG.warning("Skipped %d hidden or system files: %s", self._skipped.total(), names)


def _not_there(manifests: Iterable[Manifest], described: dict[str, set[str]]) -> Iterator[PlannedFile]:
    """Files that a manifest describes and that are not there: listed, so that coverage shows the gap."""
    for manifest in manifests:
        for file in manifest.files:
            if file.name not in described.get(manifest.release.id, ()):
                yield PlannedFile(manifest.release, clean_name(file.name), None, file, "named_in_manifest_not_there")


def _member(
    planned: PlannedFile, member: packages.Member, name: str, stated: Manifest | None, release: Release
) -> PlannedFile:
    problem = member.problem or ("nested_zip" if member.name.lower().endswith(".zip") else None)
    source = None if member.problem else member
    return replace(
        planned,
        release=release,
        name=name,
        source=source,
        description=stated.describe(name) if stated else None,
        problem=problem,
    )


def _relative(path: Path, home: Path) -> str:
    return home.name if path == home else path.relative_to(home).as_posix()


def _is_package(path: Path) -> bool:
    """A ZIP by its bytes, or by its name when its bytes say nothing: then opening it tells what is wrong."""
    try:
        found = media.media_of(path)
    except OSError:
        return False
    return found.type == media.ZIP or (
        found.type == media.UNKNOWN and path.suffix.lower() == ".zip" and zipfile.is_zipfile(path)
    )
