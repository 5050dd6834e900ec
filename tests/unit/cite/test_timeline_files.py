"""Timelines as files, read back by others than those who wrote them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from indexer.cite.formats import OF_EVENTS
from indexer.cite.options import Options
from indexer.cite.timeline import drawing
from indexer.cite.timeline.files import SHEET_FIELDS
from indexer.errors import ConfigError
from tests.unit.cite.timeline_entries import ALL, DAY, EITHER, GONE, HOSTILE, MONTH, SINCE, WRITTEN

SVG = "{http://www.w3.org/2000/svg}"


def written(name: str, entries: tuple[object, ...] = ALL, title: str = "Wechat & <b>") -> bytes:
    return b"".join(OF_EVENTS[name].pieces(entries, Options(title=title)))  # type: ignore[arg-type]


def test_the_table_has_edtf_dates_words_and_all_pages() -> None:
    rows = list(csv.DictReader(io.StringIO(written("timeline-csv").decode("utf-8-sig"))))
    assert [row["date"] for row in rows] == [one.edtf for one in ALL]
    day = rows[2]
    assert (day["date_in_words"], day["first_day"], day["last_day"]) == ("8 Sept 2021", "2021-09-08", "2021-09-08")
    assert (day["stated_on_pages"], day["page"], day["label"]) == ("2", "3", "000012")
    assert day["other_urls"].endswith("/pages/7?rail=entities#mention-5")
    assert (rows[0]["last_day"], rows[5]["first_day"], rows[3]["approximate"]) == ("", "", "True")
    assert all(not cell.startswith(("=", "@", "+", "-")) for row in rows for cell in row.values())


def test_the_json_is_what_timelinejs_asks_for() -> None:
    found = json.loads(written("timelinejs"))
    assert found["title"]["text"]["headline"] == "Wechat &amp; &lt;b&gt;"
    by_id = {slide["unique_id"]: slide for slide in found["events"]}
    assert len(by_id) == len(ALL)
    assert by_id[f"e{MONTH.id}"]["start_date"] == {"year": 2021, "month": 12, "day": 1}
    assert by_id[f"e{MONTH.id}"]["end_date"] == {"year": 2021, "month": 12, "day": 31}
    assert by_id[f"e{MONTH.id}"]["display_date"] == "about Dec 2021"
    assert "end_date" not in by_id[f"e{DAY.id}"]
    assert "end_date" not in by_id[f"e{SINCE.id}"]
    assert by_id[f"e{GONE.id}"]["start_date"] == {"year": 2020, "month": 12, "day": 31}
    assert by_id[f"e{EITHER.id}"]["end_date"] == {"year": 2021, "month": 4, "day": 3}
    assert "<script" not in written("timelinejs").decode()
    assert "<blockquote>The account likely" in by_id[f"e{DAY.id}"]["text"]["text"]
    assert json.loads(written("timelinejs", ())) == {"title": found["title"], "events": []}


def test_the_sheet_has_the_headers_of_version_three_and_no_formula() -> None:
    text = written("timelinejs-csv").decode()
    assert text.splitlines()[0] == ",".join(SHEET_FIELDS)
    assert text.startswith("Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert (rows[0]["Type"], rows[0]["Year"]) == ("title", "")
    assert [row["Display Date"] for row in rows[1:]] == [one.said for one in ALL]
    assert (rows[4]["Year"], rows[4]["End Month"], rows[4]["End Day"]) == ("2021", "12", "31")
    assert rows[6]["Headline"] == "'@gone"
    assert "<script" not in text


def test_the_calendar_ends_the_day_after_and_says_how_exact_it_is() -> None:
    events = {str(one["uid"]): one for one in Calendar.from_ical(written("ics")).walk("VEVENT")}
    assert len(events) == len(ALL)
    month = events[f"{MONTH.id}@ati-archive"]
    assert (month["dtstart"].dt, month["dtend"].dt) == (date(2021, 12, 1), date(2022, 1, 1))
    assert "about Dec 2021 (only the month is known, approximate)" in month["description"]
    day = events[f"{DAY.id}@ati-archive"]
    assert (day["dtstart"].dt, day["dtend"].dt) == (date(2021, 9, 8), date(2021, 9, 9))
    assert str(day["url"]).startswith("https://example.org/documents/")
    assert "can be read in several ways" in events[f"{EITHER.id}@ati-archive"]["description"]
    assert events[f"{SINCE.id}@ati-archive"]["dtend"].dt == date(2019, 1, 2)
    assert HOSTILE in events[f"{WRITTEN.id}@ati-archive"]["summary"]
    assert b"\r\nEND:VCALENDAR\r\n" in written("ics", ())


def test_the_picture_is_well_formed_and_stands_alone() -> None:
    text = written("svg").decode()
    root = ElementTree.fromstring(text)
    assert root.findtext(f"{SVG}title") == "Wechat & <b>"
    assert root.findtext(f"{SVG}desc") == "6 entries"
    assert len(root.findall(f"{SVG}g")) == len(ALL)
    assert any("有理" in (one.text or "") for one in root.iter(f"{SVG}text"))
    assert "<script" not in text
    assert "href" not in text
    assert "url(" not in text
    hostile = replace(DAY, headline="a\x00b\ud800\ufffe" + "x" * 500)
    ElementTree.fromstring(written("svg", (hostile,)))
    ElementTree.fromstring(written("svg", ()))


def test_very_many_are_bars_by_year() -> None:
    root = ElementTree.fromstring(written("svg", (DAY, SINCE) * 300))
    assert [one.findtext(f"{SVG}title") for one in root.iter(f"{SVG}rect")][1:] == ["2019: 300", "2020: 0", "2021: 300"]


def test_a_png_has_words_and_says_when_it_cannot_have_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawing._can_draw("A")
    with_words, without = written("png"), written("png", tuple(replace(one, headline="") for one in ALL))
    assert with_words.startswith(b"\x89PNG")
    assert len(with_words) > len(without) + 1000
    monkeypatch.setattr(drawing, "_can_draw", lambda text: text != "中")
    assert drawing.NO_HAN in drawing.svg_of(ALL, "", note_without_han=True)
    monkeypatch.setattr(drawing, "_can_draw", lambda text: False)
    with pytest.raises(ConfigError, match="has no font"):
        written("png")
