"""What manifests state of the files around them, and which of them are wrong: those files wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.archive.manifest import FILE_NAME, Manifest, parse_manifest, read_manifest
from indexer.archive.packages import Member
from indexer.errors import InputError

_SIZE_LIMIT_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class WrongManifest:
    """A manifest that cannot be used; `sentence` names it and what is wrong.

    The files that it speaks of are not archived without what it states of them: they wait until it is corrected.
    """

    where: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The name of a wrong manifest or of a file that waits for it, and the reason in a code with its detail."""

    name: str
    reason: str


Stated = Manifest | WrongManifest


def stated_in(path: Path) -> Stated:
    """What the manifest at `path` states."""
    try:
        return read_manifest(path)
    except InputError as error:
        return WrongManifest(str(path), str(error))


def stated_inside(members: Sequence[Member], path: Path) -> dict[str, Stated]:
    """What the manifests in a package state, by their folder ("" or "folder/")."""
    found: dict[str, Stated] = {}
    for member in members:
        folder, _, name = member.name.rpartition("/")
        if name == FILE_NAME and member.problem is None:
            title = folder.rsplit("/", 1)[-1] or path.stem
            found[f"{folder}/" if folder else ""] = _parsed(member, f"{path}/{member.name}", title)
    return found


def nearest(name: str, inside: dict[str, Stated]) -> tuple[str, Stated | None]:
    """The folder of the manifest nearest above a member of a package, and what it states; ("", None): there is none."""
    folder = max((one for one in inside if name.startswith(one)), key=len, default=None)
    return (folder, inside[folder]) if folder is not None else ("", None)


def wrong(manifest: WrongManifest) -> Waiting:
    """The manifest itself, to be listed."""
    return Waiting(manifest.where, f"bad_manifest: {manifest.sentence}")


def waits(name: str, manifest: WrongManifest) -> Waiting:
    """A file that waits for it, to be listed."""
    return Waiting(name, f"waits_for_manifest: {manifest.where}")


def _parsed(member: Member, where: str, title: str) -> Stated:
    try:
        with member.open() as stream:
            text = stream.read(_SIZE_LIMIT_BYTES).decode("utf-8", "replace")
        return parse_manifest(text, where, title)
    except InputError as error:
        return WrongManifest(where, str(error))
