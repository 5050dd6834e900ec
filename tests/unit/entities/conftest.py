"""One annotator for all tests of entities: the data files are read once."""

from __future__ import annotations

import pytest

from indexer.entities.recognising import Annotator
from indexer.settings import config_dir


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    """All recognisers except spaCy."""
    return Annotator(config_dir(), names=False)


@pytest.fixture(scope="session")
def with_names() -> Annotator:
    """All recognisers; loads language models."""
    return Annotator(config_dir())
