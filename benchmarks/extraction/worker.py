"""What is timed, run in warm worker processes: each task says how much processor time it took."""

from __future__ import annotations

import os
import re
import resource
import subprocess
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from benchmarks.extraction.files import PAGES_A_FILE
from indexer.extract.documents import Document
from indexer.extract.layout import page_text
from indexer.extract.pages import read_page
from indexer.extract.tables import TableReader
from indexer.extract.transfer import from_frame, to_frame

CHARACTERS = 500_000


class Took(NamedTuple):
    """Processor seconds, and pages read."""

    seconds: float
    pages: int


def words_and_boxes(path: Path) -> None:
    """Words in reading order, their boxes, and every painted path and picture."""
    document = Document(path)
    for number in _numbers(document):
        sheet = document.sheet(number)
        sheet.scene()
        page_text(sheet.words(CHARACTERS))
        sheet.close()
    document.close()


def whole_page(path: Path) -> None:
    """The same, and hidden words, redactions, packing for the pipe and unpacking; no search for tables."""
    document = Document(path)
    for number in _numbers(document):
        from_frame(*to_frame(read_page(document, number, CHARACTERS)))
    document.close()


def with_tables(path: Path) -> None:
    """The same, and tables where the page has rules."""
    document, tables = Document(path), TableReader()
    for number in _numbers(document):
        from_frame(*to_frame(read_page(document, number, CHARACTERS, tables)))
    document.close()


def plumber(path: Path) -> None:
    """pdfplumber's words and rectangles."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages[:PAGES_A_FILE]:
            page.extract_words()
            _ = page.rects
            page.close()


def poppler(path: Path) -> None:
    """`pdftotext -bbox`, a process for each file as its users run it."""
    subprocess.run(
        ["pdftotext", "-bbox", "-l", str(PAGES_A_FILE), str(path), os.devnull],
        stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def timed(task: Callable[[Path], None], paths: list[Path]) -> list[float]:
    """Processor seconds for each file, those of child processes with them."""
    spent = []
    for path in paths:
        start = _processor()
        task(path)
        spent.append(_processor() - start)
    return spent


def counted(paths: list[Path]) -> int:
    """Pages that are measured."""
    total = 0
    for path in paths:
        document = Document(path)
        total += len(_numbers(document))
        document.close()
    return total


def peak_mib() -> float:
    """The most memory that this process ever held."""
    held = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())  # ru_maxrss begins with the parent's
    return int(held[1]) / 1024 if held else float("nan")


def fresh_worker() -> ProcessPoolExecutor:
    """One process of its own, started clean."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def _processor() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _numbers(document: Document) -> range:
    return range(1, min(document.pages_total, PAGES_A_FILE) + 1)
