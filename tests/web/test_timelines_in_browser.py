"""Timelines in a real browser: without scripts, by keyboard, on a phone; and what axe would ask."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from waitress.server import create_server

from tests.web.real import Real, make_real
from tests.web.test_entities_in_browser import RCMP, WAIT_MS, WRONG, opened
from webapp import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = ("/timeline?q=rcmp", f"/timeline?entity={RCMP}", "/timeline?q=zzzz", "/timelines", "/fr/timeline?q=rcmp")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Real:
    return make_real(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def address(real: Real) -> Iterator[str]:
    server = create_server(create_app(real.services), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


def save(page: Page, name: str) -> str:
    """Picks the first three entries by mouse; the address of what comes of it."""
    page.goto("/timeline?q=rcmp&role=event")
    for place in range(3):
        page.locator("input[name=pick]").nth(place).check()
    page.fill(".pick-bar input[name=name]", name)
    page.click(".pick-bar button")
    page.wait_for_url(re.compile(r"/timelines/[0-9a-f]{32}"), timeout=WAIT_MS)
    return page.url.partition("?")[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_axe_would_ask(browser: Browser, address: str, scheme: str) -> None:
    context = opened(browser, address, color_scheme=scheme)
    page = context.new_page()
    kept = save(page, f"Asked of {scheme}")
    for path in (*PAGES, kept):
        page.goto(path)
        assert page.evaluate(WRONG) == [], path
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1360])
def test_no_page_is_wider_than_the_window(browser: Browser, address: str, width: int) -> None:
    context = opened(browser, address, width)
    page = context.new_page()
    kept = save(page, f"As wide as {width}")
    for path in (*PAGES, kept):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_a_point_of_the_picture_leads_to_its_entry_and_that_to_its_passage(browser: Browser, address: str) -> None:
    context = opened(browser, address)
    page = context.new_page()
    page.goto("/timeline?q=rcmp")
    page.locator(".picture .mark").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#event-2$"))
    assert page.locator("#event-2").evaluate("one => one.matches(':target')")
    page.locator("#event-2 .where").first.click()
    page.wait_for_url(re.compile(r"pages/\d+(\?rail=entities#mention-\d+)?$"), timeout=WAIT_MS)
    context.close()


def test_picked_worded_moved_hidden_and_undone_without_scripts(browser: Browser, address: str) -> None:
    context = opened(browser, address, java_script_enabled=False)
    page = context.new_page()
    save(page, "Without scripts")
    assert page.locator(".event").count() == 3
    page.locator(".word summary").first.click()
    page.locator("input[name=headline]").first.fill("My words")
    page.locator(".word button").first.click()
    assert page.locator(".headline").first.text_content() == "My words"
    dates = page.locator(".event time").all_text_contents()
    page.locator(".edit button", has_text="Down").first.click()
    assert page.locator(".event time").all_text_contents() == [dates[1], dates[0], dates[2]]
    page.locator(".edit button", has_text="Hide").first.click()
    assert page.locator("details.more-events .event").count() == 1
    page.locator("#history ~ .history button").first.click()
    assert page.locator("details.more-events").count() == 0
    assert "The change was taken back." in (page.locator(".is-done").text_content() or "")
    context.close()


def test_by_keyboard_alone_and_without_losing_the_place(browser: Browser, address: str) -> None:
    context = opened(browser, address)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/timeline?q=rcmp&role=event")
    page.locator("input[name=pick]").first.focus()
    page.keyboard.press("Space")
    page.locator("input[name=pick]").nth(1).focus()
    page.keyboard.press("Space")
    assert page.locator(".picked-count").text_content() == "2 ✓"
    page.locator(".pick-bar input[name=name]").focus()
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/timelines/[0-9a-f]{32}"), timeout=WAIT_MS)
    before = page.locator(".event time").all_text_contents()
    page.locator(".edit button", has_text="Down").first.focus()
    page.keyboard.press("Enter")
    page.locator(".is-done:not([hidden])", has_text="moved").wait_for(timeout=WAIT_MS)
    assert page.locator(".event time").all_text_contents() == before[::-1]
    assert page.evaluate("document.activeElement.textContent").startswith("Down")
    assert errors == []
    context.close()
