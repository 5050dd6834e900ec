"""What lies below a path, in a stable order: files, and all that cannot be walked, each with its reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SYSTEM_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"})
_DEPTH_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or (`folder`) a folder that could not be walked; `problem` is a reason code or None."""

    path: Path
    problem: str | None = None
    folder: bool = False


def is_system_name(name: str) -> bool:
    """True for what operating systems leave behind (.DS_Store, ._name, Thumbs.db) and other hidden files."""
    return name.startswith(".") or name.lower() in _SYSTEM_NAMES


def walk(root: Path) -> Iterator[Entry]:
    """Files below `root` (itself, when it is one), folders by name. Hidden folders come out as one entry.

    Links to files inside the root are not followed either: the file is met at its own place.
    """
    root = root.resolve()
    yield from _walk(root, root, 0)


def _walk(path: Path, root: Path, depth: int) -> Iterator[Entry]:
    try:
        mode = path.lstat().st_mode
    except OSError:
        yield Entry(path, "unreadable_file")
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, root, depth)
    elif stat.S_ISREG(mode):
        yield Entry(path, None if os.access(path, os.R_OK) else "no_permission")
    elif stat.S_ISLNK(mode):
        yield from _link(path, root)
    else:
        yield Entry(path, "not_a_file")


def _folder(path: Path, root: Path, depth: int) -> Iterator[Entry]:
    if is_system_name(path.name) and path != root:
        yield Entry(path, None, folder=True)
        return
    if depth > _DEPTH_LIMIT:
        yield Entry(path, "folder_too_deep", folder=True)
        return
    try:
        names = sorted(os.listdir(path))
    except OSError:
        yield Entry(path, "unreadable_folder", folder=True)
        return
    for name in names:
        yield from _walk(path / name, root, depth + 1)


def _link(path: Path, root: Path) -> Iterator[Entry]:
    """A link is worth an entry only when what it names is not met anyway."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        yield Entry(path, "broken_link")
        return
    if not target.is_relative_to(root):
        yield Entry(path, "link_out_of_the_folder")
