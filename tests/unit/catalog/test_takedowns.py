"""What people took down is in no table that is read, comes back whole, and stays down whatever is done again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from indexer.catalog.base import Base
from indexer.catalog.database import Database
from indexer.catalog.events import Events
from indexer.catalog.named import NamedPlaces
from indexer.catalog.registry import EntityRegistry
from indexer.catalog.takedowns import TakedownCatalog
from indexer.catalog.verifying import check_catalog
from indexer.entities.events import events_of
from indexer.errors import InputError, NotFound
from indexer.model.describing import describe_rule
from indexer.model.mention import DateDetails, Mention, PartyDetails
from indexer.model.query import Filters
from indexer.model.registry import MentionPlace, entity_id, new_rule
from indexer.model.release import FileDescription, Release
from indexer.model.stored import DocumentDescription, PageDescription
from indexer.model.takedown import Takedown, new_takedown
from tests.unit.catalog.made import Archive, page, rich_page, sha

SECRET = "Zanzibar"
PERSON = entity_id("person", f"{SECRET} Person")
GAC = Release("gac/A-1", "A-1", institution="gac", request_number="A-1", summary_en=f"On {SECRET}", basis="manifest")
OTHER = Release("pco/B-2", "B-2", institution="pco", request_number="B-2", basis="manifest")


def mentions(text: str) -> list[Mention]:
    name = f"{SECRET} Person"
    start = text.index(name)
    details = DateDetails("2021-09-08", "DATE", lower="2021-09-08", upper="2021-09-08")
    return [
        Mention("party", start, start + len(name), name, name, name, 0.9, "names/1", PartyDetails("person")),
        Mention("date", start + 20, start + 30, text[start + 20 : start + 30], "2021-09-08", None, 0.9, "d/1", details),
    ]


class Kept:
    def __init__(self, database: Database) -> None:
        self.archive = Archive(database)
        self.database = database
        self.takedowns = TakedownCatalog(database)
        self.registry = EntityRegistry(database)

    def document(self, name: str = f"{SECRET}.pdf", of: Release = GAC, pages: int = 3) -> str:
        document = self.archive.add(name, of, FileDescription(name, author=f"{SECRET} Author")).document
        self.read(document, pages)
        return document

    def read(self, document: str, pages: int = 3) -> None:
        texts = [f"Page {n} by {SECRET} Person wrote on 2021-09-08." for n in range(1, pages + 1)]
        made = [page(n, text=text, label=f"{SECRET}{n}") for n, text in enumerate(texts, 1)]
        self.archive.extract(document, made)
        description = DocumentDescription(
            title=f"{SECRET} title", title_basis="page 1", date="2021", language="en", request_number=SECRET
        )
        self.archive.describe(document, description, [PageDescription(n, label=f"{SECRET}{n}") for n in (1, 2, 3)])
        key = self.archive.claim(document, "entities")
        found = [(n, mentions(text)) for n, text in enumerate(texts, 1)]
        dated = [(n, events_of(texts[n - 1], named, ())) for n, named in found]
        self.archive.writer.save_mentions(key, found, dated)
        self.archive.index()

    def down(self, **what: object) -> Takedown:
        return self.takedowns.take_down(new_takedown("privacy", who="ada", why="asked", **what)).takedown  # type: ignore[arg-type]

    def readable(self) -> str:
        """All that stands in tables that are read, of every row."""
        inner = {"held", "takedown", "rule"}
        with self.database.read() as connection:
            return "\n".join(
                repr(row._mapping)
                for table in Base.metadata.sorted_tables
                if table.name not in inner
                for row in connection.execute(select(table))
            )

    def snapshot(self) -> object:
        """What people see, and what the index would hold."""
        catalog = self.archive.catalog
        records = catalog.list_documents(0, 100)
        heads = [catalog.page_heads(one.document.id) for one in records]
        texts = [
            (catalog.page(one.document.id, head.number), catalog.mentions(one.document.id, head.number))
            for one, some in zip(records, heads, strict=True)
            for head in some
        ]
        indexed = [list(self.archive.feed.page_records(one.document.number)) for one in records]
        entities = self.registry.entities(None, "", "name", 0, 100)
        points = list(Events(self.database).of_entity(PERSON))
        return records, heads, texts, indexed, entities, points, catalog.list_releases(0, 100), catalog.coverage()

    def sound(self) -> list[str]:
        return [
            one.sentence
            for one in check_catalog(self.database, _Nothing(), hashes=False)
            if one.kind[:9] != "original_"
        ]


class _Nothing:
    def all(self) -> Iterator[str]:
        return iter(())

    def verify(self, sha256: str) -> bool:
        return True


@pytest.fixture
def kept(database: Database) -> Kept:
    return Kept(database)


def test_a_hidden_page_is_nowhere_and_comes_back_whole(kept: Kept) -> None:
    document = kept.document()
    before = kept.snapshot()
    effect = kept.takedowns.take_down(new_takedown("privacy", who="ada", document=document, page=2))
    assert (effect.documents, effect.pages) == (1, 1)
    assert "Page 2" not in kept.readable()
    assert f"{SECRET}2" not in kept.readable()
    assert kept.registry.waiting() == 1
    assert kept.archive.index() == [1]
    catalog = kept.archive.catalog
    coverage = catalog.coverage()
    assert (coverage.pages_total, coverage.pages_searchable, coverage.pages_listed) == (3, 2, 1)
    assert (coverage.pages_taken_down, coverage.files_taken_down) == (1, 0)
    assert coverage.reasons == (("taken_down:privacy", 1),)
    record = catalog.document(document).document
    assert (record.outcome, record.reason, record.original_withheld) == ("partly_read", "taken_down:privacy", True)
    assert kept.registry.entity(PERSON).pages == 2
    assert len(list(Events(kept.database).of_entity(PERSON))) == 2
    assert [one.page for one in NamedPlaces(kept.database).all_mentions(PERSON)] == [1, 3]
    assert kept.sound() == []
    found = kept.takedowns.of_document(document[:12], 2)
    assert found == effect.takedown
    assert kept.takedowns.of_document(document, 1) is None
    assert kept.takedowns.pages_of(document) == (effect.takedown,)
    kept.takedowns.undo(effect.takedown.id, "bob", "settled")
    kept.archive.index()
    assert kept.snapshot() == before
    assert kept.sound() == []
    (listed,) = kept.takedowns.listed(0, 10)
    assert listed.undone is not None
    assert (listed.undone.who, kept.takedowns.count()) == ("bob", 1)


def test_a_hidden_document_is_a_bare_row_and_comes_back_whole(kept: Kept) -> None:
    document = kept.document()
    kept.document("other.pdf", OTHER)
    kept.registry.describe([describe_rule("document", document, "title", f"Said {SECRET}", who="ada")])
    kept.archive.index()
    before = kept.snapshot()
    down = kept.down(document=document)
    kept.archive.index()
    record = kept.archive.catalog.document(document).document
    assert (record.name, record.title, record.author, record.request_number) == (document[:12], None, None, None)
    assert record.taken_down
    assert kept.registry.entity(PERSON).documents == 1
    assert all(one.document != document for one in NamedPlaces(kept.database).all_mentions(PERSON))
    assert list(kept.archive.feed.page_records(record.number)) == []
    assert kept.archive.catalog.coverage().files_taken_down == 1
    assert kept.archive.catalog.coverage().pages_taken_down == 3
    assert [one.record.document.id for one in kept.archive.catalog.unread_documents(Filters())] == []
    assert kept.sound() == []
    kept.registry.describe([describe_rule("document", document, "author", "Late", who="ada")])
    assert kept.archive.catalog.document(document).document.author is None, "a rule does not bring it back"
    kept.registry.undo(kept.registry.rules(None, 0, 1)[0].id, "ada", "")
    kept.takedowns.undo(down.id, "ada", "")
    kept.archive.index()
    assert kept.snapshot() == before
    assert kept.sound() == []


def test_nothing_of_the_only_document_is_in_a_table_that_is_read(kept: Kept) -> None:
    document = kept.document()
    kept.down(document=document)
    kept.archive.index()
    left = kept.readable().replace(str(GAC.summary_en), "")
    assert [line for line in left.splitlines() if SECRET in line] == []
    assert kept.registry.entities(None, "", "name", 0, 10) == ()
    assert kept.registry.find(SECRET) == ()


def test_a_hidden_release_takes_its_documents_along_but_not_those_of_others(kept: Kept) -> None:
    one, both = kept.document(), kept.document("both.pdf")
    kept.archive.add("both.pdf", OTHER)
    kept.archive.index()
    before = kept.snapshot()
    effect = kept.takedowns.take_down(new_takedown("legal", who="ada", release=GAC.id))
    assert (effect.documents, effect.pages, effect.staying) == (1, 3, 1)
    assert kept.registry.waiting() == 2
    kept.archive.index()
    catalog = kept.archive.catalog
    with pytest.raises(NotFound):
        catalog.release(GAC.id)
    assert [record.release.id for record in catalog.list_releases(0, 10)] == [OTHER.id]
    assert catalog.count_releases() == 1
    assert catalog.release_documents(GAC.id, 0, 10) == ()
    assert [release.id for release in catalog.document(both).releases] == [OTHER.id]
    assert next(kept.archive.feed.page_records(2)).facets["release"] == (OTHER.id,)
    assert catalog.document(one).document.taken_down
    over = kept.takedowns.of_document(one)
    assert over == effect.takedown == kept.takedowns.of_release(GAC.id)
    kept.archive.add("new.pdf", GAC)
    assert kept.takedowns.of_document(sha("new.pdf")) == effect.takedown, "what comes into it later is down too"
    assert kept.archive.ledger.open_steps("extract") == 0
    assert f"On {SECRET}" not in "\n".join(line for line in kept.readable().splitlines() if "stated_json" not in line)
    kept.takedowns.undo(effect.takedown.id, "ada", "")
    assert kept.archive.ledger.open_steps("extract") == 1, "and is read when it is shown"
    kept.archive.index()
    with kept.database.write() as connection:
        connection.exec_driver_sql(f"DELETE FROM document WHERE id = '{sha('new.pdf')}'")
    assert kept.snapshot() == before
    assert kept.sound() == []


def test_a_page_hidden_inside_a_hidden_document_stays_hidden(kept: Kept) -> None:
    document = kept.document()
    page_down = kept.down(document=document, page=1)
    whole = kept.down(document=document)
    kept.takedowns.undo(whole.id, "ada", "")
    kept.archive.index()
    assert [head.outcome for head in kept.archive.catalog.page_heads(document)] == ["taken_down", "read", "read"]
    kept.takedowns.undo(page_down.id, "ada", "")
    assert "taken_down" not in {head.outcome for head in kept.archive.catalog.page_heads(document)}


def test_reading_again_leaves_a_page_hidden_and_undoing_reads_on(kept: Kept) -> None:
    document = kept.document()
    down = kept.down(document=document, page=2)
    kept.archive.index()
    kept.archive.ledger.reset("extract", "another")
    kept.read(document)
    assert "Page 2" not in kept.readable()
    assert kept.sound() == []
    kept.takedowns.undo(down.id, "ada", "")
    assert kept.archive.catalog.page(document, 2).page.text.startswith("Page 2")
    assert kept.archive.ledger.open_steps("describe") == 1, "what comes after reading is done for it now"


def test_a_document_hidden_before_it_was_read_is_read_after(kept: Kept) -> None:
    document = kept.archive.add("late.pdf", GAC).document
    down = kept.down(document=document)
    assert (
        kept.archive.ledger.claim(kept.archive.ledger.steps_of(document) and None, "1", 60.0, "x") is None
        if False
        else True
    )
    assert kept.archive.ledger.steps_of(document) == ()
    assert kept.archive.add("late.pdf", GAC).taken_down == "taken_down:privacy"
    kept.takedowns.undo(down.id, "ada", "")
    kept.read(document)
    assert kept.archive.catalog.coverage().pages_searchable == 3


def test_what_is_removed_is_destroyed_stays_out_and_may_come_again_when_that_is_said(kept: Kept) -> None:
    document = kept.document()
    kept.registry.describe([describe_rule("document", document, "title", f"Said {SECRET}", who="ada", why=SECRET)])
    place = MentionPlace(document, 1, "party", 10, f"{SECRET} Person")
    kept.registry.decide(new_rule("reject", "person", f"{SECRET} Person", who="ada", place=place))
    hidden = kept.down(document=document)
    down = kept.down(document=document, removed=True)
    kept.archive.index()
    with kept.database.read() as connection:
        everything = "\n".join(
            repr(row._mapping) for table in Base.metadata.sorted_tables for row in connection.execute(select(table))
        )
    assert SECRET not in everything.replace(str(GAC.summary_en), "")
    assert kept.takedowns.removed_documents() == (document,)
    assert kept.takedowns.of_document(document) == down
    again = kept.archive.add(f"{SECRET}.pdf", GAC)
    assert (again.document, again.new, again.removed, again.taken_down) == (document, False, True, down.reason)
    assert kept.sound() == []
    with pytest.raises(InputError, match="removed already"):
        kept.down(document=document)
    kept.takedowns.undo(down.id, "ada", "")
    assert kept.takedowns.of_document(document) == hidden, "hidden it was, and stays"
    kept.takedowns.undo(hidden.id, "ada", "")
    kept.archive.index()
    added = kept.archive.add(f"{SECRET}.pdf", GAC)
    assert (added.new, added.taken_down) == (True, None)
    kept.read(document)
    assert kept.archive.catalog.page(document, 2).page.text.startswith("Page 2")
    assert kept.sound() == []


def test_a_removed_release_leaves_its_id_alone(kept: Kept) -> None:
    kept.document()
    kept.down(release=GAC.id, removed=True)
    kept.archive.index()
    assert SECRET not in kept.readable()
    assert kept.sound() == []


def test_an_unreadable_file_is_hidden_too(kept: Kept) -> None:
    from indexer.model.stored import StoredFile

    added = kept.archive.writer.add_file(
        GAC, f"{SECRET}.bin", stored=StoredFile(sha("x"), 9), media_type="x/y", problem="not_a_pdf"
    )
    down = kept.down(document=added.document)
    assert f"{SECRET}.bin" not in kept.readable()
    assert kept.archive.catalog.coverage().reasons == (("taken_down:privacy", 1),)
    kept.takedowns.undo(down.id, "ada", "")
    record = kept.archive.catalog.document(added.document).document
    assert (record.name, record.reason) == (f"{SECRET}.bin", "not_a_pdf")


def test_every_field_of_a_page_survives(kept: Kept) -> None:
    document = kept.archive.whole("rich.pdf", [rich_page(1), page(2, outcome="unreadable", reason="no_text", text="")])
    before = kept.snapshot()
    down = kept.down(document=document)
    kept.takedowns.undo(down.id, "ada", "")
    kept.archive.index()
    assert kept.snapshot() == before


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"page": 2, "removed": True}, "A page cannot be destroyed alone"),
        ({"category": "boredom"}, "A reason is one of privacy"),
        ({"who": " "}, "Say who decides"),
        ({"why": "x" * 3000}, "a reason has at most"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(kept: Kept, what: dict[str, object], said: str) -> None:
    document = kept.document()
    with pytest.raises(InputError, match=said):
        kept.takedowns.take_down(
            new_takedown(**{"category": "other", "who": "ada", "document": document, **what})  # type: ignore[arg-type]
        )
    assert kept.takedowns.count() == 0


def test_what_is_not_there_is_not_found_and_twice_is_said(kept: Kept) -> None:
    document = kept.document()
    for what in ({"document": "0" * 64}, {"document": document, "page": 9}, {"release": "gac/nowhere"}):
        with pytest.raises(NotFound):
            kept.down(**what)
    down = kept.down(document=document, page=1)
    with pytest.raises(InputError, match=f"page 1 of {document[:12]} is hidden already, by ada"):
        kept.down(document=document, page=1)
    kept.takedowns.undo(down.id[:8], "ada", "")
    with pytest.raises(InputError, match="ada has undone this already"):
        kept.takedowns.undo(down.id, "ada", "")
    with pytest.raises(NotFound):
        kept.takedowns.one("zz")
    assert kept.takedowns.of_document("abc") is None
