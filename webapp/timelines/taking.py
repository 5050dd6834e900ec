"""Files of a timeline: the entries of its page as `indexer.cite.formats` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flask import Response, request

from indexer.cite.formats import OF_EVENTS
from indexer.cite.options import Options
from indexer.cite.timeline.entries import Entry, Maker, Words
from indexer.cite.timeline.facts import facts
from webapp import links, people, words
from webapp.services import Services
from webapp.timelines.gathering import gather
from webapp.timelines.url import TimelineUrl
from webapp.views.common import download

FORMATS = {
    "csv": "timeline-csv",
    "timelinejs": "timelinejs",
    "timelinejs-csv": "timelinejs-csv",
    "ics": "ics",
    "svg": "svg",
    "png": "png",
}
"""Last part of an address → the name that `ati export` knows."""


def entries(services: Services, url: TimelineUrl) -> Iterator[Entry]:
    """All entries that the filters let pass, streamed. Raises QueryError, Unavailable."""
    points = gather(services, url, strict=True).points
    return maker(services).entries(facts(services.moments.read(points)))


def maker(services: Services) -> Maker:
    """Makes entries for readers of this site, in the language of the page."""

    @lru_cache(maxsize=256)
    def named(institution: str) -> str:
        return services.search.labels("institution", (institution,))[0]

    base = (services.settings.site.address or request.url_root).rstrip("/")
    said = Words(named, base, words.edtf, lambda mentions: people.shown_mentions(services, mentions))
    return Maker(services.catalog, said)


def file_of(name: str, found: Iterator[Entry], title: str) -> Response:
    """The entries as a file of this format, named by the title."""
    form = OF_EVENTS[FORMATS[name]]
    response = Response(form.pieces(found, Options(title=title)), mimetype=form.media_type.partition(";")[0])
    slug = links.slug_of(title) or "timeline"
    plain_slug = slug if slug.isascii() else "timeline"
    tail = f"-{name}.{form.extension}" if name == "timelinejs-csv" else f".{form.extension}"
    return download(response, slug + tail, plain_slug + tail)
