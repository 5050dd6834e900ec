"""Rules about what was taken down hold its words too: they are listed without them, and not given to others."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select, true

from indexer.catalog.tables import DOCUMENT, RELEASE
from indexer.catalog.takedown_tables import TAKEDOWN
from indexer.model.registry import DESCRIBING, Rule

VEIL = "…"


class Veil:
    """What is down when it is made."""

    def __init__(self, connection: Connection) -> None:
        self._documents = set(connection.scalars(select(DOCUMENT.c.id).where(DOCUMENT.c.taken_down == true())))
        self._releases = set(connection.scalars(select(RELEASE.c.id).where(RELEASE.c.taken_down == true())))
        pages = select(TAKEDOWN.c.document, TAKEDOWN.c.page).where(
            TAKEDOWN.c.kind == "page", TAKEDOWN.c.undone_at.is_(None)
        )
        self._pages = {(row[0], row[1]) for row in connection.execute(pages)}

    def covers(self, rule: Rule) -> bool:
        """Whether the rule tells what was taken down."""
        if rule.place is not None:
            place = rule.place
            return place.document in self._documents or (place.document, place.page) in self._pages
        down = self._documents if rule.kind == "document" else self._releases
        return rule.action in DESCRIBING and rule.value in down

    def over(self, rule: Rule) -> Rule:
        """The rule without the words of what was taken down."""
        if not self.covers(rule):
            return rule
        place = replace(rule.place, text=VEIL) if rule.place else None
        value = VEIL if place and rule.value else rule.value
        said = VEIL if rule.said else rule.said
        return replace(rule, place=place, value=value, said=said, name=None, why="")
