"""`release.toml`: what somebody states of a release and its files (interfaces.md). Unknown keys are errors."""

from __future__ import annotations

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import edtf

from indexer.archive.institutions import institution_id
from indexer.archive.slugs import slug
from indexer.errors import InputError
from indexer.model.release import FileDescription, Release

FILE_NAME = "release.toml"
_RELEASE_KEYS = (
    "institution", "request_number", "regime", "released", "disposition", "summary_en", "summary_fr", "source_url",
)  # fmt: skip
_FILE_KEYS = ("name", "title", "date", "author", "language", "password_env")
_DATE_KEYS = ("released", "date")
_LANGUAGES = ("en", "fr", "zh")
_SIZE_LIMIT_BYTES = 1 << 20
UNKNOWN_INSTITUTION = "unknown"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A release as stated, and its files that are described. `where` names the manifest in messages."""

    release: Release
    files: tuple[FileDescription, ...]
    where: str

    def describe(self, name: str) -> FileDescription | None:
        """What it says of the file with this name (path inside the release); a bare file name fits any folder."""
        wanted = unicodedata.normalize("NFC", name)  # macOS hands out decomposed names
        by_name = {unicodedata.normalize("NFC", file.name): file for file in self.files}
        return by_name.get(wanted) or by_name.get(wanted.rsplit("/", 1)[-1])


def read_manifest(path: Path, folder_name: str | None = None) -> Manifest:
    """The manifest at `path`; `folder_name` (default: the folder it lies in) names a release without a number.

    Raises:
        InputError: it cannot be read, or says something it must not; the message names file, line and key.
    """
    try:
        if path.stat().st_size > _SIZE_LIMIT_BYTES:
            raise _wrong(str(path), "it is larger than 1 MB")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(str(path), f"it cannot be read ({error})") from error
    return parse_manifest(text, str(path), folder_name or path.absolute().parent.name)


def parse_manifest(text: str, where: str, folder_name: str) -> Manifest:
    """A manifest from its text. See `read_manifest`."""
    try:
        stated = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(where, f"it is not TOML: {error}") from error
    files = stated.pop("file", [])
    if not isinstance(files, list) or not all(isinstance(entry, dict) for entry in files):
        raise _wrong(where, "`file` must be written as [[file]] tables", text, "file")
    values = _checked(stated, _RELEASE_KEYS, where, text)
    described = tuple(_file(entry, where, text) for entry in files)
    names = [file.name for file in described]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _wrong(where, f"the file {twice!r} is described twice")
    return Manifest(_release(values, folder_name), described, where)


def stated_manifest(values: Mapping[str, str], where: str, name: str) -> Manifest:
    """What somebody states of a release elsewhere than in a file, held to the same rules; empty values are left out.

    `name`: of a release without a number. Raises InputError, which names `where` and the key.
    """
    return Manifest(_release(_checked(values, _RELEASE_KEYS, where, ""), name), (), where)


def _release(values: dict[str, str], folder_name: str) -> Release:
    institution = institution_id(values["institution"]) if "institution" in values else None
    number = values.get("request_number")
    return Release(
        id=f"{slug(institution or UNKNOWN_INSTITUTION)}/{slug(number or folder_name)}",
        name=number or folder_name,
        basis="manifest",
        **{**values, "institution": institution},
    )


def _file(entry: Mapping[str, Any], where: str, text: str) -> FileDescription:
    values = _checked(entry, _FILE_KEYS, where, text)
    if "name" not in values:
        raise _wrong(where, "a [[file]] has no `name`", text, "file")
    values["name"] = values["name"].replace("\\", "/").removeprefix("./")
    return FileDescription(**values)


def _checked(stated: Mapping[str, Any], allowed: tuple[str, ...], where: str, text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for key, value in stated.items():
        if key not in allowed:
            raise _wrong(where, f"there is no key `{key}`; allowed are {', '.join(allowed)}", text, key)
        dated = isinstance(value, datetime.date) and key in _DATE_KEYS  # released = 2022-06-20, without quotes
        said = value.isoformat() if dated else value
        if not isinstance(said, str):
            raise _wrong(where, f"`{key}` must be a text in quotes, not {said!r}", text, key)
        if said.strip():
            values[key] = _value(key, said.strip(), where, text)
    return values


def _value(key: str, value: str, where: str, text: str) -> str:
    if key in _DATE_KEYS and not _is_edtf(value):
        raise _wrong(where, f"`{key}` {value!r} is no EDTF date, such as 2021-09-13, 2021-09 or 2021", text, key)
    if key == "language" and value not in _LANGUAGES:
        raise _wrong(where, f"`language` must be one of {', '.join(_LANGUAGES)}, not {value!r}", text, key)
    if key == "source_url" and not re.match(r"https?://[^\s]+$", value):
        raise _wrong(where, f"`source_url` {value!r} does not begin with http:// or https://", text, key)
    return value


def _is_edtf(value: str) -> bool:
    try:
        edtf.parse_edtf(value)
    except (edtf.parser.edtf_exceptions.EDTFParseException, ValueError):
        return False
    return True


def _wrong(where: str, what: str, text: str = "", key: str = "") -> InputError:
    """The first line that holds the key is named: TOML's own reader keeps no lines."""
    pattern = re.compile(rf"""^\s*(\[+\s*)?["']?{re.escape(key)}\b""")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if key and pattern.match(line)]
    at = f", line {lines[0]}" if lines else ""
    return InputError(f"{where}{at}: {what}.", reason="bad_manifest")
