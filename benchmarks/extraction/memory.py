"""(f) The most memory that a parsing process holds on any file of the corpus."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.extraction.files import corpus, real_files

LARGEST_FILES = 40
PAGES = 30
PROGRAM = """
import json, re, sys
from pathlib import Path
from indexer.errors import InputError
from indexer.extract.documents import Document
from indexer.extract.pages import read_page
from indexer.extract.tables import TableReader
from indexer.sandbox.limits import confine
confine(1024)
for name in json.loads(sys.argv[1]):
    try:
        document, tables = Document(Path(name)), TableReader()
        for number in range(1, min(document.pages_total, 30) + 1):
            read_page(document, number, 500_000, tables)
        document.close()
    except InputError:
        continue
# Not ru_maxrss: it begins with the peak of the process that started this one.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def memory() -> None:
    """Peak of a process for the measured files, and of one for each of the largest files of the corpus."""
    print(f"(f) peak memory: {_peak(real_files()):.0f} MiB over the measured files")
    paths = sorted((path for path in corpus().rglob("*.pdf") if path.is_file()), key=lambda path: -path.stat().st_size)
    peaks = sorted(((_peak([path]), path.name) for path in paths[:LARGEST_FILES]), reverse=True)
    print(f"    {LARGEST_FILES} largest files, a process each, {PAGES} pages: "
          + ", ".join(f"{name} {peak:.0f} MiB" for peak, name in peaks[:4]))  # fmt: skip


def _peak(paths: list[Path]) -> float:
    names = json.dumps([str(path) for path in paths])
    ended = subprocess.run([sys.executable, "-c", PROGRAM, names], capture_output=True, text=True, check=False)
    return float(ended.stdout) if ended.returncode == 0 else float("nan")
