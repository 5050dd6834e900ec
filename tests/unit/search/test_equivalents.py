"""Terms in the other language: which are found, what is said of them, and how to leave them out."""

from __future__ import annotations

import pytest

from indexer.model.query import And, Node, Not, Or, Phrase, SearchRequest, Words
from indexer.search.equivalents import load_glossary, with_equivalents
from indexer.search.nodes import leaves
from indexer.search.parser import parse
from indexer.search.switches import Switches, split_switches
from indexer.settings import config_dir
from tests.unit.search.fakes import make_service
from tests.unit.search.test_service import page

GLOSSARY = load_glossary(config_dir())


def widened(query: str) -> tuple[Node, list[str]]:
    node, added = with_equivalents(parse(query).node, GLOSSARY)
    return node, [one.term for one in added]


def phrases(node: Node) -> set[str]:
    return {leaf.raw for leaf in leaves(node) if isinstance(leaf, Phrase)}


@pytest.mark.parametrize(
    ("query", "also"),
    [
        ('"foreign interference"', "ingérence étrangère"),
        ("foreign interference", "ingérence étrangère"),
        ("FOREIGN  Interference wechat", "ingérence étrangère"),
        ("ingérence étrangère", "foreign interference"),
        ("ingerence etrangere", "foreign interference"),
        ("SITE Task Force", "Groupe de travail MSRE"),
        ("access to information act", "Loi sur l'accès à l'information"),
    ],
)
def test_a_term_is_also_sought_in_the_other_language(query: str, also: str) -> None:
    node, added = widened(query)
    assert also in phrases(node)
    assert len(added) == 1


@pytest.mark.parametrize("query", ["CSIS", "csis OR rcmp", "SITE"])
def test_abbreviations_only_in_capitals(query: str) -> None:
    node, added = widened(query)
    assert bool(added) == query.isupper()
    assert isinstance(node, Or)


@pytest.mark.parametrize(
    "query",
    [
        "site",
        "foreign -interference",
        'title:"foreign interference"',
        "interference foreign",
        '"foreign interference"~3',
    ],
)
def test_what_is_no_term_stays(query: str) -> None:
    assert widened(query) == (parse(query).node, [])


def test_what_is_excluded_is_excluded_as_written() -> None:
    node, _ = widened('wechat -"foreign interference"')
    assert isinstance(node, And)
    assert node.nodes[1] == Not(parse('"foreign interference"').node)


def test_the_longest_term_wins_and_other_words_stay() -> None:
    node, added = widened("Canadian Security Intelligence Service report")
    assert added == ["Canadian Security Intelligence Service"]
    assert isinstance(node, And)
    assert isinstance(node.nodes[-1], Words)


def test_pages_in_both_languages_are_found_and_the_words_marked_and_it_can_be_switched_off() -> None:
    service, _ = make_service(
        [page(1, 1, "on foreign interference by"), page(2, 1, "sur l'ingérence étrangère en ligne"), page(3, 1, "no")]
    )
    both = service.find_pages(SearchRequest("foreign interference"))
    assert both.pages == 2
    assert [one.others[0] for one in both.equivalents] == ["ingérence étrangère"]
    text = "sur l'ingérence étrangère en ligne"
    assert [text[one.start : one.end] for one in service.spans("foreign interference", text)] == ["ingérence étrangère"]
    written = service.find_pages(SearchRequest("foreign interference equivalents:off"))
    assert (written.pages, written.equivalents) == (1, ())
    assert service.spans("foreign interference équivalents:non", text) == ()


@pytest.mark.parametrize(
    ("query", "bare", "switches"),
    [
        ("a b", "a b", Switches()),
        ("a equivalents:off b", "a  b", Switches(equivalents=False)),
        ("Équivalents:NON a", "a", Switches(equivalents=False)),
        ("a scope:document", "a", Switches(scope="document")),
        ("portée:document a equivalents:off", "a", Switches(False, "document")),
        ("scope:document scope:page a", "a", Switches()),
        ('"a scope:document"', '"a scope:document"', Switches()),
        ("xscope:document", "xscope:document", Switches()),
        ("scope:documentary", "scope:documentary", Switches()),
    ],
)
def test_switches_are_read_and_written(query: str, bare: str, switches: Switches) -> None:
    assert [part.split() for part in split_switches(query)[:1]] == [bare.split()]
    assert split_switches(query)[1] == switches
    assert split_switches(switches.written("a"))[1] == switches


@pytest.mark.parametrize(
    "query", ["foreign scope:document", "scope:document", "* equivalents:off", "a OR b scope:document"]
)
def test_what_is_printed_reads_the_same(query: str) -> None:
    first = parse(query)
    again = parse(first.understood)
    assert (again.node, again.scope, again.equivalents) == (first.node, first.scope, first.equivalents)
