"""Events and mentions of an entity, as the catalog keeps and reads them."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from indexer.catalog.events import Events
from indexer.catalog.named import NamedPlaces
from indexer.catalog.tables import ENTITY, EVENT, EVENT_MENTION, MENTION
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.named import PrintedText
from indexer.model.page import Page
from indexer.model.record import page_key
from indexer.model.registry import entity_id
from indexer.model.stored import DocumentDescription
from indexer.recognition import findings_of
from indexer.settings import config_dir
from tests.unit.catalog.made import Archive, page

RULES = Annotator(config_dir(), names=False)
RCMP, CSIS = entity_id("organisation", "rcmp"), entity_id("organisation", "csis")
FIRST = "On 8 September 2021 the RCMP likely met CSIS. It rained.\n\nIn 2019 the RCMP was silent."
SECOND = "CSIS wrote on 03/04/2021. The RCMP has waited since 2018."


def add(archive: Archive, name: str, texts: list[str], date: str | None = None) -> str:
    """A document whose mentions and events were found by the program."""
    document = archive.add(name).document
    pages = [page(number, text=text, words=(), language="en") for number, text in enumerate(texts, 1)]
    archive.extract(document, pages)
    archive.describe(document, DocumentDescription(title=name, date=date, language="en"))
    annotate(archive, document, pages)
    archive.index()
    return document


def annotate(archive: Archive, document: str, pages: list[Page]) -> None:
    found = list(findings_of(RULES, pages, None, "en", ""))
    key = archive.claim(document, "entities")
    archive.writer.save_mentions(key, [(at, some) for at, some, _ in found], [(at, some) for at, _, some in found])


def told(archive: Archive, entity: str) -> list[tuple[str, int, str, list[str]]]:
    return [
        (one.event.edtf, one.page, one.text, [each.text for each in one.mentions])
        for one in Events(archive.database).of_entity(entity)
    ]


def test_events_of_an_entity_come_by_first_day_with_their_passage(archive: Archive) -> None:
    add(archive, "a.pdf", [FIRST, SECOND])
    assert told(archive, RCMP) == [
        ("2018/..", 2, "The RCMP has waited since 2018.", ["RCMP"]),
        ("2019", 1, "In 2019 the RCMP was silent.", ["RCMP"]),
        ("2021-09-08", 1, "On 8 September 2021 the RCMP likely met CSIS.", ["RCMP", "CSIS"]),
    ]
    assert [(edtf, names) for edtf, _, _, names in told(archive, CSIS)] == [
        ("[2021-03-04,2021-04-03]", ["CSIS"]),
        ("2021-09-08", ["RCMP", "CSIS"]),
    ]
    assert told(archive, "0" * 16) == []


def test_a_point_names_its_page_and_its_mentions(archive: Archive) -> None:
    document = add(archive, "a.pdf", [FIRST])
    point = next(Events(archive.database).of_entity(CSIS))
    assert (point.document, point.page, point.event.hedge) == (document, 1, "likely")
    assert FIRST[point.date.start : point.date.end] == point.date.text == "8 September 2021"
    assert {one.entity for one in point.mentions} == {RCMP, CSIS}


def test_events_of_pages_are_those_of_a_search(archive: Archive) -> None:
    add(archive, "a.pdf", [FIRST, SECOND])
    events = Events(archive.database)
    assert [one.event.edtf for one in events.of_pages([page_key(1, 2)])] == ["2018/..", "[2021-03-04,2021-04-03]"]
    assert [one.page for one in events.of_pages([page_key(1, 1), page_key(1, 2), page_key(9, 9)])] == [2, 1, 2, 1]
    assert list(events.of_pages([])) == []


def test_many_events_are_read_in_batches(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    add(archive, "a.pdf", [FIRST, SECOND] * 7)
    whole = told(archive, RCMP)
    monkeypatch.setattr("indexer.catalog.events._POINTS_A_QUERY", 2)
    monkeypatch.setattr("indexer.catalog.events._KEYS_A_QUERY", 3)
    monkeypatch.setattr("indexer.catalog.events._FIRST_POINTS", 5)
    assert told(archive, RCMP) == whole
    assert len(whole) == 21
    keys = [page_key(1, number) for number in range(1, 15)]
    assert len(list(Events(archive.database).of_pages(keys))) == 28


def test_a_rejected_date_makes_no_event_and_a_hidden_name_is_left_out(archive: Archive) -> None:
    add(archive, "a.pdf", [FIRST])
    with archive.database.write() as connection:
        connection.execute(update(ENTITY).where(ENTITY.c.id == CSIS).values(hidden=True))
    assert [names for _, _, _, names in told(archive, RCMP)] == [["RCMP"], ["RCMP"]]
    with archive.database.write() as connection:
        connection.execute(update(ENTITY).where(ENTITY.c.id == RCMP).values(hidden=True))
    assert told(archive, RCMP) == []
    with archive.database.write() as connection:
        connection.execute(update(ENTITY).values(hidden=False))
        connection.execute(
            update(MENTION).where(MENTION.c.kind == "date", MENTION.c.value == "2019").values(rejected=True)
        )
    assert [edtf for edtf, _, _, _ in told(archive, RCMP)] == ["2021-09-08"]


def test_reading_again_replaces_events_and_a_lost_page_takes_its_own(archive: Archive) -> None:
    document = add(archive, "a.pdf", [FIRST, SECOND])
    archive.ledger.reset("entities", "2")
    annotate(archive, document, [page(1, text=FIRST, words=())])
    assert [one[1] for one in told(archive, RCMP)] == [1, 1]
    archive.ledger.reset("extract", "2")
    archive.extract(document, [page(1)], version="2")
    with archive.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(EVENT)) == 0
        assert connection.scalar(select(func.count()).select_from(EVENT_MENTION)) == 0


def test_where_an_entity_is_named(archive: Archive) -> None:
    late = add(archive, "late.pdf", [FIRST, SECOND], "2021-10")
    early = add(archive, "early.pdf", ["The RCMP."], "2019")
    undated = add(archive, "undated.pdf", ["Nothing.", "The RCMP and the RCMP."])
    named = NamedPlaces(archive.database)
    found = named.documents(RCMP, 0, 10)
    assert [(one.record.document.id, one.pages, one.mentions) for one in found] == [
        (early, 1, 1), (late, 2, 3), (undated, 1, 2),
    ]  # fmt: skip
    assert [one.record.document.id for one in named.documents(RCMP, 1, 1)] == [late]
    assert [one.document.id for one in named.dated(RCMP)] == [early, late]
    assert named.texts(RCMP, 5) == (PrintedText("RCMP", 6),)
    assert named.count(RCMP, (), ()) == (6, 3)
    assert named.count(RCMP, (late, early), ()) == (4, 2)
    assert named.count(RCMP, (late,), ("rcmp",)) == (3, 1)
    assert named.count(RCMP, (), ("other",)) == (0, 0)
    assert (named.documents("0" * 16, 0, 5), named.dated("0" * 16), named.texts("0" * 16, 5)) == ((), (), ())


def test_mentions_come_with_the_text_around_them(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.catalog.named._MENTIONS_A_QUERY", 2)
    text = "选" * 900 + " The RCMP spoke. " + "é" * 900 + " RCMP"
    document = add(archive, "a.pdf", [text, SECOND])
    found = list(NamedPlaces(archive.database).all_mentions(RCMP))
    assert [(one.document, one.page) for one in found] == [(document, 1), (document, 1), (document, 2)]
    for one in found:
        own = one.mention
        assert one.passage[own.start - one.start : own.end - one.start] == "RCMP"
        assert len(one.passage) <= 1004
    assert NamedPlaces(archive.database).mentions(RCMP, 1, 2) == tuple(found[:2])


def test_operators_and_followers_are_found_where_they_are_stated(archive: Archive) -> None:
    text = "The WeChat account Youli-Youmian, operated by Example Ltd, has 2,300 followers.\n\nYouli-Youmian on WeChat."
    add(archive, "a.pdf", [text])
    mentions = RULES.annotate(text, Context(language="en"))
    stating = [one for one in mentions if one.kind == "account" and (one.details.operator or one.details.followers)]
    found = NamedPlaces(archive.database).stated(entity_id("account", "wechat:youli-youmian"), 5)
    assert [one.mention.start for one in found] == [one.start for one in stating]
    assert stating
