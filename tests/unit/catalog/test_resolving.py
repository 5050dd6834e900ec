"""Which entity a mention counts for: properties of the walk, whatever the rules."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indexer.catalog.checking import malformed, refusal
from indexer.catalog.resolving import Occurrence, of_rules
from indexer.model.registry import MentionPlace, Rule, new_rule
from tests.unit.catalog.made import sha

VALUES = tuple("abcdef")
DOCUMENTS = (sha("1"), sha("2"))
TEXTS = ("Chong", "Mr. Chong")


def _merge(value: str, into: str) -> Rule:
    return new_rule("merge", "person", value, who="w", into=into)


def _split(value: str, into: str, documents: tuple[str, ...], texts: tuple[str, ...]) -> Rule:
    return new_rule("split", "person", value, who="w", into=into, documents=documents, texts=texts)


MERGES = st.builds(_merge, st.sampled_from(VALUES), st.sampled_from(VALUES))
CHOICES = st.sampled_from([((DOCUMENTS[0],), ()), ((), (TEXTS[0],)), ((DOCUMENTS[1],), (TEXTS[1].upper(),))])
SPLITS = st.builds(
    lambda value, into, chosen: _split(value, into, *chosen), st.sampled_from(VALUES), st.sampled_from(VALUES), CHOICES
)


def held(offered: list[Rule]) -> list[Rule]:
    """Those that can hold, each beside those before it."""
    kept: list[Rule] = []
    for rule in offered:
        if malformed(rule) is None and refusal(rule, of_rules(kept)) is None:
            kept.append(rule)
    return kept


@given(st.lists(MERGES | SPLITS, max_size=12))
def test_every_walk_ends_and_merged_values_have_no_mention_left(offered: list[Rule]) -> None:
    resolver = of_rules(held(offered))
    for value in VALUES:
        for document in DOCUMENTS:
            for text in TEXTS:
                end = resolver.value_of("person", value, document, text)
                assert ("person", end) not in resolver.merges
                assert resolver.reaches("person", value, end)
                assert value in resolver.leading_to("person", [end])
                if not resolver.is_split("person", value):
                    assert end == resolver.canonical("person", value)
                assert resolver.value_of("account", value, document, text) == value, "of another kind"


@given(st.lists(MERGES, max_size=8), st.randoms())
def test_merges_hold_in_any_order(offered: list[Rule], random: object) -> None:
    kept = held(offered)
    shuffled = [*kept]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert held(shuffled) == shuffled, "a set that holds, holds in every order"
    ordered, other = of_rules(kept), of_rules(shuffled)
    assert [ordered.canonical("person", value) for value in VALUES] == [
        other.canonical("person", value) for value in VALUES
    ]


@given(st.lists(MERGES | SPLITS, max_size=10), st.data())
def test_what_is_left_of_rules_that_hold_still_holds(offered: list[Rule], data: st.DataObject) -> None:
    kept = held(offered)
    rest = [rule for rule in kept if data.draw(st.booleans())]
    assert held(rest) == rest, "so an exported file can be taken over in its order"


def test_a_circle_is_refused_and_the_sentence_says_what_to_do() -> None:
    resolver = of_rules([_merge("a", "b"), _merge("b", "c")])
    assert "circle" in (refusal(_merge("c", "a"), resolver) or "")
    assert "merged into “c”" in (refusal(new_rule("rename", "person", "a", who="w", name="A"), resolver) or "")
    assert "itself" in (malformed(_merge("a", "a")) or "")


def test_a_split_also_takes_what_was_merged_in_before() -> None:
    resolver = of_rules([_merge("a", "b"), _split("b", "x", (), ("chong",))])
    assert resolver.value_of("person", "a", DOCUMENTS[0], "CHONG") == "x"
    assert resolver.value_of("person", "a", DOCUMENTS[0], "Mr. Chong") == "b"


def test_of_two_splits_that_want_a_mention_the_newer_has_it() -> None:
    older, newer = _split("a", "x", (), ("chong",)), _split("a", "y", (DOCUMENTS[0],), ())
    resolver = of_rules([older, newer])
    assert resolver.value_of("person", "a", DOCUMENTS[0], "Chong") == "y"
    assert resolver.value_of("person", "a", DOCUMENTS[1], "Chong") == "x"


def _reject(start: int, text: str = "Chong") -> Rule:
    return new_rule("reject", "person", None, who="w", place=MentionPlace(DOCUMENTS[0], 3, "party", start, text))


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6, unique=True), st.data())
def test_each_rejection_takes_one_mention_and_the_very_one_it_names(starts: list[int], data: st.DataObject) -> None:
    found = [Occurrence(place, "party", start, "Chong") for place, start in enumerate(starts)]
    chosen = [one for one in found if data.draw(st.booleans())]
    resolver = of_rules([_reject(one.start) for one in chosen])
    assert resolver.rejected(DOCUMENTS[0], 3, found) == {one.position for one in chosen}
    assert resolver.rejected(DOCUMENTS[0], 2, found) == frozenset()
    others = [replace(one, text="Wong") for one in found] + [replace(one, kind="account") for one in found]
    assert resolver.rejected(DOCUMENTS[0], 3, others) == frozenset()


def test_a_rejection_finds_its_mention_some_letters_on() -> None:
    found = [
        Occurrence(0, "party", 4, "Chong"),
        Occurrence(1, "party", 95, "CHONG"),
        Occurrence(2, "party", 300, "Chong"),
    ]
    assert of_rules([_reject(100)]).rejected(DOCUMENTS[0], 3, found) == {1}
    assert of_rules([_reject(90), _reject(99)]).rejected(DOCUMENTS[0], 3, found) == {0, 1}
    assert of_rules([_reject(90, "Chong\nWong")]).rejected(DOCUMENTS[0], 3, found) == frozenset()
