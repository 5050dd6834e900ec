"""Copying a passage with its citation, by Debian’s chromium; a quiet console shows that the metadata passes the CSP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from waitress.server import create_server

from tests.web.fakes import ANALYSIS, make_services, sha
from webapp import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGE = f"/documents/{sha('analysis')[:12]}/pages/1"
WORDS = "no evidence of foreign interference"
START = ANALYSIS.index(WORDS)
END = START + len(WORDS)
MARK = """([place, words]) => {
  const walker = document.createTreeWalker(document.querySelector(place), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
  }
  document.dispatchEvent(new PointerEvent("pointerup"));
}"""


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
    """A page that fails the test on an error in the console, and may use the clipboard."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    context.close()
    assert wrong == []


@pytest.mark.parametrize("place", ["#page-text .text", ".overlay .lines"])
def test_marked_words_are_copied_with_their_citation(page: Page, address: str, place: str) -> None:
    page.goto(PAGE)
    page.evaluate(MARK, [place, WORDS])
    page.get_by_role("button", name="Copy with citation").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{WORDS}” Global Affairs Canada, RRM Canada, “Narratives")
    assert f"{address}{PAGE}?from={START}&to={END}#passage" in copied


def test_the_passage_is_cited_from_where_it_was_marked(page: Page) -> None:
    page.goto(PAGE)
    page.evaluate(MARK, ["#page-text .text", WORDS])
    page.get_by_role("link", name="Cite this passage").click()
    page.wait_for_url(f"**?rail=cite&from={START}&to={END}*")
    assert page.locator(".cited-passage").inner_text() == WORDS
    assert page.locator("#passage rect").count() >= 1
    page.select_option("#cite-style", "apa")
    page.wait_for_url("**style=apa**")
    assert page.locator(".cited-passage").inner_text() == WORDS
    page.locator("[data-copy=cite-note]").click()
    assert page.evaluate("navigator.clipboard.readText()") == "(RRM Canada, 2021, p. 000012)"
