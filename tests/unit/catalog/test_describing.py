"""Corrected descriptions: what they change, that they outlive reading again, and that they are undone and shared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from indexer.catalog.database import Database
from indexer.catalog.descriptions import DescriptionCatalog
from indexer.catalog.registry import EntityRegistry
from indexer.catalog.rule_files import read_rules, rule_lines
from indexer.catalog.tables import DocumentRow, ReleaseRow
from indexer.errors import InputError, NotFound
from indexer.model.describing import Origin, SubjectKind, describe_rule, move_rule
from indexer.model.mention import DateDetails, Mention
from indexer.model.record import PageRecord, page_key
from indexer.model.registry import Rule
from indexer.model.release import FileDescription, Release
from indexer.model.stored import DocumentDescription, PageDescription
from tests.unit.catalog.made import Archive, page

READ = DocumentDescription(
    title="Read title", title_basis="page 1", date="2020-05", date_basis="page 2", author="Reader", language="en"
)


class Kept:
    def __init__(self, database: Database) -> None:
        self.archive = Archive(database)
        self.registry = EntityRegistry(database)
        self.descriptions = DescriptionCatalog(database)

    def document(
        self, name: str = "a.pdf", of: Release | None = None, described: FileDescription | None = None,
        languages: tuple[str | None, ...] = ("en", None),
    ) -> str:  # fmt: skip
        document = self.archive.add(name, of, described).document
        self.archive.extract(document, [page(number) for number in range(1, len(languages) + 1)])
        found = [PageDescription(number, language=one) for number, one in enumerate(languages, 1)]
        self.archive.describe(document, READ, found)
        self.archive.annotate(document)
        self.archive.index()
        return document

    def say(self, kind: SubjectKind, subject: str, **said: str) -> Rule:
        offered = [describe_rule(kind, subject, field, value, who="ada") for field, value in said.items()]
        return self.registry.describe(offered).rule

    def shown(self, document: str) -> tuple[str | None, ...]:
        one = self.archive.catalog.document(document).document
        return one.title, one.title_basis, one.date, one.date_basis, one.author, one.language

    def origin(self, kind: SubjectKind, subject: str, field: str) -> Origin:
        return next(one for one in self.descriptions.origins(kind, subject) if one.field == field)

    def records(self, number: int = 1) -> list[PageRecord]:
        return list(self.archive.feed.page_records(number))

    def due(self) -> list[int]:
        """Numbers of the documents that are due for the index as a whole or in part."""
        return sorted(self.archive.feed.claim_index(100, "1", 60.0))


@pytest.fixture
def kept(database: Database) -> Kept:
    return Kept(database)


def test_what_people_say_stands_above_manifest_and_pages_and_each_can_be_taken_back(kept: Kept) -> None:
    document = kept.document(described=FileDescription("a.pdf", title="Stated title"))
    before = kept.shown(document)
    assert before == ("Stated title", "manifest", "2020-05", "page 2", "Reader", "en")
    rule = kept.say("document", document, title="Said title")
    kept.say("document", document, author="", date="2021-09-13")
    assert kept.shown(document) == ("Said title", "corrected", "2021-09-13", "corrected", None, "en")
    title = kept.origin("document", document, "title")
    assert (title.basis, title.before, title.rule) == ("corrected", "Stated title", rule)
    assert kept.origin("document", document, "author") == replace(
        kept.origin("document", document, "author"), value=None, before="Reader"
    )
    kept.registry.undo(rule.id, "bob", "no")
    assert kept.shown(document)[:2] == ("Stated title", "manifest")
    for one in kept.registry.rules(None, 0, 10):
        if one.undone is None:
            kept.registry.undo(one.id, "bob", "")
    assert kept.shown(document) == before
    assert kept.origin("document", document, "date") == Origin("date", "2020-05", "read", "page 2")
    assert kept.origin("document", document, "title") == Origin("title", "Stated title", "manifest")
    assert [one.who for one in kept.descriptions.history("document", document, 10)] == ["ada"] * 3


def test_the_newest_rule_of_a_field_counts_and_undoing_it_brings_the_one_before_back(kept: Kept) -> None:
    document = kept.document()
    kept.say("document", document, title="One")
    two = kept.say("document", document, title="Two")
    assert kept.shown(document)[0] == "Two"
    kept.registry.undo(two.id, "ada", "")
    assert kept.shown(document)[0] == "One"


def test_corrections_outlive_reading_again_and_adding_again(kept: Kept) -> None:
    release = Release("gac/A-1", "A-1", institution="gac", request_number="A-1", basis="manifest")
    document = kept.document(of=release)
    kept.say("document", document, title="Said")
    kept.say("release", release.id, institution="pco", released="2022-06")
    kept.archive.ledger.reset("describe", "another")
    kept.archive.describe(document, replace(READ, title="Read anew", author="Another"))
    assert kept.shown(document)[:2] == ("Said", "corrected")
    assert kept.shown(document)[4] == "Another"
    kept.archive.add("a.pdf", replace(release, institution="rcmp", disposition="all_disclosed"))
    found = kept.archive.catalog.release(release.id)
    assert (found.institution, found.released, found.disposition) == ("pco", "2022-06", "all_disclosed")
    assert kept.origin("release", release.id, "institution").before == "rcmp"
    for rule in kept.registry.rules(None, 0, 10):
        kept.registry.undo(rule.id, "ada", "")
    assert kept.shown(document)[:2] == ("Read anew", "page 1")
    assert kept.archive.catalog.release(release.id).institution == "rcmp"


def test_only_what_search_finds_otherwise_is_due(kept: Kept) -> None:
    release = Release("gac/A-1", "A-1", institution="gac", request_number="A-1", basis="manifest")
    document = kept.document(of=release)
    kept.document("b.pdf", of=release)
    kept.document("c.pdf")
    kept.say("document", document, author="Somebody")
    kept.say("release", release.id, summary_en="About x", source_url="https://example.org/x", disposition="no_records")
    assert kept.due() == []
    kept.say("document", document, language="fr")
    assert kept.archive.feed.due_pages([1]) == {1: [page_key(1, 2)]}, "the page whose own language is not known"
    assert kept.archive.index() == [1]
    kept.say("document", document, title="Another")
    assert kept.registry.waiting() == 1
    assert kept.archive.feed.due_pages([1]) == {}
    assert kept.archive.index() == [1]
    kept.say("release", release.id, institution="pco")
    assert kept.registry.waiting() == 2
    assert [one.facets["institution"] for one in kept.records()] == [("pco",), ("pco",)]


def test_dates_reckoned_from_a_date_are_reckoned_again(kept: Kept) -> None:
    document = kept.document()
    kept.say("document", document, date="2021-09-13")
    assert kept.archive.ledger.open_steps("entities") == 0, "nothing hangs on it"
    details = DateDetails("2020-05", "DATE", basis="relative")
    relative = Mention("date", 0, 4, "Page", "2020-05", None, 0.9, "dates/1", details)
    kept.archive.ledger.reset("entities", "another")
    kept.archive.annotate(document, [(1, [relative])])
    kept.say("document", document, date="2022")
    assert kept.archive.ledger.open_steps("entities") == 1
    kept.say("release", "unknown/package", regime="atia_ca")
    assert kept.archive.ledger.open_steps("describe") == 1, "sections are read by the law"


def test_documents_are_moved_into_a_new_release_and_back(kept: Kept) -> None:
    bare = [Release(f"unknown/{name}", name) for name in ("a.pdf", "b.pdf")]
    documents = [kept.document(one.name, of=one) for one in bare]
    kept.registry.describe([move_rule(one, "gac/A-2021-1", who="ada", name="A-2021-1") for one in documents])
    kept.say("release", "gac/A-2021-1", institution="gac", request_number="A-2021-1", released="2022")
    catalog = kept.archive.catalog
    assert [one.release.id for one in catalog.list_releases(0, 10)] == ["gac/A-2021-1"]
    assert catalog.count_releases() == 1
    assert {one.document.id for one in catalog.release_documents("gac/A-2021-1", 0, 10)} == set(documents)
    assert kept.records()[0].facets["release"] == ("gac/A-2021-1",)
    assert kept.records()[0].requests == ("A-2021-1",)
    assert kept.archive.index() == [1, 2]
    kept.archive.add("a.pdf", bare[0])
    assert [one.id for one in catalog.document(documents[0]).releases] == ["gac/A-2021-1"], "added once more, it stays"
    moved = kept.descriptions.moved(documents[0])
    assert moved is not None
    assert moved.before == ("unknown/a.pdf",)
    assert kept.descriptions.moved_out("unknown/a.pdf") == ("gac/A-2021-1",)
    kept.registry.undo(moved.rule.id, "ada", "")
    assert [one.id for one in catalog.document(documents[0]).releases] == ["unknown/a.pdf"]
    assert kept.descriptions.moved(documents[0]) is None
    assert kept.due() == [1]


def test_a_document_twice_in_one_release_moves_with_both_names(kept: Kept) -> None:
    document = kept.document(of=Release("unknown/x", "x"))
    kept.archive.add("a.pdf", Release("unknown/y", "y"))
    kept.registry.describe([move_rule(document, "gac/z", who="ada")])
    assert [one.id for one in kept.archive.catalog.document(document).releases] == ["gac/z"]
    (rule,) = kept.registry.rules(None, 0, 1)
    kept.registry.undo(rule.id, "ada", "")
    assert [one.id for one in kept.archive.catalog.document(document).releases] == ["unknown/x", "unknown/y"]


@pytest.mark.parametrize(
    ("kind", "field", "said", "sentence"),
    [
        ("document", "date", "13/09/2021", "no date that the archive can keep"),
        ("document", "language", "de", "The languages are"),
        ("document", "institution", "gac", "A document has no “institution”"),
        ("release", "released", "soon", "no date that the archive can keep"),
        ("release", "source_url", "javascript:alert(1)", "does not begin with http"),
        ("release", "summary_en", "x" * 20_001, "longer than a description"),
        ("document", "title", "a\0b", "characters that no text has"),
        ("document", "title", "Read title", "says already"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_changes_nothing(
    kept: Kept, kind: SubjectKind, field: str, said: str, sentence: str
) -> None:
    document = kept.document()
    before = kept.shown(document)
    with pytest.raises(InputError, match=sentence):
        kept.say(kind, document if kind == "document" else "unknown/package", **{field: said})
    assert kept.shown(document) == before
    assert kept.registry.count_rules(None) == 0


def test_nothing_is_said_of_what_is_not_there(kept: Kept) -> None:
    kept.document()
    with pytest.raises(NotFound):
        kept.say("document", "0" * 64, title="x")
    with pytest.raises(NotFound):
        kept.say("release", "gac/nowhere", institution="gac")
    with pytest.raises(InputError, match="which release"):
        kept.registry.describe([move_rule("0" * 64, "../..", who="ada")])


def test_rules_go_through_a_file_to_another_archive_and_wait_for_their_document(kept: Kept) -> None:
    document = kept.document()
    kept.say("document", document, title="Said", author="")
    kept.registry.describe([move_rule(document, "gac/A-1", who="ada", name="A-1")])
    lines = list(rule_lines(kept.registry.export()))
    rules = list(read_rules(lines))
    assert rules == list(kept.registry.export())
    taken = kept.registry.take_over(rules)
    assert (taken.added, taken.known_already) == (0, 3)
    with pytest.raises(InputError, match="Line 2"):
        list(read_rules([lines[0], lines[1].replace('"title"', '"price"')]))
    ahead = describe_rule("document", page_sha := "f" * 64, "title", "Waits", who="bob")
    assert kept.registry.take_over([ahead]).added == 1
    assert kept.registry.without_mention([ahead, *rules]) == {ahead.id}
    assert page_sha in {rule.value for rule in kept.registry.export()}


def test_rules_taken_over_before_the_file_came_apply_when_it_comes(database: Database, kept: Kept) -> None:
    from tests.unit.catalog.made import sha

    rules = [
        describe_rule("document", sha("late.pdf"), "title", "Known before", who="bob"),
        move_rule(sha("late.pdf"), "gac/A-9", who="bob", name="A-9"),
        describe_rule("release", "gac/A-9", "institution", "gac", who="bob"),
    ]
    assert kept.registry.take_over(rules).added == 3
    document = kept.document("late.pdf")
    assert kept.shown(document)[:2] == ("Known before", "corrected")
    (release,) = kept.archive.catalog.document(document).releases
    assert (release.id, release.institution) == ("gac/A-9", "gac")


def test_a_catalog_from_before_descriptions_keeps_what_it_shows(kept: Kept) -> None:
    document = kept.document(described=FileDescription("a.pdf", title="Stated"))
    with kept.archive.database.write() as connection:
        connection.execute(update(DocumentRow).values(read_json=None))
        connection.execute(update(ReleaseRow).values(stated_json=None))
    before = kept.shown(document)
    rule = kept.say("document", document, title="Said", date="2022")
    kept.say("release", "unknown/package", institution="gac")
    assert kept.shown(document)[:4] == ("Said", "corrected", "2022", "corrected")
    for one in kept.registry.rules(None, 0, 10):
        kept.registry.undo(one.id, "ada", "")
    assert kept.shown(document) == before
    assert kept.archive.catalog.release("unknown/package").institution is None
    assert rule.field == "date"
