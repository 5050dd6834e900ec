"""Which languages OCR can read here, where their data lies, and what to install for others. Imports no OCR library."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ENGLISH, FRENCH, CHINESE = "eng", "fra", "chi_sim"
ORIENTATION = "osd"
SUFFIX = ".traineddata"
OF_SCRIPT: Mapping[str, str] = {
    "Han": CHINESE, "HanS": CHINESE, "HanT": "chi_tra", "Japanese": "jpn", "Katakana": "jpn", "Hiragana": "jpn",
    "Korean": "kor", "Hangul": "kor", "Cyrillic": "rus", "Arabic": "ara", "Hebrew": "heb", "Greek": "ell",
    "Devanagari": "hin", "Thai": "tha", "Gurmukhi": "pan", "Tamil": "tam",
}  # fmt: skip
"""The likeliest language of a script that is not Latin."""

OF_TEXT: Mapping[str, str] = {"en": ENGLISH, "fr": FRENCH, "zh": CHINESE}
"""From the languages of pages."""

NAMES: Mapping[str, str] = {
    ENGLISH: "English", FRENCH: "French", CHINESE: "simplified Chinese", "chi_tra": "traditional Chinese",
    "jpn": "Japanese", "kor": "Korean", "rus": "Russian", "ara": "Arabic", "heb": "Hebrew", "ell": "Greek",
    "hin": "Hindi", "tha": "Thai", "pan": "Punjabi", "tam": "Tamil",
}  # fmt: skip
DEBIAN_PACKAGE = "tesseract-ocr-{}"

_DEBIAN_FOLDERS = ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata")
_OTHER_FOLDERS = ("/usr/share/tessdata", "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata")


@dataclass(frozen=True, slots=True)
class LanguageData:
    """The languages that can be read, each with its traineddata file; "osd" is what tells how a page lies."""

    files: Mapping[str, Path]

    @property
    def languages(self) -> tuple[str, ...]:
        """In order of the alphabet."""
        return tuple(sorted(self.files))

    def one_folder(self, scratch: Path) -> Path:
        """A folder that holds them all, as the engine needs it: an existing one, else links in `scratch`."""
        folders = {path.parent for path in self.files.values()}
        if len(folders) == 1:
            return folders.pop()
        for name, path in self.files.items():
            (scratch / f"{name}{SUFFIX}").symlink_to(path)
        return scratch


def find_data(own_folder: str = "", folders: Iterable[str] | None = None) -> LanguageData:
    """What is installed. A language in several folders is taken from the first: `own_folder` (setting
    ocr.data_folder), TESSDATA_PREFIX, Debian's, this environment's, others. No language when there is none."""
    wanted = [own_folder, *(_usual_folders() if folders is None else folders)]
    places = [Path(folder).expanduser() for folder in wanted if folder]
    files: dict[str, Path] = {}
    for place in places:
        for path in sorted(place.glob(f"*{SUFFIX}")) if place.is_dir() else ():
            files.setdefault(path.name.removesuffix(SUFFIX), path)
    return LanguageData(files)


def advice(language: str) -> str:
    """What to install for a language, for the operator."""
    package = DEBIAN_PACKAGE.format(language.replace("_", "-"))
    return (
        f"Install it (Debian and Ubuntu: apt install {package}), or put {language}{SUFFIX} into a folder "
        "and name that in the setting ocr.data_folder."
    )


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """For the links of `LanguageData.one_folder`; the caller cleans it up."""
    return tempfile.TemporaryDirectory(prefix="ati-tessdata-")


def _usual_folders() -> tuple[str, ...]:
    prefix = os.environ.get("TESSDATA_PREFIX", "")
    environment = str(Path(sys.prefix) / "share" / "tessdata")
    return (prefix, f"{prefix}/tessdata" if prefix else "", *_DEBIAN_FOLDERS, environment, *_OTHER_FOLDERS)
