"""From a SearchResult to the page of results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.errors import IndexMissing, QueryError, Unavailable
from indexer.model.geometry import Span
from indexer.model.plain import plain
from indexer.model.query import Filters
from indexer.model.result import DocumentHits, Facet, SearchResult, UnreadFile, UnreadFiles
from indexer.search.furniture import furniture_sentence
from indexer.search.unread import UNREAD_FILES_LISTED
from webapp import facets, following, links, marks, match_groups, records, search_aids, words
from webapp.contexts import Chip, FacetView, GroupView, Hidden, Link, SearchContext, UnreadView, Without
from webapp.facets import Opened
from webapp.languages import gettext as _
from webapp.params import ORDERS, ReadUrl, SearchUrl
from webapp.said import said
from webapp.services import Searching, Services

WITHOUT_LIMIT = 8
"""Filters whose removal is tried when nothing matches: each is one more search."""

MATCHES_A_SCREEN = 50
"""Pages a screen where every passage is listed."""

EMPTY = SearchResult("", "", (), 0, 0, False, 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """The page and its HTTP status."""

    context: SearchContext
    status: int


def answer(services: Services, read: ReadUrl, opened: Opened) -> Answer:
    """Searches, and tells apart what was found, nothing, nothing with these filters, and a failure."""
    url = read.url
    try:
        result = _find(services, url, opened)
    except QueryError as error:
        return Answer(_context(services, read, EMPTY, opened, "refused", said(str(error))), 400)
    except IndexMissing as error:
        return Answer(_context(services, read, EMPTY, opened, "unindexed", said(str(error))), 503)
    except Unavailable as error:
        return Answer(_context(services, read, EMPTY, opened, "failed", said(str(error))), 503)
    return Answer(_context(services, read, result, opened, _state(services, url, result)), 200)


def facet(services: Services, url: SearchUrl, name: str) -> FacetView:
    """One facet of the results, as it stands there when it is open. Raises QueryError, IndexMissing, Unavailable."""
    request = replace(url.request(0), offset=0, facets=(name,))
    counted = next((one for one in services.search.find_pages(request).facets if one.name == name), Facet(name, ()))
    return facets.facet_view(counted, url)


def _find(services: Services, url: SearchUrl, opened: Opened) -> SearchResult:
    if url.view == "matches":
        return services.search.find_matches(replace(url.request(MATCHES_A_SCREEN), facets=opened.counted))
    request = url.request(services.settings.search.documents_a_screen)
    return services.search.find_documents(replace(request, facets=opened.counted))


def unread_files(services: Services, url: SearchUrl) -> UnreadFiles:
    """Files that cannot be read and match by what is known of them: on the first screen only, as this site may
    tell their reasons."""
    if url.page > 1:
        return UnreadFiles()
    found = services.search.unread_files(url.request(1), UNREAD_FILES_LISTED)
    public = services.public
    files = (replace(one, reason=words.reason_code(one.reason, public=public) or "") for one in found.files)
    return replace(found, files=tuple(files))


def labels_of(search: Searching, url: SearchUrl, result: SearchResult) -> dict[tuple[str, str], str]:
    """How the selected values are read: from the counted facets, else asked for."""
    known = {(facet.name, one.value): one.label for facet in result.facets for one in facet.values}
    for name, values in (*url.filters.include, *url.filters.exclude):
        missing = tuple(value for value in values if (name, value) not in known)
        if missing:
            found = search.labels(name, missing)
            known.update({(name, value): label for value, label in zip(missing, found, strict=True)})
    return known


def _state(services: Services, url: SearchUrl, result: SearchResult) -> str:
    if result.pages:
        return "found" if result.groups or result.hits else "beyond"
    if url.is_filtered:
        return "filtered"
    return "nothing" if url.query or services.catalog.coverage().files else "empty"


def _context(
    services: Services, read: ReadUrl, result: SearchResult, opened: Opened, state: str, message: str = ""
) -> SearchContext:
    url = read.url
    by_page = url.view == "matches"
    screen = MATCHES_A_SCREEN if by_page else services.settings.search.documents_a_screen
    listed = result.pages if by_page else result.documents
    chips = facets.chips(url, labels_of(services.search, url, result))
    total = -(-listed // screen)
    unread = UnreadFiles() if state in ("refused", "unindexed", "failed", "empty") else unread_files(services, url)
    return SearchContext(
        query=url.query,
        state=state,
        message=message,
        notices=read.notices,
        understood=result.understood if _differs(result.understood, url.query) else "",
        repairs=tuple(said(one) for one in result.repairs),
        pages=result.pages,
        documents=result.documents,
        documents_approximate=result.documents_approximate,
        unseen_pages=result.unseen_pages,
        chips=chips,
        clear_href=links.search(replace(url, filters=Filters(), page=1)),
        facets=facets.facet_views(result.facets, url, opened, found=result.pages > 0),
        facet_asked=bool(opened.whole or opened.also),
        histogram=facets.histogram(result.facets, url),
        orders=_orders(url),
        order=result.order if result.pages else url.order,
        order_label=words.ORDER_LABELS[result.order],
        groups=_groups(services, result.groups, url),
        matches=match_groups.match_groups(services, result, url.query),
        aids=search_aids.aids(services, url, result, state),
        without=_without(services, url, chips) if state == "filtered" else (),
        pagination=_pagination(url, total),
        previous_href=links.search(replace(url, page=min(url.page - 1, max(1, total)))) if url.page > 1 else "",
        next_href=links.search(replace(url, page=url.page + 1)) if url.page < total else "",
        first_document=(url.page - 1) * screen + 1,
        last_document=(url.page - 1) * screen + len(result.hits if by_page else result.groups),
        date_from=url.filters.date_from or "",
        date_to=url.filters.date_to or "",
        kept=_kept(url),
        json_href=links.search_json(url),
        timeline_href=links.timeline(url),
        feed_href=following.feed_href(url),
        save_href=following.save_href(url),
        unread=_unread(services, unread.files),
        unread_total=unread.total,
        furniture_note=said(furniture_sentence(result.furniture_pages)) if result.furniture_pages else "",
        furniture_href=links.search(replace(url, query=result.furniture_query, page=1)),
    )


def _differs(understood: str, query: str) -> bool:
    """True when the reading says more than that all words must be there."""

    def words_of(text: str) -> list[str]:
        return [word.casefold() for word in text.split() if word != "AND"]

    return understood != "*" and words_of(understood) != words_of(query)


def _orders(url: SearchUrl) -> tuple[Link, ...]:
    return tuple(
        Link(words.ORDER_LABELS[order], links.search(replace(url, order=order, page=1)), order, order == url.order)
        for order in ORDERS
    )


def _kept(url: SearchUrl) -> tuple[Hidden, ...]:
    """What the form carries along: the facet filters and the view; it has fields of its own for the rest."""
    bare = replace(url, query="", order="relevance", page=1).without_dates()
    return tuple(Hidden(name, value) for name, value in bare.pairs())


def _pagination(url: SearchUrl, total: int) -> tuple[Link, ...]:
    hrefs = {number: links.search(replace(url, page=number)) for number in records.screens(url.page, total)}
    return records.pagination(url.page, total, hrefs) if url.page <= total else ()


def _groups(services: Services, groups: Sequence[DocumentHits], url: SearchUrl) -> tuple[GroupView, ...]:
    names = records.institutions(services.search, (release for group in groups for release in group.releases))
    return tuple(_group(group, names, url) for group in groups)


def _unread(services: Services, files: Sequence[UnreadFile]) -> tuple[UnreadView, ...]:
    names = records.institutions(services.search, (release for one in files for release in one.releases))
    return tuple(
        UnreadView(
            title=plain(one.title or one.name),
            name=plain(one.name) if one.title else "",
            href=links.document(one.document, one.title or one.name),
            releases=records.release_lines(one.releases, names),
            reason=words.reason(one.reason, public=False),  # already as this site may tell it
        )
        for one in files
    )


def _group(group: DocumentHits, names: dict[str, str], url: SearchUrl) -> GroupView:
    title = group.title or group.document[:12]
    shown = len(group.pages)
    href = links.document(group.document, title, url.query)
    return GroupView(
        id=group.document,
        title=marks.segments(title, [Span(start, end) for start, end in group.title_matches]),
        href=href,
        releases=records.release_lines(group.releases, names),
        date=words.edtf(group.date),
        language=group.language,
        pages_total=group.pages_total,
        redacted=records.redacted(group.redacted_share),
        redacted_blocks=records.blocks(group.redacted_share),
        hits=tuple(match_groups.hit_view(hit, url.query, by_title=bool(group.title_matches)) for hit in group.pages),
        others=max(0, group.matching_pages - shown),
        others_href=href,
    )


def _without(services: Services, url: SearchUrl, chips: Iterable[Chip]) -> tuple[Without, ...]:
    """What the search would give without each filter, without those that change nothing."""
    found = []
    for chip, bare in list(zip(chips, _each_removed(url), strict=True))[:WITHOUT_LIMIT]:
        try:
            pages = services.search.find_pages(replace(bare.request(1), facets=())).pages
        except (QueryError, Unavailable):
            continue
        if pages:
            if chip.excluded:
                filter_ = _("%(facet)s: not %(value)s", facet=chip.facet, value=chip.label)
            else:
                filter_ = _("%(facet)s: %(value)s", facet=chip.facet, value=chip.label)
            found.append(Without(str(filter_), chip.href, pages))
    return tuple(found)


def _each_removed(url: SearchUrl) -> Iterable[SearchUrl]:
    """In the order of the chips."""
    for excluded, side in ((False, url.filters.include), (True, url.filters.exclude)):
        for name, values in side:
            for value in values:
                yield url.toggled(name, value, exclude=excluded)
    if url.filters.date_from or url.filters.date_to:
        yield url.without_dates()
