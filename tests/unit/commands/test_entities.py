"""`ati entities` on an archive in a folder: what people type, and what they are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.catalog.database import Database
from indexer.cli import main
from indexer.commands import entities as module
from indexer.settings import CATALOG_FILE
from tests.unit.catalog.test_registry import Kept, on_platform, person


@pytest.fixture(name="kept")
def _kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    monkeypatch.setenv("ATI_ARCHIVE", str(tmp_path))
    monkeypatch.setenv("ATI_USER", "ada")
    database = Database.open(f"sqlite:///{tmp_path / CATALOG_FILE}")
    kept = Kept(database)
    yield kept
    database.close()


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["entities", *words])


def found(*words: str) -> dict[str, object]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


def test_every_command_has_help_with_an_example() -> None:
    for name in module.entities.commands:
        result = run(name, "--help")
        assert "Example: ati entities" in result.output, name


def test_a_correction_is_made_shown_and_taken_back(kept: Kept) -> None:
    kept.document("a.pdf", [[person("m. chong", "M. Chong"), person("michael chong")]])
    assert "1 of 1 entities" in run("list", "--contains", "M. CHONG").stderr
    assert "ati reindex" in run("rename", "person=m. chong", "Mr. Chong").stderr, "there is no index yet"
    assert CliRunner().invoke(main, ["reindex"]).exit_code == 0
    merged = run("merge", "person=m. chong", "michael chong", "--why", "same")
    assert (merged.exit_code, kept.registry.waiting()) == (0, 0), "the index followed at once"
    assert "1 mention in 1 document." in merged.stdout
    rule = kept.registry.rules(None, 0, 1)[0]
    assert (rule.who, rule.why, rule.into) == ("ada", "same", "michael chong")
    assert "merge person=m. chong into michael chong: same" in run("show", "michael chong").stdout
    assert found("show", "person=m. chong")["merged"] == ["m. chong"]
    assert run("undo", rule.id[:6], "--why", "two").exit_code == 0
    assert "undone by ada" in run("rules").stdout
    assert found("list", "--kind", "person")["total"] == 2


def test_names_that_several_entities_have_are_listed_and_unknown_ones_said(kept: Kept) -> None:
    kept.document("a.pdf", [[person("x", "News"), on_platform("wechat:news", "News")]])
    several = run("hide", "news")
    assert several.exit_code == 1
    assert "person=x" in several.stderr
    assert "account=wechat:news" in several.stderr
    unknown = run("hide", "nobody")
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert "No entity is called “nobody”" in unknown.stderr
    assert run("merge", "person=x", "account=wechat:news").exit_code == 1, "of another kind"
    assert kept.registry.count_rules(None) == 0


def test_split_rename_hide_confirm_and_reject(kept: Kept) -> None:
    pages = [[person("x", "X", 3), person("x", "X", 9)], [person("x", "Y", 3)]]
    document = kept.document("a.pdf", pages)
    split = found("split", "person=x", "--into", "Ms.  Y", "--text", "y")
    assert (split["mentions"], split["documents"]) == (1, 1)
    assert run("rename", "Ms. Y", "Yolanda").exit_code == 0
    assert run("confirm", "Yolanda").exit_code == 0
    assert "[confirmed]" in run("list").stdout
    assert run("hide", "Yolanda").exit_code == 0
    assert found("list", "--hidden")["total"] == 1
    twice = run("reject", document[:12], "1", "--text", "X")
    assert twice.exit_code == 1
    assert "--start 9" in twice.stderr
    assert run("reject", document[:12], "1", "--text", "X", "--start", "9").exit_code == 0
    assert [one.start for one in kept.archive.catalog.mentions(document, 1)] == [3]
    assert run("reject", document[:12], "1", "--text", "X", "--start", "9").exit_code == 1
    assert "nothing was split" in run("split", "person=x", "--into", "Z", "--text", "z").stderr


def test_rules_go_out_and_come_in_and_a_wrong_line_is_named(kept: Kept, tmp_path: Path) -> None:
    kept.document("a.pdf", [[person("x"), person("y")]])
    run("merge", "person=x", "person=y")
    run("rename", "person=y", "Yolanda “Y”")
    exported = run("export", "-").stdout
    assert len(exported.splitlines()) == 3
    file = tmp_path / "rules.jsonl"
    file.write_text(exported, encoding="utf-8")
    assert found("import", str(file)) == {"added": 0, "known_already": 2, "taken_back": 0, "refused": []}
    lines = exported.splitlines()
    against = json.loads(lines[1]) | {"id": "0" * 32, "value": "y", "into": "x"}
    file.write_text("\n".join([lines[0], json.dumps(against)]), encoding="utf-8")
    refused = run("import", str(file))
    assert refused.exit_code == 1
    assert "circle" in refused.stdout
    for wrong, told in (
        (json.dumps(against | {"colour": "red"}), "Line 2: there is no key “colour”"),
        ("{", "Line 2: it is not JSON"),
        (json.dumps({"id": "1"}), "Line 2: the key “action” is missing"),
        (json.dumps(against | {"documents": "x"}), "Line 2: “documents” is a list"),
        (json.dumps(against | {"why": "\x00"}), "Line 2: a text holds"),
        (json.dumps(against | {"action": "burn"}), "Line 2: there is no action “burn”"),
    ):
        file.write_text("\n".join([lines[0], wrong]), encoding="utf-8")
        result = run("import", str(file))
        assert result.exit_code == 1
        assert told in result.stderr
    file.write_text(lines[1], encoding="utf-8")
    assert "Line 1: the file begins with" in run("import", str(file)).stderr
    assert kept.registry.count_rules(None) == 2


def test_a_number_beyond_all_counts_is_refused_in_words(kept: Kept) -> None:
    for words in (("list", "--limit"), ("list", "--offset"), ("rules", "--limit")):
        refused = run(*words, "9" * 20)
        assert refused.exit_code == 2, words
        assert "not in the range" in refused.output
    assert run("list", "--limit", "1000000000").exit_code == 0
