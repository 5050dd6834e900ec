"""The queue in words, and as JSON: for `ati queue` and for the twin of the site's page."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.document import SHORT_ID_LENGTH
from indexer.model.plain import plain
from indexer.model.queue import CANCELLED, QueuedDocument, QueuedStep, QueueReader, QueueSums, StepSum
from indexer.model.reasons import in_words
from indexer.model.step import StepName

STEP_WORDS: dict[StepName, str] = {
    "extract": "reading pages",
    "ocr": "recognising scans (OCR)",
    "describe": "describing",
    "entities": "finding names and dates",
    "index": "entering in the index",
}


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue at a moment, the lists cut to what was asked for."""

    sums: QueueSums
    running: tuple[QueuedStep, ...]
    waiting: tuple[QueuedDocument, ...]
    failed: tuple[QueuedStep, ...]
    now: float


def look(queue: QueueReader, limit: int, offset: int, now: float) -> QueueView:
    """`limit` rows of each list from `offset`; what runs always from the first."""
    return QueueView(
        queue.sums(), queue.running(limit), queue.waiting(limit, offset), queue.failed(limit, offset), now
    )  # fmt: skip


def queue_json(view: QueueView) -> dict[str, object]:
    """Times are seconds since 1970; `pages` null: not known yet; `minutes_left` null: it cannot be told honestly."""
    sums = view.sums
    return {
        "open": sums.open,
        "minutes_left": _rounded(sums.minutes_left),
        "documents_waiting": sums.documents_waiting,
        "documents_failed": sums.documents_failed,
        "steps": [_sum_json(sums, one) for one in sums.steps],
        "running": [_step_json(one) for one in view.running],
        "waiting": [_waiting_json(one) for one in view.waiting],
        "failed": [_step_json(one) for one in view.failed],
    }


def queue_lines(view: QueueView) -> list[str]:
    """For a terminal: counts by step, then each list."""
    sums = view.sums
    lines = [_sum_line(sums, one) for one in sums.steps if _says_something(one)]
    if not lines:
        return ["Nothing waits, nothing runs, nothing failed."]
    left = sums.minutes_left
    if left is not None:
        lines.append(f"About {max(1, round(left)):,} min left at the pace of the last minutes.")
    lines += _list("Running:", [_step_line(one, view.now) for one in view.running], sum(s.running for s in sums.steps))
    lines += _list("Waiting:", [_waiting_line(one, view.now) for one in view.waiting], sums.documents_waiting)
    wrong = sum(one.failed + one.cancelled for one in sums.steps)
    lines += _list("Failed or cancelled:", [_failed_line(one, view.now) for one in view.failed], wrong)
    return lines


def age(seconds: float) -> str:
    """ "8 s", "5 min", "3 h", "12 d"; never negative."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{int(seconds // size):,} {unit}"
    return f"{max(0, int(seconds))} s"


def _says_something(one: StepSum) -> bool:
    return bool(one.waiting or one.running or one.failed or one.cancelled)


def _sum_line(sums: QueueSums, one: StepSum) -> str:
    parts = [
        f"{count:,} {word}"
        for count, word in ((one.running, "running"), (one.waiting, "waiting"), (one.failed, "failed"),
                            (one.cancelled, "cancelled"))
        if count
    ]  # fmt: skip
    if one.pages_open or one.rows_unknown:
        unopened = f" and {one.rows_unknown:,} files not opened yet" if one.rows_unknown else ""
        parts.append(f"{one.pages_open:,} pages{unopened} left")
    pace = sums.pages_a_minute(one)
    if pace is not None:
        parts.append(f"{pace:,.0f} pages a minute")
    return f"{one.step:9} {', '.join(parts)}"


def _list(title: str, lines: list[str], total: int) -> list[str]:
    if not lines:
        return []
    more = [f"  … {total:,} in all; --limit and --offset show the others"] if total > len(lines) else []
    return [title, *(f"  {line}" for line in lines), *more]


def _step_line(one: QueuedStep, now: float) -> str:
    lease = f", lease {age(one.lease_until - now)}" if one.lease_until and one.lease_until > now else ", lease over"
    return (
        f"{_named(one.key.document, one.name)}: {one.key.step}{_range(one)}, attempt {one.attempt}"
        f"{_since(one.since, now)}, worker {one.worker or 'unknown'}{lease}"
    )


def _waiting_line(one: QueuedDocument, now: float) -> str:
    pages = "not opened yet" if one.pages is None else f"{one.pages:,} pages"
    tried = f", tried {one.attempts} times: {in_words(one.error)}" if one.error and one.attempts else ""
    return f"{_named(one.document, one.name)}: {', '.join(one.steps)}, {pages}{_since(one.since, now)}{tried}"


def _failed_line(one: QueuedStep, now: float) -> str:
    return (
        f"{_named(one.key.document, one.name)}: {one.key.step}{_range(one)}{_since(one.since, now)}, "
        f"{one.attempt} attempts: {in_words(one.error)}"
    )


def _named(document: str, name: str) -> str:
    return f"{document[:SHORT_ID_LENGTH]} {plain(name)}"


def _range(one: QueuedStep) -> str:
    return f" p. {one.first_page}-{one.last_page}" if one.first_page else ""


def _since(since: float | None, now: float) -> str:
    return f", for {age(now - since)}" if since else ""


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _sum_json(sums: QueueSums, one: StepSum) -> dict[str, object]:
    return {
        "step": one.step, "waiting": one.waiting, "running": one.running, "failed": one.failed,
        "cancelled": one.cancelled, "pages_left": one.pages_open, "parts_not_opened": one.rows_unknown,
        "pages_a_minute": _rounded(sums.pages_a_minute(one)),
    }  # fmt: skip


def _step_json(one: QueuedStep) -> dict[str, object]:
    return {
        "document": one.key.document, "name": one.name, "step": one.key.step, "part": one.key.part,
        "state": "cancelled" if one.error == CANCELLED else one.state, "first_page": one.first_page or None,
        "last_page": one.last_page or None, "pages": one.pages, "attempt": one.attempt, "error": one.error,
        "error_in_words": in_words(one.error) if one.error else None, "worker": one.worker, "since": one.since,
        "lease_until": one.lease_until,
    }  # fmt: skip


def _waiting_json(one: QueuedDocument) -> dict[str, object]:
    return {
        "document": one.document, "name": one.name, "steps": list(one.steps), "parts": one.rows, "pages": one.pages,
        "attempts": one.attempts, "error": one.error, "since": one.since, "priority": one.priority,
    }  # fmt: skip
