"""The page that adds files: what is sent, refused, stated and followed. Without JavaScript, as the client here is."""

from __future__ import annotations

import errno
import html
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.errors import Unavailable
from indexer.model.queue import URGENT_PRIORITY
from tests.conftest import SPECIMENS
from tests.web.fakes import HOSTILE
from tests.web.real import Real, make_real
from tests.web.test_corrections import token_of
from tests.web.test_queue import Sent, client_of, words_of
from tests.web.test_site import text_of
from webapp import create_app, receiving
from webapp.receiving import IncomingFile
from webapp.views import adding

PDF = next(SPECIMENS.rglob("*.pdf")).read_bytes()


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Real:
    monkeypatch.setenv("ATI_USER", "Ada <Desk>")
    return make_real(tmp_path, reports={})


@pytest.fixture
def client(real: Real) -> FlaskClient:
    return client_of(real)


def send(
    client: FlaskClient, *files: tuple[str, bytes], status: int = 303, folder: bool = False, **fields: str
) -> TestResponse:
    data: dict[str, object] = {"csrf_token": token_of(text_of(client, "/add")), **fields}
    data["folder" if folder else "files"] = [(io.BytesIO(content), name) for name, content in files]
    response = client.post("/add", data=data, content_type="multipart/form-data")
    assert response.status_code == status, response.get_data(as_text=True)
    return response


def twin(client: FlaskClient, response: TestResponse) -> dict[str, object]:
    found: dict[str, object] = json.loads(text_of(client, response.headers["Location"] + ".json"))
    return found


def files_of(client: FlaskClient, response: TestResponse) -> dict[str, dict[str, object]]:
    return {one["name"]: one for one in twin(client, response)["files"]}  # type: ignore[attr-defined]


def nothing_left(real: Real) -> bool:
    return list(real.services.settings.incoming.iterdir()) == []


def test_a_file_is_archived_before_what_waits_and_its_progress_shown(real: Real) -> None:
    sender = Sent()
    client = client_of(real, sender)
    real.archive.add("backfill.pdf")
    said = send(client, ("report.pdf", PDF))
    page = words_of(client, said.headers["Location"])
    assert "Ada <Desk>" in page
    assert "1 file is still worked on." in page
    assert "report.pdf" in page
    assert "Waiting: Read pages" in page
    (key,) = sender.keys
    record = real.archive.catalog.document(key.document)
    assert record.releases[0].id == "unknown/report.pdf"
    assert real.archive.ledger.due(9)[0] == key
    assert real.services.work.queue.waiting(1)[0].priority == URGENT_PRIORITY
    assert nothing_left(real)
    part = client.get(said.headers["Location"], headers={"X-Part": "upload"}).get_data(as_text=True)
    assert part.startswith('<div data-open="1">')


def test_the_same_file_twice_says_so_and_changes_nothing(real: Real, client: FlaskClient) -> None:
    send(client, ("report.pdf", PDF))
    before = real.archive.catalog.coverage(), real.archive.ledger.counts()
    said = words_of(client, send(client, ("report.pdf", PDF)).headers["Location"])
    assert "The archive has all of these files already. Nothing was changed." in said
    assert "was in the archive already" in said
    assert (real.archive.catalog.coverage(), real.archive.ledger.counts()) == before
    mixed = send(client, ("report.pdf", PDF), ("other.pdf", PDF + b"%"))
    assert "1 of the files was in the archive already" in words_of(client, mixed.headers["Location"])


def test_a_folder_is_one_release_with_the_paths_of_its_files(real: Real, client: FlaskClient) -> None:
    said = send(client, ("Box 3/a.pdf", PDF), ("Box 3/in/b.txt", b"text"), ("Box 3/.DS_Store", b"x"), folder=True)
    found = files_of(client, said)
    assert found["Box 3/a.pdf"]["release"] == found["Box 3/in/b.txt"]["release"] == "unknown/Box-3"
    assert found["Box 3/.DS_Store"]["reason"] == "system_file"
    assert found["Box 3/.DS_Store"]["state"] == "refused"
    assert str(found["Box 3/in/b.txt"]["reason"]).startswith("format_not_read_yet")


def test_what_is_known_of_the_release_counts_as_a_release_toml(real: Real, client: FlaskClient) -> None:
    fields = {
        "institution": "Global Affairs Canada", "request_number": "A-2021-01234", "released": "2022-06",
        "regime": "atia_ca", "source_url": "https://example.ca/a",
    }  # fmt: skip
    send(client, ("a.pdf", PDF), ("b.pdf", PDF + b"%"), **fields)
    (found,) = real.archive.catalog.list_releases(0, 9)
    assert (found.release.id, found.documents, found.release.basis) == ("gac/A-2021-01234", 2, "manifest")
    assert (found.release.regime, found.release.released) == ("atia_ca", "2022-06")


def test_a_release_toml_among_the_files_counts(real: Real, client: FlaskClient) -> None:
    toml = b'institution = "pco"\nrequest_number = "A-1"\n[[file]]\nname = "a.pdf"\ntitle = "Told"'
    send(client, ("release.toml", toml), ("a.pdf", PDF))
    (found,) = real.archive.catalog.list_releases(0, 9)
    assert found.release.id == "pco/A-1"
    assert real.archive.catalog.list_documents(0, 9)[0].document.title == "Told"


def test_what_is_wrong_in_the_form_is_said_beside_the_field_and_kept(real: Real, client: FlaskClient) -> None:
    body = html.unescape(
        send(
            client, ("a.pdf", PDF), status=400,
            released="last June", source_url="ftp://x", regime="magic", institution="x" * 400, request_number="A-1",
        ).get_data(as_text=True)
    )  # fmt: skip
    for sentence in ("Write the date as 2022-06-20", "An address begins with https://", "Choose one of the laws",
                     "This is longer than 300 characters", "choose the files again", 'value="A-1"'):  # fmt: skip
        assert sentence in body
    assert real.archive.catalog.coverage().files == 0
    assert nothing_left(real)


def test_nothing_chosen_is_said(client: FlaskClient) -> None:
    assert "Choose at least one file." in send(client, status=400).get_data(as_text=True)
    assert "Choose at least one file." in send(client, ("", b""), status=400).get_data(as_text=True)


def test_names_lead_nowhere_and_are_told_apart(real: Real, client: FlaskClient) -> None:
    names = ("../../etc/passwd", "C:\\x\\a.pdf", "/abs/b.pdf", f"{HOSTILE}.pdf", "n" * 400 + ".pdf", "..", "A.txt",
             "a.txt", "deep/" * 80 + "c.pdf", "a.txt/inside.pdf", "nul\0l.pdf", "同じ" * 150 + ".pdf")  # fmt: skip
    said = send(client, *((name, PDF + str(n).encode()) for n, name in enumerate(names)))
    found = files_of(client, said)
    assert len(found) == len(names)
    assert {"etc/passwd", "C:xa.pdf", "abs/b.pdf", "A.txt", "a (2).txt"} <= set(found)
    assert all(one["new"] for one in found.values())
    assert not [name for name in found if ".." in name.split("/")]
    assert HOSTILE not in text_of(client, said.headers["Location"])
    inside = {path.name for path in real.services.settings.archive.rglob("*")}
    assert "passwd" not in inside
    assert nothing_left(real)


def test_a_file_over_the_limit_is_refused_in_words_and_the_others_are_taken(real: Real) -> None:
    upload = replace(real.services.settings.upload, file_limit_mb=1)
    settings = replace(real.services.settings, upload=upload)
    client = create_app(replace(real.services, settings=settings)).test_client()
    said = send(client, ("large.pdf", PDF + b"%" * 1_100_000), ("small.pdf", PDF))
    found = files_of(client, said)
    assert (found["large.pdf"]["state"], found["large.pdf"]["document"]) == ("refused", None)
    assert found["small.pdf"]["new"] is True
    page = words_of(client, said.headers["Location"])
    assert "The file is larger than an upload may be" in page
    assert "1 file was not added; the reason stands beside it." in page


def test_more_than_the_limits_of_a_form_is_refused_and_leaves_nothing(real: Real) -> None:
    upload = replace(real.services.settings.upload, request_limit_mb=1, files_limit=2)
    settings = replace(real.services.settings, upload=upload)
    client = create_app(replace(real.services, settings=settings)).test_client()
    send(client, ("large.pdf", b"%" * 3_000_000), status=413)
    send(client, *((f"{n}.pdf", b"%PDF") for n in range(80)), status=413)
    assert real.archive.catalog.coverage().files == 0
    assert nothing_left(real)


def test_other_forms_keep_their_own_limit(client: FlaskClient) -> None:
    token = token_of(text_of(client, "/add"))
    data = {"csrf_token": token, "file": (io.BytesIO(b"x" * 9_000_000), "rules.jsonl")}
    assert client.post("/corrections/import", data=data, content_type="multipart/form-data").status_code == 413


def test_large_files_are_never_held_in_memory(real: Real, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    written = IncomingFile.write

    def write(self: IncomingFile, data: bytes) -> int:
        assert len(data) <= 2 * 64 * 1024, "the form is read in pieces"
        assert self.path.parent == real.services.settings.incoming
        seen.append(self.path)
        return written(self, data)

    monkeypatch.setattr(IncomingFile, "write", write)
    send(client_of(real), ("a.pdf", PDF * 20))
    assert len(seen) > 3


def test_a_zip_is_opened_by_the_intake_and_a_bomb_is_not(real: Real, client: FlaskClient) -> None:
    good, bomb = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(good, "w") as package:
        package.writestr("../a.pdf", PDF)
        package.writestr("locked.zip", b"PK\3\4")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("zeros.pdf", b"\0" * 80_000_000)
    found = files_of(client, send(client, ("good.zip", good.getvalue()), ("bomb.zip", bomb.getvalue())))
    assert found["bomb.zip"]["reason"] == "zip_bomb"
    assert found["good.zip/a.pdf"]["new"] is True
    assert found["good.zip/locked.zip"]["reason"] == "nested_zip"


def test_a_full_disk_is_a_clear_message(real: Real, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.RawIOBase):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        def seek(self, *_: int) -> int:
            return 0

        def truncate(self, _: int | None = None) -> int:
            return 0

    made = IncomingFile.__init__

    def full(self: IncomingFile, folder: Path, limit_bytes: int) -> None:
        made(self, folder, limit_bytes)
        self._file.close()
        self._file = Full()  # type: ignore[assignment]

    monkeypatch.setattr(IncomingFile, "__init__", full)
    said = words_of(client, send(client, ("a.pdf", PDF)).headers["Location"])
    assert "No disk space was left for this file; it was not kept." in said
    assert "Nothing was added." in said
    monkeypatch.setattr(adding.receiving, "free_bytes", lambda _: 10)
    token = token_of(text_of(client, "/queue") + text_of(client, "/add"))
    data = {"csrf_token": token, "files": (io.BytesIO(PDF), "a.pdf")}
    refused = client.post("/add", data=data, content_type="multipart/form-data")
    assert refused.status_code == 507
    assert "The disk of the archive has" in refused.get_data(as_text=True)


def test_a_busy_catalog_is_said_and_the_form_comes_back(
    real: Real, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Unavailable("The catalog is busy.")

    monkeypatch.setattr(type(real.services.work.uploads), "receive", busy)
    body = send(client, ("a.pdf", PDF), status=503, institution="gac").get_data(as_text=True)
    assert "The catalog is busy. What was taken in so far is kept; send the same again." in body
    assert 'value="gac"' in body
    assert nothing_left(real)


def test_a_broker_that_is_down_costs_time_only(real: Real) -> None:
    client = client_of(real, Sent(down=True))
    send(client, ("a.pdf", PDF))
    assert len(real.archive.ledger.due(9)) == 1


def test_a_form_without_its_token_adds_nothing(real: Real, client: FlaskClient) -> None:
    data = {"files": (io.BytesIO(PDF), "a.pdf")}
    assert client.post("/add", data=data, content_type="multipart/form-data").status_code == 400
    assert real.archive.catalog.coverage().files == 0
    assert nothing_left(real)


def test_many_files_come_in_screens(client: FlaskClient) -> None:
    said = send(client, *((f"{n:03}.txt", str(n).encode()) for n in range(105)))
    address = said.headers["Location"]
    assert "105 files" in words_of(client, address)
    second = words_of(client, f"{address}?page=2")
    assert "104.txt" in second
    assert "099.txt" not in second
    assert len(json.loads(text_of(client, f"{address}.json?page=2"))["files"]) == 5
    assert "There is no such screen" in words_of(client, f"{address}?page=9")


@pytest.mark.parametrize("address", ["/add/0123456789abcdef", "/add/x", "/add/x.json", "/add/0123456789ABCDEF"])
def test_an_upload_that_is_not_there_is_said(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_form_suggests_institutions_and_tells_its_limits(real: Real, client: FlaskClient) -> None:
    body = text_of(client, "/add")
    assert '<option value="Global Affairs Canada">' in body
    assert re.search(r"Up to \d+ (MB|GB) a file and \d+ (MB|GB) at once\.", body)
    send(client, ("a.pdf", PDF))
    assert "1 file, being read" in words_of(client, "/add")


def test_french_pages_stay_french(client: FlaskClient) -> None:
    assert "Ajouter des fichiers" in words_of(client, "/fr/add")
    token = token_of(text_of(client, "/fr/add"))
    data = {"csrf_token": token, "files": (io.BytesIO(PDF), "a.pdf")}
    done = client.post("/fr/add", data=data, content_type="multipart/form-data")
    assert done.headers["Location"].startswith("/fr/add/")
    assert "1 fichier est encore en traitement." in words_of(client, done.headers["Location"])


def test_what_a_killed_site_left_half_way_is_swept(tmp_path: Path) -> None:
    (tmp_path / "sent-x" / "label").mkdir(parents=True)
    (tmp_path / "part-y").write_bytes(b"x")
    assert receiving.sweep(tmp_path) == 0
    assert receiving.sweep(tmp_path, older_than_s=-1) == 2
    assert list(tmp_path.iterdir()) == []
    assert receiving.sweep(tmp_path / "none") == 0
