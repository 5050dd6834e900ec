"""The page of a timeline: its sentence, filters with counts, picture and list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from indexer.cite.timeline.facts import facts
from indexer.cite.timeline.layout import Dated
from indexer.errors import NotFound
from indexer.model.registry import Entity
from indexer.model.timeline import Fact, Marker, Moment
from webapp import links, records, words
from webapp.contexts import Hidden, Link
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext
from webapp.services import Services
from webapp.timelines import picture
from webapp.timelines.contexts import FilterValue, FilterView, PickForm, Picture, TimelineContext
from webapp.timelines.entries import PRECISIONS, ROLES, Teller, count_roles
from webapp.timelines.gathering import FACETS, PAGES_LIMIT, POINTS_LIMIT, Gathered, gather, screens_of
from webapp.timelines.url import ReadTimelineUrl, TimelineUrl

POINTS_A_SCREEN = 100
VALUES_SHOWN = 8
FACET_LABELS = {
    "role": lazy_gettext("What the date says"),
    "precision": lazy_gettext("Precision"),
    "account": lazy_gettext("Account"),
    "platform": lazy_gettext("Platform"),
    "party": lazy_gettext("Party"),
}
FILES = (
    ("csv", "CSV", lazy_gettext("a table with EDTF dates")),
    ("timelinejs", "TimelineJS JSON", lazy_gettext("to show with TimelineJS")),
    ("timelinejs-csv", "TimelineJS CSV", lazy_gettext("for its spreadsheet")),
    ("ics", "ICS", lazy_gettext("for a calendar")),
    ("svg", "SVG", lazy_gettext("the picture, to edit")),
    ("png", "PNG", lazy_gettext("the picture")),
)


@dataclass(frozen=True, slots=True)
class Read:
    """What a page shows: the facts of its screen, and all of them when a picture of points is drawn."""

    shown: tuple[Fact, ...]
    drawn: tuple[Fact, ...]


def context(services: Services, read: ReadTimelineUrl, entity: Entity | None) -> TimelineContext:
    """All of the page. `entity`: whose timeline it is."""
    url = read.url
    gathered = gather(services, url)
    starts = screens_of(gathered.points, POINTS_A_SCREEN)
    screen = min(url.screen, len(starts))
    found = _read(services, gathered, starts, screen)
    teller = Teller(services, gathered.names, url.entity)
    picked = _picked(services, url)
    entries = tuple(teller.entry(fact, f"event-{at}", picked) for at, fact in enumerate(found.shown, 1))
    return TimelineContext(
        title=title_of(services, url, entity),
        over=_over(url, entity),
        sentence=_sentence(gathered),
        state=_state(gathered),
        notices=(*read.notices, *_notices(gathered)),
        filters=_filters(url, gathered),
        chips=_chips(url, gathered),
        clear_href=url.whole.href() if url.is_filtered else "",
        kept=tuple(Hidden(name, value) for name, value in url.within(None, None).pairs()),
        first=url.first or "",
        last=url.last or "",
        picture=_picture(url, gathered, found),
        entries=entries,
        shown=_shown(gathered, starts, screen, entries_shown=len(entries)),
        screens=_screens(url, screen, len(starts)),
        files=tuple(
            Link(label, replace(url, screen=1, into="").href(f"/timeline/{name}"), str(note))
            for name, label, note in FILES
        ),
        pick=pick_form(services, url),
    )


def _picked(services: Services, url: TimelineUrl) -> frozenset[str]:
    """Anchors of what is in the timeline that picks go to."""
    if services.public or not url.into:
        return frozenset()
    try:
        return frozenset(one.moment.anchor for one in services.timelines.timeline(url.into).entries)
    except NotFound:
        return frozenset()


def _files(url: TimelineUrl) -> tuple[Link, ...]:
    return tuple(Link(label, url.href(f"/timeline/{name}"), str(note)) for name, label, note in FILES)


def source_of(url: TimelineUrl) -> str:
    """The address that a saved timeline keeps of where it was picked."""
    return replace(url, screen=1, into="").href()


def pick_form(services: Services, url: TimelineUrl) -> PickForm | None:
    """Where picks can go; None on a public site."""
    if services.public:
        return None
    saved = services.timelines.saved()
    targets = tuple(Link(one.name, "", one.id, current=one.id == url.into) for one in saved)
    return PickForm(targets, source_of(url))


def title_of(services: Services, url: TimelineUrl, entity: Entity | None) -> str:
    """The title of a page, and of a file of it."""
    if url.collection:
        name = services.desk.collections.get(url.collection).name
        return str(_("Timeline of the collection “%(name)s”", name=name))
    if entity and url.search.query:
        return str(_("Timeline of %(name)s in “%(query)s”", name=entity.name, query=url.search.query))
    if entity:
        return str(_("Timeline of %(name)s", name=entity.name))
    if url.search.query:
        return str(_("Timeline of “%(query)s”", query=url.search.query))
    return str(_("Timeline of chosen pages") if url.search.is_filtered else _("Timeline of all pages"))


def _over(url: TimelineUrl, entity: Entity | None) -> Link:
    if url.collection:
        return Link(_("The collection"), f"/collections/{url.collection}")
    if entity and not url.search.query and not url.search.is_filtered:
        return Link(_("The page of %(name)s", name=entity.name), links.entity(entity.id))
    return Link(_("The search"), links.search(url.search))


def _read(services: Services, gathered: Gathered, starts: Sequence[int], screen: int) -> Read:
    """Of a timeline that is drawn point by point all is read, else the screen alone."""
    ends = [*starts[1:], len(gathered.points)]
    begin, end = starts[screen - 1], ends[screen - 1]
    if len(gathered.points) > picture.POINTS_DRAWN:
        shown = tuple(facts(services.moments.read(islice(gathered.points, begin, end))))
        return Read(shown, ())
    moments = list(services.moments.read(gathered.points))
    here = {(one.page, one.place, one.role) for one in gathered.points[begin:end]}
    if len(starts) == 1 or not here:
        drawn = tuple(facts(moments))
        return Read(drawn, drawn)
    return Read(tuple(facts(services.moments.read(gathered.points[begin:end]))), tuple(facts(moments)))


def _picture(url: TimelineUrl, gathered: Gathered, found: Read) -> Picture | None:
    if len(gathered.points) > picture.POINTS_DRAWN:
        return picture.of_many(gathered.points, url)
    if found.drawn is found.shown:
        hrefs = [f"#event-{at}" for at in range(1, len(found.drawn) + 1)]
    else:
        places = {fact.first.anchor: at for at, fact in enumerate(found.shown, 1)}
        hrefs = [
            f"#event-{places[fact.first.anchor]}" if fact.first.anchor in places else _page_of(fact.first)
            for fact in found.drawn
        ]
    return picture.of_points([dated(fact.first) for fact in found.drawn], hrefs)


def dated(one: Moment | Marker) -> Dated:
    """What the picture needs of a point."""
    return Dated(one.lower, one.upper, one.edtf, one.precision, one.role)


def _page_of(one: Moment) -> str:
    """A point that stands on another screen of the list leads to its page."""
    if one.date_start < 0:
        return links.page(one.document, one.page)
    return links.mention(one.document, one.page, one.date_start)


def _state(gathered: Gathered) -> str:
    if gathered.failed:
        return "failed"
    if gathered.points:
        return "found"
    return "filtered" if gathered.total else "empty"


def _sentence(gathered: Gathered) -> str:
    return count_roles([one.role for one in gathered.points])


def _notices(gathered: Gathered) -> list[str]:
    notices: list[str] = []
    found = gathered.found
    if found is not None:
        notices += found.repairs
        if found.pages > len(found.keys):
            notices.append(
                _(
                    "This timeline is of the first %(limit)s pages, in the order of the archive; %(more)s more match. "
                    "Narrow the search to see their dates.",
                    limit=words.number(PAGES_LIMIT),
                    more=words.number(found.pages - len(found.keys)),
                )
            )
    if gathered.cut:
        notices.append(
            _(
                "There are more dates than the %(limit)s that one timeline counts. Narrow the search.",
                limit=words.number(POINTS_LIMIT),
            )
        )
    return notices


def _shown(gathered: Gathered, starts: Sequence[int], screen: int, *, entries_shown: int) -> str:
    """Which of the points the list shows, and how many there are beside them."""
    ends = [*starts[1:], len(gathered.points)]
    points = ends[screen - 1] - starts[screen - 1]
    said = ""
    if points > entries_shown:
        said = _(
            "%(points)s dates in %(entries)s entries: what several pages state in the same words stands once.",
            points=words.number(points),
            entries=words.number(entries_shown),
        )
    if len(starts) < 2:
        return said
    of_all = _(
        "%(first)s to %(last)s of %(all)s, by date.",
        first=words.number(starts[screen - 1] + 1),
        last=words.number(ends[screen - 1]),
        all=words.number(len(gathered.points)),
    )
    return f"{of_all} {said}".strip()


def _screens(url: TimelineUrl, screen: int, screens: int) -> tuple[Link, ...]:
    hrefs = {n: replace(url, screen=n).href() + "#list" for n in records.screens(screen, screens)}
    return records.pagination(screen, screens, hrefs)


def _filters(url: TimelineUrl, gathered: Gathered) -> tuple[FilterView, ...]:
    found = (_filter(name, url, gathered) for name in FACETS)
    return tuple(one for one in found if len(one.values) > 1 or any(value.selected for value in one.values))


def _filter(name: str, url: TimelineUrl, gathered: Gathered) -> FilterView:
    counts = gathered.counts[name]
    parameter = name if name in ("role", "precision") else "name"
    chosen = {"role": url.roles, "precision": url.precisions}.get(name, url.names)
    known = {"role": ROLES, "precision": PRECISIONS}.get(name)
    if known is not None:
        listed = [value for value in known if counts[value] or value in chosen]
    else:
        listed = sorted((one for one in counts if counts[one]), key=lambda one: (one not in chosen, -counts[one], one))
    shown = listed[: max(VALUES_SHOWN, sum(one in chosen for one in listed))]
    values = tuple(
        FilterValue(_label(name, value, gathered), counts[value], value in chosen, url.toggled(parameter, value).href())
        for value in shown
    )
    return FilterView(name, str(FACET_LABELS[name]), values, len(listed) - len(shown))


def _label(name: str, value: str, gathered: Gathered) -> str:
    known = {"role": ROLES, "precision": PRECISIONS}.get(name)
    if known is not None:
        return str(known[value])
    return gathered.names[value].name if value in gathered.names else value


def _chips(url: TimelineUrl, gathered: Gathered) -> tuple[Link, ...]:
    """Active filters; each address takes its own away."""
    chips = [Link(str(ROLES[one]), url.toggled("role", one).href()) for one in url.roles]
    chips += [Link(str(PRECISIONS[one]), url.toggled("precision", one).href()) for one in url.precisions]
    chips += [Link(_label("account", one, gathered), url.toggled("name", one).href()) for one in url.names]
    if url.first or url.last:
        first, last = words.edtf(url.first), words.edtf(url.last)
        said = first if first == last else _("%(first)s to %(last)s", first=first or "…", last=last or "…")
        chips.append(Link(said, url.within(None, None).href()))
    return tuple(chips)
