"""Accounts on real texts that were labelled before measuring (tests/data/gold/accounts_blind.jsonl).

The labels were committed before the recogniser first read these texts; the figure of that first reading is in
docs/quality.md. What was found there has since been mended by class, so today's figure is no longer blind.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.entities.corpus import ROOT, corpus
from benchmarks.entities.dates import SHOW
from benchmarks.entities.judging import Tally, labels_of
from benchmarks.entities.passages import REPORTS, digest, passages
from indexer.entities.language import guess_language
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.extract.reading import Extractor
from indexer.model.page import Page
from indexer.recognition import context_of, document_text
from indexer.settings import load_settings

GOLD = ROOT / "tests" / "data" / "gold" / "accounts_blind.jsonl"
Row = dict[str, Any]


def measure(annotator: Annotator, write: Callable[[str], None]) -> None:
    """Prints precision and recall for each source and for all, with Wilson's intervals."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    whole = Tally()
    for source in sorted({row["source"] for row in rows}):
        folder = _folder(source)
        if folder is None:
            write(f"  {source} is absent (name its parent folder in {REPORTS}): not measured")
            continue
        tally = Tally(write if SHOW in os.environ else None)
        for file in sorted({row["file"] for row in rows if row["source"] == source}):
            mine = [row for row in rows if (row["source"], row["file"]) == (source, file)]
            _measure_file(annotator, folder / file, mine, tally)
        whole.add(tally)
        write(f"  {'labelled before measuring, ' + source:<42} {tally.counts.with_intervals()}")
    write(f"  {'labelled before measuring, all':<42} {whole.counts.with_intervals()}")
    write(f"  {'  and the right platform':<42} {whole.platform.with_intervals()}")
    for form, counts in sorted(whole.forms.items()):
        write(f"    {form:<40} {counts.right} of {counts.right + counts.missed} found")


def _folder(source: str) -> Path | None:
    if source == "corpus":
        return corpus()
    folder = Path(os.environ.get(REPORTS, "")) / source
    return folder if REPORTS in os.environ and folder.is_dir() else None


def _measure_file(annotator: Annotator, file: Path, rows: Sequence[Row], tally: Tally) -> None:
    by_hash = {row["sha256"]: row for row in rows}
    if file.suffix == ".pdf":
        pages = list(_pages(file))
        whole = document_text(pages)
        by_page = {row["page"]: row for row in rows}
        for page in pages:
            if page.number in by_page:
                context = context_of(page, None, page.language, whole)
                _judge(annotator, page.text, context, by_page[page.number], tally)
        return
    for passage in passages(file):
        row = by_hash.pop(digest(passage), None)
        if row is not None:
            _judge(annotator, passage, Context(guess_language(passage)), row, tally)
    tally.absent += len(by_hash)


def _pages(file: Path) -> Iterator[Page]:
    with Extractor(load_settings(Path("archive")).extract) as extractor:
        total = extractor.open(file, None).pages_total
        yield from extractor.pages(file, 1, total, None)


def _judge(annotator: Annotator, text: str, context: Context, row: Row, tally: Tally) -> None:
    labels = labels_of(text, row["accounts"], same=digest(text) == row["sha256"])
    tally.judge(text, labels, annotator.annotate(text, context), f"{row['file']} {row.get('page', '')}")
