"""What a section means follows from its law, and the law from the release: never from the code."""

from __future__ import annotations

import pytest

from indexer.model.query import SearchRequest
from indexer.model.record import PageRecord, page_key
from indexer.search.sections import load_sections
from indexer.settings import config_dir
from tests.unit.search.fakes import make_service

SECTIONS = load_sections(config_dir())
PAGES = [
    PageRecord(page_key(1, 1), 1, "word", facets={"section": ("15(1)", "99(9)"), "release": ("gac/A-1",)}),
    PageRecord(page_key(2, 1), 2, "word", facets={"release": ("unknown/box",)}),
]


@pytest.mark.parametrize(
    ("regime", "code", "meaning", "kind"),
    [
        ("atia_ca", "15(1)", "International affairs and defence", "exemption"),
        ("atia_ca", "15 (1)", "International affairs and defence", "exemption"),
        ("atia_ca", "13(1)", "confidential information from government bodies", "exemption"),
        ("atia_ca", "69(1)(g) re (a)", "Cabinet-confidence information about the contents of a 69(1)(a) record",
         "exclusion"),
        ("foia_us", "(b)(1)", "Classified national defense or foreign policy information", "exemption"),
        ("privacy_ca", "19", "Personal information obtained in confidence", "exemption"),
        ("atia_ca", "15(2)", "Definitions", ""),
    ],
)  # fmt: skip
def test_a_code_means_what_its_law_says(regime: str, code: str, meaning: str, kind: str) -> None:
    found = SECTIONS.find(regime, code)
    assert found is not None
    assert (found.meaning, found.kind) == (meaning, kind)


@pytest.mark.parametrize(
    ("regime", "code"),
    [(None, "15(1)"), ("elsewhere", "15(1)"), ("foia_us", "15(1)"), ("atia_ca", "99(9)"), ("atia_ca", "70.1")],
)
def test_without_its_law_a_code_stays_bare(regime: str | None, code: str) -> None:
    assert SECTIONS.find(regime, code) is None


@pytest.mark.parametrize(
    ("laws", "label"),
    [
        (("atia_ca",), "15(1) International affairs and defence"),
        (("atia_ca", "privacy_ca"), "15(1)"),
        (("atia_ca", None), "15(1)"),
        ((None,), "15(1)"),
        (("foia_us",), "15(1)"),
    ],
)
def test_the_facet_says_the_meaning_where_the_archive_has_one_law(laws: tuple[str | None, ...], label: str) -> None:
    service, catalog = make_service(PAGES)
    asked: list[object] = []
    catalog.laws = frozenset(laws)
    catalog.regimes = lambda releases: asked.append(releases) or frozenset(laws)  # type: ignore[method-assign,func-returns-value,assignment]
    for _ in range(2):
        facet = next(one for one in service.find_pages(SearchRequest("word")).facets if one.name == "section")
        assert [(one.value, one.label) for one in facet.values] == [("15(1)", label), ("99(9)", "99(9)")]
    assert asked == [["gac/A-1"]]
