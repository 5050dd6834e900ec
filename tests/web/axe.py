"""axe-core, the accessibility checker, of one pinned version from npm; put into a page before the site's scripts."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.npm import packed

if TYPE_CHECKING:
    from playwright.sync_api import Page

VERSION = "4.14.1"
SHA256 = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"
LEVEL = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.2, A and AA, and what axe holds to be good practice (landmarks, order of headings)."""
RUN = """async ([tags, within]) => {
  const found = await axe.run(within ? {include: [within]} : document, {runOnly: tags, resultTypes: ["violations"]});
  const why = (node) => [...node.any, ...node.all, ...node.none].map((one) => one.message).join("; ");
  return found.violations.map((one) => [one.id, one.nodes.map((node) => `${node.target.join(" ")}: ${why(node)}`)]);
}"""


@dataclass(frozen=True)
class Violation:
    """A rule of axe, and where it is broken, with the reasons."""

    rule: str
    places: tuple[str, ...]


def source() -> str:
    """The script. Raises PackageMissing."""
    with tarfile.open(packed("axe-core", VERSION, SHA256)) as archive:
        member = archive.extractfile("package/axe.min.js")
        return member.read().decode() if member else ""


def violations(page: Page, within: str = "") -> list[Violation]:
    """What is wrong with the open page, which has had `source` as an init script; or with what a selector finds in it:
    what floats over a page covers some of it, which axe takes for targets that are too small."""
    return [Violation(rule, tuple(places)) for rule, places in page.evaluate(RUN, [list(LEVEL), within])]
