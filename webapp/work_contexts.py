"""What the pages of the queue and of uploads are given, ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.contexts import Link


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the work in figures; `pages`, `pace` are sentences' parts, "" where they cannot be told."""

    label: str
    running: int
    waiting: int
    failed: int
    pages: str
    pace: str


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A line of the queue. `key` names it while the page is renewed; `id` is the document's."""

    key: str
    id: str
    title: str
    href: str
    step: str
    pages: str
    since: str
    attempt: str
    error: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class QueueContext:
    """`open`: steps that wait or run. `left`: how long it may take, or why that cannot be told. `done`: what the last
    press of a button did."""

    open: int
    steps: tuple[StepView, ...]
    left: str
    running: tuple[WorkRow, ...]
    running_more: int
    waiting: tuple[WorkRow, ...]
    waiting_total: int
    waiting_pages: tuple[Link, ...]
    failed: tuple[WorkRow, ...]
    failed_total: int
    failed_pages: tuple[Link, ...]
    can_retry_all: bool
    done: str
    address: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class UploadLine:
    """An earlier upload."""

    href: str
    when: str
    files: str
    state: str


@dataclass(frozen=True, slots=True)
class AddContext:
    """The form. `values` are what was typed, `problems` what is wrong by field ("files" among them)."""

    values: dict[str, str]
    problems: dict[str, str]
    institutions: tuple[Choice, ...]
    regimes: tuple[Choice, ...]
    limits: str
    limit_bytes: int
    files_limit: int
    earlier: tuple[UploadLine, ...]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of an upload. `share`: of its pages that are read, 0 to 100; None where that says nothing."""

    name: str
    title: str
    href: str
    release: str
    release_href: str
    state: str
    state_label: str
    pages: str
    share: int | None
    note: str
    reason: str


@dataclass(frozen=True, slots=True)
class UploadContext:
    """`open`: files that are still worked on; 0 when all is done."""

    id: str
    when: str
    who: str
    open: int
    sentence: str
    hint: str
    notes: tuple[str, ...]
    pages_total: int
    pages_searchable: int
    rows: tuple[FileRow, ...]
    total: int
    pagination: tuple[Link, ...]
    address: str
