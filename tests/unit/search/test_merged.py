"""Addresses and queries that name an entity by a value that was merged into another."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.model.query import And, FieldText, FieldValue, Filters, Not, Or, Phrase
from indexer.search.merged import merged_in_filters, merged_in_query


def canonical(kind: str, values: Iterable[str]) -> dict[str, str]:
    return {value: "new" for value in values if kind == "account" and value in ("old", "older")}


def test_filters_name_the_entity_merged_into_once() -> None:
    filters = Filters(
        include=(("account", ("old", "new", "older", "x")), ("year", ("old",))), exclude=(("person", ("old",)),)
    )
    merged = merged_in_filters(filters, canonical)
    assert merged.include == (("account", ("new", "x")), ("year", ("old",)))
    assert merged.exclude == (("person", ("old",)),)


def test_values_of_a_query_are_those_that_count_now_wherever_they_stand() -> None:
    words = FieldText("account", Phrase(("old",), "old"))
    tree = And(
        (Or((FieldValue("account", "old"), words)), Not(FieldValue("account", "older")), FieldValue("year", "old"))
    )
    new = FieldValue("account", "new")
    assert merged_in_query(tree, canonical) == And((Or((new, words)), Not(new), FieldValue("year", "old")))
