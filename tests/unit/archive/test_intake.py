"""Folders, files and packages become releases; hostile ones lose nothing and reach nothing."""

from __future__ import annotations

import logging
import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from indexer.archive import packages, walking
from indexer.archive.intake import PlannedFile, plan, take_in
from indexer.archive.slugs import clean_name, slug
from indexer.archive.stated import Waiting
from indexer.archive.store import FolderStore
from indexer.errors import InputError

PDF = b"%PDF-1.7 specimen"


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    return folder


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "originals")


def put(path: Path, content: bytes = PDF) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def pack(path: Path, members: dict[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return path


def seen(*paths: Path, toml: Path | None = None) -> list[tuple[str, str, str | None]]:
    return [(one.release.id, one.name, one.problem) for one in plan(paths, toml)]


def test_each_folder_package_and_file_of_a_given_folder_is_a_release(given: Path) -> None:
    put(given / "b-folder" / "deep" / "two.pdf")
    put(given / "b-folder" / "one.pdf")
    put(given / "single.pdf")
    pack(given / "package.zip", {"inner/three.pdf": PDF, "four.pdf": PDF})
    assert seen(given) == [
        ("unknown/b-folder", "deep/two.pdf", None),
        ("unknown/b-folder", "one.pdf", None),
        ("unknown/package.zip", "inner/three.pdf", None),
        ("unknown/package.zip", "four.pdf", None),
        ("unknown/single.pdf", "single.pdf", None),
    ]


def test_a_given_file_or_package_is_a_release(given: Path) -> None:
    single, package = put(given / "a.pdf"), pack(given / "p.zip", {"b.pdf": PDF})
    assert seen(single, package) == [("unknown/a.pdf", "a.pdf", None), ("unknown/p.zip", "b.pdf", None)]


def test_a_folder_with_a_manifest_is_one_release_wherever_it_lies(given: Path) -> None:
    put(
        given / "year" / "gac" / "release.toml",
        b'institution = "gac"\nrequest_number = "A-1"\n[[file]]\nname = "a.pdf"\ntitle = "T"',
    )
    put(given / "year" / "gac" / "sub" / "a.pdf")
    pack(given / "year" / "gac" / "more.zip", {"b.pdf": PDF})
    put(given / "year" / "loose.pdf")
    found = list(plan([given]))
    assert [(one.release.id, one.name) for one in found] == [
        ("gac/A-1", "more.zip/b.pdf"), ("gac/A-1", "sub/a.pdf"), ("unknown/year", "loose.pdf"),
    ]  # fmt: skip
    assert found[1].description is not None
    assert found[1].description.title == "T"


def test_a_manifest_given_by_hand_makes_everything_one_release(given: Path) -> None:
    put(given / "x" / "a.pdf")
    put(given / "b.pdf")
    other = put(given.parent / "c.pdf")
    toml = put(given / "mine.toml", b'institution = "csis"\nrequest_number = "117-2021"')
    assert seen(given, other, toml=toml) == [
        ("csis/117-2021", "b.pdf", None), ("csis/117-2021", "x/a.pdf", None), ("csis/117-2021", "c.pdf", None),
    ]  # fmt: skip


def test_a_manifest_inside_a_package_describes_it(given: Path) -> None:
    pack(given / "p.zip", {"top/release.toml": b'request_number = "A-9"', "top/a.pdf": PDF, "other.pdf": PDF})
    assert seen(given) == [("unknown/A-9", "a.pdf", None), ("unknown/p.zip", "other.pdf", None)]


def test_a_wrong_manifest_is_told_before_the_first_file(given: Path) -> None:
    put(given / "a" / "one.pdf")
    put(given / "z" / "release.toml", b"wrong = 1")
    with pytest.raises(InputError, match=r"z/release\.toml, line 1: there is no key `wrong`"):
        next(plan([given]))


def test_files_below_a_wrong_manifest_wait_and_all_others_come_out(given: Path) -> None:
    put(given / "good" / "release.toml", b'request_number = "A-1"')
    put(given / "good" / "a.pdf")
    put(given / "bad" / "release.toml", b"wrong = 1")
    put(given / "bad" / "deep" / "b.pdf")
    put(given / "bad" / "mended" / "release.toml", b'request_number = "A-2"')
    put(given / "bad" / "mended" / "c.pdf")
    pack(given / "bad" / "p.zip", {"d.pdf": PDF})
    waiting: list[Waiting] = []
    found = [(one.release.id, one.name) for one in plan([given], None, waiting.append)]
    assert found == [("unknown/A-2", "c.pdf"), ("unknown/A-1", "a.pdf")]
    bad = given / "bad" / "release.toml"
    assert [one.name for one in waiting] == [
        str(bad), str(given / "bad" / "deep" / "b.pdf"), str(given / "bad" / "p.zip"),
    ]  # fmt: skip
    assert waiting[0].reason.endswith("line 1: there is no key `wrong`; allowed are institution, request_number, "
                                      "regime, released, disposition, summary_en, summary_fr, source_url.")  # fmt: skip
    assert waiting[1].reason == f"waits_for_manifest: {bad}"


def test_a_wrong_manifest_in_a_package_holds_back_only_what_it_speaks_of(given: Path) -> None:
    pack(given / "p.zip", {"top/release.toml": b"not toml", "top/a.pdf": PDF, "other.pdf": PDF})
    waiting: list[Waiting] = []
    assert [one.name for one in plan([given], None, waiting.append)] == ["other.pdf"]
    assert [one.name for one in waiting] == [f"{given}/p.zip/top/release.toml", f"{given}/p.zip/top/a.pdf"]
    with pytest.raises(InputError, match="not TOML"):
        list(plan([given]))


def test_a_wrong_manifest_given_by_hand_is_an_error(given: Path) -> None:
    put(given / "a.pdf")
    toml = put(given.parent / "mine.toml", b"wrong = 1")
    with pytest.raises(InputError, match="no key `wrong`"):
        plan([given], toml, lambda _: None)


def test_a_file_that_a_manifest_names_and_that_is_not_there_is_listed(given: Path) -> None:
    put(given / "r" / "release.toml", b'request_number = "A-1"\n[[file]]\nname = "gone.pdf"')
    put(given / "r" / "here.pdf")
    assert seen(given) == [
        ("unknown/A-1", "here.pdf", None), ("unknown/A-1", "gone.pdf", "named_in_manifest_not_there"),
    ]  # fmt: skip


def test_a_path_that_does_not_exist_is_told_at_once(given: Path) -> None:
    with pytest.raises(InputError, match="There is no"):
        plan([given, given / "missing"])


def test_folders_of_the_same_name_are_two_releases_in_any_order(given: Path) -> None:
    for place in ("one", "two"):
        put(given / place / "docs" / "a.pdf")
    first, second = given / "one", given / "two"
    ids = [release_id for release_id, _, _ in seen(first, second)]
    assert ids[0] == "unknown/docs"
    assert ids[1].startswith("unknown/docs-")
    assert ids == [release_id for release_id, _, _ in seen(first, second)]


def test_system_files_are_skipped_and_counted(given: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name in (".DS_Store", "._a.pdf", "Thumbs.db", ".git/config", "a.pdf"):
        put(given / "r" / name)
    pack(given / "r" / "p.zip", {"__MACOSX/._b.pdf": b"x", "b.pdf": PDF, ".DS_Store": b"x"})
    with caplog.at_level(logging.WARNING):
        assert [name for _, name, _ in seen(given)] == ["a.pdf", "p.zip/b.pdf"]
    assert "Skipped 6 hidden or system files" in caplog.text
    assert [name for _, name, _ in seen(put(given / ".hidden.pdf"))] == [".hidden.pdf"], "named by the user"


def test_links_are_not_followed_out_of_the_tree(given: Path, tmp_path: Path) -> None:
    put(tmp_path / "secret.txt", b"secret")
    put(given / "r" / "a.pdf")
    (given / "r" / "out").symlink_to(tmp_path / "secret.txt")
    (given / "r" / "loop").symlink_to(given)
    (given / "r" / "same").symlink_to(given / "r" / "a.pdf")
    (given / "r" / "broken").symlink_to(given / "nowhere")
    os.mkfifo(given / "r" / "pipe")
    assert seen(given) == [
        ("unknown/r", "a.pdf", None),
        ("unknown/r", "broken", "broken_link"),
        ("unknown/r", "out", "link_out_of_the_folder"),
        ("unknown/r", "pipe", "not_a_file"),
    ]
    assert all(one.source is None for one in plan([given]) if one.problem)


def test_what_cannot_be_read_is_listed_with_a_reason(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(given / "r" / "a.pdf")
    put(given / "r" / "closed" / "b.pdf")
    listdir, access = os.listdir, os.access
    monkeypatch.setattr(walking.os, "access", lambda path, mode: path.name != "a.pdf" and access(path, mode))

    def refused(path: Path) -> list[str]:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(walking.os, "listdir", refused)
    assert seen(given) == [
        ("unknown/r", "a.pdf", "no_permission"), ("unknown/r", "closed/", "unreadable_folder"),
    ]  # fmt: skip


def test_a_file_that_vanishes_before_it_is_copied_is_no_error(given: Path, store: FolderStore) -> None:
    path = put(given / "r" / "a.pdf")
    (planned,) = plan([given])
    path.unlink()
    taken = take_in(planned, store)
    assert (taken.stored, taken.problem) == (None, "unreadable_file")


def test_files_are_stored_and_their_kind_is_told(given: Path, store: FolderStore) -> None:
    put(given / "r" / "a.pdf")
    put(given / "r" / "b.txt", b"text")
    pack(given / "r" / "p.zip", {"c.pdf": PDF})
    taken = [take_in(planned, store) for planned in plan([given])]
    assert [(one.media_type, one.problem) for one in taken] == [
        ("application/pdf", None),
        ("text/plain", "format_not_read_yet: plain text"),
        ("application/pdf", None),
    ]
    assert taken[0].stored == taken[2].stored
    assert len(list(store.all())) == 2


# Hostile packages


def test_traversing_names_become_harmless(given: Path, store: FolderStore, tmp_path: Path) -> None:
    names = ["../../etc/passwd", "/abs.pdf", "C:\\win\\x.pdf", "a/../b.pdf", "..", "n\x1bame.pdf", "./b.pdf"]
    pack(given / "p.zip", dict.fromkeys(names, PDF))
    found = list(plan([given]))
    assert [one.name for one in found] == [
        "etc/passwd", "abs.pdf", "win/x.pdf", "a/b.pdf", "unnamed", "n\ufffdame.pdf", "b.pdf",
    ]  # fmt: skip
    for planned in found:
        take_in(planned, store)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given", "originals"]


def test_equal_names_in_a_package_stay_apart(given: Path) -> None:
    pack(given / "p.zip", dict.fromkeys(("a.pdf", "b.pdf", "A.PDF", "noext", "./noext"), PDF))
    raw = (given / "p.zip").read_bytes().replace(b"b.pdf", b"a.pdf")
    (given / "p.zip").write_bytes(raw)
    assert [name for _, name, _ in seen(given)] == ["a.pdf", "a (2).pdf", "A (3).PDF", "noext", "noext (2)"]


@pytest.mark.parametrize(
    ("limit", "value", "members"),
    [
        ("MEMBERS_LIMIT", 2, {"a": b"", "b": b"", "c": b""}),
        ("TOTAL_LIMIT_BYTES", 150, {"a": b"x" * 100, "b": b"y" * 100}),
        ("MEMBER_LIMIT_BYTES", 50, {"a": b"x" * 100}),
        ("RATIO_FREE_BYTES", 1000, {"a.bmp": b"\0" * 1_000_000}),
    ],
)
def test_a_bomb_is_listed_and_not_unpacked(
    given: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, members: dict[str, bytes]
) -> None:
    pack(given / "bomb.zip", members)
    monkeypatch.setattr(packages, limit, value)
    assert seen(given) == [("unknown/bomb.zip", "bomb.zip", "zip_bomb")]


def test_a_member_larger_than_it_says_is_cut_off(given: Path, store: FolderStore) -> None:
    path = pack(given / "liar.zip", {"a.pdf": b"x" * 5000})
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = raw.index(signature) + offset
        raw[place : place + 4] = struct.pack("<I", 10)
    path.write_bytes(raw)
    (planned,) = plan([given])
    taken = take_in(planned, store)
    assert taken.stored is None
    assert taken.problem in ("zip_bomb", "corrupt_in_zip")
    assert list(store.all()) == []


def test_damaged_members_are_listed_and_the_others_read(given: Path, store: FolderStore) -> None:
    path = pack(given / "p.zip", {"a.pdf": os.urandom(3000), "b.pdf": PDF})
    raw = bytearray(path.read_bytes())
    raw[200:260] = b"\xff" * 60
    path.write_bytes(raw)
    taken = [take_in(planned, store) for planned in plan([given])]
    assert [one.problem for one in taken] == ["corrupt_in_zip", None]


def test_encrypted_linked_and_nested_members_are_listed(given: Path, store: FolderStore) -> None:
    with zipfile.ZipFile(given / "p.zip", "w") as package:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(link, "/etc/passwd")
        package.writestr("inner.zip", b"PK\x03\x04")
        package.writestr("secret.pdf", PDF)
    raw = bytearray((given / "p.zip").read_bytes())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = raw.rindex(signature) + offset
        raw[place] |= 1
    (given / "p.zip").write_bytes(raw)
    taken = [(planned.name, take_in(planned, store)) for planned in plan([given])]
    assert [(name, one.problem, one.stored is not None) for name, one in taken] == [
        ("link", "link_in_zip", False), ("inner.zip", "nested_zip", True), ("secret.pdf", "encrypted_in_zip", False),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"PK\x03\x04 and nothing more", b"PK\x05\x06" + b"\0" * 10])
def test_a_damaged_package_is_kept_and_listed(given: Path, store: FolderStore, content: bytes) -> None:
    put(given / "p.zip", content)
    (planned,) = plan([given])
    assert planned.problem == "corrupt_zip"
    assert take_in(planned, store).stored is not None


def test_an_empty_package_is_listed(given: Path) -> None:
    pack(given / "p.zip", {})
    assert seen(given) == [("unknown/p.zip", "p.zip", "empty_zip")]


def test_an_office_file_is_no_package(given: Path) -> None:
    pack(given / "a.docx", {"[Content_Types].xml": b"x", "word/document.xml": b"x"})
    assert seen(given) == [("unknown/a.docx", "a.docx", None)]


def test_random_damage_to_a_package_never_raises(given: Path, store: FolderStore) -> None:
    whole = pack(given / "whole.zip", {f"{n}.pdf": PDF * 50 for n in range(3)}).read_bytes()
    (given / "whole.zip").unlink()
    for place in range(0, len(whole), 7):
        raw = bytearray(whole)
        raw[place] ^= 0x5A
        path = put(given / "p.zip", bytes(raw))
        found = list(plan([path]))
        assert found
        for planned in found:
            assert isinstance(planned, PlannedFile)
            take_in(planned, store)


# Names


def test_names_that_are_no_utf8_are_readable_and_stay_two(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/given"
    os.mkdir(folder)
    for name in (b"\xff.pdf", b"\xfe.pdf"):
        with open(folder + b"/" + name, "wb") as file:
            file.write(PDF + name)
    found = seen(tmp_path / "given")
    assert [name for _, name, _ in found] == ["\ufffd.pdf", "\ufffd.pdf"]
    assert len({release_id for release_id, _, _ in found}) == 2
    for _, name, _ in found:
        name.encode("utf-8")


def test_slugs_are_safe_and_do_not_make_two_names_one() -> None:
    assert slug("A-2021-01234") == "A-2021-01234"
    assert slug("Réponse (finale).pdf") == "Reponse-finale-.pdf"
    assert slug("选举") != slug("干预")
    assert slug("选举").startswith("release-")
    assert len({slug("x" * 200), slug("x" * 201)}) == 2
    assert clean_name("a\x00b\udcff") == "a\ufffdb\ufffd"


def test_the_crc_of_members_is_checked(given: Path, store: FolderStore) -> None:
    with zipfile.ZipFile(given / "p.zip", "w") as package:
        package.writestr("a.pdf", PDF)
    raw = (given / "p.zip").read_bytes().replace(struct.pack("<I", zlib.crc32(PDF)), b"\0\0\0\1")
    (given / "p.zip").write_bytes(raw)
    (planned,) = plan([given])
    assert take_in(planned, store).problem == "corrupt_in_zip"


def test_two_manifests_of_one_release_that_differ_give_one_description(tmp_path: Path) -> None:
    for folder, summary in (("a", "first"), ("b", "second")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.pdf").write_bytes(b"%PDF-1.4")
        (tmp_path / folder / "release.toml").write_text(
            f'institution = "gac"\nrequest_number = "A-2021-00001"\nsummary_en = "{summary}"\n', encoding="utf-8"
        )
    planned = list(plan([tmp_path]))
    assert [one.name for one in planned] == ["a.pdf", "b.pdf"]
    assert {one.release.summary_en for one in planned} == {"first"}
