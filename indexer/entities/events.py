"""Events: each date of a passage that names an account, a party or a figure.

A date makes an event when it has calendar days (never "now" or "every Monday") and says when something was: the date
of the document, of a release or of a stamp tells when the paper was made, and is shown with the document. Several
dates in one sentence give one event each. A date that can be read in several ways keeps them all, and is labelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.entities.sentences import passages, within
from indexer.model.event import FIRST_DAY, LAST_DAY, Event, precision_of
from indexer.model.geometry import Span
from indexer.model.mention import DateDetails, Mention

NAME = "events/1"
MENTIONS_LIMIT = 40
"""Of a passage with more names than a sentence has (a list), the nearest to the date; bounds the rows of a page."""

DATES_LIMIT = 20
"""A passage with more dates is a table of dates: its first ones are kept."""

_NAMED = frozenset(("account", "party", "figure"))
_KEPT = _NAMED | {"platform"}


def events_of(text: str, mentions: Sequence[Mention], breaks: Iterable[Span] = ()) -> tuple[Event, ...]:
    """The events of a page by place; empty where no passage has both a date and a name or figure.

    Args:
        text: `Page.text`.
        mentions: all of the page, by position; events refer to them by index.
        breaks: banners, headings and rows of tables, each a passage of its own.
    """
    dates = [index for index, one in enumerate(mentions) if _dated(one)]
    if not dates:
        return ()
    spans = passages(text, breaks, (Span(one.start, one.end) for one in mentions))
    members: dict[int, tuple[list[int], list[int]]] = {}
    for index, one in enumerate(mentions):
        place = within(spans, one.start, one.end)
        if place is not None and (one.kind in _KEPT or _dated(one)):
            members.setdefault(place, ([], []))[one.kind != "date"].append(index)
    return tuple(
        _event(mentions, spans[place], date, named)
        for place, (dates_here, named) in members.items()
        if any(mentions[index].kind in _NAMED for index in named)
        for date in dates_here[:DATES_LIMIT]
    )


def _dated(mention: Mention) -> bool:
    details = mention.details
    if not isinstance(details, DateDetails) or mention.value is None or details.role != "event":
        return False
    return details.lower is not None or details.upper is not None


def _event(mentions: Sequence[Mention], passage: Span, date: int, named: Sequence[int]) -> Event:
    mention = mentions[date]
    details, edtf = mention.details, mention.value or ""
    if not isinstance(details, DateDetails):
        raise TypeError(f"mention {date} is no date")
    nearest = sorted(named, key=lambda index: (abs(mentions[index].start - mention.start), index))[:MENTIONS_LIMIT]
    chosen = tuple(sorted(nearest))
    hedges = (mentions[index].hedge for index in (date, *nearest))
    return Event(
        start=passage.start,
        end=passage.end,
        date=date,
        mentions=chosen,
        edtf=edtf,
        lower=_day(details.lower, FIRST_DAY),
        upper=_day(details.upper, LAST_DAY),
        precision=precision_of(edtf),
        basis=details.basis,
        ambiguous=edtf[:1] in ("[", "{"),
        hedge=next((hedge for hedge in hedges if hedge), None),
    )


def _day(iso: str | None, open_end: int) -> int:
    return int(iso.replace("-", "")[:8]) if iso else open_end
