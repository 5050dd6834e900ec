"""Describing many documents in a real browser: typed into the table, ticked, saved, found."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from tests.web.real import Real, make_real
from tests.web.test_describing import REPORTS
from webapp import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Real:
    monkeypatch.setenv("ATI_USER", "ada")
    return make_real(tmp_path, reports=REPORTS)


@pytest.fixture
def address(real: Real) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(real.services), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def test_rows_are_typed_ticked_and_moved_into_a_new_release(browser: Browser, address: str, real: Real) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{address}/describe/table?q=")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for box in page.locator('input[name="document"]').all():
        box.check()
    page.get_by_label("Title: bare.pdf").fill("A bare file")
    page.get_by_label("They belong to the release").select_option("new")
    page.locator("#all-institution").fill("GAC")
    page.locator("#all-request_number").fill("A-2021-00777")
    page.get_by_role("button", name="Save all of it").click()
    page.get_by_text("It was saved").wait_for()
    assert page.get_by_role("heading", name="Documents of A-2021-00777").is_visible()
    release = real.services.catalog.release("gac/A-2021-00777")
    assert len(real.services.catalog.release_documents(release.id, 0, 10)) == 2
    page.close()
