"""Quality of accounts: the case file, labelled specimens, and pages of real documents labelled by hand."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.entities.corpus import ROOT, corpus
from benchmarks.entities.dates import SHOW
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


@dataclass(frozen=True, slots=True)
class Labelled:
    """An account on a page; one that is not required may be found or not."""

    start: int
    end: int
    text: str
    platform: str | None
    written: frozenset[str]
    required: bool = True
    form: str = ""


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
    pages, forms, platform = _real_pages(annotator, folder, write)
    write(f"  {'real pages, labelled by hand':<34} {pages.with_intervals()}")
    write(f"  {'  and the right platform':<34} {platform.with_intervals()}")
    for form, counts in sorted(forms.items()):
        write(f"    {form:<32} {counts.right} of {counts.right + counts.missed} found")


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


def _real_pages(
    annotator: Annotator, folder: Path, write: Callable[[str], None]
) -> tuple[Counts, dict[str, Counts], Counts]:
    counts, platform = Counts(), Counts()
    forms: dict[str, Counts] = {}
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
                    found = list(_named(_annotated(annotator, page, whole)))
                    _judged(page, labelled(page.text, mine[page.number]), found, (counts, forms, platform), write)
    return counts, forms, platform


def labelled(text: str, row: dict[str, Any]) -> list[Labelled]:
    """The labels of a page; where extraction has changed the text, each name's n-th occurrence."""
    same = hashlib.sha256(text.encode()).hexdigest() == row["text_sha256"]
    labels: list[Labelled] = []
    for one in row["accounts"]:
        start = one["start"] if same else _nth(text, one["text"], one["nth"])
        if start is not None:
            written = frozenset(plain(name) for name in (one["name"], one["handle"]) if name)
            labels.append(Labelled(start, start + len(one["text"]), one["text"], one["platform"], written,
                                   one["required"], one["form"]))  # fmt: skip
    return labels


def _nth(text: str, name: str, nth: int) -> int | None:
    at = -1
    for _ in range(nth + 1):
        at = text.find(name, at + 1)
        if at < 0:
            return None
    return at


def plain(name: str) -> str:
    """A name or handle as it is compared: small letters, no @, no underscore that printing may have lost."""
    return name.lower().removeprefix("@").replace("_", " ").strip()


def _judged(
    page: Page,
    labels: Sequence[Labelled],
    found: Sequence[Mention],
    sums: tuple[Counts, dict[str, Counts], Counts],
    write: Callable[[str], None],
) -> None:
    counts, forms, platform = sums
    used: set[int] = set()
    for label in labels:
        hit = next((index for index, one in enumerate(found) if index not in used and _is(one, label)), None)
        if hit is not None:
            used.add(hit)
        if not label.required:
            continue
        form = forms.setdefault(label.form, Counts())
        right = hit is not None
        for one in (counts, form):
            one.right += right
            one.missed += not right
        fits = right and hit is not None and _platform(found[hit]) == label.platform
        platform.right += fits
        platform.missed += not fits
        if not fits and SHOW in os.environ:
            near = page.text[max(0, label.start - 40) : label.end + 20]
            write(f"    page {page.number} missed {label.form}: {near!r}")
    for index, one in enumerate(found):
        if index not in used:
            counts.wrong += 1
            platform.wrong += 1
            if SHOW in os.environ:
                near = page.text[max(0, one.start - 40) : one.end + 20]
                write(f"    page {page.number} wrong {one.value} in {near!r}")


def _platform(mention: Mention) -> str | None:
    return mention.details.platform if isinstance(mention.details, AccountDetails) else None


def _is(mention: Mention, label: Labelled) -> bool:
    details = mention.details
    if not isinstance(details, AccountDetails) or mention.end <= label.start or label.end <= mention.start:
        return False
    return bool(label.written & {plain(name) for name in (details.name, details.handle) if name})
