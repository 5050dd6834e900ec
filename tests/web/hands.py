"""The ways in which people use the site: with a mouse, with the keyboard alone, and without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

TABS_MOST = 220
"""No element of a page here is further than this from where the focus was."""


class Hands(Protocol):
    """Somebody at a page. `clicks` counts what was pressed, not what was typed."""

    page: Page
    clicks: int

    def press(self, what: Locator) -> None:
        """Follows a link, presses a button, ticks a box or opens a menu."""

    def write(self, field: Locator, text: str) -> None:
        """Puts a text into a field in place of what is there."""

    def choose(self, field: Locator, label: str) -> None:
        """Chooses of a list."""


@dataclass
class Mouse:
    """By mouse, with scripts or without."""

    page: Page
    clicks: int = 0

    def press(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def choose(self, field: Locator, label: str) -> None:
        field.select_option(label=label)


@dataclass
class Keyboard:
    """By Tab, Space, Enter, arrows and letters alone: what Tab does not reach cannot be used."""

    page: Page
    clicks: int = 0

    def press(self, what: Locator) -> None:
        self.clicks += 1
        self._reach(what)
        self.page.keyboard.press("Space" if what.get_attribute("type") == "checkbox" else "Enter")

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, field: Locator, label: str) -> None:
        """Letters choose in a list, as they do in every browser."""
        self._reach(field)
        self.page.keyboard.type(label)

    def _reach(self, what: Locator) -> None:
        """Tab by Tab, in the order of the page; the focus has to be seen."""
        one = what.element_handle()
        for _ in range(TABS_MOST):
            if one.evaluate("one => one === document.activeElement"):
                seen = one.evaluate("one => getComputedStyle(one).outlineStyle !== 'none' || one.matches('svg a')")
                assert seen, f"no focus ring on {one}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {what}")
