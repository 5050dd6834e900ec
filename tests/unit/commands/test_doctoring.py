"""What `ati doctor` says of OCR, and of the parts of an archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.catalog.database import Database
from indexer.commands import doctoring
from indexer.extract.ocr_languages import LanguageData
from indexer.settings import load_settings


def found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *languages: str) -> dict[str, doctoring.Finding]:
    files = {language: tmp_path / f"{language}.traineddata" for language in languages}
    monkeypatch.setattr(doctoring, "find_data", lambda *_: LanguageData(files))
    return {one.part: one for one in doctoring.examine(tmp_path) if one.part.startswith("OCR")}


def test_a_language_that_is_not_here_is_said_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = found(monkeypatch, tmp_path, "eng", "osd")
    assert said["OCR, English"].sound
    assert said["OCR, French"].sound, "the archive works without it"
    assert "tesseract-ocr-fra" in said["OCR, French"].found
    assert "tesseract-ocr-chi-sim" in said["OCR, simplified Chinese"].found
    assert "ocr.data_folder" in said["OCR, simplified Chinese"].found


def test_without_english_the_installation_is_not_sound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    english = found(monkeypatch, tmp_path)["OCR, English"]
    assert not english.sound
    assert "tesseract-ocr-eng" in english.advice


def test_other_languages_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert found(monkeypatch, tmp_path, "eng", "rus")["OCR, other languages"].found == "Russian"


def parts(archive: Path) -> dict[str, bool]:
    wanted = ("catalog", "index", "originals", "queue")
    return {one.part: one.sound for one in doctoring.examine(archive) if one.part in wanted}


def test_an_archive_that_is_not_there_has_no_parts(tmp_path: Path) -> None:
    assert parts(tmp_path) == {}
    assert list(tmp_path.iterdir()) == [], "nothing is made by looking"


def test_the_parts_of_an_archive_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Database.open(load_settings(tmp_path, {}).catalog_url).close()
    assert parts(tmp_path) == {"catalog": True, "index": True, "originals": True, "queue": True}
    monkeypatch.setenv("ATI_QUEUE__URL", "redis://127.0.0.1:1/0")
    assert parts(tmp_path)["queue"] is False
    monkeypatch.setenv("ATI_CATALOG__URL", "postgresql+pg8000://reader:secret@127.0.0.1:1/ati")
    said = [one for one in doctoring.examine(tmp_path) if one.part == "catalog"]
    assert [one.sound for one in said] == [False]
    assert "secret" not in said[0].found
