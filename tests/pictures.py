"""Draws the pictures of README and docs anew from the specimens: `make pictures` (needs chromium and Pillow)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.conftest import ROOT, SPECIMENS

PICTURES = ROOT / "docs" / "pictures"
COLOURS = 64
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
PLAIN = {
    "front": "/", "search": "/search?q=wechat+account", "nothing": "/search?q=wechat&year=1999",
    "documents": "/documents", "coverage": "/coverage", "names": "/entities?kind=account", "operators": "/operators",
    "add": "/add", "queue": "/queue", "saved": "/saved", "collections": "/collections", "timelines": "/timelines",
    "corrections": "/corrections", "describe": "/describe/table?q=wechat", "takedowns": "/takedowns",
    "style": "/style", "search-french": "/fr/search?q=wechat",
}  # fmt: skip
"""Pages that an address leads to; those of the main ones are drawn on a phone too."""
ON_A_PHONE = ("front", "search", "coverage")


@contextmanager
def site(archive: Path) -> Iterator[str]:
    """The address of a site over an archive; it ends with the block."""
    command = [sys.executable, "-m", "indexer.cli", "serve", "--archive", str(archive), "--no-workers"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline() if process.stdout else ""
        try:
            yield line.split(" is at ")[1].split()[0]
        finally:
            process.terminate()


def work(page: Page, address: str) -> None:
    """What a researcher leaves behind: a saved search and a collection of two pages."""
    page.goto(f"{address}/saved/new?q=wechat")
    page.locator(".stacked button").click()
    for place in (0, 1):
        page.goto(f"{address}/search?q=wechat+account")
        page.locator(".hit .where").nth(place).click()
        page.locator(".tabs a", has_text="Cite").click()
        page.locator("#cite .cited-what a", has_text="Collect").first.click()
        if place == 0:
            page.fill("#name", "WeChat: first reports")
            page.fill("#note", "Who wrote it, and who was told?")
        page.locator(".stacked button").click()


def draw(page: Page, address: str, suffix: str) -> None:
    """Each page, by its address or by the way that one comes to it."""
    for name, path in PLAIN.items():
        if not suffix or name in ON_A_PHONE:
            page.goto(address + path)
            _take(page, name + suffix)
    page.goto(f"{address}/entities?kind=account")
    page.locator(".names-table tbody a").nth(1).click()
    _take(page, "entity" + suffix)
    page.goto(f"{address}/search?q=wechat+likely")
    page.locator("main a[href*='/pages/3?']").first.click()
    _take(page, "reader" + suffix)
    if not suffix:
        draw_rails(page)
        page.goto(f"{address}/collections")
        page.locator(".rows .title a").first.click()
        _take(page, "collection")
    draw_timelines(page, address, suffix)


def draw_rails(page: Page) -> None:
    """What stands beside a page, and the sheets one below the other; from the reader on."""
    for tab in ("Entities", "Redactions", "Cite"):
        page.locator(".tabs a", has_text=tab).click()
        _take(page, f"reader-{tab.lower()}")
    page.locator(".place a", has_text="Read on").click()
    _take(page, "read-on")
    page.locator(".reading-head .title a").click()
    _take(page, "document")


def draw_timelines(page: Page, address: str, suffix: str) -> None:
    """The timeline of a search, and one of somebody's own, worded and in French."""
    page.goto(f"{address}/timeline?q=wechat&role=event&role=document&precision=day&precision=month")
    _take(page, "timeline" + suffix)
    for place in (0, 3, 5, 8):
        page.locator("input[name=pick]").nth(place).check()
    page.fill(".pick-bar input[name=name]", "WeChat: first reports")
    page.click(".pick-bar button")
    page.wait_for_url("**/timelines/*")
    page.locator(".word summary").first.click()
    page.locator("input[name=headline]").first.fill("A first notice")
    page.locator(".word button").first.click()
    page.locator(".headline").first.wait_for()
    page.goto(page.url.partition("?")[0])
    _take(page, "timeline-own" + suffix)


def main() -> None:
    """Archives the specimens in a temporary folder and draws desktop, phone and dark pictures."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        subprocess.run(
            [sys.executable, "-m", "indexer.cli", "ingest", str(SPECIMENS), "--archive", str(archive)],
            cwd=ROOT, check=True,
        )  # fmt: skip
        draw_all(archive)


def draw_all(archive: Path) -> None:
    """All pictures, of the site over an archive of the specimens; the archive is written to."""
    with site(archive) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        for suffix, size, scheme in (("", DESKTOP, "light"), ("-phone-dark", PHONE, "dark")):
            page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
            if not suffix:
                work(page, address)
            draw(page, address, suffix)
        browser.close()


def _take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    target = PICTURES / f"{name}.png"
    page.screenshot(path=target)
    Image.open(target).convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE).save(target, optimize=True)


if __name__ == "__main__":
    main()
