"""`ati hide` on an archive in a folder: what is taken down, listed, brought back and destroyed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.archive.store import FolderStore
from indexer.catalog.database import Database
from indexer.cli import main
from indexer.commands.hiding import hide
from indexer.model.release import Release
from indexer.settings import CATALOG_FILE
from tests.unit.catalog.made import page
from tests.unit.catalog.test_takedowns import GAC, Kept


@pytest.fixture(name="kept")
def _kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    monkeypatch.setenv("ATI_ARCHIVE", str(tmp_path))
    monkeypatch.setenv("ATI_USER", "ada")
    database = Database.open(f"sqlite:///{tmp_path / CATALOG_FILE}")
    yield Kept(database)
    database.close()


def run(*words: str, status: int = 0, typed: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["hide", *words], input=typed)
    assert result.exit_code == status, result.output
    return result


def test_every_command_has_help_with_an_example() -> None:
    assert "Example: ati hide" in run("--help").output
    for name in hide.commands:
        assert "Example: ati hide" in run(name, "--help").output


def test_a_page_is_hidden_listed_and_shown_again(kept: Kept) -> None:
    document = kept.document()
    told = run(document[:12], "--page", "2", "--reason", "privacy", "--why", "an address")
    assert f"Hidden: page 2 of {document[:12]}; 1 page of 1 document." in told.output
    (one,) = json.loads(run("list", "--json").stdout)["takedowns"]
    assert (one["kind"], one["page"], one["category"], one["why"], one["who"]) == (
        "page", 2, "privacy", "an address", "ada",
    )  # fmt: skip
    assert "hidden, privacy: an address" in run("list").output
    shown = json.loads(run("undo", one["id"][:8], "--json").stdout)
    assert shown["pages"] == 1
    assert "[undone by ada" in run("list").output


def test_a_removed_document_leaves_neither_original_nor_pictures(kept: Kept, tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "originals")
    stored = store.put(io.BytesIO(b"%PDF- secret"))
    added = kept.archive.writer.add_file(GAC, "s.pdf", stored=stored, media_type="application/pdf")
    kept.archive.extract(added.document, [page(1)])
    pictures = tmp_path / "images" / "1" / added.document[:2] / added.document
    pictures.mkdir(parents=True)
    (pictures / "1-700.jpg").write_bytes(b"x")
    assert "Aborted" in run(added.document[:12], "--reason", "legal", "--remove", typed="n\n", status=1).output
    assert store.has(added.document)
    assert "say --yes" in run(added.document[:12], "--reason", "legal", "--remove", "--json", status=1).output
    assert "Removed: document" in run(added.document[:12], "--reason", "legal", "--remove", "--yes").output
    assert not store.has(added.document)
    assert not pictures.exists()
    store.put(io.BytesIO(b"%PDF- secret"))
    verified = CliRunner().invoke(main, ["verify"])
    assert "ati hide finish" in verified.output
    assert "1 original destroyed" in run("finish").output
    assert not store.has(added.document)
    assert "all is sound" in CliRunner().invoke(main, ["verify"]).output


def test_only_the_pictures_of_a_hidden_page_go(kept: Kept, tmp_path: Path) -> None:
    document = kept.document()
    pictures = tmp_path / "images" / "1" / document[:2] / document
    pictures.mkdir(parents=True)
    for name in ("1-700.jpg", "11-700.jpg", "2-120.jpg"):
        (pictures / name).write_bytes(b"x")
    run(document[:12], "--page", "1", "--reason", "other")
    assert sorted(one.name for one in pictures.iterdir()) == ["11-700.jpg", "2-120.jpg"]


def test_a_release_is_hidden_with_what_only_it_has(kept: Kept) -> None:
    kept.document()
    both = kept.document("both.pdf")
    kept.archive.add("both.pdf", Release("pco/B-2", "B-2"))
    told = run(GAC.id, "--reason", "released_in_error").output
    assert "3 pages of 1 document. 1 document of it stay, being in another release too." in told
    assert kept.archive.catalog.document(both).document.title is not None


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["0" * 12, "--reason", "other"], 1, "There is no document"),
        (["gac/none", "--reason", "other"], 1, "There is no release"),
        (["gac/A-1", "--page", "1", "--reason", "other"], 1, "Only a document has pages"),
        (["0" * 12], 2, "Missing option"),
        (["0" * 12, "--reason", "boredom"], 2, "is not one of"),
        (["undo", "ffff"], 1, "There is no takedown"),
    ],
)
def test_wrong_use_is_said_in_a_sentence(kept: Kept, words: list[str], status: int, said: str) -> None:
    kept.document()
    assert said in run(*words, status=status).output
