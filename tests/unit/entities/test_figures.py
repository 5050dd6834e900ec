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
        ("two to three million views", ("views", 2_000_000, 3_000_000, "exact")),
        ("Fewer than 100 accounts took part", ("accounts", 0, 100, "at_most")),
        ("At least a dozen accounts shared it", ("accounts", 12, 12, "at_least")),
        ("Hundreds of accounts posted it", ("accounts", 100, 100, "at_least")),
        ("tens of thousands of comments", ("comments", 10_000, 10_000, "at_least")),
        ("Half a million views in a week", ("views", 500_000, 500_000, "about")),
        ("roughly 1.5M impressions", ("views", 1_500_000, 1_500_000, "about")),
        ("The video was viewed 120,000 times", ("views", 120_000, 120_000, "exact")),
        ("shared more than 4,500 times", ("shares", 4_500, 4_500, "at_least")),
        ("followed by 23,000 users", ("followers", 23_000, 23_000, "exact")),
        ("posts came from 12 accounts", ("accounts", 12, 12, "exact")),
        ("entre 85 000 et 130 000 interactions", ("interactions", 85_000, 130_000, "exact")),
        ("Jusqu'à trois millions de vues", ("views", 0, 3_000_000, "at_most")),
        ("plus de 1,2 million d'abonnés", ("followers", 1_200_000, 1_200_000, "at_least")),
        ("au moins une douzaine de comptes", ("accounts", 12, 12, "at_least")),
        ("des centaines de comptes", ("accounts", 100, 100, "at_least")),
        ("La vidéo a été vue 120 000 fois", ("views", 120_000, 120_000, "exact")),
        ("该视频播放量超过300万次", ("views", 3_000_000, 3_000_000, "at_least")),
        ("该账号有16.4万粉丝", ("followers", 164_000, 164_000, "exact")),
        ("阅读量达到10万+", ("views", 100_000, 100_000, "at_least")),
        ("超过30个微信账号参与", ("accounts", 30, 30, "at_least")),
        ("獲得8.5萬至13萬次互動", ("interactions", 85_000, 130_000, "exact")),
        ("约200万次观看", ("views", 2_000_000, 2_000_000, "about")),
        ("no fewer than 5,000 followers", ("followers", 5_000, 5_000, "at_least")),
        ("pas moins de 300 comptes", ("accounts", 300, 300, "at_least")),
        ("no more than 40 accounts", ("accounts", 0, 40, "at_most")),
        ("un billet vu 20 000 fois", ("views", 20_000, 20_000, "exact")),
    ],
)
def test_figures_with_range_multiplier_and_bound(
    annotator: Annotator, text: str, expected: tuple[str, int, int, str]
) -> None:
    assert figures(annotator, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "page 4 of 2021",
        "$85,000 in grants",
        "in 2021, accounts were",
        "one account",
        "page 12 of 45 posts",
        "section 15(1) accounts for 30 pages",
        "粉丝2021年",
        "3 e-mail accounts",
    ],
)
def test_what_is_no_figure(annotator: Annotator, text: str) -> None:
    assert figures(annotator, text) == []


def test_a_figure_is_bound_to_the_account_before_it(annotator: Annotator) -> None:
    text = "The TikTok account @sample_maple has 2,300 followers. Elsewhere 40 posts were seen."
    found = annotator.annotate(text, Context(language="en"))
    first, second = (one.details for one in found if isinstance(one.details, FigureDetails))
    assert first.of is not None
    assert found[first.of].value == "tiktok:sample_maple"
    assert second.of is None


def test_a_figure_that_opens_its_sentence_is_bound_to_the_account_behind_it(annotator: Annotator) -> None:
    text = 'With more than 164,000 subscribers, the YouTube channel "Sample Voices" posted daily.'
    found = annotator.annotate(text, Context(language="en"))
    (figure,) = (one.details for one in found if isinstance(one.details, FigureDetails))
    assert figure.of is not None
    assert found[figure.of].text == "Sample Voices"


def hedges(found: tuple[Mention, ...]) -> dict[str, str | None]:
    return {one.text: one.hedge for one in found}


def test_the_hedge_of_a_sentence_stays_with_its_claims(annotator: Annotator) -> None:
    text = "It is highly probable that @sample_maple on TikTok acted. China Daily wrote on 8 September 2021."
    found = hedges(annotator.annotate(text, Context(language="en")))
    assert found["@sample_maple"] == "highly probable"
    assert found["8 September 2021"] is None
