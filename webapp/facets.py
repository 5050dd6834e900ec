"""The left column, the chips and the histogram: facets as things to print, with their addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote_plus

from indexer.model.record import FACET_NAMES, UNKNOWN
from indexer.model.registry import KINDS, entity_id
from indexer.model.result import Facet, FacetValue
from webapp import links, words
from webapp.contexts import Bar, Chip, FacetValueView, FacetView, Histogram, Tick
from webapp.languages import gettext as _
from webapp.params import SearchUrl

SHOWN_VALUES = 6
OPEN_FACETS = ("institution", "year", "platform", "account", "political_party")
"""Counted with every search; the others when they are opened: that is half of the time of a page of results."""
HISTOGRAM_WIDTH = 720
STEP_LIMIT = 36.0
"""A year's widest step in the histogram; its bar takes three quarters of it."""
HISTOGRAM_HEIGHT = 64
YEARS_LIMIT = 130
"""Beyond this span only years that occur get a bar, so that a stray year does not draw a thousand empty ones."""
TICKS = 14
NARROW_TICKS = 7
"""A label is some 28 px wide; a phone leaves the chart about 358 px."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Facets that a reader has opened: `whole` ones show every value, `also` the most frequent ones. Names of none are
    left out."""

    whole: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()

    @classmethod
    def of(cls, whole: Iterable[str], also: Iterable[str]) -> Opened:
        return cls(frozenset(whole) & frozenset(FACET_NAMES), frozenset(also) & frozenset(FACET_NAMES))

    @property
    def counted(self) -> tuple[str, ...]:
        """What a search counts; a selection counts its facet besides."""
        return tuple(name for name in FACET_NAMES if name in OPEN_FACETS or name in self.whole | self.also)


def facet_views(facets: Sequence[Facet], url: SearchUrl, opened: Opened, *, found: bool) -> tuple[FacetView, ...]:
    """Facets in the order of look.md; those counted without values are left out unless they were opened, and where no
    page was `found` those that were not counted too. Their links keep open what is open."""
    by_name = {facet.name: facet for facet in facets}
    prefix = _prefix(url) + "".join(f"open={name}&" for name in sorted(opened.also))
    return tuple(
        _facet(by_name[name], url, prefix, opened) if name in by_name else _closed(name, url, prefix)
        for name in words.FACET_LABELS
        if _is_listed(name, by_name.get(name), opened, found=found)
    )


def _is_listed(name: str, counted: Facet | None, opened: Opened, *, found: bool) -> bool:
    if counted is not None and counted.values:
        return True
    return found and (counted is None or name in opened.also)


def facet_view(facet: Facet, url: SearchUrl) -> FacetView:
    """One facet that was opened."""
    return _facet(facet, url, _prefix(url), Opened(also=frozenset((facet.name,))))


def value_views(facet: Facet, url: SearchUrl) -> tuple[FacetValueView, ...]:
    """The values of one facet in the order given."""
    prefix = _prefix(url)
    return tuple(_value(facet.name, one, url, prefix) for one in facet.values)


def chips(url: SearchUrl, labels: Mapping[tuple[str, str], str]) -> tuple[Chip, ...]:
    """One for each active filter, dates last."""
    found = [
        Chip(
            words.FACET_LABELS[name],
            words.facet_value(name, value, labels.get((name, value), value)),
            links.search(url.toggled(name, value, exclude=excluded)),
            excluded,
        )
        for excluded, side in ((False, url.filters.include), (True, url.filters.exclude))
        for name, values in side
        for value in values
    ]
    if url.filters.date_from or url.filters.date_to:
        found.append(
            Chip(
                _("Date"),
                words.bounds(url.filters.date_from, url.filters.date_to),
                links.search(url.without_dates()),
                False,
            )
        )
    return tuple(found)


def histogram(facets: Iterable[Facet], url: SearchUrl) -> Histogram | None:
    """Pages over the years of their documents; None when no year is known."""
    values = next((facet.values for facet in facets if facet.name == "year"), ())
    counts = {int(one.value): one for one in values if one.pages and one.value.isascii() and one.value.isdigit()}
    unknown = sum(one.pages for one in values if one.value == UNKNOWN)
    if not counts:
        return None
    years = _years(counts)
    highest = max(one.pages for one in counts.values()) or 1
    step = round(min(STEP_LIMIT, HISTOGRAM_WIDTH / len(years)), 2)
    href_of = _year_hrefs(url)
    bars = tuple(
        _bar(place, year, counts.get(year), highest, href_of(str(year)), step) for place, year in enumerate(years)
    )
    sentence = _sentence(sorted(counts), unknown)
    return Histogram(bars, _ticks(years), round(len(years) * step), HISTOGRAM_HEIGHT + 1, HISTOGRAM_HEIGHT, sentence)


def _sentence(years: Sequence[int], unknown: int) -> str:
    """What the bars say, in words."""
    first, last = years[0], years[-1]
    if len(years) > 1:
        said = words.ngettext(
            "%(num)s year with pages, %(first)s to %(last)s",
            "%(num)s years with pages, %(first)s to %(last)s",
            len(years),
            first=first,
            last=last,
        )
    else:
        said = str(_("Documents of %(year)s", year=first))
    if not unknown:
        return said
    return f"{said}; " + words.ngettext(
        "%(num)s page without a known year", "%(num)s pages without a known year", unknown
    )


def _closed(name: str, url: SearchUrl, prefix: str) -> FacetView:
    """One that is counted when it is opened."""
    return FacetView(
        name=name,
        label=str(words.FACET_LABELS[name]),
        values=(),
        rest=0,
        rest_href=f"{prefix}open={name}",
        active=0,
        is_open=False,
        more=False,
        findable=False,
        on_opening=True,
        part_href=links.facet_values(url, name),
    )


def _facet(facet: Facet, url: SearchUrl, prefix: str, opened: Opened) -> FacetView:
    """The most frequent values, or all where wanted; the active ones always, first."""
    whole = facet.name in opened.whole
    listed = sorted(facet.values, key=lambda one: (not (one.selected or one.excluded), _place(facet.name, one)))
    active = sum(1 for one in listed if one.selected or one.excluded)
    shown = len(listed) if whole or len(listed) <= SHOWN_VALUES + 1 else max(SHOWN_VALUES, active)
    kept = f"{prefix}more={facet.name}&" if whole else prefix
    return FacetView(
        name=facet.name,
        label=str(words.FACET_LABELS[facet.name]),
        values=tuple(_value(facet.name, one, url, kept) for one in listed[:shown]),
        rest=len(listed) - shown,
        rest_href=f"{prefix}more={facet.name}",
        active=active,
        is_open=bool(active) or facet.name in opened.counted,
        more=facet.more,
        findable=facet.more or len(listed) > SHOWN_VALUES + 1,
        on_opening=facet.name not in OPEN_FACETS,
    )


def _place(name: str, one: FacetValue) -> int:
    """Years stand newest first, other values as they came (most pages first)."""
    return -int(one.value) if name == "year" and one.value.isascii() and one.value.isdigit() else 0


def _value(name: str, one: FacetValue, url: SearchUrl, prefix: str) -> FacetValueView:
    active = one.selected or one.excluded
    chosen = f"{name}={_quoted(one.value)}"
    return FacetValueView(
        label=words.facet_value(name, one.value, one.label),
        pages=one.pages,
        documents=one.documents,
        selected=one.selected,
        excluded=one.excluded,
        toggle_href=_off(url, name, one) if active else prefix + chosen,
        exclude_href="" if active else f"{prefix}-{chosen}",
        entity_href=links.entity(entity_id(name, one.value)) if name in KINDS and one.value != UNKNOWN else "",
    )


def _off(url: SearchUrl, name: str, one: FacetValue) -> str:
    return links.search(url.toggled(name, one.value, exclude=one.excluded))


@lru_cache(maxsize=20_000)
def _quoted(value: str) -> str:
    """Kept: the same values stand on page after page."""
    return quote_plus(value)


def _year_hrefs(url: SearchUrl) -> Callable[[str], str]:
    """What a bar leads to: its year switched on, or off."""
    if any(name == "year" for name, _values in (*url.filters.include, *url.filters.exclude)):
        return lambda year: links.search(url.toggled("year", year))
    prefix = _prefix(url)
    return lambda year: f"{prefix}year={year}"


def _prefix(url: SearchUrl) -> str:
    """The address of the same search up to where one more parameter goes: links to some hundred values begin so."""
    whole = links.search(replace(url, page=1))
    return whole if whole.endswith("?") else whole + "&"


def _years(counts: Mapping[int, FacetValue]) -> list[int]:
    first, last = min(counts), max(counts)
    return list(range(first, last + 1)) if last - first < YEARS_LIMIT else sorted(counts)


def _ticks(years: Sequence[int]) -> tuple[Tick, ...]:
    """Years at equal steps, the last one always."""
    every = max(1, -(-len(years) // TICKS))
    shown = list(enumerate(years))[::-1][::every]
    narrow = max(1, -(-len(shown) // NARROW_TICKS))
    ticks = (
        Tick(str(year), f"{(place + 0.5) / len(years):.2%}", minor=count % narrow > 0)
        for count, (place, year) in enumerate(shown)
    )
    return tuple(ticks)[::-1]


def _bar(place: int, year: int, one: FacetValue | None, highest: int, href: str, step: float) -> Bar:
    pages = one.pages if one else 0
    height = 0.0 if not pages else max(2.0, pages / highest * HISTOGRAM_HEIGHT)
    selected = bool(one and one.selected)
    label = str(_("%(facet)s: %(value)s", facet=year, value=words.counted(pages, "page")))
    return Bar(
        year=str(year),
        label=label + ", " + str(_("selected")) if selected else label,
        pages=pages,
        href=href,
        selected=selected,
        x=round((place + 1 / 8) * step, 2),
        y=round(HISTOGRAM_HEIGHT - height, 1),
        width=round(step * 3 / 4, 2),
        height=round(height, 1),
    )
