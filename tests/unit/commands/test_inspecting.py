from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from indexer.cli import main
from tests.unit.extract.conftest import DATA

PACKAGE = DATA / "specimens" / "a-2021-00999" / "analysis-package.pdf"
PAGE_KEYS = {
    "number", "label", "printed_label", "width_pt", "height_pt", "language", "source", "ocr_confidence", "text",
    "words", "redactions", "redacted_share", "sections", "markings", "withheld", "hidden_text", "outcome", "reason",
    "furniture", "mentions",
}  # fmt: skip


def test_json_has_the_shape_of_the_interface() -> None:
    result = CliRunner().invoke(main, ["inspect", str(PACKAGE), "--json", "--pages", "3-4"])
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert {"sha256", "pages_total", "outcome", "reason", "request_number", "pages"} <= set(report)
    assert [page["number"] for page in report["pages"]] == [3, 4]
    assert set(report["pages"][0]) >= PAGE_KEYS
    page = report["pages"][0]
    word = page["words"][0]
    assert page["text"][word["start"] : word["end"]] == "SPECIMEN"
    assert len(word["bbox"]) == 4
    assert page["redactions"][0]["sections"] == ["15(1)"]
    assert report["request_number"] == "A-2021-00999"


def test_people_get_a_summary() -> None:
    result = CliRunner().invoke(main, ["inspect", str(PACKAGE), "--pages", "3"])
    assert result.exit_code == 0
    assert "page 3: read" in result.stdout
    assert "sections 15(1)" in result.stdout


@pytest.mark.parametrize("name", ["not_a_pdf.pdf", "encrypted.pdf"])
def test_an_unreadable_file_ends_with_status_one_and_still_prints_json(name: str) -> None:
    result = CliRunner().invoke(main, ["inspect", str(DATA / "broken" / name), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["outcome"] == "unreadable"


@pytest.mark.parametrize("arguments", [["--pages", "x-3"], ["--password-env", "ATI_NO_SUCH_VARIABLE"]])
def test_wrong_use_ends_with_status_two(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["inspect", str(PACKAGE), *arguments]).exit_code == 2


def test_hidden_words_are_in_no_output() -> None:
    path = DATA / "specimens_hidden_text" / "hidden_text_under_black_rectangle.pdf"
    truth = json.loads((DATA / "truth" / "specimens_hidden_text" / f"{path.stem}.json").read_text(encoding="utf-8"))
    result = CliRunner().invoke(main, ["inspect", str(path), "--json"])
    for word in truth["pages"][0]["hidden_words"]:
        assert word not in result.output
    assert json.loads(result.stdout)["pages"][0]["outcome"] == "quarantined"
