"""The queue as its page shows it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from indexer.commands.queue_words import QueueView
from indexer.model.plain import plain
from indexer.model.queue import CANCELLED, QueuedDocument, QueuedStep, QueueSums, StepSum
from indexer.model.step import StepName
from webapp import links, records, words
from webapp.contexts import Link
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext
from webapp.words import ngettext
from webapp.work_contexts import QueueContext, StepView, WorkRow

ROWS_A_SCREEN = 50
STEP_LABELS = {
    "extract": lazy_gettext("Read pages"),
    "ocr": lazy_gettext("Recognise scans (OCR)"),
    "describe": lazy_gettext("Describe"),
    "entities": lazy_gettext("Find names and dates"),
    "index": lazy_gettext("Enter in the index"),
}


def step_label(step: StepName) -> str:
    """A step of the work, in the language of the page."""
    return str(STEP_LABELS[step])


def context(view: QueueView, failed_total: int, waiting: int, failed: int, done: str) -> QueueContext:
    """`waiting`, `failed`: which screens of the two lists are shown, from 1."""
    sums, now = view.sums, view.now
    running_total = sum(one.running for one in sums.steps)
    return QueueContext(
        open=sums.open,
        steps=tuple(_step(sums, one) for one in sums.steps if one.waiting + one.running + one.failed + one.cancelled),
        left=_left(sums),
        running=tuple(_running(one, now) for one in view.running),
        running_more=running_total - len(view.running),
        waiting=tuple(_waiting(one, now) for one in view.waiting),
        waiting_total=sums.documents_waiting,
        waiting_pages=_screens(sums.documents_waiting, waiting, lambda n: _address(n, failed)),
        failed=tuple(_failed(one, now) for one in view.failed),
        failed_total=failed_total,
        failed_pages=_screens(failed_total, failed, lambda n: _address(waiting, n)),
        can_retry_all=any(one.failed for one in sums.steps),
        done=done,
        address=_address(waiting, failed),
    )


def ago(seconds: float) -> str:
    """How long something has lasted: "8 s", "5 min", "3 h", "12 days"."""
    if seconds >= 2 * 86_400:
        return ngettext("%(num)s day", "%(num)s days", int(seconds // 86_400))
    for size, unit in ((3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{int(seconds // size)} {unit}"
    return f"{max(0, int(seconds))} s"


def _address(waiting: int, failed: int) -> str:
    asked = {name: number for name, number in (("waiting", waiting), ("failed", failed)) if number > 1}
    return "/queue" + (f"?{urlencode(asked)}" if asked else "")


def _screens(total: int, current: int, address: Callable[[int], str]) -> tuple[Link, ...]:
    screens = -(-total // ROWS_A_SCREEN)
    return records.pagination(current, screens, {n: address(n) for n in records.screens(current, screens)})


def _left(sums: QueueSums) -> str:
    left = sums.minutes_left
    if not sums.open:
        return ""
    if left is None and any(one.step == "extract" and one.waiting + one.running for one in sums.steps):
        return _("How long it takes cannot be told yet: it depends on how many pages are scans.")
    if left is None:
        return _("How long it takes cannot be told yet: nothing was done lately to go by.")
    if left >= 120:
        return _("About %(hours)s hours left at the pace of the last minutes.", hours=words.number(round(left / 60)))
    return _("About %(minutes)s min left at the pace of the last minutes.", minutes=words.number(max(1, round(left))))


def _step(sums: QueueSums, one: StepSum) -> StepView:
    pace = sums.pages_a_minute(one)
    parts = [_pages(one.pages_open)] if one.pages_open else []
    if one.rows_unknown:
        unopened = ngettext("%(num)s file not opened yet", "%(num)s files not opened yet", one.rows_unknown)
        parts.append(unopened)
    return StepView(
        step_label(one.step), one.running, one.waiting, one.failed + one.cancelled, ", ".join(parts),
        "" if pace is None else _("%(pages)s pages a minute", pages=words.number(max(1, round(pace)))),
    )  # fmt: skip


def _pages(count: int) -> str:
    return ngettext("%(count)s page", "%(count)s pages", count, count=words.number(count))


def _running(one: QueuedStep, now: float) -> WorkRow:
    return _row(one, now, attempt=_("attempt %(number)s", number=one.attempt) if one.attempt > 1 else "")


def _failed(one: QueuedStep, now: float) -> WorkRow:
    cancelled = one.error == CANCELLED
    tried = "" if cancelled else ngettext("%(num)s attempt", "%(num)s attempts", one.attempt)
    return _row(one, now, attempt=tried, error=words.reason(one.error, public=False), cancelled=cancelled)


def _row(one: QueuedStep, now: float, attempt: str, error: str = "", *, cancelled: bool = False) -> WorkRow:
    key = one.key
    return WorkRow(
        key=f"{key.document[:12]}-{key.step}-{key.part}",
        id=key.document,
        title=_title(one.name, key.document),
        href=links.document(key.document, ""),
        step=step_label(key.step),
        pages=_range(one),
        since=_("%(time)s ago", time=ago(now - one.since)) if error and one.since else _lasting(one.since, now),
        attempt=attempt,
        error=error,
        cancelled=cancelled,
    )


def _waiting(one: QueuedDocument, now: float) -> WorkRow:
    again = _("tried before: %(reason)s", reason=words.reason(one.error, public=False))
    return WorkRow(
        key=f"{one.document[:12]}-waits",
        id=one.document,
        title=_title(one.name, one.document),
        href=links.document(one.document, ""),
        step=", ".join(step_label(step) for step in one.steps),
        pages=_("not opened yet") if one.pages is None else _pages(one.pages),
        since=_lasting(one.since, now),
        attempt="",
        error=again if one.error and one.attempts else "",
    )


def _lasting(since: float | None, now: float) -> str:
    return _("for %(time)s", time=ago(now - since)) if since else ""


def _range(one: QueuedStep) -> str:
    if not one.first_page:
        return "" if one.pages is None else _pages(one.pages)
    if one.first_page == one.last_page:
        return _("p. %(number)s", number=words.number(one.first_page))
    return _("p. %(first)s to %(last)s", first=words.number(one.first_page), last=words.number(one.last_page))


def _title(name: str, document: str) -> str:
    return plain(name) or document[:12]
