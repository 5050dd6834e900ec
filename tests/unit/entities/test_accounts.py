"""Accounts: every row of the regression set, and what must never become an account."""

from __future__ import annotations

import pytest

from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.geometry import Span
from indexer.model.mention import AccountDetails, Mention
from tests.unit.entities.cases import Row, fault_of_account, rows

ROWS = rows("account_cases.csv")


def accounts(annotator: Annotator, text: str, context: Context | None = None) -> list[Mention]:
    found = annotator.annotate(text, context or Context(language="en"))
    return [mention for mention in found if mention.kind == "account"]


@pytest.mark.parametrize("row", ROWS, ids=[row["sentence"][:50] for row in ROWS])
def test_every_case_has_its_accounts_and_platforms(annotator: Annotator, row: Row) -> None:
    language = row["language"] if row["language"] in {"en", "fr", "zh"} else "en"
    found = annotator.annotate(row["sentence"], Context(language=language))
    assert fault_of_account(row, found) is None


@pytest.mark.parametrize(
    "text",
    [
        "write to jane.doe@example.ca or bob@wechat.com",
        "on account of the weather",
        "The deposit account was closed; his e-mail account too",
        "le compte tenu de la situation, compte rendu et comptes publics",
        "#ingérence #cdnpoli are hashtags",
        "Global Affairs Canada published the report on its website",
        "see https://www.canada.ca/en/page and https://twitter.com/search?q=x",
        "line 5 of the medium-term threads in red",
    ],
)
def test_what_is_no_account(annotator: Annotator, text: str) -> None:
    assert accounts(annotator, text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("https://t.me/s/samplefront/123", "telegram:samplefront"),
        ("hxxps[:]//twitter[.]com/SampleMaple", "twitter:samplemaple"),
        ("www.youtube.com/channel/UCabcdefghijklmnopqrstuv", "youtube:UCabcdefghijklmnopqrstuv"),
        ("https://mp.weixin.qq.com/s?__biz=MzA4MjQxNjQzMA==&mid=1", "wechat:MzA4MjQxNjQzMA=="),
        ("facebook.com/sample.page/posts/123?x=1", "facebook:sample.page"),
    ],
)
def test_addresses_give_the_account_they_belong_to(annotator: Annotator, text: str, value: str) -> None:
    assert [mention.value for mention in accounts(annotator, f"see {text} for more")] == [value]


def test_unnamed_and_collective_mentions_are_kept_without_a_value(annotator: Annotator) -> None:
    (mention,) = accounts(annotator, "RRM Canada identified over 30 WeChat news accounts.")
    assert mention.value is None
    assert mention.text == "over 30 WeChat news accounts"
    assert isinstance(mention.details, AccountDetails)
    assert mention.details.platform == "wechat"


def test_a_table_gives_each_row_its_columns(annotator: Annotator) -> None:
    text = "Platform Name ID Followers\nWeChat 枫叶样本 fengyeyangben 58,000\nDouyin 样本新闻 yangben_news 1.2万"
    cells = [["Platform", "Name", "ID", "Followers"], ["WeChat", "枫叶样本", "fengyeyangben", "58,000"],
             ["Douyin", "样本新闻", "yangben_news", "1.2万"]]  # fmt: skip
    table, at = [], 0
    for row in cells:
        spans = []
        for cell in row:
            at = text.index(cell, at)
            spans.append(Span(at, at + len(cell)))
            at += len(cell)
        table.append(tuple(spans))
    found = accounts(annotator, text, Context(language="zh", table_rows=tuple(table)))
    assert [mention.value for mention in found] == ["wechat:fengyeyangben", "douyin:yangben_news"]
    assert [mention.details.followers for mention in found if isinstance(mention.details, AccountDetails)] == [
        58_000,
        12_000,
    ]


def test_a_handle_without_a_platform_is_of_an_unknown_one(annotator: Annotator) -> None:
    (mention,) = accounts(annotator, "posts by @sample_person were shared")
    assert mention.value == "unknown:sample_person"


def test_the_operator_is_kept(annotator: Annotator) -> None:
    (mention, *_) = accounts(annotator, "the WeChat account Sample-News, run by Sample Media Group, posted it")
    assert isinstance(mention.details, AccountDetails)
    assert mention.details.operator == "Sample Media Group"
