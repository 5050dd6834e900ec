"""The whole way in a real browser, over `ati serve` with its workers: a file is sent, read and found."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.catalog.database import Database
from indexer.settings import load_settings
from tests.conftest import ROOT, SPECIMENS
from tests.web.test_entities_in_browser import WRONG

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

READ_MS = 240_000
"""Workers load their language models first; the machine may be busy."""
SPECIMEN = next(SPECIMENS.rglob("memorandum.pdf"))
WIDTHS = (320, 1280)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`ati serve` over an empty archive, with its workers."""
    archive = tmp_path_factory.mktemp("served") / "archive"
    archive.mkdir()
    Database.open(load_settings(archive, {}).catalog_url).close()
    command = [sys.executable, "-m", "indexer.cli", "serve", "--archive", str(archive), "--port", "5840"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline() if process.stdout else ""
        yield line.split(" is at ")[1].split()[0]
        process.terminate()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert [one for one in problems if "400" not in one] == [], "a form that is sent back is no fault"


def sound(page: Page) -> None:
    """Nothing that axe would ask first is missing, and the page is no wider than the window."""
    assert page.evaluate(WRONG) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)


def test_a_file_is_sent_and_becomes_searchable_while_one_looks(page: Page, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    page.goto("/queue")
    assert page.get_by_text("Nothing waits, nothing runs, and nothing has failed.").is_visible()
    ways = page.get_by_role("navigation", name="Site")
    ways.get_by_text("More", exact=True).click()
    ways.get_by_role("link", name="Add files").click()
    sound(page)
    page.set_input_files("#files", [SPECIMEN, broken])
    page.get_by_role("button", name="Add to the archive").click()
    page.wait_for_url(re.compile(r"/add/[0-9a-f]{16}$"))
    page.evaluate("window.stays = true")
    page.get_by_text("All is done.").first.wait_for(timeout=READ_MS)
    assert page.evaluate("window.stays") is True, "the page has renewed itself without being loaded again"
    assert page.locator(".state.is-searchable").count() == 1
    assert page.get_by_text("The file is damaged and could not be opened.").is_visible()
    assert page.locator("p[role=status]", has_text="All is done.").count() == 1
    sound(page)
    page.locator(".work-rows a").first.click()
    page.wait_for_url("**/documents/**")
    page.goto("/search?q=memorandum")
    page.locator("main a[href*='/pages/']").first.wait_for()
    page.goto("/queue")
    assert page.get_by_text("The file is damaged and could not be opened.").is_visible()
    sound(page)


def test_without_scripts_the_same_works_by_loading_again(browser: Browser, address: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(SPECIMEN.read_bytes() + b"\n%another")
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto("/add")
    page.set_input_files("#files", copy)
    page.fill("#institution", "GAC")
    page.fill("#released", "last June")
    page.get_by_role("button", name="Add to the archive").click()
    assert page.get_by_text("Write the date as 2022-06-20").is_visible()
    assert page.input_value("#institution") == "GAC"
    page.fill("#released", "2022-06")
    page.set_input_files("#files", copy)
    page.get_by_role("button", name="Add to the archive").click()
    page.wait_for_url(re.compile(r"/add/[0-9a-f]{16}$"))
    page.get_by_role("link", name="Load again").click()
    assert page.get_by_text("copy.pdf").first.is_visible()
    context.close()


def test_what_was_wrong_with_the_form_is_said_without_leaving_the_page(page: Page) -> None:
    page.goto("/add")
    page.set_input_files("#files", SPECIMEN)
    page.fill("#released", "last June")
    with page.expect_response("**/add") as answer:
        page.get_by_role("button", name="Add to the archive").click()
    assert answer.value.status == 400
    page.get_by_text("Write the date as 2022-06-20").wait_for()
    page.evaluate("document.querySelector('form[data-upload]').dataset.limit = '10'")
    page.set_input_files("#files", SPECIMEN)
    page.get_by_role("button", name="Add to the archive").click()
    page.get_by_text("This is more than can be sent at once.").wait_for()
