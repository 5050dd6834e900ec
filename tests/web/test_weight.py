"""What a page costs its reader: bytes, requests, and whether it jumps while it loads; and how it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.desk import Desk
from tests.web.every_page import pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

pytestmark = pytest.mark.browser

HEAVIEST_BYTES = 150_000
SHIFT_MOST = 0.02
"""Cumulative layout shift; 0.1 is what browsers call good."""
SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shift += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(window.shift))))"


def test_every_page_is_light_and_asks_nobody_else(browser: Browser, desk: Desk) -> None:
    """Before compression, with every style sheet and module that it loads, without pictures."""
    heavy: dict[str, int] = {}
    elsewhere: list[str] = []
    for name, path in pages(desk).items():
        answers = answered(browser, desk, path)
        weight = sum(size for _, size in answers)
        if weight > HEAVIEST_BYTES:
            heavy[name] = weight
        elsewhere += [url for url, _ in answers if not url.startswith(desk.address)]
    assert heavy == {}
    assert elsewhere == []


def answered(browser: Browser, desk: Desk, path: str) -> list[tuple[str, int]]:
    """All that a page asked for with an empty cache, each with its bytes; pictures and redirects weigh nothing."""
    context = browser.new_context(base_url=desk.address)
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  (Playwright marks what it is given)
    page.goto(path, wait_until="networkidle")
    sized = [(one.url, len(one.body()) if weighs(one) else 0) for one in answers]
    context.close()
    return sized


def weighs(answer: Response) -> bool:
    """Whether it counts."""
    return answer.ok and not answer.headers.get("content-type", "").startswith("image/")


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_jumps_while_it_loads(browser: Browser, desk: Desk, width: int) -> None:
    context = browser.new_context(base_url=desk.address, viewport={"width": width, "height": 850})
    context.add_init_script(SHIFTS)
    page = context.new_page()
    moved = {}
    for path in ("/", "/search?q=wechat", f"{desk.told}/pages/1?q=rcmp", "/timeline?q=rcmp", desk.collection):
        page.goto(path, wait_until="networkidle")
        moved[path] = page.evaluate(SETTLED)
    assert {path: shift for path, shift in moved.items() if shift > SHIFT_MOST} == {}
    context.close()


def test_paper_has_the_matter_alone(browser: Browser, desk: Desk) -> None:
    context = browser.new_context(base_url=desk.address, color_scheme="dark")
    page = context.new_page()
    for path in ("/timeline?q=rcmp", f"{desk.told}/pages/1?q=rcmp", desk.collection, "/search?q=wechat"):
        page.goto(path)
        page.emulate_media(media="print")
        assert shown(page, "header.top form, .ways, .tongues, .foot, .facets, .tabs, .pick-bar") == [], path
        assert shown(page, "main button, main select") == [], path
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", path
        assert page.locator("h1").is_visible(), path
        page.emulate_media(media="screen")
    assert page.pdf().startswith(b"%PDF")
    context.close()


def shown(page: Page, selector: str) -> list[str]:
    """What is seen of these."""
    return [
        one.evaluate("one => one.outerHTML.slice(0, 120)") for one in page.locator(selector).all() if one.is_visible()
    ]
