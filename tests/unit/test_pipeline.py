"""What a range of a long package is told of the pages around it."""

from __future__ import annotations

import pytest

from indexer.catalog.database import Database
from indexer.catalog.reader import Catalog
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.step import StepKey, StepRow
from indexer.pipeline import _context_pages
from indexer.recognition import FIRST_OF_PACKAGE, NEIGHBOURS, document_text
from indexer.settings import config_dir
from tests.unit.catalog.made import Archive, page

PAGES = 1000


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalog, str]:
    """A document whose page 611 defines an abbreviation."""
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('package') / 'catalog.sqlite'}")
    archive = Archive(database)
    texts = {611: "The Sample Harbour Observation Unit (SHOU) wrote this."}
    pages = [page(number, text=texts.get(number, f"Sheet {number}."), words=()) for number in range(1, PAGES + 1)]
    document = archive.add().document
    archive.extract(document, pages)
    return Catalog(database), document


def row(document: str, first: int, last: int) -> StepRow:
    return StepRow(StepKey(document, "entities"), "running", first, last, 1, "", None, None)


@pytest.mark.parametrize(("first", "last"), [(1, 200), (5, 9), (201, 400), (801, 1000), (1, 1000)])
def test_first_pages_the_range_and_its_neighbours_come_once_in_order(
    package: tuple[Catalog, str], first: int, last: int
) -> None:
    catalog, document = package
    numbers = [page.number for page in _context_pages(catalog, row(document, first, last))]
    around = set(range(max(1, first - NEIGHBOURS), min(PAGES, last + NEIGHBOURS) + 1))
    assert numbers == sorted(around | set(range(1, FIRST_OF_PACKAGE + 1)))


def test_what_a_document_deep_in_a_package_defines_is_known_on_its_pages(package: tuple[Catalog, str]) -> None:
    catalog, document = package
    annotator = Annotator(config_dir(), names=False)
    for first, last, known in ((601, 800, True), (201, 400, False)):
        whole = document_text(_context_pages(catalog, row(document, first, last)))
        found = annotator.annotate("It was seen by SHOU first.", Context("en", document_text=whole))
        assert ("Sample Harbour Observation Unit" in [one.value for one in found]) is known
