"""Names that config/ has in French too: institutions, parties, states, sections. A name that a person gave stays."""

from __future__ import annotations

from functools import cache

from indexer.search.labels import FrenchLabels, french_labels
from indexer.settings import config_dir
from webapp.languages import DEFAULT, language

SECTION = "section"


def shown(kind: str, value: str, label: str) -> str:
    """How a value of a facet is called in the language of the page.

    Args:
        kind: the facet.
        value: its value.
        label: how the archive calls it. Where that is not the English name of config/, it is a person's or the
            page's own, and stays.
    """
    if language() == DEFAULT:
        return label
    if kind == SECTION:
        return _french().sections.get(label, label)
    english, french = _french().values.get((kind, value), ("", ""))
    return french if english == label else label


@cache
def _french() -> FrenchLabels:
    return french_labels(config_dir())
