"""Switches that stand in a query like a field, so that an address, a saved search and an export keep them.

`equivalents:off` (équivalents:non): terms of the glossary are looked for as written only.
`scope:document` (portée:document): the words may stand on different pages of one document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.model.query import Scope

EQUIVALENTS_OFF = "equivalents:off"
SCOPE_DOCUMENT = "scope:document"

_EQUIVALENTS = re.compile(r"(?<!\S)[eé]quivalents?:(?:(?P<off>off|no|none|non|aucun)|on|yes|oui)(?!\S)", re.IGNORECASE)
_SCOPE = re.compile(r"(?<!\S)(?:scope|port[eé]e):(?:(?P<document>documents?)|pages?)(?!\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Switches:
    equivalents: bool = True
    scope: Scope = "page"

    def written(self, query: str) -> str:
        """The query (without switches) with those that differ from the default."""
        parts = [query] if query else []
        if not self.equivalents:
            parts.append(EQUIVALENTS_OFF)
        if self.scope == "document":
            parts.append(SCOPE_DOCUMENT)
        return " ".join(parts)


def split_switches(query: str) -> tuple[str, Switches]:
    """The query without its switches, and what they say; the last of a kind counts. Not looked at inside quotation
    marks that close."""
    found = Switches()

    def read(outside: str) -> str:
        nonlocal found
        for match in _EQUIVALENTS.finditer(outside):
            found = Switches(match["off"] is None, found.scope)
        for match in _SCOPE.finditer(outside):
            found = Switches(found.equivalents, "document" if match["document"] else "page")
        return _SCOPE.sub("", _EQUIVALENTS.sub("", outside))

    parts = re.split(r'("[^"]*")', query)
    bare = "".join(part if place % 2 else read(part) for place, part in enumerate(parts))
    return (bare.strip(), found) if bare != query else (query, found)
