"""Accounts in the forms that reports use: footnotes, lists, names whose @ was lost, names told elsewhere."""

from __future__ import annotations

import pytest

from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.geometry import Span
from indexer.model.mention import AccountDetails


def values(annotator: Annotator, text: str, document: str = "", skip: tuple[Span, ...] = ()) -> list[str | None]:
    context = Context(language="en", document_text=document, skip=skip)
    return [one.value for one in annotator.annotate(text, context) if one.kind == "account" and one.value]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 Twitter DM, samplefront to ExampleVoice.", ["twitter:samplefront", "twitter:examplevoice"]),
        ("13 9/3/17 Twitter DMs, Sample Voice 2 & examplefront.", ["twitter:sample voice 2", "twitter:examplefront"]),
        ("14 Twitter Group Chat, Group ID 123456789012345678, SampleVoice et al.", ["twitter:samplevoice"]),
        ("15 9/3/17 Twitter DM, samplefront to [Personal Privacy]", ["twitter:samplefront"]),
        ("16@SAMPLE_VOICE, 4/3/17 Tweet (\"text\")", ["twitter:sample_voice"]),
        ("259SampleVoiceJr 10/14/17 (6:34 a.m.) Tweet.", ["twitter:samplevoicejr"]),
        ("See Facebook Account 100000000000001 (Jane Sample).", ["facebook:100000000000001"]),
        ("See Facebook Message, ID 100000000000002 (Sample Page) to ID 1.", ["facebook:100000000000002"]),
        ("Instagram ID 2220000168 (Stand Sample)", ["instagram:2220000168"]),
        ("a Facebook page under the SampleLeaks moniker", ["facebook:sampleleaks"]),
        ("the Twitter account samplevox , and an e-mail account", ["twitter:samplevox"]),
        ("Twitter direct messages from samplevox , with a password", ["twitter:samplevox"]),
        (
            'ran Facebook groups (with names such as "Being Sample," "Stop All Examples," and "Sample Borders")',
            ["facebook:being sample", "facebook:stop all examples", "facebook:sample borders"],
        ),
        ('• Facebook: "North Example" asked its readers', ["facebook:north example"]),
        ("The four WeChat accounts, 样本在线 and 东台示例, wrote it", ["wechat:样本在线", "wechat:东台示例"]),
        ("Seen on WeChat: it was first published by 枫桥样本 in May", ["wechat:枫桥样本"]),
        ("Platform Account Handle\nX Sample Voice @SampleVoice25\nTikTok Sample Maple @sample_maple",
         ["twitter:samplevoice25", "tiktok:sample_maple"]),
        ("• X: the account @SampleVoice25 replied", ["twitter:samplevoice25"]),
    ],
)  # fmt: skip
def test_forms(annotator: Annotator, text: str, expected: list[str]) -> None:
    assert values(annotator, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Using the Twitter account, Sample officers sent a file",
        "the Twitter account posted it",
        "In September 2021 four WeChat accounts published it",
        'Twitter posts titled "One Thing," "Another Thing," and "More"',
        "Twitter Group Chat",
        "It was seen in September 2021. The Twitter account posted it.",
    ],
)
def test_what_names_no_account(annotator: Annotator, text: str) -> None:
    assert values(annotator, text) == []


def test_what_the_document_tells_elsewhere_completes_a_name(annotator: Annotator) -> None:
    first = "The WeChat account 枫桥样本 (ID: fengqiao_yangben) wrote it. The Twitter account samplevox replied."
    second = "Later 枫桥样本 took it down, and samplevox sent a message."
    whole = f"{first}\n{second}"
    assert values(annotator, second, whole) == ["wechat:fengqiao_yangben", "twitter:samplevox"]
    assert values(annotator, second) == []


def test_an_organisation_is_its_account_only_beside_the_word(annotator: Annotator) -> None:
    whole = "The Twitter account of SampleLeaks (@SampleLeaks) posted. The SampleLeaks account answered."
    assert values(annotator, "SampleLeaks published files.", whole) == []
    assert values(annotator, "The SampleLeaks account answered.", whole) == ["twitter:sampleleaks"]


def test_no_name_goes_over_furniture(annotator: Annotator) -> None:
    text = "the YouTube channel\nTOP SECRET\nof Example"
    start = text.index("TOP")
    assert values(annotator, text, skip=(Span(start, start + len("TOP SECRET")),)) == []


def test_a_name_broken_at_the_line_end_is_whole_in_its_value(annotator: Annotator) -> None:
    found = annotator.annotate("抖音账号“样本\n新闻”发布", Context(language="zh"))
    (account,) = (one for one in found if one.kind == "account")
    assert account.value == "douyin:样本新闻"
    assert isinstance(account.details, AccountDetails)
    assert account.details.name == "样本新闻"
