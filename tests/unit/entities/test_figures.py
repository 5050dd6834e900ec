"""Figures of reach, and the hedges of a sentence."""

from __future__ import annotations

import pytest

from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.mention import FigureDetails, Mention


def figures(annotator: Annotator, text: str) -> list[tuple[str, int, int, str]]:
    found = annotator.annotate(text, Context(language="en"))
    return [
        (one.details.quantity, one.details.low, one.details.high, one.details.bound)
        for one in found
        if isinstance(one.details, FigureDetails)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 85,000 and 130,000 interactions", ("interactions", 85_000, 130_000, "exact")),
        ("from 1.2 to 3 million views", ("views", 1_200_000, 3_000_000, "exact")),
        ("up to three million views", ("views", 0, 3_000_000, "at_most")),
        ("over 30 WeChat news accounts", ("accounts", 30, 30, "at_least")),
        ("an estimated 120,000 followers", ("followers", 120_000, 120_000, "about")),
        ("12.4K subscribers", ("followers", 12_400, 12_400, "exact")),
        ("suivi par 3 400 abonnés", ("followers", 3_400, 3_400, "exact")),
        ("粉丝 35.2万", ("followers", 352_000, 352_000, "exact")),
    ],
)
def test_figures_with_range_multiplier_and_bound(
    annotator: Annotator, text: str, expected: tuple[str, int, int, str]
) -> None:
    assert figures(annotator, text) == [expected]


@pytest.mark.parametrize("text", ["page 4 of 2021", "$85,000 in grants", "in 2021, accounts were", "one account"])
def test_what_is_no_figure(annotator: Annotator, text: str) -> None:
    assert figures(annotator, text) == []


def test_a_figure_is_bound_to_the_account_before_it(annotator: Annotator) -> None:
    text = "The TikTok account @sample_maple has 2,300 followers. Elsewhere 40 posts were seen."
    found = annotator.annotate(text, Context(language="en"))
    first, second = (one.details for one in found if isinstance(one.details, FigureDetails))
    assert first.of is not None
    assert found[first.of].value == "tiktok:sample_maple"
    assert second.of is None


def hedges(found: tuple[Mention, ...]) -> dict[str, str | None]:
    return {one.text: one.hedge for one in found}


def test_the_hedge_of_a_sentence_stays_with_its_claims(annotator: Annotator) -> None:
    text = "It is highly probable that @sample_maple on TikTok acted. China Daily wrote on 8 September 2021."
    found = hedges(annotator.annotate(text, Context(language="en")))
    assert found["@sample_maple"] == "highly probable"
    assert found["8 September 2021"] is None
