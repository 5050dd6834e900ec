"""Accounts in the styles of real reports, in three languages, and what must not become one.

The expected values of tests/data/cases/account_forms.jsonl were written before the recogniser read the sentences.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.mention import AccountDetails, Mention
from tests.unit.entities.cases import CASES

LINES = (CASES / "account_forms.jsonl").read_text(encoding="utf-8").splitlines()
FORMS: list[dict[str, Any]] = [json.loads(line) for line in LINES]


def accounts(annotator: Annotator, text: str, document: str = "") -> list[Mention]:
    found = annotator.annotate(text, Context(language="en", document_text=document))
    return [one for one in found if one.kind == "account"]


def values(annotator: Annotator, text: str, document: str = "") -> list[str | None]:
    return [one.value for one in accounts(annotator, text, document)]


@pytest.mark.parametrize("row", FORMS, ids=[row["text"][:40] for row in FORMS])
def test_forms(annotator: Annotator, row: dict[str, Any]) -> None:
    found = annotator.annotate(row["text"], Context(language=row["language"]))
    assert sorted(str(one.value) for one in found if one.kind == "account") == sorted(map(str, row["values"]))


@pytest.mark.parametrize(
    ("text", "operator", "followers"),
    [
        ("Rumble channel Sample Truth Hour is run by Sample Media Inc.", "Sample Media Inc", None),
        ("The Toutiao account 样本观察 is operated by Beijing Sample Culture Co.", "Beijing Sample Culture Co", None),
        (
            "Platform | Account | Followers | Operator\nTikTok | maple.talk | 12,000 | Sample Media",
            "Sample Media",
            12_000,
        ),
    ],
)
def test_operator_and_followers(annotator: Annotator, text: str, operator: str, followers: int | None) -> None:
    details = accounts(annotator, text)[0].details
    assert isinstance(details, AccountDetails)
    assert (details.operator, details.followers) == (operator, followers)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("@sampleguy@mastodon.social wrote", "https://mastodon.social/@sampleguy"),
        ("on X, @SampleMaple wrote", "hxxps://twitter[.]com/samplemaple/status/1"),
        ("Facebook ID 100022334455667 (Jane Sample)", "https://www.facebook.com/profile.php?id=100022334455667"),
        ("the Weibo account 样本日报 (UID 1234567890)", "https://weibo.com/u/1234567890"),
        ("the Facebook page “Canada’s Sample”", "the Facebook page “Canada's Sample”"),
        ("@sampleguy.bsky.social", "https://bsky.app/profile/sampleguy.bsky.social"),
    ],
)
def test_one_account_has_one_key(annotator: Annotator, one: str, other: str) -> None:
    """The registry joins mentions by this key: the same handle on the same platform."""
    assert values(annotator, one)[0] == values(annotator, other)[0]


def test_codes_that_differ_by_case_keep_it(annotator: Annotator) -> None:
    text = "https://chat.whatsapp.com/AbCdEfGhIjKl and https://www.douyin.com/user/MS4wLjABAAAAsampleSampleSample"
    assert values(annotator, text) == ["whatsapp:AbCdEfGhIjKl", "douyin:MS4wLjABAAAAsampleSampleSample"]


def test_a_name_on_two_platforms_stays_two_accounts(annotator: Annotator) -> None:
    whole = "The Twitter account @sample_voice and the Telegram channel @sample_voice posted. Later sample_voice left."
    assert values(annotator, "Later sample_voice left.", whole) == []
    assert values(annotator, "The Telegram channel @sample_voice", whole) == ["telegram:sample_voice"]


def test_a_handle_that_lost_its_underscores_is_found_beside_a_noun(annotator: Annotator) -> None:
    whole = "The Twitter account @north_watch_ca posted. The account north watch ca was deleted."
    assert values(annotator, "The account north watch ca was deleted.", whole) == ["twitter:north_watch_ca"]


def test_an_address_that_printing_broke_is_whole(annotator: Annotator) -> None:
    (one,) = accounts(annotator, "see https://twitter.com/Sample\nMaple/status/12345 for it")
    assert one.value == "twitter:samplemaple"
    assert one.text == "https://twitter.com/Sample\nMaple/status/12345"


def test_single_quotes_are_quotes_and_apostrophes_are_not(annotator: Annotator) -> None:
    assert values(annotator, "the WeChat account ‘Canada’s Sample’ wrote") == ["wechat:canada's sample"]
    assert values(annotator, "the users' WeChat accounts weren't closed") == [None]


@pytest.mark.parametrize(
    "text",
    [
        "advice on how to handle Ukraine-related questions",
        "an address that ends with @sample[.]com",
        "was directed toward.@Exam-ple and others",
        "told in the mail to @Sample, Jane and others",
        "The paper page,” he explained. “My Facebook site was hacked",
    ],
)
def test_what_scans_and_prose_leave_behind(annotator: Annotator, text: str) -> None:
    assert [one for one in values(annotator, text) if one] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n844See sampleLeader12/2/17 (9:06 p.m. ET) Tweet.", ["twitter:sampleleader"]),
        ("12See, e.g., sampleLeader Tweet 3/24/16 (7:47 a.m. ET).", ["twitter:sampleleader"]),
        ("see also 5/26/16 Facebook Messages, ID 100022334455667 (Jane Sample)", ["facebook:100022334455667"]),
        ("“seen”); Sample-\nLeaderJr 11/2/16 Tweet", ["twitter:sampleleaderjr"]),
        ("over 40,000 responses. Jane Sample9 4/24/17 (2:37 p.m.) Tweet.", ["twitter:jane sample9"]),
    ],
)
def test_posts_cited_in_notes(annotator: Annotator, text: str, expected: list[str]) -> None:
    assert values(annotator, text) == expected
