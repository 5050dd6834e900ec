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
COLOURS = 128
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


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


def draw(page: Page, address: str, suffix: str) -> None:
    """Walks from the front page over an account and a search to a page with boxed words; a picture of each."""
    for name, path in (("front", "/"), ("search", "/search?q=wechat+account"), ("coverage", "/coverage")):
        page.goto(address + path)
        _take(page, name + suffix)
    page.goto(f"{address}/entities?kind=account")
    page.locator(".names-table tbody a").nth(1).click()
    _take(page, "entity" + suffix)
    page.goto(f"{address}/search?q=wechat+likely")
    page.locator("main a[href*='/pages/3?']").first.click()
    _take(page, "reader" + suffix)
    draw_timelines(page, address, suffix)


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
        with site(archive) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
            for suffix, size, scheme in (("", DESKTOP, "light"), ("-phone-dark", PHONE, "dark")):
                page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
                draw(page, address, suffix)
            browser.close()


def _take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    target = PICTURES / f"{name}.png"
    page.screenshot(path=target)
    Image.open(target).convert("RGB").quantize(COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    main()
