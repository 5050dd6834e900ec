"""`ati describe` on an archive in a folder: what people type, what is kept, and what they are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.archive.saying import checked
from indexer.catalog.database import Database
from indexer.cli import main
from indexer.commands.describing import describe
from indexer.errors import InputError
from indexer.model.release import Release
from indexer.settings import CATALOG_FILE
from tests.unit.catalog.test_describing import Kept


@pytest.fixture(name="kept")
def _kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    monkeypatch.setenv("ATI_ARCHIVE", str(tmp_path))
    monkeypatch.setenv("ATI_USER", "ada")
    database = Database.open(f"sqlite:///{tmp_path / CATALOG_FILE}")
    yield Kept(database)
    database.close()


def run(*words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["describe", *words])
    assert result.exit_code == status, result.output
    return result


def shown(subject: str) -> dict[str, tuple[str | None, str]]:
    answer = json.loads(run("show", subject, "--json").stdout)
    return {one["field"]: (one["value"], one["basis"]) for one in answer["values"]}


def test_every_command_has_help_with_an_example() -> None:
    for name in describe.commands:
        assert "Example: ati describe" in run(name, "--help").output


def test_values_are_said_shown_with_their_origin_and_taken_back(kept: Kept) -> None:
    document = kept.document()
    told = run("document", document[:12], "--title", " A  new title ", "--date", "13 Sept 2021", "--unknown", "author")
    assert "Rule " in told.output
    assert shown(document[:12]) == {
        "title": ("A new title", "corrected"), "date": ("2021-09-13", "corrected"), "author": (None, "corrected"),
        "language": ("en", "read"),
    }  # fmt: skip
    rules = json.loads(CliRunner().invoke(main, ["entities", "rules", "--json"]).stdout)["rules"]
    title = next(rule for rule in rules if rule.get("field") == "title")
    assert (title["who"], title["has_mention"]) == ("ada", True)
    assert "before: Read title" in run("show", document[:12]).output
    assert "Undone: title" in run("undo", title["id"][:8]).output
    assert shown(document[:12])["title"] == ("Read title", "read")


def test_a_release_is_described_and_documents_are_moved_into_it(kept: Kept) -> None:
    one = kept.document("a.pdf", Release("unknown/a", "a"))
    other = kept.document("b.pdf", Release("unknown/b", "b"))
    moved = json.loads(run("move", one[:12], other[:12], "--into", "gac/A-2021-1", "--json").stdout)
    assert moved["documents"] == 2
    run("release", "gac/A-2021-1", "--institution", "Global Affairs Canada", "--request-number", "A\u20112021\u20111")
    run("release", "gac/A-2021-1", "--released", "20 juin 2022", "--regime", "atia_ca", "--summary-en", "Two files.")
    found = shown("gac/A-2021-1")
    assert found["institution"] == ("gac", "corrected")
    assert found["request_number"] == ("A-2021-1", "corrected")
    assert found["released"] == ("2022-06-20", "corrected")
    assert found["source_url"] == (None, "unknown")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["release", "unknown/package", "--institution", "Ministry of Magic"], "no institution that this program"),
        (
            ["release", "unknown/package", "--institution", "Privy Counsil Office"],
            "Did you mean “Privy Council Office”?",
        ),
        (["release", "unknown/package", "--request-number", "none"], "does not look like a request number"),
        (["release", "unknown/package", "--released", "13/09/2021"], "cannot be read as a date"),
        (["release", "unknown/package", "--regime", "magna carta"], "is none of atia_ca"),
        (["release", "unknown/package", "--source-url", "ftp://x"], "begins with http"),
        (["release", "unknown/package"], "Say what to correct"),
        (["release", "unknown/nowhere", "--regime", "atia_ca"], "There is no release"),
        (["undo", "ffff"], "There is no rule"),
    ],
)
def test_bad_values_are_said_in_a_sentence(kept: Kept, words: list[str], said: str) -> None:
    kept.document()
    assert said in run(*words, status=1).output
    assert kept.registry.count_rules(None) == 0


def test_an_institution_outside_the_list_is_kept_when_that_is_said(kept: Kept) -> None:
    kept.document()
    run("release", "unknown/package", "--institution", "Ministry of Magic", "--new-institution")
    assert shown("unknown/package")["institution"] == ("Ministry of Magic", "corrected")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2021-09-13", "2021-09-13"), ("Sept 13, 2021", "2021-09-13"), ("1er août 2020", "2020-08-01"),
        ("June 2019", "2019-06"), ("2021/9/3", "2021-09-03"), ("2021~", "2021~"),
        ("2021-09/2022-01", "2021-09/2022-01"),
        ("  ", ""),
    ],
)  # fmt: skip
def test_dates_are_taken_in_words(typed: str, kept: str) -> None:
    assert checked("date", typed) == kept


@pytest.mark.parametrize("typed", ["03/04/2021", "31 February 2021 x", "yesterday", "2021-13-45", "Sept 2021 13"])
def test_dates_that_may_mean_two_days_or_none_are_refused(typed: str) -> None:
    with pytest.raises(InputError):
        checked("date", typed)
