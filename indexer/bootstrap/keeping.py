"""Backups: the catalog as of one moment, and every original that it knows, in a folder elsewhere; and back."""

from __future__ import annotations

import errno
import fcntl
import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from indexer.archive.store import FolderStore, OriginalStore, open_store
from indexer.bootstrap.caring import rebuild_index
from indexer.catalog.copying import copy_catalog, original_ids, restore_catalog, suffix_of
from indexer.catalog.database import Database
from indexer.catalog.ledger import Ledger
from indexer.errors import ConfigError, NotFound, Unavailable
from indexer.model.document import SHORT_ID_LENGTH
from indexer.settings import CATALOG_FILE, Settings

MARK = "backup.json"
FORMAT = 1
SAID_EVERY = 1000
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup or a restoration did. `problems`: a sentence for each original that could not be had."""

    catalog: str
    originals: int
    copied: int
    problems: tuple[str, ...]
    pages_indexed: int = 0


def back_up(settings: Settings, target: Path, *, keep: int, say: Say) -> Kept:
    """Copies the catalog first, then the originals that are not in the backup yet.

    An original is stored before the catalog knows of it, and is never changed or taken out: so whatever the copy of the
    catalog names is there when its turn comes, however much is archived meanwhile.

    Raises:
        ConfigError: the target holds something else, or lies inside the archive.
        Unavailable: no disk space is left, or another process is backing up there; earlier backups stay whole.
    """
    with _enough_space(target), _alone_in(_prepared(settings, target)):
        name = f"catalog-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}{suffix_of(settings.catalog_url)}"
        copy_catalog(settings.catalog_url, target / name)
        own = settings.archive / "settings.toml"
        if own.is_file():
            shutil.copy2(own, target / own.name)
        database = Database.open(settings.catalog_url)
        wanted = original_ids(database)
        database.close()
        copied, problems = _copy(wanted, open_store(settings), FolderStore(target / "originals"), say)
        _write_mark(target, name)
        _let_go(target, keep)
    return Kept(name, len(wanted), copied, problems)


def restore(settings: Settings, source: Path, *, catalog: str | None, say: Say) -> Kept:
    """Fills an archive that is not there yet, and builds its index. `catalog`: an older copy than the newest.

    Raises:
        ConfigError: the source is no backup, or the archive is there already; nothing was changed.
        Unavailable: no disk space is left; run the same again.
    """
    chosen = source / (catalog or _newest(source))
    if not chosen.is_file() or chosen.parent != source:
        held = ", ".join(sorted(path.name for path in source.glob("catalog-*"))) or "none"
        raise ConfigError(f"There is no {chosen.name} in {source}; it holds {held}")
    if not settings.catalog.url and (settings.archive / CATALOG_FILE).exists():
        raise ConfigError(f"There is an archive in {settings.archive} already: name an empty folder with --archive")
    with _enough_space(settings.archive):
        settings.archive.mkdir(parents=True, exist_ok=True)
        partial = settings.archive / (CATALOG_FILE + ".restoring")
        for left in settings.archive.glob(partial.name + "*"):
            left.unlink()
        url = settings.catalog.url or f"sqlite:///{partial}"
        restore_catalog(chosen, url)
        database = Database.open(url)
        wanted = original_ids(database)
        copied, problems = _copy(wanted, FolderStore(source / "originals"), open_store(settings), say)
        Ledger(database, settings.queue.attempts).reopen()  # whoever worked on it then does so no longer
        database.close()
        if not settings.catalog.url:
            partial.rename(settings.archive / CATALOG_FILE)
        say("The search index is being built.")
        pages = rebuild_index(settings)
    return Kept(chosen.name, len(wanted), copied, problems, pages)


def _copy(wanted: Iterable[str], source: OriginalStore, target: OriginalStore, say: Say) -> tuple[int, tuple[str, ...]]:
    """Copies what is missing, hashing it on the way; how many, and what went wrong."""
    copied, problems = 0, []
    for sha256 in wanted:
        if target.has(sha256):
            continue
        try:
            with source.open(sha256) as stream:
                found = target.put(stream).sha256
        except NotFound:
            problems.append(f"{sha256[:SHORT_ID_LENGTH]}: its original is missing.")
            continue
        if found != sha256:
            problems.append(f"{sha256[:SHORT_ID_LENGTH]}: its original has changed and was not taken.")
            continue
        copied += 1
        if copied % SAID_EVERY == 0:
            say(f"{copied:,} originals copied.")
    return copied, tuple(problems)


def _prepared(settings: Settings, target: Path) -> Path:
    """The folder of the backup, marked as one from the start, so that a run that breaks off can be repeated."""
    if target.resolve().is_relative_to(settings.archive.resolve()):
        raise ConfigError(f"{target} lies inside the archive: a backup belongs on another disk")
    if target.exists() and not target.is_dir():
        raise ConfigError(f"{target} is a file: name a folder for the backup")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise ConfigError(f"{target} holds other files and no backup: name a new or empty folder")
    target.mkdir(parents=True, exist_ok=True)
    if not (target / MARK).exists():
        _write_mark(target, None)
    return target


def _write_mark(target: Path, catalog: str | None) -> None:
    text = json.dumps({"format": FORMAT, "program": version("ati-archive"), "catalog": catalog}, indent=2) + "\n"
    partial = target / (MARK + ".part")
    partial.write_text(text, encoding="utf-8")
    partial.replace(target / MARK)


def _newest(source: Path) -> str:
    try:
        mark = json.loads((source / MARK).read_text(encoding="utf-8"))
        named, form = mark["catalog"], mark["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{source} is no backup that `ati backup` made: it has no readable {MARK}") from error
    if form != FORMAT:
        raise ConfigError(f"{source} was made by another version of ATI Archive (format {form}): use that one")
    if not named:
        raise ConfigError(f"The backup in {source} was never finished: run `ati backup` again")
    return str(named)


def _let_go(target: Path, keep: int) -> None:
    """Takes the oldest copies of the catalog away; originals stay, since a newer copy names them too."""
    for path in sorted(target.glob("catalog-*"))[:-keep]:
        path.unlink()


@contextmanager
def _alone_in(target: Path) -> Iterator[None]:
    with (target / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unavailable(f"Another process is backing up to {target}. Wait for it.") from error
        yield


@contextmanager
def _enough_space(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _DISK_FULL:
            raise Unavailable(f"No disk space is left in {folder}. Make room and run the same again.") from error
        raise ConfigError(f"{folder} cannot be used: {error.strerror or error}") from error
