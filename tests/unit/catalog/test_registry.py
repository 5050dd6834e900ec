"""Decisions of people: what they change, that they outlive re-extraction, and that they can be undone and shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from indexer.catalog.database import Database
from indexer.catalog.known import Known
from indexer.catalog.registry import EntityRegistry
from indexer.catalog.registry_tables import EntityNameRow, EntityRow, RuleRow
from indexer.catalog.tables import ENTITY, MENTION, MentionRow
from indexer.catalog.verifying import check_catalog
from indexer.errors import InputError, NotFound, Outdated
from indexer.model.mention import AccountDetails, FigureDetails, Mention, PartyDetails
from indexer.model.record import PageRecord, page_key
from indexer.model.registry import MentionPlace, Rule, entity_id, new_rule
from indexer.pipeline import Catalogs, index_documents
from tests.unit.catalog.made import Archive, page, sha

KNOWN: Known = frozenset({("person", "chong")})


def person(value: str, text: str | None = None, start: int = 0, label: str | None = None) -> Mention:
    said = text or value
    details = PartyDetails("person", id=None)
    return Mention("party", start, start + len(said), said, value, label or value, 0.9, "names/1", details)


def on_platform(value: str, text: str) -> Mention:
    platform, _, handle = value.partition(":")
    details = AccountDetails(None if platform == "unknown" else platform, "phrase", name=text, handle=handle)
    return Mention("account", 0, len(text), text, value, text, 0.9, "accounts/1", details)


def decided(registry: EntityRegistry, action: str, kind: str, value: str | None, **more: object) -> Rule:
    rule = new_rule(action, kind, value, who="ada", **more)  # type: ignore[arg-type]
    return registry.decide(rule).rule


class Kept:
    """An archive whose documents can be annotated again."""

    def __init__(self, database: Database) -> None:
        self.archive = Archive(database)
        self.registry = EntityRegistry(database, KNOWN)

    def document(self, name: str, pages: Sequence[Sequence[Mention]]) -> str:
        added = self.archive.add(name)
        self.archive.extract(added.document, [page(number) for number in range(1, len(pages) + 1)])
        self.archive.describe(added.document)
        self.archive.annotate(added.document, list(enumerate(pages, start=1)))
        self.archive.index()
        return added.document

    def again(self, document: str, pages: Sequence[Sequence[Mention]]) -> None:
        """Another version of the recognisers finds this."""
        self.archive.ledger.reset("entities", "another")
        self.archive.annotate(document, list(enumerate(pages, start=1)))

    def facet(self, name: str) -> Counter[str]:
        """Pages for each value, as the index would count them."""
        numbers = self.archive.feed.all_document_numbers()
        records = (record for number in numbers for record in self.archive.feed.page_records(number))
        return Counter(value for record in records for value in record.facets.get(name, ()))


@pytest.fixture
def kept(database: Database) -> Kept:
    return Kept(database)


def test_a_merge_moves_facet_names_and_counts_and_undoing_it_moves_them_back(kept: Kept) -> None:
    one = kept.document("a.pdf", [[person("m. chong", "M. Chong")], [person("michael chong", label="Michael Chong")]])
    kept.document("b.pdf", [[person("michael chong", "Chong")]])
    before = kept.registry.entities("person", "", "pages", 0, 10)
    effect = kept.registry.decide(new_rule("merge", "person", "m. chong", who="ada", into="michael chong"))
    assert (effect.mentions, effect.documents) == (1, 1)
    assert kept.facet("person") == {"michael chong": 3}
    merged = kept.registry.entity(entity_id("person", "m. chong"))
    assert (merged.value, merged.merged, merged.mentions, merged.pages, merged.documents) == (
        "michael chong", ("m. chong",), 3, 3, 2,
    )  # fmt: skip
    assert "m. chong" in merged.names
    assert kept.registry.canonical("person", ["m. chong", "M. Chóng", "michael chong", "nobody"]) == {
        "m. chong": "michael chong", "M. Chóng": "michael chong",
    }  # fmt: skip
    assert kept.archive.catalog.mentions(one, 1)[0].entity == merged.id
    assert kept.archive.catalog.mentions(one, 1)[0].value == "m. chong", "what the machine said stays"
    first = next(kept.archive.feed.page_records(1))
    assert {"M. Chong", "michael chong"} <= set(first.party_names)
    kept.registry.undo(effect.rule.id, "bob", "two people")
    assert kept.registry.entities("person", "", "pages", 0, 10) == before
    (rule,) = kept.registry.rules(None, 0, 10)
    assert rule.undone is not None
    assert (rule.who, rule.undone.who, rule.undone.why) == ("ada", "bob", "two people")
    with pytest.raises(InputError, match="bob has undone"):
        kept.registry.undo(effect.rule.id, "eve", "")


def test_a_decision_makes_its_documents_due_before_all_else_and_says_how_many_wait(kept: Kept) -> None:
    kept.document("a.pdf", [[person("x")]])
    kept.document("b.pdf", [[person("y")]])
    kept.document("c.pdf", [[person("z")]])
    kept.archive.add("late.pdf")
    assert kept.registry.waiting() == 0
    decided(kept.registry, "merge", "person", "x", into="y")
    assert kept.registry.waiting() == 2, "pages of both are found by the names of both"
    assert kept.archive.index() == [1, 2]
    assert kept.registry.waiting() == 0
    decided(kept.registry, "confirm", "person", "z")
    assert kept.registry.waiting() == 0


def test_a_document_that_is_being_indexed_is_written_once_more(kept: Kept) -> None:
    kept.document("a.pdf", [[person("x")]])
    decided(kept.registry, "rename", "person", "x", name="One")
    claimed = kept.archive.feed.claim_index(10, "1", 60)
    decided(kept.registry, "rename", "person", "x", name="Two")
    kept.archive.feed.finish_index(claimed)
    assert kept.registry.waiting() == 1
    assert kept.archive.index() == [1]


def test_only_the_pages_that_a_rule_concerns_are_due_unless_the_document_is(kept: Kept) -> None:
    document = kept.document("a.pdf", [[person("x")], [person("y")], [person("x"), person("y")], []])
    keys = [page_key(1, number) for number in (1, 2, 3)]
    decided(kept.registry, "rename", "person", "x", name="X")
    assert kept.archive.feed.due_pages([1]) == {1: [keys[0], keys[2]]}
    decided(kept.registry, "rename", "person", "y", name="Y")
    assert kept.archive.feed.due_pages([1]) == {1: keys}
    only = list(kept.archive.feed.page_records(1, keys[1:]))
    assert [(one.key, one.first) for one in only] == [(keys[1], False), (keys[2], False)]
    assert kept.archive.index() == [1]
    assert kept.archive.feed.due_pages([1]) == {}
    decided(kept.registry, "hide", "person", "x")
    kept.again(document, [[person("x")], [], [], []])
    assert kept.archive.feed.due_pages([1]) == {}, "the whole document is due"
    decided(kept.registry, "hide", "person", "y")
    assert kept.archive.feed.due_pages([1]) == {}, "and stays so"


def test_hidden_entities_and_rejected_mentions_are_in_no_list_facet_or_page(kept: Kept) -> None:
    figure = Mention("figure", 0, 2, "85", None, None, 0.5, "figures/1", FigureDetails("views", 85, 85, of=1))
    pages = [[person("x"), on_platform("wechat:news", "news"), figure]]
    document = kept.document("a.pdf", pages)
    decided(kept.registry, "hide", "person", "x")
    (shown, counted) = kept.archive.catalog.mentions(document, 1)
    assert shown.kind == "account"
    assert isinstance(counted.details, FigureDetails)
    assert counted.details.of == 0, "a figure names its account by its place in the list that is shown"
    assert kept.registry.hidden("person") == {"x"}
    assert kept.registry.entities("person", "", "name", 0, 10) == ()
    assert [one.value for one in kept.registry.entities("person", "", "name", 0, 10, hidden=True)] == ["x"]
    assert kept.facet("person") == {}
    place = MentionPlace(document, 1, "account", 0, "news")
    effect = kept.registry.decide(new_rule("reject", "account", "wechat:news", who="ada", place=place))
    assert (effect.mentions, effect.documents) == (1, 1)
    assert kept.facet("account") == kept.facet("platform") == {}
    assert [one.text for one in kept.registry.left_out(document, 1)] == ["x", "news"]
    assert kept.registry.rejected(document, 1) == (effect.rule,)
    (left,) = kept.archive.catalog.mentions(document, 1)
    assert isinstance(left.details, FigureDetails)
    assert left.details.of is None
    with pytest.raises(InputError, match="already"):
        kept.registry.decide(replace(effect.rule, id="0" * 32))
    with pytest.raises(NotFound):
        decided(kept.registry, "reject", "account", None, place=replace(place, text="other"))


def test_a_rejection_holds_when_the_text_moves_and_is_listed_when_it_is_gone(kept: Kept) -> None:
    document = kept.document("a.pdf", [[person("x", "X", 10), person("x", "X", 50)]])
    rule = decided(kept.registry, "reject", "person", "x", place=MentionPlace(document, 1, "party", 50, "X"))
    kept.again(document, [[person("x", "X", 12), person("x", "X", 55), person("y", "X Y", 54)]])
    assert [one.start for one in kept.archive.catalog.mentions(document, 1)] == [12, 54]
    assert kept.registry.without_mention([rule]) == frozenset()
    kept.again(document, [[person("y", "Y", 12)]])
    assert kept.registry.without_mention([rule]) == {rule.id}
    kept.again(document, [[person("x", "X", 48)]])
    assert kept.archive.catalog.mentions(document, 1) == ()
    kept.registry.undo(rule.id, "ada", "")
    assert [one.start for one in kept.archive.catalog.mentions(document, 1)] == [48]


def test_names_given_by_people_win_and_are_found(kept: Kept) -> None:
    kept.document("a.pdf", [[person("x", "Xu", label="Xu")], [person("x", "Élodie Xu", label="Xu")]])
    decided(kept.registry, "rename", "person", "x", name="Dr. Xu")
    assert kept.registry.names("person", ["x", "y"]) == {"x": "Dr. Xu"}
    assert kept.archive.catalog.labels("person", ["x", "y"]) == ("Dr. Xu", "y")
    (found,) = kept.registry.entities("person", "elodie", "name", 0, 10)
    assert (found.name, found.names) == ("Dr. Xu", ("Xu", "Élodie Xu"))
    for text in ("dr. xu", "Xu", "person=x", found.id, found.id[:6], "x", "ELODIE XU"):
        assert kept.registry.find(text) == (found,), text
    assert kept.registry.find("nobody") == kept.registry.find("xu", "account") == ()
    assert "Dr. Xu" in next(kept.archive.feed.page_records(1)).party_names
    assert kept.registry.by_id([found.id])[found.id].name == "Dr. Xu"
    with pytest.raises(InputError, match="already"):
        decided(kept.registry, "rename", "person", "x", name="Dr. Xu")
    with pytest.raises(NotFound):
        decided(kept.registry, "rename", "person", "nobody", name="Dr. Xu")
    with pytest.raises(InputError, match="line breaks"):
        decided(kept.registry, "rename", "person", "x", name="Dr.\nXu")


def test_a_split_makes_an_entity_of_its_own_that_has_a_name(kept: Kept) -> None:
    one = kept.document("a.pdf", [[person("x", "X")]])
    kept.document("b.pdf", [[person("x", "X")]])
    decided(kept.registry, "split", "person", "x", into="x the other", name="Other X", documents=(one,))
    assert kept.facet("person") == {"x": 1, "x the other": 1}
    assert kept.registry.entity(entity_id("person", "x the other")).name == "Other X"
    with pytest.raises(InputError, match="nothing was split"):
        decided(kept.registry, "split", "person", "x", into="z", texts=("Z",))
    with pytest.raises(NotFound):
        kept.registry.entity(entity_id("person", "z"))


def test_an_account_merged_into_one_on_a_platform_counts_for_that_platform(kept: Kept) -> None:
    kept.document("a.pdf", [[on_platform("unknown:news", "News")], [on_platform("wechat:news", "News")]])
    decided(kept.registry, "merge", "account", "unknown:news", into="wechat:news")
    assert kept.facet("platform") == {"wechat": 2}
    platform = Mention("platform", 0, 6, "WeChat", "wechat", "WeChat", 1.0, "platforms/1")
    kept.document("b.pdf", [[platform]])
    decided(kept.registry, "hide", "platform", "wechat")
    assert kept.facet("platform") == {}
    assert kept.registry.waiting() == 2, "documents with accounts on it, too"


def test_a_public_site_shows_people_of_the_gazetteer_and_confirmed_ones(kept: Kept) -> None:
    kept.document("a.pdf", [[person(value) for value in ("chong", "m chong", "private", "vouched", "secret")]])
    decided(kept.registry, "confirm", "person", "vouched")
    decided(kept.registry, "confirm", "person", "secret")
    decided(kept.registry, "hide", "person", "secret")
    decided(kept.registry, "merge", "person", "chong", into="m chong")
    assert kept.registry.publishable(["chong", "m chong", "private", "vouched", "secret", "nobody"]) == {
        "chong", "m chong", "vouched",
    }  # fmt: skip
    assert kept.registry.entity(entity_id("person", "m chong")).known


def test_rules_of_a_file_wait_for_their_entities_and_say_what_cannot_hold(kept: Kept) -> None:
    ahead = new_rule("merge", "person", "x", who="bob", into="y")
    against = new_rule("merge", "person", "y", who="bob", into="x")
    wrong = new_rule("merge", "person", "x", who="bob", into="x")
    taken = kept.registry.take_over([ahead, against, wrong, ahead])
    assert (taken.added, taken.known_already, taken.taken_back) == (1, 1, 0)
    assert [rule for rule, _ in taken.refused] == [against, wrong]
    kept.document("a.pdf", [[person("x")]])
    assert kept.facet("person") == {"y": 1}
    assert kept.registry.take_over(kept.registry.export()).known_already == 1
    undone = replace(ahead, undone=replace_undone(kept, ahead))
    assert kept.registry.take_over([undone]).known_already == 1
    assert kept.facet("person") == {"x": 1}


def replace_undone(kept: Kept, rule: Rule):  # type: ignore[no-untyped-def]
    kept.registry.undo(rule.id, "bob", "")
    return kept.registry.rules(None, 0, 1)[0].undone


def test_what_a_file_says_was_taken_back_is_taken_back_here(kept: Kept) -> None:
    kept.document("a.pdf", [[person("x")], [person("y")]])
    rule = decided(kept.registry, "merge", "person", "x", into="y")
    kept.registry.undo(rule.id, "ada", "wrong")
    (undone,) = kept.registry.export()
    again = replace(rule, id="1" * 32)
    assert kept.registry.take_over([again]).added == 1
    assert kept.facet("person") == {"y": 2}
    taken = kept.registry.take_over([replace(undone, id=again.id)])
    assert taken.taken_back == 1
    assert kept.facet("person") == {"x": 1, "y": 1}
    taken = kept.registry.take_over([replace(again, name="other", action="rename", into=None)])
    assert "same id" in taken.refused[0][1]


def test_a_mention_that_stands_elsewhere_than_the_rules_say_is_found_and_set_right(kept: Kept) -> None:
    document = kept.document("a.pdf", [[person("x"), person("y")]])
    decided(kept.registry, "merge", "person", "x", into="y")
    kept.archive.index()
    assert _wrong(kept) == []
    before = kept.registry.entities(None, "", "name", 0, 10)
    with kept.archive.database.write() as connection:
        connection.execute(update(MentionRow).values(entity=entity_id("person", "x")))
        connection.execute(update(EntityRow).values(pages=7))
        connection.execute(delete(EntityNameRow))
    assert document[:12] in _wrong(kept)[0]
    assert any("recount" in sentence for sentence in _wrong(kept)[1:])
    assert kept.registry.recount() == 1
    assert _wrong(kept) == []
    assert kept.registry.entities(None, "", "name", 0, 10) == before
    assert kept.registry.waiting() == 1


def _wrong(kept: Kept) -> list[str]:
    found = check_catalog(kept.archive.database, _Nothing(), hashes=False)  # type: ignore[arg-type]
    return [one.sentence for one in found if one.kind.startswith("entity")]


# Properties, over one database that each example empties.

VALUES = ("x", "y", "z", "v", "w")
TEXTS = ("One", "Two")
MENTIONS = st.builds(
    person,
    st.sampled_from(VALUES[:3]), st.sampled_from(TEXTS), st.integers(0, 60),
)  # fmt: skip
PAGES = st.lists(st.lists(MENTIONS, max_size=3), min_size=2, max_size=2)
DOCUMENTS = (sha("a.pdf"), sha("b.pdf"))
CHOSEN = st.sampled_from([((DOCUMENTS[0],), ()), ((), ("one",)), ((DOCUMENTS[1],), ("two",))])


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    action = draw(st.sampled_from(["hide", "rename", "merge", "merge", "split", "split", "reject"]))
    value, into = draw(st.sampled_from(VALUES)), draw(st.sampled_from(VALUES))
    if action == "reject":
        place = MentionPlace(
            draw(st.sampled_from(DOCUMENTS)), draw(st.integers(1, 2)), "party", draw(st.integers(0, 60)),
            draw(st.sampled_from(TEXTS)),
        )  # fmt: skip
        return new_rule("reject", "person", value, who="ada", place=place)
    if action == "split":
        documents, texts = draw(CHOSEN)
        return new_rule("split", "person", value, who="ada", into=into, documents=documents, texts=texts)
    if action == "merge":
        return new_rule("merge", "person", value, who="ada", into=into)
    name = draw(st.sampled_from(["Name", "Other"])) if action == "rename" else None
    return new_rule(action, "person", value, who="ada", name=name)  # type: ignore[arg-type]


class Emptied(Kept):
    """Two documents of two pages, whose mentions and rules each example sets."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.database = database
        self.archive = Archive(database, attempts=10_000)
        for name in ("a.pdf", "b.pdf"):
            self.document(name, [[], []])

    def begin(self, found: Sequence[Sequence[Sequence[Mention]]]) -> None:
        with self.database.write() as connection:
            for table in (MentionRow, EntityRow, EntityNameRow, RuleRow):
                connection.execute(delete(table))
        self.extracted(found)

    def extracted(self, found: Sequence[Sequence[Sequence[Mention]]]) -> None:
        self.archive.ledger.reset("entities", "another")
        for document, pages in zip(DOCUMENTS, found, strict=True):
            self.archive.annotate(document, list(enumerate(pages, start=1)))

    def decide(self, offered: Sequence[Rule]) -> list[Rule]:
        """Those that can be made here."""
        made = []
        for rule in offered:
            try:
                made.append(self.registry.decide(rule).rule)
            except (InputError, NotFound):
                continue
        return made

    def state(self) -> object:
        """All that people see, and where each mention stands."""
        with self.database.read() as connection:
            rows = connection.execute(
                select(MENTION.c.page, MENTION.c.position, MENTION.c.entity, MENTION.c.rejected)
                .order_by(MENTION.c.page, MENTION.c.position)
            ).all()  # fmt: skip
        shown = [self.registry.entities(None, "", "name", 0, 100, hidden=hidden) for hidden in (False, True)]
        return [tuple(row) for row in rows], shown, self.facet("person")

    def check(self) -> None:
        """Counts kept are counts made anew, and every mention stands where the rules put it."""
        with self.database.read() as connection:
            counted = {
                row[0]: row[1]
                for row in connection.execute(
                    select(MENTION.c.entity, func.count(MENTION.c.page.distinct())).group_by(MENTION.c.entity)
                )
                if row[0]
            }
            stored = {row.id: row for row in connection.execute(select(ENTITY))}
        assert {one: row.pages for one, row in stored.items() if row.pages} == counted
        shown = {stored[one].value: pages for one, pages in counted.items() if not stored[one].hidden}
        assert self.facet("person") == shown
        assert _wrong(self) == []


class Index:
    """What a writer was given, by key."""

    def __init__(self) -> None:
        self.pages: dict[int, PageRecord] = {}

    def write(
        self, records: Iterable[PageRecord], replace_documents: Sequence[int], replace_pages: Sequence[int] = ()
    ) -> int:
        gone, pages = set(replace_documents), set(replace_pages)
        left = {key: one for key, one in self.pages.items() if one.document_number not in gone and key not in pages}
        added = {record.key: record for record in records}
        assert not left.keys() & added.keys(), "a page would be there twice"
        self.pages = left | added
        return len(added)

    def close(self) -> None:
        """Nothing to close."""


class _Nothing:
    def all(self) -> Iterator[str]:
        return iter(())


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Emptied, Emptied]]:
    folder: Path = tmp_path_factory.mktemp("registry")
    databases = [Database.open(f"sqlite:///{folder / name}.sqlite") for name in ("one", "other")]
    yield Emptied(databases[0]), Emptied(databases[1])
    for database in databases:
        database.close()


SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FOUND = st.tuples(PAGES, PAGES)


@SLOW
@given(FOUND, st.lists(rules(), max_size=8), st.randoms(use_true_random=False))
def test_undoing_all_rules_in_any_order_restores_what_the_machine_said(
    emptied: tuple[Emptied, Emptied], found: tuple[list[list[Mention]], ...], offered: list[Rule], random: object
) -> None:
    one = emptied[0]
    one.begin(found)
    before = one.state()
    made = one.decide(offered)
    one.check()
    random.shuffle(made)  # type: ignore[attr-defined]
    for rule in made:
        one.registry.undo(rule.id, "bob", "")
    one.check()
    assert one.state() == before


STEPS = st.lists(rules() | st.sampled_from(["extract", "claim", "index", "undo"]), max_size=14)


@SLOW
@given(FOUND, FOUND, STEPS)
def test_the_index_that_follows_page_by_page_is_the_one_that_would_be_made_anew(
    emptied: tuple[Emptied, Emptied],
    found: tuple[list[list[Mention]], ...],
    later: tuple[list[list[Mention]], ...],
    steps: list[Rule | str],
) -> None:
    one, index = emptied[0], Index()
    archive = one.archive
    one.begin(found)
    catalogs = Catalogs(archive.catalog, archive.writer, archive.ledger, archive.feed)

    def write(finish: bool = True) -> None:
        while numbers := archive.feed.claim_index(1, "1", 60.0):
            if not finish:  # killed before it wrote anything: the lease runs out
                archive.now_s += 100.0
                archive.ledger.due(100)
                return
            index_documents(numbers, catalogs, index)

    write()
    for step in steps:
        if isinstance(step, Rule):
            one.decide([step])
        elif step == "extract":
            one.extracted(later)
        elif step == "undo":
            for rule in one.registry.rules(None, 0, 1):
                if rule.undone is None:
                    one.registry.undo(rule.id, "bob", "")
        else:
            write(finish=step == "index")
    write()
    whole = [record for number in archive.feed.all_document_numbers() for record in archive.feed.page_records(number)]
    assert index.pages == {record.key: record for record in whole}
    assert one.registry.waiting() == 0


@SLOW
@given(FOUND, FOUND, st.lists(rules(), max_size=8))
def test_deciding_before_or_after_an_extraction_is_the_same(
    emptied: tuple[Emptied, Emptied],
    found: tuple[list[list[Mention]], ...],
    later: tuple[list[list[Mention]], ...],
    offered: list[Rule],
) -> None:
    one, other = emptied
    one.begin(found)
    made = one.decide(offered)
    one.extracted(later)
    one.check()
    other.begin(later)
    other.registry.take_over(made)
    other.check()
    assert one.state() == other.state()


@SLOW
@given(FOUND, st.lists(rules(), max_size=8), st.data())
def test_rules_taken_over_give_the_same_entities(
    emptied: tuple[Emptied, Emptied], found: tuple[list[list[Mention]], ...], offered: list[Rule], data: st.DataObject
) -> None:
    one, other = emptied
    one.begin(found)
    for rule in one.decide(offered):
        if data.draw(st.booleans()):
            one.registry.undo(rule.id, "bob", "")
    exported = list(one.registry.export())
    other.begin(found)
    taken = other.registry.take_over(exported)
    assert (taken.added, taken.refused) == (len(exported), ())
    other.check()
    assert one.state() == other.state()
    assert list(other.registry.export()) == exported
    assert other.registry.take_over(exported).known_already == len(exported)


def test_a_decision_on_an_older_state_is_refused(kept: Kept) -> None:
    kept.document("one", [[person("a"), person("b"), person("c")]])
    a, b = (entity_id("person", value) for value in "ab")
    hide, merge = new_rule("hide", "person", "a", who="ada"), new_rule("merge", "person", "a", into="b", who="ada")
    seen_alone, seen_both = kept.registry.state([a]), kept.registry.state([a, b])
    named = decided(kept.registry, "rename", "person", "b", name="B")
    assert kept.registry.state([a]) == seen_alone
    with pytest.raises(Outdated):
        kept.registry.decide(merge, seen_both)
    again = kept.registry.state([a, b])
    kept.registry.undo(named.id, "ada", "")
    assert kept.registry.state([a, b]) not in (seen_both, again)
    kept.registry.decide(merge, kept.registry.state([a, b]))
    with pytest.raises(Outdated):
        kept.registry.decide(hide, seen_alone)
    assert kept.registry.count_rules(None) == 2


def test_an_account_without_a_readable_name_is_called_by_its_value(kept: Kept) -> None:
    value = "wechat:MzAwMDAwMDAwMA=="
    kept.document("one", [[replace(on_platform(value, "."), label=". (WeChat)")]])
    (entity,) = kept.registry.entities("account", "", "pages", 0, 10)
    assert entity.name == "MzAwMDAwMDAwMA== (WeChat)"
    assert kept.archive.catalog.labels("account", [value]) == (entity.name,)
    decided(kept.registry, "rename", "account", value, name="!")
    assert kept.registry.entity(entity.id).name == "!"
