"""JSON as in interfaces.md, `ati annotate`, and the document's own date."""

from __future__ import annotations

import json

from click.testing import CliRunner

from indexer.commands.annotating import annotate
from indexer.entities.as_json import mention_json
from indexer.entities.document_date import find_document_date
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator

TEXT = "On 8 September 2021 China and over 30 WeChat accounts; the TikTok account @sample_maple has 12,000 followers."
COMMON = {"kind", "start", "end", "text", "value", "confidence", "recogniser", "entity", "hedge"}
OWN = {
    "account": {"platform", "platform_basis", "operator", "followers", "name", "handle"},
    "date": {"timex3", "timex3_type", "role", "basis"},
    "party": {"party_kind", "id", "ambiguous"},
    "figure": {"quantity", "low", "high", "of"},
    "platform": set(),
}


def test_every_kind_has_its_keys(annotator: Annotator) -> None:
    objects = [mention_json(one) for one in annotator.annotate(TEXT, Context(language="en"))]
    assert {one["kind"] for one in objects} == set(OWN)
    for one in objects:
        assert set(one) >= COMMON | OWN[one["kind"]]
        assert "bboxes" not in one
    json.dumps(objects)


def test_annotate_prints_one_document() -> None:
    result = CliRunner().invoke(annotate, ["--json", "--date", "2021-09-13"], input="seen on 8 September in WeChat")
    assert result.exit_code == 0
    mentions = json.loads(result.stdout)["mentions"]
    assert [one["value"] for one in mentions] == ["2021-09-08", "wechat"]


def test_annotate_answers_line_by_line() -> None:
    lines = [{"text": "在9月20日", "date": "2021-09-10", "language": "zh"}, {"text": "nothing"}, {"text": "on WeChat"}]
    result = CliRunner().invoke(annotate, ["--jsonl"], input="\n".join(map(json.dumps, lines)))
    assert result.exit_code == 0
    answers = [json.loads(line)["mentions"] for line in result.stdout.splitlines()]
    assert [[one["value"] for one in answer] for answer in answers] == [["2021-09-20"], [], ["wechat"]]


def test_annotate_without_json_is_a_list_for_people() -> None:
    result = CliRunner().invoke(annotate, [], input="RRM Canada, 8 September 2021")
    assert result.exit_code == 0
    assert "2021-09-08" in result.stdout
    assert "rrm" in result.stdout


def date_of(annotator: Annotator, *texts: str) -> tuple[str, int] | None:
    pages = [(number, text, annotator.annotate(text, Context(language="en"))) for number, text in enumerate(texts, 1)]
    found = find_document_date(pages)
    return (found.edtf, found.page) if found else None


def test_the_documents_own_date_is_labelled_or_a_dateline_or_alone_at_the_top(annotator: Annotator) -> None:
    assert date_of(annotator, "Archived: January 10, 2022\nDate: 13 September 2021\nOn 8 May 2020 it began.") == (
        "2021-09-13",
        1,
    )
    assert date_of(annotator, "Cover\n", "Date: 2021-09-13\n") == ("2021-09-13", 2)
    assert date_of(annotator, "August 9, 2023 - Ottawa, Ontario - Global Affairs Canada\nText") == ("2023-08-09", 1)
    assert date_of(annotator, "Ottawa, 13 September 2021\nDear Minister,\n") == ("2021-09-13", 1)


def test_stamps_ranges_and_dates_in_the_text_are_never_the_documents(annotator: Annotator) -> None:
    assert date_of(annotator, "Archived: January 10, 2022 1:49:28 PM\nPosts of 8 May 2020 were seen.") is None
    assert date_of(annotator, "Accessed 03/04/2021", "", "Date: 2021-09-13") is None
