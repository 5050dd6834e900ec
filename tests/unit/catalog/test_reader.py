"""What search and site get back, and in which order."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from indexer.catalog.database import Database
from indexer.catalog.dates import FIRST_DAY, LAST_DAY, day_bounds
from indexer.catalog.records import share_bucket, years
from indexer.catalog.tables import DocumentRow
from indexer.errors import NotFound
from indexer.model.mention import FigureDetails, Mention
from indexer.model.record import page_key
from indexer.model.registry import entity_kind
from tests.unit.catalog.made import Archive, account, dated, page, party, release, rich_page, stored


def test_pages_come_in_the_order_asked_without_unknown_ones(archive: Archive) -> None:
    archive.whole("a.pdf", [page(1), rich_page(2)])
    other = archive.whole("b.pdf", [page(1)])
    keys = [page_key(2, 1), page_key(1, 2), page_key(9, 9), page_key(1, 1)]
    found = archive.catalog.pages_by_key(keys)
    assert [one.key for one in found] == [keys[0], keys[1], keys[3]]
    assert found[0].document == other
    assert found[1].page == rich_page(2)
    assert [text.key for text in archive.catalog.page_texts(keys)] == [keys[0], keys[1], keys[3]]


def test_mentions_come_back_as_they_went_in(archive: Archive) -> None:
    figure = Mention("figure", 0, 2, "85", None, None, 0.5, "figures/1", FigureDetails("views", 85000, 130000, of=0))
    platform = Mention("platform", 0, 2, "微信", "wechat", "WeChat", 1.0, "platforms/1")
    mentions = (account(), party(), dated(), figure, platform)
    document = archive.add().document
    archive.extract(document, [page(1)])
    archive.describe(document)
    archive.annotate(document, [(1, mentions)])
    kept = tuple(stored(one) for one in mentions)
    assert archive.catalog.mentions(document, 1) == kept
    assert archive.catalog.mentions_by_key([page_key(5, 1), page_key(1, 1)]) == ((), kept)
    assert archive.catalog.mentions(document, 2) == ()
    assert [entity_kind(one) for one in mentions] == ["account", "political_party", None, None, "platform"]


def test_pages_are_streamed_over_many_queries(archive: Archive) -> None:
    document = archive.whole("a.pdf", [page(number) for number in range(1, 251)])
    assert [one.number for one in archive.catalog.pages_between(document, 5, 240)] == list(range(5, 241))
    assert len(list(archive.catalog.pages_between(document))) == 250
    assert len(list(archive.feed.page_records(1))) == 250
    assert next(archive.catalog.pages_between(document, words=False)).words == ()


def test_a_document_is_found_by_twelve_digits_or_more(archive: Archive) -> None:
    document = archive.add().document
    for prefix in (document, document[:12], document[:40].upper()):
        assert archive.catalog.document(prefix).document.id == document
    for wrong in (document[:11], "0" * 12, "%" * 12, ""):
        with pytest.raises(NotFound):
            archive.catalog.document(wrong)


def test_releases_come_newest_first_with_their_documents(archive: Archive) -> None:
    archive.whole("a.pdf", [page(1), page(2)], release("old"))
    archive.whole("b.pdf", [page(1)], release("new"))
    archive.add("a.pdf", release("new"))
    listed = archive.catalog.list_releases(0, 10)
    assert [(one.release.id, one.documents, one.pages) for one in listed] == [
        ("unknown/new", 2, 3), ("unknown/old", 1, 2),
    ]  # fmt: skip
    assert archive.catalog.count_releases() == 2
    assert [one.document.number for one in archive.catalog.release_documents("unknown/new", 0, 10)] == [1, 2]
    assert archive.catalog.release_documents("unknown/other", 0, 10) == ()
    assert archive.catalog.labels("release", ["unknown/new", "x"]) == ("new", "x")
    with pytest.raises(NotFound):
        archive.catalog.release("unknown/other")


@pytest.mark.parametrize(
    ("date", "bounds"),
    [
        ("2021-09-13", (20210913, 20210913)),
        ("2021-02", (20210201, 20210228)),
        ("2021", (20210101, 20211231)),
        ("2020-02", (20200201, 20200229)),
        ("2021-21", (20210301, 20210531)),
        ("2021-09-01/2021-10", (20210901, 20211031)),
        ("../2021", (FIRST_DAY, 20211231)),
        ("2021/..", (20210101, LAST_DAY)),
        ("202X", (20200101, 20291231)),
        ("yesterday", (0, 0)),
        ("", (0, 0)),
        (None, (0, 0)),
    ],
)
def test_edtf_dates_have_a_first_and_a_last_day(date: str | None, bounds: tuple[int, int]) -> None:
    assert day_bounds(date) == bounds


def test_years_and_shares_have_their_facet_values() -> None:
    assert years(20191230, 20210101) == ("2019", "2020", "2021")
    assert years(FIRST_DAY, 20210101) == ("2021",)
    assert years(19000101, 20211231) == ("1900", "2021"), "too wide to be of every year between"
    assert years(0, 0) == ()
    assert [share_bucket(share) for share in (0, 0.004, 0.01, 0.25, 0.5, 0.99, 1.0)] == [
        "0", "0", "1-24", "25-49", "50-99", "50-99", "100",
    ]  # fmt: skip


def test_the_state_is_another_after_each_commit_of_anybody(archive: Archive, url: str) -> None:
    other = Database.open(url)
    try:
        states = [archive.catalog.state()]
        if archive.database.engine.dialect.name == "sqlite":  # on a server others commit too
            assert archive.catalog.state() == states[0]
        archive.add("first.pdf")
        states.append(archive.catalog.state())
        with other.write() as connection:
            connection.execute(update(DocumentRow).values(title="Another"))
        states.append(archive.catalog.state())
        assert len(set(states)) == 3
        assert "" not in states
    finally:
        other.close()
