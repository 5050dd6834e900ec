"""release.toml: what is understood, and what each mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.archive.manifest import parse_manifest, read_manifest
from indexer.errors import InputError
from indexer.model.release import FileDescription, Release

WHOLE = """\
institution = "Global Affairs Canada"
request_number = "A-2021-01234"
regime = "atia_ca"
released = "2022-06-20"
disposition = "disclosed_in_part"
summary_en = "Analyses"
summary_fr = "Analyses"
source_url = "https://example.org/a"

[[file]]
name = "analysis.pdf"
title = "Narratives"
date = "2021-09-13"
author = "Rapid Response Mechanism Canada"
language = "en"
password_env = "ATI_PASSWORD_1"
"""


def test_every_key_of_the_format_is_read() -> None:
    manifest = parse_manifest(WHOLE, "release.toml", "folder")
    assert manifest.release == Release(
        id="gac/A-2021-01234", name="A-2021-01234", institution="gac", request_number="A-2021-01234",
        regime="atia_ca", released="2022-06-20", disposition="disclosed_in_part", summary_en="Analyses",
        summary_fr="Analyses", source_url="https://example.org/a", basis="manifest",
    )  # fmt: skip
    assert manifest.files == (
        FileDescription(
            "analysis.pdf", "Narratives", "2021-09-13", "Rapid Response Mechanism Canada", "en", "ATI_PASSWORD_1"
        ),
    )


@pytest.mark.parametrize(
    ("text", "release_id", "institution"),
    [
        ("", "unknown/My-folder", None),
        ('institution = "GAC"', "gac/My-folder", "gac"),
        ('institution = "affaires mondiales canada"', "gac/My-folder", "gac"),
        ('institution = "Ville de Québec"', "Ville-de-Quebec/My-folder", "Ville de Québec"),
        ('request_number = "2019/07 (é)"', "unknown/2019-07-e", None),
    ],
)
def test_the_id_is_made_of_institution_and_request_number(text: str, release_id: str, institution: str | None) -> None:
    release = parse_manifest(text, "release.toml", "My folder").release
    assert (release.id, release.institution) == (release_id, institution)


def test_a_toml_date_without_quotes_is_a_date() -> None:
    assert parse_manifest("released = 2022-06-20", "x", "f").release.released == "2022-06-20"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("request_number = 'x'\n\ninstituton = 'gac'", r"x\.toml, line 3: there is no key `instituton`"),
        ("[[file]]\nname = 'a'\nlang = 'en'", r"line 3: there is no key `lang`; allowed are name, title"),
        ("released = '20 June 2022'", r"line 1: `released` '20 June 2022' is no EDTF date"),
        ("[[file]]\nname = 'a'\ndate = '2021-13-45'", r"line 3: `date` '2021-13-45' is no EDTF date"),
        ("[[file]]\nname = 'a'\nlanguage = 'de'", r"line 3: `language` must be one of en, fr, zh, not 'de'"),
        ("[[file]]\ntitle = 'a'", r"line 1: a \[\[file\]\] has no `name`"),
        ("[[file]]\nname = 'a'\n[[file]]\nname = 'a'", r"the file 'a' is described twice"),
        ("[file]\nname = 'a'", r"line 1: `file` must be written as \[\[file\]\] tables"),
        ("request_number = 12", r"line 1: `request_number` must be a text in quotes, not 12"),
        ("source_url = 'javascript:alert(1)'", r"line 1: `source_url` .* does not begin with http"),
        ("regime = 'x'\ninstitution = ?", r"it is not TOML: .*line 2"),
        ("[releases]", r"there is no key `releases`"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_key(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        parse_manifest(text, "x.toml", "folder")
    assert error.value.reason == "bad_manifest"


def test_a_manifest_that_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "release.toml"
    with pytest.raises(InputError, match="cannot be read"):
        read_manifest(path)
    path.write_bytes(b"institution = '\xff'")
    with pytest.raises(InputError, match="cannot be read"):
        read_manifest(path)
    path.write_bytes(b"# " + b"x" * (1 << 20))
    with pytest.raises(InputError, match="larger than 1 MB"):
        read_manifest(path)


def test_a_file_is_described_by_path_or_by_bare_name_and_in_either_unicode_form() -> None:
    text = "[[file]]\nname = 'a.pdf'\n[[file]]\nname = './b/a.pdf'\n[[file]]\nname = 'é.pdf'"
    manifest = parse_manifest(text, "x", "f")
    names = {name: manifest.describe(name) for name in ("a.pdf", "c/a.pdf", "b/a.pdf", "e\u0301.pdf", "z.pdf")}
    assert {name: found.name if found else None for name, found in names.items()} == {
        "a.pdf": "a.pdf", "c/a.pdf": "a.pdf", "b/a.pdf": "b/a.pdf", "e\u0301.pdf": "é.pdf", "z.pdf": None,
    }  # fmt: skip
