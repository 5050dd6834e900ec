"""Collections and saved searches: order, notes, the way back, and what becomes of items whose source is gone."""

from __future__ import annotations

import pytest

from indexer.catalog.collections import CollectionCatalog
from indexer.catalog.database import Database
from indexer.catalog.saved_searches import SavedSearchCatalog
from indexer.errors import InputError, NotFound
from indexer.model.collection import ITEMS_LIMIT, Collected, anchored
from indexer.model.geometry import Span
from tests.unit.catalog.made import sha

WHO = "Reporter"


@pytest.fixture
def desk(database: Database) -> CollectionCatalog:
    return CollectionCatalog(database)


def page(number: int) -> Collected:
    return Collected(sha("a"), number)


def filled(desk: CollectionCatalog, *sheets: int) -> str:
    made = desk.make("Story", "", WHO)
    for sheet in sheets:
        desk.add(made.id, page(sheet), f"note {sheet}", (), WHO)
    return made.id


def sheets(desk: CollectionCatalog, key: str) -> list[int | None]:
    return [item.what.page for item in desk.items(key)]


def test_items_stand_in_the_order_in_which_they_came_and_once(desk: CollectionCatalog) -> None:
    key = filled(desk, 3, 1, 2)
    assert sheets(desk, key) == [3, 1, 2]
    again, new = desk.add(key, page(1), "another", (), WHO)
    assert (again.note, new) == ("note 1", False)
    assert desk.get(key).items == 3


def test_a_page_and_a_passage_on_it_are_two_things(desk: CollectionCatalog) -> None:
    key = filled(desk, 1)
    passage = Collected(sha("a"), 1, Span(3, 9), "words")
    assert desk.add(key, passage, "", ("a", " a ", "b"), WHO)[1]
    assert desk.add(key, Collected(sha("a")), "", (), WHO)[1]
    kinds = [(item.what.kind, item.tags) for item in desk.items(key)]
    assert kinds == [("page", ()), ("passage", ("a", "b")), ("document", ())]
    assert desk.items(key)[1].what == passage


@pytest.mark.parametrize(("place", "order"), [(1, [3, 1, 2]), (2, [1, 3, 2]), (99, [1, 2, 3]), (0, [3, 1, 2])])
def test_an_item_moves(desk: CollectionCatalog, place: int, order: list[int]) -> None:
    key = filled(desk, 1, 2, 3)
    desk.move(desk.items(key)[2].id, place)
    assert sheets(desk, key) == order


def test_what_is_taken_out_comes_back_to_its_place(desk: CollectionCatalog) -> None:
    key = filled(desk, 1, 2, 3)
    item = desk.items(key)[1]
    desk.take_out(item.id)
    assert sheets(desk, key) == [1, 3]
    assert [one.id for one in desk.taken_out(key)] == [item.id]
    desk.put_back(item.id)
    assert sheets(desk, key) == [1, 2, 3]


def test_a_removed_collection_can_be_put_back(desk: CollectionCatalog) -> None:
    key = filled(desk, 1)
    desk.remove(key)
    assert desk.all() == ()
    assert desk.on_page(sha("a"), 1) == ()
    assert [one.id for one in desk.removed()] == [key]
    desk.restore(key)
    assert [(one.id, one.items) for one in desk.all()] == [(key, 1)]


def test_what_of_a_page_is_collected_where(desk: CollectionCatalog) -> None:
    first, second = filled(desk, 1, 2), desk.make("Another", "", WHO).id
    desk.add(second, Collected(sha("a"), 1, Span(0, 4), "word"), "see", (), WHO)
    assert [(one.name, item.note) for one, item in desk.on_page(sha("a"), 1)] == [
        ("Another", "see"),
        ("Story", "note 1"),
    ]
    assert desk.on_page(sha("b"), 1) == ()
    assert first != second


def test_notes_and_names_are_changed_and_bounded(desk: CollectionCatalog) -> None:
    key = filled(desk, 1)
    desk.change(key, "  New \n name ", "about")
    assert (desk.get(key).name, desk.get(key).note) == ("New name", "about")
    item = desk.edit(desk.items(key)[0].id, "changed\r\nnote", ["x"])
    assert (item.note, item.tags) == ("changed\nnote", ("x",))
    for wrong in (
        lambda: desk.make(" ", "", WHO),
        lambda: desk.make("x" * 201, "", WHO),
        lambda: desk.edit(item.id, "x" * 5_001, ()),
        lambda: desk.edit(item.id, "", ["x" * 61]),
        lambda: desk.edit(item.id, "", [str(n) for n in range(21)]),
    ):
        with pytest.raises(InputError):
            wrong()


def test_what_is_not_there(desk: CollectionCatalog) -> None:
    for wrong in (
        lambda: desk.get("0" * 12),
        lambda: desk.items("0" * 12),
        lambda: desk.add("0" * 12, page(1), "", (), WHO),
        lambda: desk.edit("0" * 12, "", ()),
        lambda: desk.take_out("0" * 12),
        lambda: desk.move("0" * 12, 1),
        lambda: desk.remove("0" * 12),
    ):
        with pytest.raises(NotFound):
            wrong()


def test_a_full_collection_says_so(desk: CollectionCatalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.catalog.collections.ITEMS_LIMIT", 2)
    key = filled(desk, 1, 2)
    with pytest.raises(InputError, match="at most 2"):
        desk.add(key, page(3), "", (), WHO)
    assert ITEMS_LIMIT > 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the quoted words here", (4, 16)),
        ("added before: the quoted words here", (18, 30)),
        ("the quoted\nwords here", (4, 16)),
        ("quoted words and later quoted words", (0, 12)),
        ("nothing of it", None),
        ("", None),
    ],
)
def test_a_passage_is_found_again_when_its_page_was_read_anew(text: str, found: tuple[int, int] | None) -> None:
    span = anchored(text, Span(4, 16), "quoted words")
    assert (span and (span.start, span.end)) == found


def test_searches_are_saved_once_and_followed(database: Database) -> None:
    desk = SavedSearchCatalog(database)
    saved, new = desk.save("WeChat", "q=wechat", WHO, 7)
    assert new
    assert desk.save("Other name", "q=wechat", WHO, 9) == (saved, False)
    desk.see(saved.id, 12)
    desk.rename(saved.id, "WeChat accounts")
    assert [(one.name, one.seen_to) for one in desk.all()] == [("WeChat accounts", 12)]
    removed = desk.remove(saved.id)
    assert desk.all() == ()
    assert desk.save(removed.name, removed.query_string, WHO, removed.seen_to)[1]
    for wrong in (lambda: desk.get("x"), lambda: desk.remove("x"), lambda: desk.see("x", 1)):
        with pytest.raises(NotFound):
            wrong()
    for name, query in (("", "q=a"), ("a", "q=" + "a" * 9_000)):
        with pytest.raises(InputError):
            desk.save(name, query, WHO, 0)
