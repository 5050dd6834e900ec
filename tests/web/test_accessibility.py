"""Every page of the site under axe-core at WCAG 2.2 AA: light and dark, on a desktop and a phone, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.npm import PackageMissing
from tests.web import axe
from tests.web.desk import Desk
from tests.web.every_page import pages, without_a_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

WAYS = (("light", 1280, ""), ("dark", 390, ""), ("dark", 1280, "/fr"), ("light", 390, "/fr"))
"""Each pair of theme, width and language comes up."""
OPEN = "document.querySelectorAll('main details:not(.exports)').forEach((one) => { one.open = true; })"
FLOATING = (".exports", ".more-ways")


@pytest.fixture(scope="module")
def script() -> str:
    try:
        return axe.source()
    except PackageMissing as missing:
        pytest.skip(str(missing))


def test_no_page_is_left_out(desk: Desk) -> None:
    assert without_a_page(desk) == set()


@pytest.mark.parametrize(("scheme", "width", "language"), WAYS)
def test_axe_finds_nothing(browser: Browser, desk: Desk, script: str, scheme: str, width: int, language: str) -> None:
    context = browser.new_context(
        base_url=desk.address,
        viewport={"width": width, "height": 850},
        color_scheme=scheme,
        bypass_csp=True,  # type: ignore[arg-type]
    )
    context.add_init_script(script)
    page = context.new_page()
    found = {}
    for name, path in pages(desk).items():
        page.goto(language + path)
        page.evaluate(OPEN)
        found[name] = axe.violations(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_what_floats(browser: Browser, desk: Desk, script: str, width: int) -> None:
    context = browser.new_context(
        base_url=desk.address, viewport={"width": width, "height": 850}, color_scheme="dark", bypass_csp=True
    )
    context.add_init_script(script)
    page = context.new_page()
    for menu in FLOATING:
        page.goto("/search?q=wechat")
        page.locator(f"{menu} > summary").click()
        assert axe.violations(page, menu) == []
    page.goto("/search?q=wechat")
    page.keyboard.press("?")
    page.locator("dialog#keys").wait_for()
    assert axe.violations(page) == []
    page.keyboard.press("Escape")
    page.fill("#q", "")
    page.locator("#q").press_sequentially("rcm")
    page.locator(".suggestions [role=option]").first.wait_for()
    assert axe.violations(page, ".box") == []
    context.close()
