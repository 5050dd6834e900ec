"""`ati export` of a timeline: the dates of the pages that match, of their documents and releases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain

from indexer.bootstrap.reading import Reading
from indexer.cite.timeline.entries import Entry, Maker, Words
from indexer.cite.timeline.facts import facts
from indexer.model.query import SearchRequest
from indexer.model.record import split_key
from indexer.model.timeline import day_order

EVERY_PAGE = 1 << 40


def timeline_entries(reading: Reading, request: SearchRequest) -> Iterator[Entry]:
    """Entries by day; what several pages state in the same words is one. In memory: some numbers for each date."""

    @cache
    def named(institution: str) -> str:
        return reading.search.labels("institution", (institution,))[0]

    keys = reading.search.page_keys(request, EVERY_PAGE).keys
    documents = sorted({split_key(key)[0] for key in keys})
    markers = sorted(chain(reading.moments.of_pages(keys), reading.moments.of_documents(documents)), key=day_order)
    site = reading.settings.site
    base = (site.address or f"http://{site.host}:{site.port}").rstrip("/")
    return Maker(reading.catalog, Words(named, base)).entries(facts(reading.moments.read(markers)))
