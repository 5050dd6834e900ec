"""Which law the sections of an archive are of: asked of the releases, never guessed from a code."""

from __future__ import annotations

import time

from indexer.model.query import FieldValue
from indexer.model.stored import CatalogReader
from indexer.search.nodes import any_of
from indexer.search.ports import SearchEngine

_KEPT_S = 60.0
_CODES_LIMIT = 1_000
_RELEASES_LIMIT = 20_000
"""Beyond these the answer is not sure, and None."""


class OnlyRegime:
    """The one regime of all releases that cite sections. Kept for a minute: it is asked by every search."""

    def __init__(self, engine: SearchEngine, catalog: CatalogReader) -> None:
        self._engine = engine
        self._catalog = catalog
        self._known: tuple[float, str | None] | None = None

    def get(self) -> str | None:
        """None when there are several, when one is not known, or when no section is cited."""
        now = time.monotonic()
        if self._known is None or now - self._known[0] > _KEPT_S:
            self._known = (now, self._asked())
        return self._known[1]

    def _asked(self) -> str | None:
        codes = self._engine.suggest("section", "", _CODES_LIMIT)
        citing = any_of(FieldValue("section", code) for code in codes)
        releases = self._engine.facets(citing, ("release",), _RELEASES_LIMIT)[0]
        if len(codes) == _CODES_LIMIT or len(releases) == _RELEASES_LIMIT:
            return None
        regimes = self._catalog.regimes([count.value for count in releases])
        return next(iter(regimes)) if len(regimes) == 1 else None
