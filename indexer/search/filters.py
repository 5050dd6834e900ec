"""Facet selections → nodes."""

from __future__ import annotations

from dataclasses import replace

from indexer.errors import QueryError
from indexer.model.query import DateRange, FieldValue, Filters, Node
from indexer.model.record import FACET_NAMES
from indexer.search.days import day_bounds
from indexer.search.nodes import all_of, any_of, none_of


def checked(filters: Filters, value_limit: int) -> tuple[Filters, tuple[str, ...]]:
    """The filters without what cannot be used, and a sentence for each thing left out.

    Raises:
        QueryError: more than `value_limit` values are selected.
    """
    count = sum(len(values) for _, values in (*filters.include, *filters.exclude))
    if count > value_limit:
        raise QueryError(f"{count:,} facet values are selected; at most {value_limit:,} can be.")
    unknown = [name for name, _ in (*filters.include, *filters.exclude) if name not in FACET_NAMES]
    repairs = [f"There is no facet “{name}”; it was left out." for name in dict.fromkeys(unknown)]
    dates: dict[str, str | None] = {}
    for name, text in (("date_from", filters.date_from), ("date_to", filters.date_to)):
        usable = bool(text) and day_bounds(text or "") is not None
        dates[name] = text if usable else None
        if text and not usable:
            repairs.append(f"“{text}” is not a date such as 2021, 2021-09 or 2021-09-01; it was left out.")
    return (
        replace(filters, include=_known(filters.include), exclude=_known(filters.exclude), **dates),
        tuple(repairs),
    )


Selection = tuple[tuple[str, tuple[str, ...]], ...]


def filter_node(filters: Filters, without: str | None = None) -> Node:
    """Pages that the selections let through; `without` leaves out what is selected in one facet."""
    nodes: list[Node] = []
    for name, values in filters.include:
        if name != without and values:
            nodes.append(any_of(FieldValue(name, value) for value in values))
    for name, values in filters.exclude:
        if name != without:
            nodes += [none_of(FieldValue(name, value)) for value in values]
    lower = day_bounds(filters.date_from) if filters.date_from else None
    upper = day_bounds(filters.date_to) if filters.date_to else None
    if lower or upper:
        nodes.append(DateRange(lower[0] if lower else None, upper[1] if upper else None))
    return all_of(nodes)


def chosen(selection: Selection, name: str) -> tuple[str, ...]:
    """Values selected in a facet; empty when none is."""
    return tuple(value for facet, values in selection if facet == name for value in values)


def _known(selection: Selection) -> Selection:
    """Known facets, one entry each, in order."""
    names = dict.fromkeys(name for name, values in selection if name in FACET_NAMES and values)
    return tuple((name, tuple(dict.fromkeys(chosen(selection, name)))) for name in names)
