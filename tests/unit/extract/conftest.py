from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.extract.describing import Description, describe
from indexer.extract.reading import Extractor
from indexer.settings import load_settings

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def extractor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Extractor]:
    with Extractor(load_settings(tmp_path_factory.mktemp("archive"), {}).extract) as warm:
        yield warm


class Specimens:
    """Specimen files, described once, beside their truth."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._described: dict[str, Description] = {}

    def described(self, name: str) -> Description:
        if name not in self._described:
            path = DATA / "specimens" / f"{name}.pdf"
            pages = tuple(self._extractor.pages(path, 1, self._extractor.open(path).pages_total))
            self._described[name] = describe(pages, "foia_us" if name.startswith("f-") else None)
        return self._described[name]

    def truth(self, name: str) -> list[dict[str, Any]]:
        truth: dict[str, Any] = json.loads((DATA / "truth" / f"{name}.json").read_text(encoding="utf-8"))
        return list(truth["pages"])


@pytest.fixture(scope="session")
def described(extractor: Extractor) -> Specimens:
    return Specimens(extractor)
