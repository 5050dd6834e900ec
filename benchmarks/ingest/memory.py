"""`python -m benchmarks.ingest memory`: what a parsing process holds at most, a new one for each file, all pages."""

from __future__ import annotations

from pathlib import Path

from benchmarks.extraction.files import corpus
from benchmarks.ingest.clock import peak_mib
from indexer.errors import InputError
from indexer.extract.reading import Extractor
from indexer.settings import load_settings

FOLDERS = ("01_foi_pdfs", "02_pdf_robustness")
ALLOWED_MIB = 400
SHOWN = 10


def memory() -> None:
    """Prints the ten highest peaks, how many files and pages were read, and those that broke a limit."""
    paths = [path for folder in FOLDERS for path in sorted((corpus() / folder).rglob("*")) if path.is_file()]
    peaks: list[tuple[float, int, str]] = []
    broken: list[str] = []
    for path in paths:
        with Extractor(load_settings(Path("unused"), {}).extract) as extractor:
            pages = _read(extractor, path, broken)
            child = extractor._process._process
            peaks.append((peak_mib(child.pid) if child and child.poll() is None else 0.0, pages, path.name))
    peaks.sort(reverse=True)
    total = sum(pages for _, pages, _ in peaks)
    print(f"{len(paths)} files, {total} pages; the highest peaks (at most {ALLOWED_MIB} are wanted), MiB:")
    for peak, pages, name in peaks[:SHOWN]:
        print(f"  {peak:4.0f}  {name} ({pages} pages)")
    print(f"  {len(broken)} pages broke a limit: " + (", ".join(broken[:SHOWN]) or "none"))


def _read(extractor: Extractor, path: Path, broken: list[str]) -> int:
    try:
        total = extractor.open(path).pages_total
    except InputError:
        return 0
    for page in extractor.pages(path, 1, total):
        if page.outcome == "failed":
            broken.append(f"{path.name} page {page.number} ({page.reason})")
    return total
