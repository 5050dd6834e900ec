"""Which passages are one fact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.cite.timeline.facts import facts
from indexer.model.mention import Mention, PartyDetails
from indexer.model.timeline import Moment

TOLD = "On 8 September 2021 the RCMP met CSIS in Ottawa to speak of the account"


def moment(text: str = TOLD, *, page: int = 1, edtf: str = "2021-09-08", entity: str = "a") -> Moment:
    named = Mention("party", 20, 24, "RCMP", "rcmp", "RCMP", 1.0, "x/1", PartyDetails("organisation"), entity=entity)
    return Moment(
        "event", "d" * 64, page, None, text, 0, 3, "8 September 2021", edtf, 20210908, 20210908, "day", "explicit",
        mentions=(named,),
    )  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [TOLD, TOLD.upper(), TOLD.replace(" ", "\n") + ".", TOLD.replace("Ottawa", "Ottavva")],
    ids=["equal", "capitals", "lines", "a word misread"],
)
def test_nearly_the_same_words_are_one_fact_with_two_sources(other: str) -> None:
    found = list(facts([moment(), moment(other, page=2)]))
    assert [[one.page for one in fact.moments] for fact in found] == [[1, 2]]
    assert found[0].first.page == 1


@pytest.mark.parametrize(
    "other",
    [
        moment(TOLD.replace("met", "never met")),
        moment(TOLD.replace("8 September", "9 September")),
        moment(TOLD + " which 85,000 people saw before it was taken down by the platform itself"),
        moment(edtf="2021-09-08~"),
        moment(entity="b"),
        replace(moment(), role="document"),
    ],
    ids=["a negation", "a figure", "more words", "another date value", "another name", "another role"],
)
def test_what_differs_in_substance_stays_apart(other: Moment) -> None:
    assert len(list(facts([moment(), other]))) == 2


def test_facts_of_different_days_never_meet_and_keep_their_order() -> None:
    later = replace(moment(), lower=20210909, upper=20210909)
    assert [fact.first.lower for fact in facts([moment(), later, later])] == [20210908, 20210909]
    assert list(facts([])) == []
