"""What journalists and researchers do all day, each by mouse, by keyboard alone and without scripts; and the first
click-path of somebody new."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

import icalendar
import pytest
import rispy
from pybtex.database import parse_string

from tests.web.desk import CSIS, YOULI, Desk
from tests.web.hands import Hands, Keyboard, Mouse
from tests.web.real import add

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

WAYS = ("mouse", "keyboard", "no script")
CLICKS_MOST = 6
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def hands(browser: Browser, desk: Desk, way: str) -> Iterator[Hands]:
    """Somebody at the front page; an error in the console or a request to elsewhere fails the test."""
    context = browser.new_context(
        base_url=desk.address, viewport={"width": 1280, "height": 860}, java_script_enabled=way != "no script"
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(desk.address) else wrong.append(asked.url))
    page.goto("/")
    yield Keyboard(page) if way == "keyboard" else Mouse(page)
    context.close()
    assert wrong == []


def every_way(test: object) -> object:
    return pytest.mark.parametrize("way", WAYS, indirect=True)(test)  # type: ignore[arg-type]


def search(hands: Hands, words: str) -> None:
    """From any page, by the box at its head."""
    hands.write(hands.page.locator("#q"), words)
    hands.press(hands.page.locator("#search-form button[type=submit]"))
    hands.page.wait_for_url("**/search?**")


def taken(hands: Hands, link: Locator) -> str:
    """What a link gives as a file."""
    with hands.page.expect_download() as waiting:
        hands.press(link)
    return waiting.value.path().read_text(encoding="utf-8-sig")


@every_way
def test_an_account_is_found_and_its_first_mention(hands: Hands) -> None:
    page = hands.page
    hands.press(page.get_by_role("navigation", name="Site").get_by_role("link", name="Names"))
    hands.press(page.get_by_role("link", name=re.compile("^Accounts")))
    hands.press(page.locator(".names-table").get_by_role("link", name="Youli-Youmian"))
    page.wait_for_url(f"**/entities/{YOULI}**")
    first = page.locator(".facts > div", has_text="First named")
    assert "13 Sept 2021" in first.inner_text()
    document = page.get_by_role("region", name="What the documents say").locator(".said").first
    assert "13 Sept 2021" in document.locator(".over").inner_text()
    hands.press(document.locator(".where").first)
    page.wait_for_url(re.compile(r"/documents/[0-9a-f]{12}/pages/1\?rail=entities#mention-\d+$"))
    box = page.locator(".overlay .mention:target rect").first.bounding_box()
    assert box is not None
    assert box["width"] > 20


@every_way
def test_a_timeline_is_built_and_taken_away(hands: Hands, way: str) -> None:
    page = hands.page
    search(hands, "rcmp")
    hands.press(page.locator("#results").get_by_role("link", name="Timeline"))
    page.wait_for_url("**/timeline?**")
    dates = page.locator(".event time")
    picked = [dates.nth(at).get_attribute("datetime") for at in (0, 2)]
    for at in (0, 2):
        hands.press(page.locator("input[name=pick]").nth(at))
    name = f"A timeline by {way}"
    hands.write(page.get_by_label("named, if new"), name)
    hands.press(page.locator(".pick-bar").get_by_role("button", name="Add"))
    page.wait_for_url("**/timelines/*")
    page.get_by_role("heading", name=name, level=1).wait_for()
    assert [one.get_attribute("datetime") for one in dates.all()] == picked
    files = page.get_by_role("region", name="Take away")
    calendar = icalendar.Calendar.from_ical(taken(hands, files.get_by_role("link", name=re.compile("ICS|[Cc]alendar"))))
    assert len(calendar.walk("VEVENT")) == 2
    told = json.loads(taken(hands, files.get_by_role("link", name=re.compile("TimelineJS.*JSON|JSON"))))
    assert len(told["events"]) == 2


@every_way
def test_three_pages_are_cited_in_chicago_and_taken_to_zotero(hands: Hands, desk: Desk, way: str) -> None:
    page = hands.page
    name = f"Three pages by {way}"
    for at, words in enumerate(("likely posted", "watched", "silent")):
        search(hands, words)
        hands.press(page.locator(".hit .where").first)
        page.wait_for_url("**/pages/*")
        hands.press(page.get_by_role("navigation", name="Beside the page").get_by_role("link", name="Cite"))
        hands.press(page.locator("#cite").get_by_role("link", name="Collect", exact=True))
        if at == 0:
            hands.write(page.get_by_label(re.compile("named")), name)
        else:
            hands.choose(page.get_by_label("Into the collection"), name)
        hands.press(page.get_by_role("button", name="Collect"))
        page.wait_for_url("**/collections/*")
        page.get_by_role("heading", name=name, level=1).wait_for()
    hands.choose(page.get_by_label("Citations in the style"), "Chicago (notes)")
    hands.press(page.get_by_role("button", name="Show"))
    page.wait_for_url("**style=chicago*")
    entries = page.locator(".item .citation").all_inner_texts()
    assert len(entries) == 3
    assert all("Global Affairs Canada" in one and "A-2021-01234" in one for one in entries)
    titles = {"Report first.pdf", "Report second.pdf"}
    records = rispy.loads(taken(hands, page.locator(".files").get_by_role("link", name="RIS")))
    assert {record["type_of_reference"] for record in records} == {"RPRT"}
    assert {record.get("title") or record["primary_title"] for record in records} == titles
    bibliography = parse_string(taken(hands, page.locator(".files").get_by_role("link", name="BibTeX")), "bibtex")
    assert {entry.type for entry in bibliography.entries.values()} == {"techreport"}
    items = json.loads(taken(hands, page.locator(".files").get_by_role("link", name="CSL-JSON")))
    assert {item["title"] for item in items} == titles


@every_way
def test_a_name_is_corrected_and_the_correction_undone(hands: Hands, desk: Desk) -> None:
    page = hands.page
    before = "Canadian Security Intelligence Service"
    page.goto("/entities?kind=organisation")
    hands.press(page.locator(".names-table").get_by_role("link", name=before))
    hands.press(page.locator(".correct").get_by_role("link", name="Rename"))
    hands.write(page.locator("#new-name"), "The Service")
    hands.write(page.get_by_label("Why"), "as the pages say")
    hands.press(page.get_by_role("button", name="Rename"))
    page.wait_for_url(f"**/entities/{CSIS}?done=rename**")
    page.get_by_role("heading", name="The Service", level=1).wait_for()
    desk.real.follow()
    hands.press(page.locator(".history").get_by_role("link", name="Undo").first)
    hands.press(page.get_by_role("button", name="Undo it"))
    page.get_by_text("The correction was taken back.").wait_for()
    desk.real.follow()
    assert desk.real.registry.entity(CSIS).name == before


@every_way
def test_a_saved_search_is_followed(hands: Hands, desk: Desk, way: str) -> None:
    page = hands.page
    word = {"mouse": "told", "keyboard": "now", "no script": "met"}[way]
    search(hands, f"rcmp {word}")
    hands.press(page.locator("#results").get_by_role("link", name="Save"))
    name = f"Followed by {way}"
    hands.write(page.get_by_label("Name"), name)
    hands.press(page.get_by_role("button", name="Save"))
    page.wait_for_url("**/saved?done=saved**")
    mine = page.locator(".rows > li", has=page.get_by_role("link", name=name))
    assert "nothing new" in mine.inner_text()
    feed = mine.get_by_role("link", name="Atom feed").get_attribute("href") or ""
    before = entries(page.request.get(feed).text())
    add(desk.real.archive, f"new-{word}.pdf", "2022-03-01", "RRM Example", [f"The RCMP is {word} about WeChat."])
    desk.real.follow()
    after = entries(page.request.get(feed).text())
    assert len(after) == len(before) + 1
    assert f"Report new-{word}.pdf" in after[0]
    page.reload()
    hands.press(mine.get_by_role("link", name="1 new document"))
    page.wait_for_url("**/search?**")
    page.locator(".group .title").first.wait_for()
    assert f"Report new-{word}.pdf" in page.locator(".group .title").first.inner_text()
    page.goto("/saved")
    hands.press(mine.get_by_role("button", name="Mark as seen"))
    page.wait_for_url("**/saved?done=see**")
    assert "nothing new" in mine.inner_text()


def entries(feed: str) -> list[str]:
    """The titles of a feed's entries, newest first."""
    return [one.findtext(f"{ATOM}title") or "" for one in Xml.fromstring(feed).iter(f"{ATOM}entry")]


@every_way
def test_somebody_new_has_a_cited_page_in_six_clicks(hands: Hands, way: str) -> None:
    page = hands.page
    search(hands, "watched")
    hands.press(page.locator(".hit .where").first)
    page.wait_for_url("**/pages/2?**")
    hands.press(page.get_by_role("navigation", name="Beside the page").get_by_role("link", name="Cite"))
    cited = page.locator("#cite-entry")
    cited.wait_for()
    assert "Report first.pdf" in cited.inner_text()
    assert "000002" in cited.inner_text()
    if way != "no script":
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        hands.press(page.locator("[data-copy=cite-entry]"))
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == cited.inner_text()
    assert hands.clicks <= CLICKS_MOST
