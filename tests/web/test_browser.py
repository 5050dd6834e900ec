"""The site in a real browser: Debian's chromium with Playwright."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from waitress.server import create_server

from tests.web.fakes import make_services, sha
from webapp import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ANALYSIS = sha("analysis")[:12]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = create_app(make_services(tmp_path_factory.mktemp("site")))
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test on an error in the console, a blocked request or one to elsewhere."""
    context = browser.new_context(base_url=address, viewport={"width": 1360, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url))
    yield opened
    context.close()
    assert wrong == []


def test_from_a_search_to_the_boxed_words(page: Page) -> None:
    page.goto("/")
    page.fill("#q", "interference")
    page.press("#q", "Enter")
    page.get_by_role("heading", name="7 pages in 1 document").wait_for()
    page.get_by_role("link", name="p. 1 (000012)").click()
    page.wait_for_url("**/pages/1?q=interference#hit-1")
    image = page.locator("#page-image")
    image.evaluate("image => image.decode()")
    box, sheet = page.locator("#hit-1 rect").bounding_box(), image.bounding_box()
    assert box is not None
    assert sheet is not None
    # The word stands at x 72 + 47 · 6.2 points of 612; see `typeset` and ANALYSIS.
    assert abs((box["x"] - sheet["x"]) / sheet["width"] - (72 + 47 * 6.2) / 612) < 0.01
    assert page.locator(".hit.is-current").count() == 1
    page.keyboard.press("n")
    page.wait_for_url("**/pages/2?q=interference#hit-1")
    page.keyboard.press("p")
    page.wait_for_url("**/pages/1?q=interference#hit-last")
    assert page.locator(".overlay .hit").last.evaluate("hit => hit.classList.contains('is-current')")
    page.keyboard.press("n")
    page.wait_for_url("**/pages/2?q=interference#hit-1")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/pages/3?q=interference")


def test_filters_swap_the_results_and_the_back_button_works(page: Page) -> None:
    page.goto("/search?q=wechat")
    page.evaluate("window.stays = true")
    page.get_by_role("link", name=re.compile("^2021 ")).click()
    page.get_by_role("heading", name="7 pages in 1 document").wait_for()
    assert page.url.endswith("/search?q=wechat&year=2021")
    page.locator(".chip").click()
    page.wait_for_url("**/search?q=wechat")
    page.get_by_role("heading", name="8 pages in 2 documents").wait_for()
    page.go_back()
    page.get_by_role("heading", name="7 pages in 1 document").wait_for()
    page.fill("#q", "letter")
    page.press("#q", "Enter")
    page.get_by_role("heading", name="Nothing matches with these filters").wait_for()
    assert page.evaluate("window.stays") is True


def test_a_closed_facet_is_counted_when_it_is_opened_and_stays_open(page: Page) -> None:
    page.goto("/search?q=wechat")
    facet = page.locator('[data-key="facet-language"]')
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/search/values/" in one.url else None)
    facet.locator("summary").focus()
    page.keyboard.press("Enter")
    facet.get_by_role("link", name=re.compile("^English")).wait_for()
    assert facet.get_by_text("Show values").count() == 0
    for _ in range(2):  # each page of results comes with it counted
        page.get_by_role("link", name=re.compile("^2021 ")).click()
        page.get_by_role("heading", name="7 pages in 1 document").wait_for()
        assert page.url.endswith("/search?q=wechat&year=2021")
        assert facet.get_by_role("link", name=re.compile("^English")).is_visible()
        page.locator(".chip").click()
        page.get_by_role("heading", name="8 pages in 2 documents").wait_for()
        assert facet.get_by_role("link", name=re.compile("^English")).is_visible()
    assert len(asked) == 1


def test_a_facet_that_could_not_be_counted_is_tried_again(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/search?q=wechat")
    page.route("**/search/values/**", lambda route: route.abort())
    facet = page.locator('[data-key="facet-language"]')
    facet.locator("summary").click()
    facet.get_by_role("link", name="Show values").wait_for()
    page.unroute("**/search/values/**")
    facet.locator("summary").click()
    facet.locator("summary").click()
    facet.get_by_role("link", name=re.compile("^English")).wait_for()
    context.close()


def test_facets_open_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto("/search?q=wechat")
    page.locator("label.drawer").click()
    facet = page.locator('[data-key="facet-language"]')
    facet.locator("summary").click()
    facet.get_by_role("link", name="Show values").click()
    facet.get_by_role("link", name=re.compile("^English")).wait_for()
    page.get_by_role("link", name=re.compile("^2021 ")).first.click()
    facet.get_by_role("link", name=re.compile("^English")).wait_for()
    context.close()


def test_keys_move_among_results_and_can_be_switched_off(page: Page) -> None:
    page.goto("/search?q=wechat")
    page.keyboard.press("j")
    page.keyboard.press("j")
    focused = "document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"
    second = page.evaluate(focused)
    assert second == page.locator(".hit .where").nth(1).inner_text()
    page.keyboard.press("/")
    page.keyboard.type("?jk")
    assert page.input_value("#q").endswith("?jk")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"
    page.reload()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"


def test_the_theme_is_kept(page: Page) -> None:
    page.goto("/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    page.click("#theme")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (light, dark) == ("rgb(251, 250, 247)", "rgb(22, 22, 20)")
    page.goto("/coverage")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


@pytest.mark.parametrize("width", [320, 390, 768, 1360, 1900])
def test_no_page_is_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/search?q=wechat", "/documents", f"/documents/{ANALYSIS}", "/coverage", "/operators"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    for rail in ("text", "entities", "redactions", "about"):
        page.goto(f"/documents/{ANALYSIS}/pages/1?q=foreign&rail={rail}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, rail


def test_everything_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto("/search?q=wechat")
    page.get_by_text("Filters").first.click()
    page.get_by_role("link", name=re.compile("^2021 ")).click()
    page.get_by_role("heading", name="7 pages in 1 document").wait_for()
    page.select_option("#sort", "document_date")
    page.get_by_role("button", name="Sort").click()
    assert "sort=document_date" in page.url
    assert "year=2021" in page.url
    page.get_by_role("link", name="p. 2 (000013)").click()
    page.get_by_role("link", name="Next matching page").click()
    page.wait_for_url("**/pages/3?q=wechat#hit-1")
    context.close()


def test_text_can_be_selected_over_the_picture(page: Page, tmp_path: Path) -> None:
    page.goto(f"/documents/{ANALYSIS}/pages/2")
    line = page.locator(".overlay text").first.bounding_box()
    assert line is not None
    middle = line["y"] + line["height"] / 2
    page.mouse.move(line["x"] + 1, middle)
    page.mouse.down()
    page.mouse.move(line["x"] + line["width"] - 1, middle, steps=8)
    page.mouse.up()
    assert "speaks of foreign" in page.evaluate("getSelection().toString()")


def test_years_can_be_read_on_a_phone(browser: Browser, address: str) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, color_scheme=scheme)
        page = context.new_page()
        page.goto("/search?q=letter")
        years = page.locator(".histogram .years text:visible")
        boxes = [one.bounding_box() for one in years.all()]
        assert len(boxes) >= 4
        assert all(box and box["height"] >= 12 and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
        assert all(left["x"] + left["width"] < right["x"] for left, right in pairwise(boxes))
        ink = years.first.evaluate("one => getComputedStyle(one).fill")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ink != paper
        assert paper == ("rgb(251, 250, 247)" if scheme == "light" else "rgb(22, 22, 20)")
        context.close()
