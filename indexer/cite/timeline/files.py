"""Entries as files: a plain CSV with EDTF dates, TimelineJS (JSON and its sheet), and iCalendar; all streamed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from html import escape

from icalendar import Calendar, Event

from indexer.cite.options import Options
from indexer.cite.rows import Cell
from indexer.cite.tables import csv_lines, harmless
from indexer.cite.timeline.entries import Entry, Source, cited
from indexer.model.event import Precision

CSV_FIELDS = (
    "role", "date", "date_in_words", "first_day", "last_day", "precision", "approximate", "ambiguous", "basis", "hedge",
    "headline", "own_words", "passage", "names", "stated_on_pages", "title", "author", "document_date", "institution",
    "request_number", "page", "label", "url", "sha256", "other_urls", "id",
)  # fmt: skip
"""`date` is EDTF; days are ISO, "" where the date is open."""

SHEET_FIELDS = (
    "Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date", "Headline", "Text",
    "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Alt Text", "Type", "Group", "Background",
)  # fmt: skip
"""Those of TimelineJS version 3, to the letter (domain.md, 5.4)."""

GROUPS = {"event": "Events", "document": "Dates of documents", "release": "Dates of releases"}
PRECISIONS: dict[Precision, str] = {
    "day": "the day is known", "month": "only the month is known", "season": "only the part of a year is known",
    "year": "only the year is known", "range": "a range of days",
}  # fmt: skip
SOURCES_LISTED = 10
PRODUCT = "-//ATI Archive//Timeline//EN"


def csv_pieces(entries: Iterable[Entry], _options: object = None) -> Iterator[bytes]:
    """One row an entry; pages beyond the first by their addresses. No cell is a formula."""
    return (line.encode() for line in csv_lines(CSV_FIELDS, (_csv_row(one) for one in entries)))


def timelinejs_pieces(entries: Iterable[Entry], options: Options) -> Iterator[bytes]:
    """The JSON of TimelineJS 3, an event a piece; text is escaped, since TimelineJS takes it for HTML."""
    title = {"unique_id": "title", "text": {"headline": escape(options.title), "text": ""}}
    yield b'{"title":' + _json(title) + b',"events":[' if options.title else b'{"events":['
    for place, one in enumerate(entries):
        yield (b"," if place else b"") + b"\n" + _json(_slide(one))
    yield b"\n]}\n"


def sheet_pieces(entries: Iterable[Entry], options: Options) -> Iterator[bytes]:
    """The table that TimelineJS reads from a spreadsheet, without a byte order mark: its first header is "Year"."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, SHEET_FIELDS, restval="")
    writer.writeheader()
    rows: Iterator[dict[str, Cell]] = (_sheet_row(one) for one in entries)
    if options.title:
        writer.writerow({"Headline": harmless(escape(options.title)), "Type": "title"})
    yield out.getvalue().encode()
    for row in rows:
        out.seek(0)
        out.truncate()
        writer.writerow({name: harmless(value) for name, value in row.items()})
        yield out.getvalue().encode()


def ics_pieces(entries: Iterable[Entry], options: Options) -> Iterator[bytes]:
    """iCalendar: all-day events whose end is exclusive, as RFC 5545 has it; what is no day says so in words."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if options.title:
        calendar.add("x-wr-calname", options.title)
    head, end, _ = calendar.to_ical().partition(b"END:VCALENDAR")
    yield head
    now = datetime.now(UTC).replace(microsecond=0)
    for one in entries:
        yield _calendar_event(one, now).to_ical()
    yield end + b"\r\n"


def _csv_row(one: Entry) -> dict[str, Cell]:
    source = one.sources[0] if one.sources else Source("", 0, "", "")
    pages = {(each.sha256, each.page) for each in one.sources}
    return {
        "role": one.role, "date": one.edtf, "date_in_words": one.said, "first_day": _iso(one.first),
        "last_day": _iso(one.last), "precision": one.precision, "approximate": one.approximate,
        "ambiguous": one.ambiguous, "basis": one.basis, "hedge": one.hedge, "headline": one.headline,
        "own_words": one.own, "passage": one.passage, "names": "; ".join(one.names), "stated_on_pages": len(pages),
        "title": source.title, "author": source.author, "document_date": source.date,
        "institution": source.institution, "request_number": source.request_number, "page": source.page or "",
        "label": source.label, "url": source.url, "sha256": source.sha256,
        "other_urls": " ".join(dict.fromkeys(each.url for each in one.sources[1:])), "id": one.id,
    }  # fmt: skip


def _slide(one: Entry) -> dict[str, object]:
    first, last = _ends(one)
    slide: dict[str, object] = {
        "unique_id": f"e{one.id}",
        "start_date": _parts(first),
        "display_date": escape(one.said),
        "text": {"headline": escape(one.headline), "text": _html(one)},
        "group": GROUPS[one.role],
        "autolink": False,
    }
    return slide if last == first else {**slide, "end_date": _parts(last)}


def _sheet_row(one: Entry) -> dict[str, Cell]:
    first, last = _ends(one)
    start = dict(zip(("Year", "Month", "Day"), _numbers(first), strict=True))
    end = dict(zip(("End Year", "End Month", "End Day"), _numbers(last), strict=True)) if last != first else {}
    return {
        **start, **end, "Display Date": escape(one.said), "Headline": escape(one.headline), "Text": _html(one),
        "Group": GROUPS[one.role],
    }  # fmt: skip


def _html(one: Entry) -> str:
    """The researcher's words, the source's in quotation marks, and the pages as links; all text escaped."""
    parts = [f"<p>{escape(one.own)}</p>"] if one.own else []
    parts += [f"<blockquote>{escape(one.passage)}</blockquote>"] if one.passage else []
    for source in one.sources[:SOURCES_LISTED]:
        parts.append(f'<p><a href="{escape(source.url)}">{escape(cited(source))}</a></p>')
    more = len(one.sources) - SOURCES_LISTED
    return "".join(parts) + (f"<p>+ {more}</p>" if more > 0 else "")


def _calendar_event(one: Entry, now: datetime) -> Event:
    first, last = _ends(one)
    event = Event()
    event.add("uid", f"{one.id}@ati-archive")
    event.add("dtstamp", now)
    event.add("dtstart", _day(first))
    event.add("dtend", _after(last))
    event.add("summary", one.headline)
    event.add("description", "\n".join(_told(one)))
    event.add("categories", [GROUPS[one.role]])
    event.add("transp", "TRANSPARENT")
    if one.sources:
        event.add("url", one.sources[0].url)
    return event


def _told(one: Entry) -> Iterator[str]:
    exact = PRECISIONS[one.precision] + (", approximate" if one.approximate else "")
    exact = "can be read in several ways" if one.ambiguous else exact
    yield f"{one.said} ({exact})"
    if one.own:
        yield one.own
    if one.passage:
        yield f"“{one.passage}”"
    for source in one.sources[:SOURCES_LISTED]:
        yield f"{cited(source)} {source.url}"


def _ends(one: Entry) -> tuple[int, int]:
    """First and last day drawn: of an open range only the end that is known, which the words say."""
    first = one.first or one.last or 1_01_01
    return first, (one.last or first) if one.first else first


def _parts(day: int) -> dict[str, int]:
    return dict(zip(("year", "month", "day"), _numbers(day), strict=True))


def _numbers(day: int) -> tuple[int, int, int]:
    return day // 10_000, day // 100 % 100, day % 100


def _day(day: int) -> date:
    return date(*_numbers(day))


def _after(day: int) -> date:
    return _day(day) + timedelta(days=1) if day < 9999_12_31 else _day(day)


def _iso(day: int | None) -> str:
    return _day(day).isoformat() if day else ""


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
