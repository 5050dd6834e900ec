"""Precision, recall and F1 on the case files, which are a regression set and no estimate for other documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from benchmarks.entities.scoring import Counts
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from tests.unit.entities.cases import named_accounts, parts, platforms_of, rows


def dates(annotator: Annotator) -> Counts:
    """Values of the cases; a second date of a text is not held against it, a date in a negative is."""
    counts = Counts()
    for row in rows("date_cases.csv"):
        found = annotator.annotate(row["text"], Context(language=row["language"], date=row["document_date"]))
        values = {one.value or "open" for one in found if one.kind == "date"}
        expected = {row["expected_edtf"]} - {""}
        counts.add(expected, values & expected if expected & values else values)
    return counts


def accounts(annotator: Annotator) -> tuple[Counts, Counts]:
    """`(named accounts, platforms)` of the cases."""
    named, platforms = Counts(), Counts()
    for row in rows("account_cases.csv"):
        language = row["language"] if row["language"] in {"en", "fr", "zh"} else "en"
        found = annotator.annotate(row["sentence"], Context(language=language))
        expected = {one.lower().removeprefix("@") for one in (*parts(row["account"]), *parts(row["handle"]))}
        seen: set[str] = set()
        for one in named_accounts(found):
            written = {name.lower().removeprefix("@") for name in (one.name, one.handle) if name}
            seen |= written & expected or written
        named.add(expected, seen)
        platforms.add(set(parts(row["platform"])), platforms_of(found))
    return named, platforms


def printed(lines: Iterable[tuple[str, object]], write: Callable[[str], None]) -> None:
    for name, counts in lines:
        write(f"  {name:<34} {counts}")
