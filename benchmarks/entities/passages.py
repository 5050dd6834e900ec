"""Passages of real texts that were labelled blind: table cells of public case files, sentences, rows, e-mails."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

REPORTS = "ATI_PUBLIC_REPORTS"
"""Names a folder of checkouts: github.com/DISARMFoundation/DISARMframeworks at 49df5f649e16 (it quotes public
reports) and github.com/iandennismiller/mueller-report at 3aa16a20104f."""

_TAG = re.compile(r"<[^>]{1,200}>")
_SPACES = re.compile(r"\s+")


def digest(passage: str) -> str:
    """What a labelled passage is found by."""
    return hashlib.sha256(passage.encode()).hexdigest()


def passages(file: Path) -> Iterator[str]:
    """The passages of a file by its kind; a PDF's pages come from extraction instead."""
    if file.suffix == ".md":
        yield from _cells(file.read_text(encoding="utf-8"))
    elif file.suffix in {".conll", ".txt", ".tsv"}:
        yield from _sentences(file.read_text(encoding="utf-8"))
    elif file.suffix == ".iob2":
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("# text = "):
                yield line.removeprefix("# text = ")
    elif file.suffix == ".csv":
        with file.open(encoding="utf-8", newline="") as rows:
            yield from (max(row, key=len, default="") for row in csv.reader(rows))
    else:
        yield file.read_bytes().decode("utf-8", "replace")


def _cells(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        for cell in line.strip().split("|"):
            yield _SPACES.sub(" ", _TAG.sub(" ", cell.strip())).strip()


def _sentences(text: str) -> Iterator[str]:
    """First columns between blank lines, with spaces between them."""
    words: list[str] = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            words.append(line.split("\t")[0])
        elif words and not line.strip():
            yield " ".join(words)
            words = []
    if words:
        yield " ".join(words)
