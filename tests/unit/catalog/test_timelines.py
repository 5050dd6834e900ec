"""Saved timelines: picks, words, order, hiding, and the way back from each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from indexer.catalog.database import Database
from indexer.catalog.moments import Moments
from indexer.catalog.takedowns import TakedownCatalog
from indexer.catalog.timeline_tables import TIMELINE_CHANGE, TIMELINE_ENTRY
from indexer.catalog.timelines import Timelines
from indexer.errors import InputError, NotFound
from indexer.model.record import page_key
from indexer.model.saved_timeline import ENTRIES_LIMIT
from indexer.model.takedown import new_takedown
from indexer.model.timeline import Moment
from tests.unit.catalog.made import Archive, sha
from tests.unit.catalog.test_events import FIRST, add

WHO = "Reporter"


def moment(day: int, text: str = "The RCMP wrote.", page: int = 1) -> Moment:
    return Moment(
        "event", sha("a.pdf"), page, "000012", text, 10, 14, "on the day", f"2021-09-{day:02}", 20210900 + day,
        20210900 + day, "day", "explicit", hedge="likely",
    )  # fmt: skip


@pytest.fixture
def desk(database: Database) -> Timelines:
    return Timelines(database)


def made(desk: Timelines, *days: int) -> str:
    key = desk.make(" The  WeChat\nstory ", "/timeline?q=wechat", WHO)
    desk.pick(key, [moment(day) for day in days], WHO)
    return key


def days(desk: Timelines, key: str) -> list[int]:
    return [one.moment.lower - 20210900 for one in desk.timeline(key).entries]


def test_picks_stand_at_their_day_once_with_what_the_page_said(desk: Timelines) -> None:
    key = made(desk, 8, 3)
    assert desk.pick(key, [moment(5), moment(8), moment(8)], WHO) == 1
    found = desk.timeline(key)
    assert (found.name, found.source, found.size, found.made_by) == ("The WeChat story", "/timeline?q=wechat", 3, WHO)
    assert days(desk, key) == [3, 5, 8]
    assert found.entries[0].moment == moment(3)
    assert [one.id for one in desk.saved()] == [key]
    assert desk.saved(published_only=True) == ()


def test_entries_are_moved_and_put_back_by_day(desk: Timelines) -> None:
    key = made(desk, 1, 2, 3, 4)
    ids = [one.id for one in desk.timeline(key).entries]
    desk.move(key, ids[3], -2, WHO)
    assert days(desk, key) == [1, 4, 2, 3]
    desk.move(key, ids[0], 1, WHO)
    assert days(desk, key) == [4, 1, 2, 3]
    desk.move(key, ids[3], -5, WHO)
    desk.move(key, ids[2], 5, WHO)
    assert days(desk, key) == [4, 1, 2, 3]
    assert len(desk.changes(key, 99)) == 3
    desk.sort(key, WHO)
    assert days(desk, key) == [1, 2, 3, 4]
    desk.undo(key, desk.changes(key, 1)[0].number, WHO)
    assert days(desk, key) == [4, 1, 2, 3]
    with pytest.raises(NotFound):
        desk.move(key, "0" * 32, 1, WHO)


def test_the_researchers_words_stand_beside_the_sources_and_can_be_taken_back(desk: Timelines) -> None:
    key = made(desk, 1)
    entry = desk.timeline(key).entries[0].id
    desk.word(key, entry, "A first post", "The account <b>began</b>.", "Editor")
    found = desk.timeline(key).entries[0]
    assert (found.headline, found.own, found.own_by) == ("A first post", "The account <b>began</b>.", "Editor")
    assert found.moment.text == "The RCMP wrote."
    change = desk.changes(key, 1)[0]
    assert (change.action, change.entries, change.text, change.who) == ("word", (entry,), "A first post", "Editor")
    desk.word(key, entry, "A second thought", "", WHO)
    with pytest.raises(InputError, match="changed again since"):
        desk.undo(key, change.number, WHO)
    desk.undo(key, desk.changes(key, 1)[0].number, WHO)
    desk.undo(key, change.number, "Editor")
    assert desk.timeline(key).entries[0].own_by == ""
    assert desk.changes(key, 9)[1].undone_by == "Editor"
    with pytest.raises(InputError, match="already"):
        desk.undo(key, change.number, WHO)
    with pytest.raises(InputError, match="characters"):
        desk.word(key, entry, "x" * 301, "", WHO)


def test_hiding_removing_renaming_publishing_and_deleting_can_be_undone(desk: Timelines) -> None:
    key = made(desk, 1, 2)
    first, second = (one.id for one in desk.timeline(key).entries)
    desk.hide(key, first, True, WHO)
    desk.hide(key, first, True, WHO)
    desk.remove(key, second, WHO)
    assert [(one.id, one.hidden) for one in desk.timeline(key).entries] == [(first, True)]
    assert desk.timeline(key).size == desk.saved()[0].size == 0
    desk.rename(key, "Another", WHO)
    desk.publish(key, True, WHO)
    assert [one.name for one in desk.saved(published_only=True)] == ["Another"]
    desk.delete(key, WHO)
    assert desk.saved() == ()
    assert desk.timeline(key).removed
    actions = [one.action for one in desk.changes(key, 99)]
    assert actions == ["delete", "publish", "rename", "remove", "hide", "pick"]
    for change in desk.changes(key, 99):
        desk.undo(key, change.number, WHO)
    assert (desk.timeline(key).name, desk.timeline(key).entries) == ("The WeChat story", ())
    assert not desk.timeline(key).published


def test_what_cannot_be_is_said(desk: Timelines) -> None:
    for name, said in ((" ", "Give the timeline a name"), ("x" * 201, "200 characters")):
        with pytest.raises(InputError, match=said):
            desk.make(name, "", WHO)
    key = made(desk, 1)
    with pytest.raises(InputError, match="holds 1,000 entries"):
        desk.pick(key, [moment(2, f"text {n}") for n in range(ENTRIES_LIMIT)], WHO)
    assert days(desk, key) == [1]
    for call in (lambda: desk.timeline("0" * 32), lambda: desk.undo(key, 999, WHO), lambda: desk.delete("x", WHO),
                 lambda: desk.remove(key, "x", WHO)):  # fmt: skip
        with pytest.raises(NotFound):
            call()


def test_many_moves_to_one_place_keep_their_order(desk: Timelines) -> None:
    key = made(desk, *range(1, 6))
    for _ in range(40):
        last = desk.timeline(key).entries[-1].id
        desk.move(key, last, -3, WHO)
    before = days(desk, key)
    assert sorted(before) == [1, 2, 3, 4, 5]
    assert len({one.moment.lower for one in desk.timeline(key).entries}) == 5
    desk.pick(key, [replace(moment(3), text="more")], WHO)
    assert len(desk.timeline(key).entries) == 6


def test_what_is_taken_down_has_no_words_and_what_is_removed_keeps_none(archive: Archive) -> None:
    document = add(archive, "a.pdf", [FIRST])
    desk, takedowns = Timelines(archive.database), TakedownCatalog(archive.database)
    marker = next(Moments(archive.database).of_pages([page_key(1, 1)]))
    key = desk.make("Story", "", WHO)
    desk.pick(key, list(Moments(archive.database).read([marker])), WHO)
    desk.word(key, desk.timeline(key).entries[0].id, "Own headline", "", WHO)
    hidden = takedowns.take_down(new_takedown("privacy", who=WHO, document=document)).takedown
    found = desk.timeline(key).entries[0]
    assert (found.down, found.moment.text, found.moment.date_text, found.headline) == (True, "", "", "Own headline")
    takedowns.undo(hidden.id, WHO, "")
    assert desk.timeline(key).entries[0].moment.text == "On 8 September 2021 the RCMP likely met CSIS."
    takedowns.take_down(new_takedown("privacy", who=WHO, document=document, removed=True))
    with archive.database.read() as connection:
        row = connection.execute(select(TIMELINE_ENTRY)).one()
        told = connection.scalars(select(TIMELINE_CHANGE.c.fields_json)).all()
    assert (row.text, row.headline) == ("", "")
    assert not any("Own headline" in one for one in told)
    assert desk.timeline(key).entries[0].down
