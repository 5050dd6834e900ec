"""What every engine keeps, one by one; the generated comparison is in test_engines_agree."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from indexer.model.query import Documents, Everything, FieldValue, Node
from indexer.model.record import PageRecord, page_key, split_key
from indexer.search.parser import parse
from indexer.search.ports import Count, IndexStore
from tests.contract.pages import make_pages


def page(document: int, sheet: int = 1, text: str = "word", day: int = 0, **facets: tuple[str, ...]) -> PageRecord:
    return PageRecord(
        key=page_key(document, sheet),
        document_number=document,
        text=text,
        facets=facets,
        date_from=day,
        date_to=day,
        release_date=day,
    )


def node(query: str) -> Node:
    return parse(query).node


def test_an_archive_without_an_index_answers_with_nothing(store: IndexStore) -> None:
    engine = store.engine()
    assert store.needs_rebuild()
    assert engine.state() == "missing"
    assert engine.count(Everything()) == 0
    assert engine.top(Everything(), "relevance", 10) == ()
    assert list(engine.keys(Everything())) == []
    survey = engine.survey(Everything(), {"year": 5})
    assert (survey.pages, survey.total.documents, survey.facets["year"]) == (0, 0, ())
    assert engine.pages_per_document(Everything(), (1,)) == (0,)


def test_a_commit_is_seen_at_once_by_an_engine_that_was_open(store: IndexStore) -> None:
    engine = store.engine()
    writer = store.writer()
    assert writer.write([page(1)], ()) == 1
    assert engine.state() == "ready"
    assert engine.count(Everything()) == 1
    writer.write([page(2)], ())
    assert engine.count(Everything()) == 2
    writer.close()


def test_writing_a_document_again_makes_no_duplicate(store: IndexStore) -> None:
    writer = store.writer()
    for text in ("old", "new"):
        writer.write([page(1, 1, text), page(1, 2, text)], (1,))
    writer.write([page(2, 1, "new")], (2,))
    writer.close()
    engine = store.engine()
    assert engine.count(node("old")) == 0
    assert list(engine.keys(node("new"))) == [page_key(1, 1), page_key(1, 2), page_key(2, 1)]


def test_a_document_can_be_taken_out(store: IndexStore) -> None:
    writer = store.writer()
    writer.write([page(1), page(2)], (1, 2))
    assert writer.write((), (1,)) == 0
    writer.close()
    assert list(store.engine().keys(Everything())) == [page_key(2, 1)]


def test_single_pages_are_written_again_or_taken_out_and_their_documents_stay(store: IndexStore) -> None:
    writer = store.writer()
    writer.write([page(1, sheet, "old") for sheet in (1, 2, 3)] + [page(2, 1, "old")], (1, 2))
    assert writer.write([page(1, 2, "new")], (), (page_key(1, 2), page_key(1, 3))) == 1
    writer.close()
    engine = store.engine()
    assert list(engine.keys(node("old"))) == [page_key(1, 1), page_key(2, 1)]
    assert list(engine.keys(node("new"))) == [page_key(1, 2)]


def test_a_failed_write_changes_nothing(store: IndexStore) -> None:
    writer = store.writer()
    writer.write([page(1)], (1,))

    def broken():  # type: ignore[no-untyped-def]
        yield page(2)
        raise OSError("the catalog went away")

    with pytest.raises(OSError, match="went away"):
        writer.write(broken(), (1,))
    writer.write([page(3)], ())
    writer.close()
    assert list(store.engine().keys(Everything())) == [page_key(1, 1), page_key(3, 1)]


def test_a_rebuild_replaces_everything(store: IndexStore) -> None:
    writer = store.writer()
    writer.write([page(1)], ())
    writer.close()
    engine = store.engine()
    assert engine.count(Everything()) == 1
    assert store.rebuild(iter([page(2), page(3)])) == 2
    assert list(engine.keys(Everything())) == [page_key(2, 1), page_key(3, 1)]
    assert not store.needs_rebuild()


def test_equal_scores_are_in_order_of_key_whatever_the_commits(store: IndexStore) -> None:
    """Trap: ties follow segments, and change with merges."""
    writer = store.writer()
    for first in (40, 0, 20, 60):
        writer.write([page(number) for number in range(first + 19, first, -1)], ())
    writer.close()
    engine = store.engine()
    everything = [page_key(number, 1) for first in (0, 20, 40, 60) for number in range(first + 1, first + 20)]
    assert [one.key for one in engine.top(node("word"), "relevance", 100)] == everything
    paged = [one.key for offset in range(0, 76, 7) for one in engine.top(node("word"), "relevance", 7, offset)]
    assert paged == everything
    assert [one.key for one in engine.top(Everything(), "relevance", 5, 70)] == everything[70:75]


def test_dates_sort_newest_first_unknown_last(store: IndexStore) -> None:
    days = {1: 20210901, 2: 0, 3: 20230101, 4: 20210901, 5: 19990101}
    store.rebuild(page(number, 1, "word", day) for number, day in days.items())
    for order in ("document_date", "release_date"):
        found = store.engine().top(node("word"), order, 10)  # type: ignore[arg-type]
        assert [one.key >> 20 for one in found] == [3, 1, 4, 5, 2]


def test_more_occurrences_rank_higher(store: IndexStore) -> None:
    texts = ("word and many others to make it long " * 3, "word word word word", "nothing", "word other")
    store.rebuild(page(number, 1, text) for number, text in enumerate(texts, 1))
    scores = store.engine().top(node("word"), "relevance", 10)
    assert scores[0].key == page_key(2, 1)
    assert all(left.score >= right.score for left, right in pairwise(scores))


def test_facet_counts_are_exact_and_ties_are_in_order(store: IndexStore) -> None:
    """Trap: counts of many-valued facets are approximate over segments."""
    writer = store.writer()
    for batch in range(6):
        pages = [
            page(batch * 100 + n, 1, "word", person=(f"p{(n * 7 + batch) % 90:03d}", "common"), platform=("wechat",))
            for n in range(1, 91)
        ]
        writer.write(pages, ())
    writer.close()
    counts = store.engine().facets(node("word"), ("person", "platform", "state"), 10)
    assert counts[0] == (Count("common", 540, counts[0][0].documents), *(Count(f"p{n:03d}", 6, 6) for n in range(9)))
    assert abs(counts[0][0].documents - 540) <= 11
    assert counts[1][0].pages == 540
    assert counts[2] == ()


def test_totals_of_documents_and_their_pages(store: IndexStore) -> None:
    pages = make_pages(seed=5, documents=400, longest=3)
    store.rebuild(iter(pages))
    engine = store.engine()
    total = engine.count_documents(Everything())
    assert (total.documents, total.approximate) == (400, False)
    expected = tuple(sum(1 for one in pages if one.document_number == number) for number in (7, 1, 400, 999))
    assert engine.pages_per_document(Everything(), (7, 1, 400, 999)) == expected
    assert engine.count(Documents((7, 400))) == expected[0] + expected[2]


def test_numbers_of_documents(store: IndexStore) -> None:
    assert store.engine().documents(Everything()) == ()
    store.rebuild([page(3, 1, "a b"), page(3, 2, "b"), page(1, 1, "b"), page(2, 1, "c")])
    assert store.engine().documents(node("b")) == (1, 3)
    assert store.engine().documents(node("missing")) == ()


def test_words_alike_by_a_letter_or_two(store: IndexStore) -> None:
    assert store.engine().similar_words("interferance", 3) == ()
    store.rebuild([page(1, 1, "interference interfering"), page(2, 1, "Étranger été interference"), page(3, 1, "cat")])
    engine = store.engine()
    assert engine.similar_words("interferance", 3) == ("interference",)
    assert engine.similar_words("etrangere", 3) == ("etranger",)
    assert engine.similar_words("cap", 3) == ()
    assert engine.similar_words("", 3) == ()


def test_facet_values_match_whatever_their_case_and_accents(store: IndexStore) -> None:
    store.rebuild([page(1, institution=("Affaires étrangères",), section=("15(1)",)), page(2, section=("15.1",))])
    engine = store.engine()
    assert engine.count(FieldValue("institution", "AFFAIRES  ETRANGERES")) == 1
    assert engine.count(FieldValue("institution", "affaires")) == 0
    assert list(engine.keys(FieldValue("section", "15(1)"))) == [page_key(1, 1)]


def test_suggestions_start_with_the_prefix_most_frequent_first(store: IndexStore) -> None:
    store.rebuild([page(1, person=("Éric", "Michael")), page(2, person=("erin", "Erin")), page(3, person=("Erin",))])
    assert store.engine().suggest("person", "er", 10) == ("Erin", "erin", "Éric")
    assert store.engine().suggest("person", "mi", 1) == ("Michael",)


def test_more_than_ten_thousand_hits_are_reached(store: IndexStore) -> None:
    """Trap: hits capped at 10,000."""
    count = 10_500
    assert store.rebuild(page(1 + n // 500, 1 + n % 500) for n in range(count)) == count
    engine = store.engine()
    keys = list(engine.keys(node("word")))
    assert len(keys) == count
    assert keys == sorted(set(keys))
    assert engine.count(node("word")) == count
    assert [one.key for one in engine.top(node("word"), "relevance", 5, count - 5)] == keys[-5:]


def test_wildcards_are_neither_dropped_nor_limited(store: IndexStore) -> None:
    """Traps: `*` and `?` silently ignored; too many terms for an expansion; patterns too large for an automaton."""
    store.rebuild(page(1 + n, 1, f"term{n:05d}x") for n in range(3_000))
    engine = store.engine()
    assert engine.count(node("term*")) == 3_000
    assert engine.count(node("*x")) == 3_000
    assert engine.count(node("term0000?x")) == 10
    assert engine.count(node("ter?00007x")) == 1
    assert engine.count(node("terx*")) == 0
    assert engine.count(node("*e" + "?" * 8)) == 3_000
    assert engine.count(node("*t*e*r*m*0*0*0*0*7*x*")) == 1
    assert engine.count(node("*" + "?" * 60)) == 0


def test_phrase_of_two_common_words(store: IndexStore) -> None:
    """Trap: refused as too large an expansion."""
    store.rebuild(page(1 + n, 1, "the the of of " * 5 + ("of the" if n % 3 else "")) for n in range(600))
    engine = store.engine()
    assert engine.count(node('"the of"')) == 600
    assert engine.count(node('"of the"')) == 600
    assert engine.count(node('"of of the of"')) == 0


def test_phrases_of_frequent_words_are_those_that_stand_so(store: IndexStore) -> None:
    """They are found by their pairs, which must mean what places mean: in order, side by side, within one stream."""
    texts = ("It is of the state.", "The of, and the state of it.", "out of the-\nory", "of\n\nthe", "as it is of the")
    store.rebuild(page(number, 1, text) for number, text in enumerate(texts, 1))
    engine = store.engine()

    def found(query: str) -> list[int]:
        return [split_key(key)[0] for key in engine.keys(node(query))]

    assert found('"of the"') == [1, 3, 4, 5]  # a word broken at a line end is also found in its parts
    assert found('"the of"') == [2]
    assert found('"is of the"') == [1, 5]
    assert found('"it is of the"') == [1, 5]
    assert found('"of the state"') == [1]
    assert found('"of the" NOT "it is"') == [3, 4]
    assert found('"the state of it"') == [2]


def test_only_excluding_and_empty_parts(store: IndexStore) -> None:
    """Traps: a lone NOT and a dangling AND raise in Tantivy's parser."""
    store.rebuild([page(1, 1, "a"), page(2, 1, "b")])
    engine = store.engine()
    assert list(engine.keys(node("NOT a"))) == [page_key(2, 1)]
    assert list(engine.keys(node("a AND"))) == [page_key(1, 1)]
    assert list(engine.keys(node("NOT (a OR b)"))) == []


def test_plain_words_find_a_title_once_on_the_first_page(store: IndexStore) -> None:
    title = "Narratives on Élections"
    first = replace(page(1, 1, "word foreign"), title=title, first=True, furniture=((0, 4),))
    store.rebuild([first, replace(page(1, 2, "word narratives"), title=title), page(2, 1, "word")])
    engine = store.engine()
    found = {
        "narratives": [1, 2], "election": [1], "narrativ*": [1, 2], '"narratives on"': [1],
        '"foreign narratives"': [], "narratives foreign": [1], "elections NOT word": [1], "title:elections": [1, 2],
    }  # fmt: skip
    for query, sheets in found.items():
        assert list(engine.keys(node(query))) == [page_key(1, sheet) for sheet in sheets], query
