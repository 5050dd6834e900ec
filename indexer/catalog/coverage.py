"""What can be searched and what not (design.md, rule 2): sums over documents, and the list of the unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.sql.expression import literal, null

from indexer.catalog.dates import day_bounds
from indexer.catalog.sums import WAITING
from indexer.catalog.tables import UNSEEN, DocumentRow, PageRow, ReleaseFileRow, ReleaseRow
from indexer.model.coverage import Coverage, Unseen
from indexer.model.page import FAILED_REDACTION
from indexer.model.query import Filters
from indexer.model.record import UNKNOWN
from indexer.model.takedown import TAKEN_DOWN

INDEX_FAILED = "index_failed"
OVER_LIMIT, PAGES_LIMIT = "over_limit", "pages_limit"
"""Outcome and reason of sheets beyond the limit on pages in one file."""

_READABLE = DocumentRow.pages_readable
_SEARCHABLE = case((DocumentRow.index_state == "indexed", _READABLE), else_=0)
_LISTED = DocumentRow.pages_listed + case((DocumentRow.index_state == "failed", _READABLE), else_=0)
_TOTAL = func.coalesce(DocumentRow.pages_total, 0)
_PARTLY_UNSEEN = text(f"({UNSEEN})")
"""Few of the documents, and an index leads to them: the sums that every search shows do not grow with the archive."""
_NO_PAGES = and_(DocumentRow.outcome == "unreadable", _TOTAL == 0)
"""A file that stands in the list by itself: none of its pages is known."""


def sums(connection: Connection, document: int | None, unseen_limit: int = 0, unseen_offset: int = 0) -> Coverage:
    """Coverage of the archive, or of the document with this number."""
    mine = DocumentRow.number == document if document is not None else true()
    outcomes = {
        row[0]: row[1]
        for row in connection.execute(
            select(DocumentRow.outcome, func.count()).where(mine).group_by(DocumentRow.outcome)
        )
    }
    total, searchable, listed, waiting, withheld = (
        int(value or 0)
        for value in connection.execute(
            select(
                func.sum(_TOTAL), func.sum(_SEARCHABLE), func.sum(_LISTED), func.sum(_waiting()),
                func.sum(DocumentRow.pages_withheld),
            ).where(mine)
        ).one()
    )  # fmt: skip
    return Coverage(
        files=sum(outcomes.values()),
        files_read=outcomes.get("read", 0),
        files_partly_read=outcomes.get("partly_read", 0),
        files_unreadable=outcomes.get("unreadable", 0),
        files_waiting=outcomes.get(WAITING, 0),
        pages_total=total,
        pages_searchable=searchable,
        pages_listed=listed,
        pages_waiting=waiting,
        pages_withheld=withheld,
        reasons=_reasons(connection, mine),
        unseen=_unseen(connection, mine, unseen_limit, unseen_offset) if unseen_limit else (),
        files_taken_down=_count(connection, DocumentRow.number, mine, DocumentRow.taken_down == true()),
        pages_taken_down=_count(connection, PageRow.key, mine, PageRow.document == DocumentRow.number,
                                PageRow.readable == false(), PageRow.outcome == TAKEN_DOWN),
    )  # fmt: skip


def unseen_pages(connection: Connection, filters: Filters) -> int:
    """Pages listed or waiting in the documents that match institution, year, language, release and dates."""
    unseen = func.sum(_TOTAL - _SEARCHABLE)
    return int(connection.scalar(select(unseen).where(_PARTLY_UNSEEN, *_conditions(filters))) or 0)


def set_aside(connection: Connection, limit: int, offset: int) -> tuple[Unseen, ...]:
    """Pages with words under a redaction, whatever became of them since."""
    rows = connection.execute(
        select(DocumentRow.id, DocumentRow.name, PageRow.number, PageRow.outcome, PageRow.reason)
        .join(PageRow, PageRow.document == DocumentRow.number)
        .where(PageRow.hidden_text, PageRow.reason == FAILED_REDACTION)
        .order_by(DocumentRow.number, PageRow.number)
        .limit(limit)
        .offset(offset)
    )
    return tuple(Unseen(row.id, row.name, row.number, row.outcome, row.reason) for row in rows)


def outside(connection: Connection, limit: int, offset: int) -> tuple[Unseen, ...]:
    """Files that hold removed words beyond their pages: one entry for each place."""
    rows = connection.execute(
        select(DocumentRow.id, DocumentRow.name, DocumentRow.outcome, DocumentRow.outside)
        .where(DocumentRow.outside != "")
        .order_by(DocumentRow.number)
        .limit(limit)
        .offset(offset)
    )
    return tuple(
        Unseen(row.id, row.name, None, row.outcome, f"outside:{place}") for row in rows for place in row.outside.split()
    )


def withheld_originals(connection: Connection) -> int:
    """Files that were read and are not handed out."""
    kept = (DocumentRow.original_withheld, DocumentRow.outcome != WAITING)
    return int(connection.scalar(select(func.count()).select_from(DocumentRow).where(*kept)) or 0)


def unread_documents(connection: Connection, filters: Filters, after: int, limit: int) -> Sequence[int]:
    """Numbers, rising from `after`, of documents whose reading has ended and that have no searchable page."""
    shown = DocumentRow.taken_down == false()
    unread = (_PARTLY_UNSEEN, DocumentRow.outcome != WAITING, _SEARCHABLE == 0, DocumentRow.number > after, shown)
    return connection.scalars(
        select(DocumentRow.number).where(*unread, *_conditions(filters)).order_by(DocumentRow.number).limit(limit)
    ).all()


def _count(connection: Connection, column: Any, *which: ColumnElement[bool]) -> int:
    return int(connection.scalar(select(func.count(column)).where(*which)) or 0)


def _waiting() -> ColumnElement[int]:
    """Not as a remainder of the sums: pages that are planned and not tried, and read ones not yet indexed."""
    planned = (
        select(func.count())
        .select_from(PageRow)
        .where(PageRow.document == DocumentRow.number, PageRow.outcome == WAITING)
        .correlate(DocumentRow)
        .scalar_subquery()
    )
    unindexed = case((DocumentRow.index_state == "waiting", _READABLE), else_=0)
    return case((_READABLE + DocumentRow.pages_listed < _TOTAL, planned), else_=0) + unindexed


def _reasons(connection: Connection, mine: ColumnElement[bool]) -> tuple[tuple[str, int], ...]:
    """Reasons of the listed files and pages, most frequent first."""
    pages = connection.execute(
        select(func.coalesce(PageRow.reason, PageRow.outcome), func.count())
        .join(DocumentRow, DocumentRow.number == PageRow.document)
        .where(mine, ~PageRow.readable, PageRow.outcome != WAITING)
        .group_by(func.coalesce(PageRow.reason, PageRow.outcome))
    )
    files = connection.execute(
        select(func.coalesce(DocumentRow.reason, DocumentRow.outcome), func.count())
        .where(mine, _NO_PAGES)
        .group_by(func.coalesce(DocumentRow.reason, DocumentRow.outcome))
    )
    unindexed = connection.execute(
        select(DocumentRow.reason, func.sum(_READABLE))
        .where(mine, DocumentRow.index_state == "failed", _READABLE > 0)
        .group_by(DocumentRow.reason)
    )
    counted: Counter[str] = Counter()
    for rows in (pages, files, unindexed):
        for reason, number in rows:
            counted[reason or INDEX_FAILED] += int(number)
    beyond = connection.scalar(select(func.sum(DocumentRow.over_limit_pages)).where(mine))
    if beyond:
        counted[PAGES_LIMIT] += int(beyond)
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _unseen(connection: Connection, mine: ColumnElement[bool], limit: int, offset: int) -> tuple[Unseen, ...]:
    """By document, the whole file before its pages. Sheets over the limit are one entry: the first of them."""
    document = (DocumentRow.number.label("place"), DocumentRow.id, DocumentRow.name)
    files = select(*document, cast(null(), Integer).label("page"), DocumentRow.outcome, DocumentRow.reason).where(
        mine, _NO_PAGES
    )
    pages = (
        select(*document, PageRow.number.label("page"), PageRow.outcome, PageRow.reason)
        .join(PageRow, PageRow.document == DocumentRow.number)
        .where(mine, ~PageRow.readable, PageRow.outcome != WAITING)
    )
    first_beyond = DocumentRow.pages_total - DocumentRow.over_limit_pages + 1
    beyond = select(
        *document,
        first_beyond.label("page"),
        literal(OVER_LIMIT).label("outcome"),
        literal(PAGES_LIMIT).label("reason"),
    ).where(mine, DocumentRow.over_limit_pages > 0)
    unindexed = (
        select(*document, PageRow.number.label("page"), literal("failed").label("outcome"), DocumentRow.reason)
        .join(PageRow, PageRow.document == DocumentRow.number)
        .where(mine, PageRow.readable, DocumentRow.index_state == "failed")
    )
    listed = union_all(files, pages, beyond, unindexed).subquery()
    rows = connection.execute(
        select(listed).order_by(listed.c.place, func.coalesce(listed.c.page, 0)).offset(offset).limit(limit)
    )
    return tuple(Unseen(row.id, row.name, row.page, row.outcome, row.reason or row.outcome) for row in rows)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    chosen = [_matches(name, values) for name, values in filters.include if name in _MATCHERS]
    taken_out = [not_(_matches(name, values)) for name, values in filters.exclude if name in _MATCHERS]
    lower, upper = day_bounds(filters.date_from)[0], day_bounds(filters.date_to)[1]
    dated: list[ColumnElement[bool]] = []
    if lower:
        dated.append(DocumentRow.date_to >= lower)
    if upper:
        dated.append(and_(DocumentRow.date_from > 0, DocumentRow.date_from <= upper))
    return [*chosen, *taken_out, *dated]


def _matches(name: str, values: Sequence[str]) -> ColumnElement[bool]:
    return _MATCHERS[name](values)


def _in_release(column: Any, values: Sequence[str]) -> ColumnElement[bool]:
    of_document = (ReleaseFileRow.document == DocumentRow.number, ReleaseFileRow.release == ReleaseRow.number)
    named = exists().where(*of_document, column.in_(values))
    unknown = ~exists().where(*of_document, column.is_not(None))
    return or_(named, unknown) if UNKNOWN in values else named


def _of_years(values: Sequence[str]) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [false()]
    for value in values:
        if value == UNKNOWN:
            conditions.append(DocumentRow.date_from == 0)
        elif value.isdecimal() and len(value) <= 4:
            year = int(value)
            conditions.append(
                and_(
                    DocumentRow.date_from > 0,
                    DocumentRow.date_from < (year + 1) * 10_000,
                    DocumentRow.date_to > year * 10_000,
                )
            )
    return or_(*conditions)


def _of_languages(values: Sequence[str]) -> ColumnElement[bool]:
    return func.coalesce(DocumentRow.language, UNKNOWN).in_(values)


_MATCHERS = {
    "institution": lambda values: _in_release(ReleaseRow.institution, values),
    "release": lambda values: _in_release(ReleaseRow.id, values),
    "year": _of_years,
    "language": _of_languages,
}
