"""Quality of accounts: the case file, labelled specimens, and pages of real documents labelled by hand."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.entities import blind, social
from benchmarks.entities.corpus import ROOT, corpus
from benchmarks.entities.dates import SHOW
from benchmarks.entities.judging import Tally, labels_of, plain
from benchmarks.entities.quality import accounts as case_accounts
from benchmarks.entities.scoring import Counts, added
from indexer.entities.recognising import Annotator
from indexer.errors import InputError
from indexer.extract.reading import Extractor
from indexer.model.mention import AccountDetails, Mention
from indexer.model.page import Page
from indexer.recognition import context_of, document_text
from indexer.settings import load_settings

GOLD = ROOT / "tests" / "data" / "gold" / "accounts.jsonl"
TRUTH = ROOT / "tests" / "data" / "truth"
SPECIMENS = ROOT / "tests" / "data" / "specimens"


def measure(annotator: Annotator, write: Callable[[str], None]) -> None:
    """Prints every figure of accounts, with Wilson's interval where pages were labelled."""
    write("accounts")
    named, platforms = case_accounts(annotator)
    write(f"  {'case file: names and handles':<34} {named.with_intervals()}")
    write(f"  {'case file: platforms':<34} {platforms.with_intervals()}")
    write(f"  {'labelled specimens':<34} {_specimens(annotator, write).with_intervals()}")
    folder = corpus()
    if folder is None:
        write("  the shared corpus is absent: the pages labelled by hand are not measured")
        return
    tally = _real_pages(annotator, folder, write)
    write(f"  {'real pages, labelled and tuned on':<34} {tally.counts.with_intervals()}")
    write(f"  {'  and the right platform':<34} {tally.platform.with_intervals()}")
    for form, counts in sorted(tally.forms.items()):
        write(f"    {form:<32} {counts.right} of {counts.right + counts.missed} found")
    blind.measure(annotator, write)
    social.measure(annotator, folder, write)


def _specimens(annotator: Annotator, write: Callable[[str], None]) -> Counts:
    counts = Counts()
    with Extractor(load_settings(Path("archive")).extract) as extractor:
        for truth in sorted(TRUTH.glob("*/*.json")):
            told = json.loads(truth.read_text(encoding="utf-8"))
            file = SPECIMENS / truth.parent.name / told["file"]
            accounts = [one for one in told.get("mentions", ()) if one["kind"] == "account" and one["value"]]
            if accounts and file.is_file() and any(page["scanned"] is False for page in told["pages"]):
                added(counts, _specimen(annotator, extractor, file, told, write))
    return counts


def _specimen(
    annotator: Annotator, extractor: Extractor, file: Path, told: dict[str, Any], write: Callable[[str], None]
) -> Counts:
    """Accounts by platform and name, page by page: each once, as a specimen names one often."""
    counts = Counts()
    pages = _read(extractor, file)
    whole = document_text(pages)
    scanned = {page["number"] for page in told["pages"] if page["scanned"]}
    for page in pages:
        if page.number in scanned:
            continue
        told_here = [one for one in told["mentions"] if one["kind"] == "account" and one["page"] == page.number]
        told_all = {one["value"]: one for one in told_here if one["value"]}
        found = list(_named(_annotated(annotator, page, whole)))
        missed = [one for one in told_all.values() if not any(_says(mention, one) for mention in found)]
        wrong = {one.value for one in found if not any(_says(one, wanted) for wanted in told_all.values())}
        added(counts, Counts(len(told_all) - len(missed), len(wrong), len(missed)))
        if (missed or wrong) and SHOW in os.environ:
            write(f"    {file.name} {page.number} missed {[one['value'] for one in missed]} wrong {wrong}")
    return counts


def _says(mention: Mention, told: dict[str, Any]) -> bool:
    """The platform, and the name or the handle: a handle that only another document tells is not asked for."""
    details = mention.details
    names = {plain(name) for name in (told["name"], told["handle"], told["text"].strip(' «»“”"')) if name}
    return (
        isinstance(details, AccountDetails)
        and details.platform == told["platform"]
        and bool(names & {plain(name) for name in (details.name, details.handle) if name})
    )


def _read(extractor: Extractor, file: Path) -> list[Page]:
    try:
        total = extractor.open(file, None).pages_total
        return list(extractor.pages(file, 1, total, None))
    except InputError:
        return []


def _annotated(annotator: Annotator, page: Page, whole: str) -> Sequence[Mention]:
    return annotator.annotate(page.text, context_of(page, None, page.language, whole))


def _named(mentions: Sequence[Mention]) -> Iterator[Mention]:
    for one in mentions:
        if isinstance(one.details, AccountDetails) and (one.details.name or one.details.handle):
            yield one


def _real_pages(annotator: Annotator, folder: Path, write: Callable[[str], None]) -> Tally:
    tally = Tally(write if SHOW in os.environ else None)
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    with Extractor(load_settings(Path("archive")).extract) as extractor:
        for name in sorted({row["file"] for row in rows}):
            file = folder / name
            mine = {row["page"]: row for row in rows if row["file"] == name}
            if hashlib.sha256(file.read_bytes()).hexdigest() != next(iter(mine.values()))["sha256"]:
                write(f"    {name} is another file than the one that was labelled: left out")
                continue
            pages = _read(extractor, file)
            whole = document_text(pages)
            for page in pages:
                if page.number in mine:
                    row = mine[page.number]
                    same = hashlib.sha256(page.text.encode()).hexdigest() == row["text_sha256"]
                    found = _annotated(annotator, page, whole)
                    tally.judge(
                        page.text, labels_of(page.text, row["accounts"], same=same), found, f"{name} {page.number}"
                    )
    return tally
