"""The queue page: what runs, waits and failed; its buttons, screens, part and twin. Without JavaScript."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.errors import Unavailable
from indexer.model.step import StepKey
from tests.unit.catalog.made import LEASE_S, page, sha
from tests.web.fakes import HOSTILE
from tests.web.real import Real, make_real
from tests.web.test_corrections import token_of
from tests.web.test_site import text_of
from webapp import create_app
from webapp.queue_page import ROWS_A_SCREEN, ago
from webapp.work import Work


class Sent:
    """A sender that keeps what it was given, or whose broker is down."""

    def __init__(self, *, down: bool = False) -> None:
        self.keys: list[StepKey] = []
        self._down = down

    def send(self, keys: tuple[StepKey, ...]) -> None:
        if self._down:
            raise Unavailable("The work queue takes no message.")
        self.keys += keys


@pytest.fixture
def real(tmp_path: Path) -> Real:
    return make_real(tmp_path, reports={})


def client_of(real: Real, sender: Sent | None = None) -> FlaskClient:
    work = real.services.work
    services = replace(real.services, work=Work(work.queue, work.uploads, sender or Sent()))
    return create_app(services).test_client()


def press(client: FlaskClient, action: str, status: int = 303, **fields: str) -> TestResponse:
    token = token_of(text_of(client, "/add"))
    response = client.post(action, data={"csrf_token": token, **fields})
    assert response.status_code == status, response.get_data(as_text=True)
    return response


def words_of(client: FlaskClient, address: str = "/queue") -> str:
    text = re.sub(r"<[^>]+>", " ", text_of(client, address))
    return " ".join(html.unescape(text).split())


def test_an_idle_queue_says_so(real: Real) -> None:
    assert "Nothing waits, nothing runs, and nothing has failed." in words_of(client_of(real))


def test_what_runs_waits_and_failed_is_shown(real: Real) -> None:
    archive = real.archive
    running = archive.add("box/running.pdf").document
    archive.claim(running, "extract")
    archive.writer.plan_parts(running, 300, 200)
    archive.add(f"{HOSTILE}.pdf")
    failed = archive.add("failed.pdf").document
    archive.ledger.fail(archive.claim(failed, "extract"), "encrypted", retry=False)
    client = client_of(real)
    said = words_of(client)
    assert "box/running.pdf Read pages p. 1 to 200 for" in said
    assert "1 2 1 300 pages, 1 file not opened yet" in said
    assert "The file is protected by a password that the archive does not have." in said
    assert "it depends on how many pages are scans" in said
    body = text_of(client, "/queue")
    assert HOSTILE not in body
    assert "&lt;script&gt;" in body
    found = json.loads(text_of(client, "/queue.json"))
    assert (found["open"], found["documents_waiting"], found["documents_failed"]) == (3, 2, 1)


def test_the_part_is_what_the_page_holds(real: Real) -> None:
    real.archive.add("a.pdf")
    client = client_of(real)
    whole, part = client.get("/queue"), client.get("/queue", headers={"X-Part": "queue"})
    assert "X-Part" in whole.headers["Vary"]
    body = part.get_data(as_text=True)
    assert body.startswith('<div data-open="1">')
    assert "<html" not in body
    assert "/queue" in re.findall(r'data-live="([^"]+)"', whole.get_data(as_text=True))


def test_a_document_is_cancelled_and_gone_on_with_by_buttons(real: Real) -> None:
    document = real.archive.add("a.pdf").document
    sender = Sent()
    client = client_of(real, sender)
    done = press(client, f"/queue/{document[:12]}/cancel")
    said = words_of(client, done.headers["Location"])
    assert "It was cancelled. Its pages are listed with this reason" in said
    assert "Cancelled by the operator" in said
    assert "Cancelled by the operator" in words_of(client, "/coverage")
    done = press(client, f"/queue/{document[:12]}/retry")
    assert sender.keys == [StepKey(document, "extract")]
    assert "1 step is tried again." in words_of(client, done.headers["Location"])
    assert real.archive.catalog.document(document).document.outcome == "waiting"


def test_all_that_failed_is_tried_again_also_while_the_broker_is_down(real: Real) -> None:
    for name in ("a.pdf", "b.pdf"):
        document = real.archive.add(name).document
        real.archive.ledger.fail(real.archive.claim(document, "extract"), "corrupt", retry=False)
    press(client_of(real, Sent(down=True)), "/queue/retry")
    assert real.archive.ledger.failed() == ()
    assert len(real.archive.ledger.due(10)) == 2


def test_a_document_can_be_done_first(real: Real) -> None:
    first, second = real.archive.add("a.pdf").document, real.archive.add("b.pdf").document
    client = client_of(real)
    done = press(client, f"/queue/{second[:12]}/priority", urgency="urgent")
    assert "It comes first now." in words_of(client, done.headers["Location"])
    assert [key.document for key in real.archive.ledger.due(10)] == [second, first]


def test_thousands_of_rows_come_in_screens(real: Real) -> None:
    for number in range(ROWS_A_SCREEN + 5):
        real.archive.add(f"{number}.pdf")
        if number < ROWS_A_SCREEN + 2:
            other = real.archive.add(f"failed-{number}.pdf").document
            real.archive.ledger.fail(real.archive.claim(other, "extract"), "corrupt", retry=False)
    client = client_of(real)
    second = text_of(client, "/queue?waiting=2&failed=2")
    assert second.count(">Do first<") == 5
    assert second.count(">Try again<") == 2
    assert 'href="/queue?failed=2"' in second
    assert "There is no such screen" in words_of(client, "/queue?waiting=99")
    assert text_of(client, "/queue.json?limit=3&offset=54").count('"parts":1') == 1


@pytest.mark.parametrize(
    ("action", "fields", "status"),
    [
        ("/queue/000000000000/cancel", {}, 404),
        ("/queue/zzz/retry", {}, 404),
        ("/queue/{}/retry", {"step": "dance"}, 400),
        ("/queue/{}/priority", {"urgency": "yesterday"}, 400),
        ("/queue/{}/priority", {}, 400),
    ],
)
def test_wrong_presses_are_refused(real: Real, action: str, fields: dict[str, str], status: int) -> None:
    document = real.archive.add("a.pdf").document
    press(client_of(real), action.format(document[:12]), status, **fields)
    assert real.archive.ledger.due(10) == [StepKey(document, "extract")]


def test_a_press_without_its_token_changes_nothing(real: Real) -> None:
    document = real.archive.add("a.pdf").document
    assert client_of(real).post(f"/queue/{document[:12]}/cancel").status_code == 400
    assert client_of(real).get(f"/queue/{document[:12]}/cancel").status_code == 405
    assert real.archive.ledger.open_steps() == 1


@pytest.mark.parametrize(
    "address", ["?waiting=x", "?failed=-1", "?done=retry&count=x", "?done=%3Cb%3E", "?waiting=9e9"]
)
def test_hand_edited_addresses_are_read(real: Real, address: str) -> None:
    assert client_of(real).get("/queue" + address).status_code == 200


def test_a_public_site_has_neither_queue_nor_form(tmp_path: Path) -> None:
    real = make_real(tmp_path, "public", reports={})
    client = create_app(real.services).test_client()
    for address in ("/queue", "/queue.json", "/add", "/add/0123456789abcdef"):
        assert client.get(address).status_code == 404
    assert client.post("/queue/retry").status_code in (400, 404, 405)
    front = text_of(client, "/")
    assert "/queue" not in front
    assert "/add" not in front


def test_french_pages_stay_french(real: Real) -> None:
    real.archive.add("a.pdf")
    client = client_of(real)
    said = words_of(client, "/fr/queue")
    assert "Lire les pages" in said
    assert "1 fichier pas encore ouvert" in said
    done = press(client, f"/fr/queue/{sha('a.pdf')[:12]}/cancel")
    assert done.headers["Location"].startswith("/fr/queue?")


def test_the_pace_and_the_time_left_are_real(real: Real, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    now = time.time()
    real.archive.now_s = now
    real.archive.whole("done.pdf", [page(number) for number in range(1, 61)])
    waiting = real.archive.add("a.pdf").document
    real.archive.extract(waiting, [page(1), page(2)])
    monkeypatch.setattr(real.services.work.queue, "_clock", lambda: now + 60)
    said = words_of(client_of(real))
    assert "pages a minute" in said
    assert "About 1 min left at the pace of the last minutes." in said
    assert LEASE_S > 0


@pytest.mark.parametrize(("seconds", "said"), [(-1, "0 s"), (150, "2 min"), (9000, "2 h"), (200_000, "2 days")])
def test_lasting_in_words(real: Real, seconds: float, said: str) -> None:
    with create_app(real.services).test_request_context("/queue"):
        assert ago(seconds) == said
