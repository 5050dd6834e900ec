"""The points of a timeline before any text is read: all that there are, those that pass its filters, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from indexer.errors import QueryError, Unavailable
from indexer.model.event import is_approximate
from indexer.model.record import split_key
from indexer.model.registry import EntityName
from indexer.model.timeline import FoundKeys, Marker, day_order
from indexer.search.days import day_bounds
from webapp import collecting
from webapp.services import PERSON, Services
from webapp.timelines.url import ABOUT, TimelineUrl

PAGES_LIMIT = 20_000
"""Pages of a search whose events are looked at: measured, 20,000 pages of cables take 1 s (docs/timelines.md)."""
POINTS_LIMIT = 100_000
FACETS = ("role", "precision", "account", "platform", "party")
_FACET_OF = {"account": "account", "platform": "platform"}
"""Other kinds of names are parties."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Points in order of their days.

    Attributes:
        points: those that pass all filters.
        total: how many there are without the filters.
        counts: for each facet how often each value occurs among the points that pass the other facets.
        names: the entities that occur, by id.
        found: the pages of the search; None for a timeline of a name alone.
        cut: more points exist than are looked at.
    """

    points: tuple[Marker, ...]
    total: int
    counts: dict[str, Counter[str]]
    names: dict[str, EntityName]
    found: FoundKeys | None
    cut: bool = False
    failed: str = ""


def gather(services: Services, url: TimelineUrl, *, strict: bool = False) -> Gathered:
    """All points of the timeline; when the search fails, none, and why.

    `strict` raises QueryError and Unavailable instead: a file without its rows must not read like an answer.
    """
    try:
        found = _pages(services, url)
    except (QueryError, Unavailable) as error:
        if strict:
            raise
        return Gathered((), 0, {name: Counter() for name in FACETS}, {}, None, failed=str(error))
    return of_markers(services, url, _all(services, url, found), found)


def of_markers(
    services: Services, url: TimelineUrl, markers: Sequence[Marker], found: FoundKeys | None = None
) -> Gathered:
    """The same of any points, such as those of a collection: what this site may show of them, filtered and counted."""
    names = _names(services, markers)
    shown = [one for one in (_shown(marker, names) for marker in markers[:POINTS_LIMIT]) if one]
    points, counts = _filtered(shown, url, names)
    points.sort(key=day_order)
    return Gathered(tuple(points), len(shown), counts, names, found, len(markers) > POINTS_LIMIT)


def _pages(services: Services, url: TimelineUrl) -> FoundKeys | None:
    """The pages looked at; None for a timeline of a name alone. Raises QueryError, Unavailable, NotFound."""
    if url.collection:
        keys = collecting.page_keys_of(services, services.desk.collections.items(url.collection))
        return FoundKeys(keys[:PAGES_LIMIT], len(keys))
    return services.search.page_keys(url.search.request(1), PAGES_LIMIT) if url.of_search else None


def _all(services: Services, url: TimelineUrl, found: FoundKeys | None) -> list[Marker]:
    if found is None:
        events = list(islice(services.moments.of_entity(url.entity), POINTS_LIMIT + 1))
        documents = {split_key(one.page)[0] for one in events}
    else:
        named = (one for one in services.moments.of_pages(found.keys) if not url.entity or url.entity in one.entities)
        events = list(islice(named, POINTS_LIMIT + 1))
        documents = {split_key(key)[0] for key in (found.keys if not url.entity else (one.page for one in events))}
    return [*events, *services.moments.of_documents(sorted(documents))]


def _names(services: Services, markers: Iterable[Marker]) -> dict[str, EntityName]:
    """Of all that are named, those that this site may show."""
    names = services.registry.by_id({id_ for one in markers for id_ in one.entities})
    if not services.public:
        return names
    people = {one.value for one in names.values() if one.kind == PERSON}
    allowed: frozenset[str] = services.registry.publishable(people) if people else frozenset()
    return {id_: one for id_, one in names.items() if one.kind != PERSON or one.value in allowed}


def _shown(one: Marker, names: dict[str, EntityName]) -> Marker | None:
    """The point with the names that may be shown; None when it would name nobody."""
    if one.role != "event":
        return one
    entities = frozenset(id_ for id_ in one.entities if id_ in names)
    if not one.bare and all(names[id_].kind == "platform" for id_ in entities):
        return None
    return one if entities == one.entities else replace(one, entities=entities)


def _filtered(
    markers: Sequence[Marker], url: TimelineUrl, names: dict[str, EntityName]
) -> tuple[list[Marker], dict[str, Counter[str]]]:
    chosen = _chosen(url, names)
    lower = (day_bounds(url.first) or (0, 0))[0] if url.first else 0
    upper = (day_bounds(url.last) or (0, 0))[1] if url.last else 9999_99_99
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    points = []
    for one in markers:
        if one.upper < lower or one.lower > upper:
            continue
        values = _values(one, names)
        fails = [name for name, wanted in chosen.items() if not wanted & values.get(name, frozenset())]
        if not fails:
            points.append(one)
        if len(fails) < 2:
            for name in fails or FACETS:
                counts[name].update(values.get(name, ()))
    return points, counts


def facet_of(name: EntityName) -> str:
    return _FACET_OF.get(name.kind, "party")


def _chosen(url: TimelineUrl, names: dict[str, EntityName]) -> dict[str, set[str]]:
    """Values of one facet are alternatives; of several facets each must hold."""
    chosen: dict[str, set[str]] = {"role": set(url.roles), "precision": set(url.precisions)}
    for id_ in url.names:
        chosen.setdefault(facet_of(names[id_]) if id_ in names else "party", set()).add(id_)
    return {name: values for name, values in chosen.items() if values}


def _values(one: Marker, names: dict[str, EntityName]) -> dict[str, set[str]]:
    values: dict[str, set[str]] = {"role": {one.role}, "precision": {one.precision}}
    if is_approximate(one.edtf):
        values["precision"].add(ABOUT)
    for id_ in one.entities:
        values.setdefault(facet_of(names[id_]), set()).add(id_)
    return values


def screens_of(points: Sequence[Marker], size: int) -> list[int]:
    """Where each screen of the list begins: points of the same days stay together, so that what is stated on several
    pages is seen as one, unless there are five screens of them."""
    starts, at = [0], size
    while at < len(points):
        run = at
        while run < len(points) and _days(points[run]) == _days(points[run - 1]) and run < starts[-1] + 5 * size:
            run += 1
        if run < len(points):
            starts.append(run)
        at = run + size
    return starts


def _days(one: Marker) -> tuple[int, int]:
    return one.lower, one.upper
