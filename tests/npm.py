"""Packages of npm that tests run: fetched when they are not in the cache, of one pinned version and checksum."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tests.cluster.elasticsearch import cache_folder


class PackageMissing(Exception):
    """What is not here, in words."""


def packed(name: str, version: str, sha256: str) -> Path:
    """The checked package, as npm packs it.

    Raises:
        PackageMissing: no npm, no network, or another file than the one pinned, which is removed.
    """
    kept = cache_folder() / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    if not kept.is_file():
        _fetch(f"{name}@{version}", kept)
    if hashlib.sha256(kept.read_bytes()).hexdigest() != sha256:
        kept.unlink()
        raise PackageMissing(f"The fetched {name} has another checksum than the one pinned; it was removed")
    return kept


def _fetch(wanted: str, kept: Path) -> None:
    """Into a folder of this process first, so that two runs at once do not see half a file."""
    if shutil.which("npm") is None:
        raise PackageMissing(f"{wanted} is fetched by npm, which is not installed (Debian: npm)")
    own = kept.parent / f"fetch-{kept.stem}-{os.getpid()}"
    own.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["npm", "pack", "--silent", wanted], cwd=own, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackageMissing(f"npm could not fetch {wanted}: {done.stderr[-500:]}")
    (own / kept.name).replace(kept)
    own.rmdir()
