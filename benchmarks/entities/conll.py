"""Names labelled in CoNLL form: tokens with B-, I- and O, one a line, sentences apart by an empty line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.entities.scoring import Marked


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence joined by single spaces (as the tokens say where it has none), with its labelled spans."""

    text: str
    gold: tuple[Marked, ...]


Read = Callable[[list[str]], tuple[str, str, bool]]
"""Columns of a line to `(token, label, is a space after it)`."""


def sentences(file: Path, read: Read) -> Iterator[Sentence]:
    """The sentences of a file; lines that begin with "#" and tab-less noise are left out."""
    rows: list[tuple[str, str, bool]] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith(("# ", "TOKEN\t")):
            continue
        columns = line.split("\t")
        if len(columns) < 2 or not columns[0].strip():
            if rows:
                yield _sentence(rows)
            rows = []
            continue
        rows.append(read(columns))
    if rows:
        yield _sentence(rows)


def _sentence(rows: list[tuple[str, str, bool]]) -> Sentence:
    parts: list[str] = []
    gold: list[Marked] = []
    length, start, kind = 0, 0, ""
    end = 0
    for token, label, spaced in rows:
        if kind and not (label.startswith("I-") and label[2:] == kind):
            gold.append(Marked(start, end, kind))
            kind = ""
        if label[:2] in {"B-", "I-"} and not kind:
            start, kind = length, label[2:]
        end = length + len(token)
        parts.append(token + (" " if spaced else ""))
        length += len(parts[-1])
    if kind:
        gold.append(Marked(start, end, kind))
    return Sentence("".join(parts), tuple(gold))


def two_columns(columns: list[str]) -> tuple[str, str, bool]:
    """Token and label (CrossNER, WNUT, Broad Twitter)."""
    return columns[0].strip(), columns[-1].strip(), True


def universal(columns: list[str]) -> tuple[str, str, bool]:
    """Universal NER: number, token, label."""
    return columns[1], columns[2], True


def hipe(columns: list[str]) -> tuple[str, str, bool]:
    """HIPE 2022: the coarse literal label; MISC says where no space follows."""
    label = columns[1]
    return columns[0], label[:2] + label[2:].lower(), "NoSpaceAfter" not in columns[-1]
