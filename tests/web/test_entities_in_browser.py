"""Entity pages and corrections in a real browser: without scripts, by keyboard, on a phone; and what axe would ask."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from waitress.server import create_server

from indexer.model.registry import entity_id
from tests.web.real import Real, make_real
from webapp import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.browser

RCMP, CSIS = entity_id("organisation", "rcmp"), entity_id("organisation", "csis")
PAGES = ["/entities", "/entities?kind=person&name=zzz", f"/entities/{RCMP}", "/corrections"]
PAGES += [f"/entities/{RCMP}/{one}" for one in ("rename", "merge", "split", "hide")]
WAIT_MS = 60_000

WRONG = r"""() => {
  const wrong = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (one) => one.checkVisibility({ visibilityProperty: true });
  const named = (one) => (one.getAttribute("aria-label") || one.textContent || "").trim() || one.querySelector("title");
  if (all("h1").filter(shown).length !== 1) wrong.push("not one h1");
  let level = 1;
  for (const one of all("h1, h2, h3, h4").filter(shown).filter((one) => !one.closest("dialog"))) {
    if (Number(one.tagName[1]) > level + 1) wrong.push(`heading ${one.textContent.trim()} skips a level`);
    level = Number(one.tagName[1]);
  }
  const ids = all("[id]").map((one) => one.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push(`two of id ${id}`);
  for (const one of all("a[href], button").filter(shown)) if (!named(one)) wrong.push(`no name: ${one.outerHTML}`);
  for (const one of all("input:not([type=hidden]), select, textarea").filter(shown)) {
    if (!one.labels?.length && !one.getAttribute("aria-label")) wrong.push(`no label: ${one.outerHTML}`);
  }
  for (const one of all("nav, aside, section")) {
    const by = one.getAttribute("aria-labelledby");
    if (!one.getAttribute("aria-label") && by && !document.getElementById(by)) wrong.push(`label ${by} is missing`);
  }
  for (const link of all('a[href^="#"]')) {
    const target = link.getAttribute("href").slice(1);
    if (!document.getElementById(target)) wrong.push(`${link.textContent.trim()} leads nowhere`);
  }
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = (text) => {
    const [r, g, b] = text.match(/[\d.]+/g).map((one) => channel(Number(one) / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\)$/.test(colour)) return colour.includes("/") || /rgba/.test(colour) ? null : colour;
    }
    return "rgb(255, 255, 255)";
  };
  for (const one of all("main p, main a, main td, main th, main dd, main dt, main label, main span, main time")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const back = paper(one);
    if (!own || !back || !shown(one) || one.closest("[aria-hidden=true]")) continue;
    if (getComputedStyle(one).clipPath !== "none") continue;
    const [a, b] = [light(getComputedStyle(one).color), light(back)].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5 && Number(getComputedStyle(one).opacity) === 1)
      wrong.push(`contrast of ${one.textContent.trim().slice(0, 30)}`);
  }
  return wrong;
}"""


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


def opened(browser: Browser, address: str, width: int = 1360, **options: object) -> BrowserContext:
    return browser.new_context(base_url=address, viewport={"width": width, "height": 850}, **options)  # type: ignore[arg-type]


def reader_of(real: Real) -> str:
    document = real.services.named.documents(RCMP, 0, 1)[0].record.document
    return f"/documents/{document.short_id}/pages/1?rail=entities"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_axe_would_ask(browser: Browser, address: str, real: Real, scheme: str) -> None:
    context = opened(browser, address, color_scheme=scheme)
    page = context.new_page()
    for path in (*PAGES, reader_of(real), "/search?q=rcmp"):
        page.goto(path)
        assert page.evaluate(WRONG) == [], path
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1360])
def test_no_page_is_wider_than_the_window(browser: Browser, address: str, real: Real, width: int) -> None:
    context = opened(browser, address, width)
    page = context.new_page()
    for path in (*PAGES, reader_of(real), "/search?q=rcmp"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_a_passage_opens_the_reader_with_its_words_boxed(browser: Browser, address: str) -> None:
    context = opened(browser, address)
    page = context.new_page()
    page.goto(f"/entities/{RCMP}")
    page.locator("#documents ~ .said .where").first.click()
    page.wait_for_url(re.compile(r"pages/\d+\?rail=entities#mention-\d+"))
    box = page.locator(":target rect").first.bounding_box()
    assert box is not None
    assert box["width"] > 5
    context.close()


def test_an_entity_is_merged_and_undone_without_scripts(browser: Browser, address: str, real: Real) -> None:
    context = opened(browser, address, 390, java_script_enabled=False)
    page = context.new_page()
    page.goto("/entities?kind=organisation")
    page.get_by_role("link", name="Canadian Security Intelligence Service").click()
    page.get_by_role("link", name="Merge").click()
    page.get_by_label("Name of the one to merge into").fill("mounted")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Choose Royal Canadian Mounted Police").click()
    page.get_by_text("2 mentions in 2 documents will count as").wait_for()
    page.get_by_label("Why").fill("one force")
    page.get_by_role("button", name="Merge").click()
    page.wait_for_url(f"**/entities/{RCMP}?done=merge**")
    page.get_by_text("They count as one now.").wait_for()
    page.get_by_text("Counts are being updated").wait_for()
    real.follow()
    page.get_by_role("link", name="Look again").click()
    assert page.get_by_text("Counts are being updated").count() == 0
    page.get_by_role("link", name=re.compile("^Undo")).first.click()
    page.get_by_role("button", name="Undo it").click()
    page.get_by_text("The correction was taken back.").wait_for()
    real.follow()
    assert real.registry.entity(CSIS).mentions == 2
    context.close()


def test_counts_come_by_themselves_with_scripts_and_by_keyboard_alone(
    browser: Browser, address: str, real: Real
) -> None:
    context = opened(browser, address)
    page = context.new_page()
    page.goto(f"/entities/{CSIS}/rename")
    page.locator("#new-name").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("The Service")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="The Service", level=1).wait_for()
    page.get_by_text("Counts are being updated").wait_for()
    real.follow()
    page.get_by_text("Counts are being updated").wait_for(state="detached", timeout=WAIT_MS)
    assert page.get_by_role("heading", name="The Service", level=1).is_visible()
    context.close()


def test_the_strip_can_be_walked_and_leads_to_its_entries(browser: Browser, address: str) -> None:
    context = opened(browser, address)
    page = context.new_page()
    page.goto(f"/entities/{RCMP}")
    marks = page.locator(".strip-marks a")
    assert marks.count() == 5
    places = [one.bounding_box() for one in marks.all()]
    figure = page.locator(".strip-figure").bounding_box()
    assert figure is not None
    assert all(box and box["x"] >= figure["x"] - 8 and box["width"] >= 8 for box in places)
    marks.last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#event-5")
    context.close()
