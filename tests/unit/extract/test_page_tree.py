"""A page tree that lies about its sheets."""

from __future__ import annotations

import pytest

from indexer.errors import InputError
from indexer.extract.reading import Extractor
from indexer.settings import load_settings
from tests.conftest import ROOT

BROKEN = ROOT / "tests" / "data" / "broken"


def test_a_tree_that_promises_a_million_sheets_and_holds_none_is_a_damaged_file() -> None:
    with Extractor(load_settings(ROOT / "archive", {}).extract) as extractor, pytest.raises(InputError) as error:
        extractor.open(BROKEN / "looping.pdf")
    assert error.value.reason == "corrupt"


def test_one_bad_sheet_among_good_ones_loses_only_itself() -> None:
    with Extractor(load_settings(ROOT / "archive", {}).extract) as extractor:
        path = BROKEN / "one_bad_page.pdf"
        pages = list(extractor.pages(path, 1, extractor.open(path).pages_total))
    assert len(pages) == 3
    assert next(page.number for page in pages if page.outcome == "read" and page.text) == 1
