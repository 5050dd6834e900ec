"""What `ati doctor` says about OCR."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.commands import doctoring
from indexer.extract.ocr_languages import LanguageData


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
