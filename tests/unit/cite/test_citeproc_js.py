"""Our citations in each offered style against citeproc-js, the processor of Zotero. What differs is listed here and in
docs/citations.md, with its reason; anything else that differs fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.cite.csl import printed_item
from indexer.cite.pinpoints import locator
from indexer.cite.runs import as_text
from indexer.cite.styles import FULL, FULL_FR, STYLES, format_citation
from indexer.model.citation import Citation
from tests.npm import PackageMissing
from tests.unit.cite.citeproc_js import Job, format_all
from tests.unit.cite.made import citation, citer, places, record

CASES = {
    "pages": citation(),
    "page": citer().pages(record(), places(3)),
    "document": citer().document(record()),
    "about": citation(date="2021~"),
    "season": citation(date="2021-22"),
    "range": citation(date="2021-09/2021-10"),
    "no date": citation(date=""),
    "no title": citation(None),
    "French": citation("Rapport de situation sur la désinformation", language="fr"),
    "Chinese": citation("有理儿有面", language="zh"),
}
NAMES = tuple(name for name in STYLES if name not in (FULL, FULL_FR))

Explained = Callable[[str, Citation], str]


def comma_inside_quotes(text: str, _: Citation) -> str:
    """IEEE in American English sets the comma inside; citeproc-py 0.11 does not move punctuation."""
    return text.replace("”,", ",”")


def title_only_to_tell_apart(text: str, one: Citation) -> str:
    """MLA names the title in the text only where one author has several works: citeproc-py always names it."""
    return text.replace(f", {one.shown_title}", "") if one.author else text


DIFFERENCES: dict[tuple[str, str], Explained] = {
    ("ieee", "entry"): comma_inside_quotes,
    ("modern-language-association", "note"): title_only_to_tell_apart,
}
CAPITALS = "no title"
"""citeproc-js gives a file name capitals ("[Analysis.Pdf]"), which then names no file; citeproc-py leaves it."""


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, str]]:
    keys = [(style, case) for style in NAMES for case in CASES]
    jobs = [
        Job(style, printed_item(CASES[case], "fr" if style.endswith("-fr") else "en"), locator(CASES[case].places))
        for style, case in keys
    ]
    try:
        done = format_all(jobs, tmp_path_factory.mktemp("citeproc"))
    except PackageMissing as missing:
        pytest.skip(str(missing))
    return dict(zip(keys, done, strict=True))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("style", NAMES)
def test_both_processors_say_the_same(theirs: dict[tuple[str, str], dict[str, str]], style: str, case: str) -> None:
    ours = format_citation(CASES[case], style)
    for part, runs in (("note", ours.note), ("entry", ours.entry)):
        mine, other = (" ".join(one.split()) for one in (as_text(runs), theirs[style, case][part]))
        explained = DIFFERENCES.get((style, part))
        if explained:
            mine = explained(mine, CASES[case])
        if case == CAPITALS:
            mine, other = mine.casefold(), other.casefold()
        assert mine == other


@pytest.mark.parametrize(("style", "part"), DIFFERENCES)
def test_a_difference_that_is_gone_is_taken_off_the_list(
    theirs: dict[tuple[str, str], dict[str, str]], style: str, part: str
) -> None:
    ours = format_citation(CASES["pages"], style)
    assert as_text(ours.note if part == "note" else ours.entry) != " ".join(theirs[style, "pages"][part].split())


def test_every_difference_is_told_in_the_docs() -> None:
    told = (Path(__file__).parents[3] / "docs" / "citations.md").read_text("utf-8").partition("## Checked")[2]
    for name in ("IEEE", "MLA", "file name"):
        assert name in told
