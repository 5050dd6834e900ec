"""Which entity a mention counts for: rules in force and a mention in, a value out. Nothing here reads or writes.

A value is a place; "merge" and "split" rules are ways from one to the next. A mention begins at the machine's value.
At each place the newest split that takes the mention leads on, else the merge, else it stays. A way back to where
one came from is refused when a rule is made (`checking`), so every walk ends, and only the set of rules in force
counts, not their order; but of splits that want one mention, and of names, the newest wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from indexer.catalog.folded import bare
from indexer.model.registry import MentionPlace, Rule, entity_id

Key = tuple[str, str]
"""Kind and value of an entity."""


@dataclass(frozen=True, slots=True)
class Split:
    """The way of some of a place's mentions; an empty set does not limit."""

    into: str
    documents: frozenset[str]
    texts: frozenset[str]

    def takes(self, document: str, text: str) -> bool:
        return (not self.documents or document in self.documents) and (not self.texts or bare(text) in self.texts)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A mention, as far as a rule can name it. `position`: in its page's list."""

    position: int
    kind: str
    start: int
    text: str

    def fits(self, place: MentionPlace) -> bool:
        """Whether it has the kind and text that a rejection names."""
        return self.kind == place.kind and bare(self.text) == bare(place.text)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the rules say of an entity itself, in the words of its row; `merged_into` is an id."""

    name: str | None
    hidden: bool
    confirmed: bool
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class Resolver:
    """The rules in force, made ready. Build it with `of_rules`."""

    merges: dict[Key, str] = field(default_factory=dict)
    splits: dict[Key, tuple[Split, ...]] = field(default_factory=dict)
    rejects: dict[tuple[str, int], tuple[MentionPlace, ...]] = field(default_factory=dict)
    names: dict[Key, str] = field(default_factory=dict)
    hidden: frozenset[Key] = frozenset()
    confirmed: frozenset[Key] = frozenset()

    def value_of(self, kind: str, value: str, document: str, text: str) -> str:
        """Where a mention with the machine's `value` ends."""
        while True:
            ways = self.splits.get((kind, value), ())
            onward = next((way.into for way in ways if way.takes(document, text)), None)
            onward = onward if onward is not None else self.merges.get((kind, value))
            if onward is None:
                return value
            value = onward

    def entity_of(self, kind: str | None, value: str | None, document: str, text: str) -> str | None:
        """The id of the entity that a mention counts for, if nobody rejected it; None where it is of none."""
        if kind is None or value is None:
            return None
        return entity_id(kind, self.value_of(kind, value, document, text))

    def marks(self, kind: str, value: str) -> Marks:
        """Those of an entity, by its kind and value."""
        key, last = (kind, value), self.canonical(kind, value)
        merged_into = entity_id(kind, last) if last != value else None
        return Marks(self.names.get(key), key in self.hidden, key in self.confirmed, merged_into)

    def canonical(self, kind: str, value: str) -> str:
        """The value after merges alone: where a facet value given in an address leads."""
        while (onward := self.merges.get((kind, value))) is not None:
            value = onward
        return value

    def is_split(self, kind: str, value: str) -> bool:
        """True when mentions with this value may end at several places, so that each has to be looked at."""
        while True:
            if (kind, value) in self.splits:
                return True
            onward = self.merges.get((kind, value))
            if onward is None:
                return False
            value = onward

    def onward(self, kind: str, value: str) -> Iterator[str]:
        """Every place that a mention at this value may be led to next."""
        yield from (way.into for way in self.splits.get((kind, value), ()))
        if (merged := self.merges.get((kind, value))) is not None:
            yield merged

    def reaches(self, kind: str, value: str, goal: str) -> bool:
        """True when there is a way from one value to the other, or they are one."""
        return goal in _spread(value, lambda one: self.onward(kind, one))

    def leading_to(self, kind: str, values: Iterable[str]) -> frozenset[str]:
        """All values with a way to one of these, and these."""
        back: dict[str, list[str]] = {}
        for of, value in (*self.merges, *self.splits):
            if of == kind:
                for into in self.onward(kind, value):
                    back.setdefault(into, []).append(value)
        return frozenset(one for value in values for one in _spread(value, lambda to: back.get(to, ())))

    def rejected(self, document: str, page: int, found: Iterable[Occurrence]) -> frozenset[int]:
        """Positions of a page's mentions that people rejected.

        Each rule takes one mention of its kind and text, the nearest pairs first; so a rejection holds when another
        version of the machine finds the text some letters on.
        """
        places = self.rejects.get((document, page), ())
        if not places:
            return frozenset()
        pairs = sorted(
            (abs(one.start - place.start), rule, one.start, one.position)
            for rule, place in enumerate(places)
            for one in found
            if one.fits(place)
        )
        taken: dict[int, int] = {}
        for _, rule, _, position in pairs:
            if rule not in taken and position not in taken.values():
                taken[rule] = position
        return frozenset(taken.values())


def of_rules(rules: Iterable[Rule]) -> Resolver:
    """A resolver of rules in force, oldest first; undone ones are passed over."""
    chosen = [rule for rule in rules if rule.undone is None]
    return Resolver(
        merges={_key(rule): rule.into for rule in chosen if rule.action == "merge" and rule.into is not None},
        splits=_splits([rule for rule in chosen if rule.action == "split"]),
        rejects=_rejects([rule.place for rule in chosen if rule.action == "reject" and rule.place is not None]),
        names=_names(chosen),
        hidden=frozenset(_key(rule) for rule in chosen if rule.action == "hide"),
        confirmed=frozenset(_key(rule) for rule in chosen if rule.action == "confirm"),
    )


def _key(rule: Rule) -> Key:
    return rule.kind, rule.value or ""


def _splits(rules: Sequence[Rule]) -> dict[Key, tuple[Split, ...]]:
    found: dict[Key, tuple[Split, ...]] = {}
    for rule in rules:
        split = Split(rule.into or "", frozenset(rule.documents), frozenset(bare(text) for text in rule.texts))
        found[_key(rule)] = (split, *found.get(_key(rule), ()))
    return found


def _rejects(places: Sequence[MentionPlace]) -> dict[tuple[str, int], tuple[MentionPlace, ...]]:
    found: dict[tuple[str, int], tuple[MentionPlace, ...]] = {}
    for place in places:
        found[place.document, place.page] = (*found.get((place.document, place.page), ()), place)
    return found


def _names(rules: Sequence[Rule]) -> dict[Key, str]:
    """A name by "rename" wins over one that a split gave."""
    given = {(rule.kind, rule.into): rule.name for rule in rules if rule.action == "split" and rule.into and rule.name}
    return given | {_key(rule): rule.name for rule in rules if rule.action == "rename" and rule.name}


def _spread(start: str, following: Callable[[str], Iterable[str]]) -> set[str]:
    """Everything that can be reached from here, and here."""
    seen, waiting = {start}, [start]
    while waiting:
        for one in following(waiting.pop()):
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return seen
