"""Facets of which a reader may use some values only: a public site names no unconfirmed people (design.md, rule 11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from indexer.model.query import Filters
from indexer.search.filters import Selection

Allowed = Callable[[Sequence[str]], frozenset[str]]
"""Of these values of a facet, those that may be used."""

_FILTER_LEFT_OUT = "This archive does not filter by that {} here; the filter was left out."


def limit_filters(filters: Filters, limited: Mapping[str, Allowed]) -> tuple[Filters, tuple[str, ...]]:
    """The filters without values that may not be used, and a sentence for each facet that had some.

    The sentence is the same for a value that is not there: it must not tell whether it is.
    """
    left_out: dict[str, None] = {}

    def kept(side: Selection) -> Selection:
        found = []
        for name, values in side:
            usable = limited[name](values) if name in limited else frozenset(values)
            if any(value not in usable for value in values):
                left_out[_FILTER_LEFT_OUT.format(name)] = None
            found.append((name, tuple(value for value in values if value in usable)))
        return tuple((name, values) for name, values in found if values)

    shown = replace(filters, include=kept(filters.include), exclude=kept(filters.exclude))
    return shown, tuple(left_out)
