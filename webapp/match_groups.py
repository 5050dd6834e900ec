"""Matching pages as results print them: a page with its best passages, or every passage under its document."""

from __future__ import annotations

from itertools import groupby

from indexer.model.result import PageHit, SearchResult
from webapp import links, marks, records, words
from webapp.contexts import HitView, MatchGroup
from webapp.services import Services


def match_groups(services: Services, result: SearchResult, query: str) -> tuple[MatchGroup, ...]:
    """Flat hits under their documents, in their order, each page with all of its passages in the order of the text."""
    titled = {one.document: one for one in result.titled}
    names = records.institutions(services.search, (release for one in result.titled for release in one.releases))
    groups = []
    for document, hits in groupby(result.hits, key=lambda hit: hit.document):
        if document in titled:
            one = titled[document]
            title = one.title or document[:12]
            groups.append(
                MatchGroup(
                    title=title,
                    href=links.document(document, title, query),
                    language=one.language,
                    date=words.edtf(one.date),
                    releases=records.release_lines(one.releases, names),
                    hits=tuple(hit_view(hit, query, by_title=bool(one.title_matches), in_order=True) for hit in hits),
                )
            )
    return tuple(groups)


def hit_view(hit: PageHit, query: str, *, by_title: bool, in_order: bool = False) -> HitView:
    """A matching page; its link opens the reader at the first boxed word. `by_title`: the title matches too.

    Its passages best first, or `in_order` of the text.
    """
    anchor = "#hit-1" if query and hit.passages else ""
    passages = sorted(hit.passages, key=lambda one: one.start) if in_order else hit.passages
    return HitView(
        number=hit.page,
        label=hit.label,
        href=links.hit(hit.document, hit.page, query) + anchor,
        passages=tuple(marks.passage(one) for one in passages),
        withheld=hit.withheld,
        redacted=records.redacted(hit.redacted_share),
        by_title=by_title,
    )
