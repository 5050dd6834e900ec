"""Figures of a document that follow from its pages, kept in its row so that coverage need not count pages."""

from __future__ import annotations

from sqlalchemy import Connection, case, func, literal, select, true, update

from indexer.catalog.tables import DocumentRow, PageRow
from indexer.model.takedown import TAKEN_DOWN

WAITING = "waiting"


def recount(connection: Connection, number: int) -> None:
    """Counts the pages anew; every transaction that changes page rows ends with it."""
    readable, waiting, rows, withheld, hidden, down, looked_at, share = connection.execute(
        select(
            func.coalesce(func.sum(case((PageRow.readable, 1), else_=0)), 0),
            func.coalesce(func.sum(case((PageRow.outcome == WAITING, 1), else_=0)), 0),
            func.count(),
            func.coalesce(func.sum(PageRow.withheld_pages), 0),
            func.coalesce(func.sum(case((PageRow.hidden_text, 1), else_=0)), 0),
            func.coalesce(func.sum(case((PageRow.outcome == TAKEN_DOWN, 1), else_=0)), 0),
            func.coalesce(func.sum(case((PageRow.outcome.in_(("read", "quarantined")), 1), else_=0)), 0),
            func.avg(case((PageRow.outcome == "read", PageRow.redacted_share))),
        ).where(PageRow.document == number)
    ).one()
    connection.execute(
        update(DocumentRow)
        .where(DocumentRow.number == number)
        .values(
            pages_readable=readable,
            pages_listed=rows - readable - waiting + DocumentRow.over_limit_pages,
            pages_withheld=withheld,
            # Until every page is read, and the file beyond its pages too, nobody knows what lies in it.
            original_withheld=true()
            if hidden or waiting or down  # what a person took down stands in it too
            else func.coalesce(DocumentRow.outside != "", literal(looked_at > 0)),
            redacted_share=share or 0.0,
        )
    )


def settle(connection: Connection, number: int) -> None:
    """Sets the document's outcome and reason by its pages; called when its last step has ended."""
    reasons = connection.execute(
        select(PageRow.outcome, PageRow.reason, func.count())
        .where(PageRow.document == number, ~PageRow.readable)
        .group_by(PageRow.outcome, PageRow.reason)
        .order_by(func.count().desc(), PageRow.reason)
    ).all()
    read, over_limit = connection.execute(
        select(
            select(func.count()).where(PageRow.document == number, PageRow.outcome == "read").scalar_subquery(),
            DocumentRow.over_limit_pages,
        ).where(DocumentRow.number == number)
    ).one()
    reason = (reasons[0].reason or reasons[0].outcome) if reasons else "pages_limit" if over_limit else None
    outcome = "unreadable" if not read else "partly_read" if reason else "read"
    connection.execute(update(DocumentRow).where(DocumentRow.number == number).values(outcome=outcome, reason=reason))
