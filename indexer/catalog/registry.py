"""Rules made, undone, exported and taken over: `model.registry.Registry`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from indexer.catalog import describing, dialect, due_pages, recounting, rules
from indexer.catalog.applying import Application, renamed_pages
from indexer.catalog.checking import malformed, refusal, repeats
from indexer.catalog.entities import EntityCatalog, is_printed, state_of
from indexer.catalog.resolving import Resolver, of_rules
from indexer.catalog.tables import DOCUMENT, ENTITY, RELEASE, RELEASE_FILE, RULE
from indexer.catalog.veiling import Veil
from indexer.errors import InputError, NotFound, Outdated
from indexer.model.record import split_key
from indexer.model.registry import DESCRIBING, Imported, Rule, RuleEffect, Undone, entity_id, now, subjects

_RULES_A_QUERY = 500
_WITHOUT_EFFECT = {
    "split": "No mention of the entity has these texts in these documents, so nothing was split.",
    "reject": "That mention is rejected already.",
}
"""Decisions that concern single mentions, and what to say when none was there for them."""
_OUTDATED = "Somebody has corrected this name since. Nothing was changed; here it is as it stands now."


class EntityRegistry(EntityCatalog):
    """The registry for an operator. Each decision is one transaction: the rule, what it does, and what is due."""

    def decide(self, rule: Rule, seen: str = "") -> RuleEffect:
        """Keeps the rule and applies it to all mentions in one transaction; makes their documents due for the index.

        Args:
            rule: the decision.
            seen: the `state` of `subjects(rule)` that the person decided on; "" for whatever it is.

        Raises:
            Outdated: somebody has decided about them since. Nothing was changed.
            InputError: it cannot hold (a merge into itself, a circle, another kind, nothing chosen); the message
                says why. Nothing was changed.
            NotFound: no such entity or mention.
            Unavailable: the catalog is busy.
        """
        if problem := malformed(rule):
            raise InputError(problem)
        if rule.action in DESCRIBING:
            return self.describe([rule])
        with self._database.write() as connection:
            dialect.lock_rules(connection, alone=True)
            kept = rules.in_force(connection)
            before = of_rules(kept)
            if seen and state_of(connection, subjects(rule)) != seen:
                raise Outdated(_OUTDATED)
            if problem := refusal(rule, before) or repeats(rule, before):
                raise InputError(problem)
            _check_there(connection, rule)
            rules.add(connection, [rule])
            effect = _carry_out(connection, rule, before, of_rules([*kept, rule]))
            if not effect.mentions and rule.action in _WITHOUT_EFFECT:
                raise InputError(_WITHOUT_EFFECT[rule.action])
        return effect

    def describe(self, offered: Sequence[Rule]) -> RuleEffect:
        """Keeps rules about documents and releases and applies them in one transaction: `model.describing`."""
        for rule in offered:
            if problem := malformed(rule):
                raise InputError(problem)
        with self._database.write() as connection:
            dialect.lock_rules(connection, alone=True)
            made = {rule.into for rule in offered if rule.action == "move"}  # releases that moves make first
            new = [rule for rule in offered if _is_of_new(connection, rule, made) or _says_more(connection, rule)]
            if not new:
                raise InputError("That is what the archive says already. Nothing was changed.")
            rules.add(connection, new)
            documents = describing.carry_out(connection, sorted(new, key=lambda rule: rule.action != "move"))
        return RuleEffect(new[-1], 0, len(documents))

    def undo(self, rule_id: str, who: str, why: str) -> RuleEffect:
        """Takes one rule back; what it did alone is as before. Raises NotFound, InputError (undone already)."""
        if not who.strip():
            raise InputError("A rule says who undid it.")
        with self._database.write() as connection:
            dialect.lock_rules(connection, alone=True)
            row = connection.execute(select(RULE).where(RULE.c.uid == rule_id)).one_or_none()
            if row is None:
                raise NotFound(f"There is no rule {rule_id} in this archive.")
            rule = rules.rule_of(row)
            if rule.undone is not None:
                raise InputError(f"{rule.undone.who} has undone this rule already, on {rule.undone.when}.")
            kept = rules.in_force(connection)
            taken_back = Undone(who, now(), why)
            undone = replace(rule, undone=taken_back)
            if problem := malformed(undone):
                raise InputError(problem)
            rules.take_back(connection, rule.id, taken_back)
            if rule.action in DESCRIBING:
                return RuleEffect(undone, 0, len(describing.carry_out(connection, [undone])))
            after = of_rules(one for one in kept if one.id != rule.id)
            return _carry_out(connection, undone, of_rules(kept), after)

    def export(self) -> Iterator[Rule]:
        """All rules, oldest first; without those about what was taken down."""
        after = 0
        while True:
            with self._database.read() as connection:
                rows = connection.execute(
                    select(RULE).where(RULE.c.number > after).order_by(RULE.c.number).limit(_RULES_A_QUERY)
                ).all()
                veil = Veil(connection)
            yield from (one for one in map(rules.rule_of, rows) if not veil.covers(one))
            if len(rows) < _RULES_A_QUERY:
                return
            after = rows[-1].number

    def take_over(self, rules: Iterable[Rule]) -> Imported:
        """Adds rules of a file in their order; those about entities that are not here yet wait for them."""
        offered = list(rules)
        with self._database.write() as connection:
            dialect.lock_rules(connection, alone=True)
            return _take_over(connection, offered)

    def recount(self) -> int:
        """Puts every mention where the rules say, and counts all entities anew; gives the documents that change.

        Never needed unless something went wrong (`ati verify` says so).
        """
        with self._database.write() as connection:
            dialect.lock_rules(connection, alone=True)
            numbers = recounting.recount(connection)
            for number in numbers:
                due_pages.drop(connection, number)
            due_pages.index_soon(connection, numbers)
        return len(numbers)


def _take_over(connection: Connection, offered: Sequence[Rule]) -> Imported:
    here = {row.uid: rules.rule_of(row) for row in connection.execute(select(RULE).order_by(RULE.c.number))}
    kept = {one.id: one for one in here.values() if one.undone is None}
    before = resolver = of_rules(kept.values())
    added: dict[str, Rule] = {}
    taken_back: list[Rule] = []
    refused: list[tuple[Rule, str]] = []
    for rule in offered:
        known = here.get(rule.id) or added.get(rule.id)
        problem = malformed(rule) or (_differs(rule, known) if known else None)
        if problem is None and known is None and rule.undone is None:
            problem = refusal(rule, resolver)
        if problem is not None:
            refused.append((rule, problem))
        elif known is None:
            added[rule.id] = rule
            if rule.undone is None:
                kept[rule.id] = rule
                resolver = of_rules(kept.values())
        elif rule.undone is not None and known.undone is None and rule.id in here:
            rules.take_back(connection, rule.id, rule.undone)
            taken_back.append(kept.pop(rule.id))
            here[rule.id] = rule
            resolver = of_rules(kept.values())
    rules.add(connection, added.values())
    changed = [*taken_back, *(rule for rule in added.values() if rule.undone is None)]
    describing.carry_out(connection, [rule for rule in changed if rule.action in DESCRIBING])
    _apply(connection, [rule for rule in changed if rule.action not in DESCRIBING], before, resolver)
    known_already = len(offered) - len(added) - len(taken_back) - len(refused)
    return Imported(len(added), known_already, len(taken_back), tuple(refused))


def _is_of_new(connection: Connection, rule: Rule, made: set[str | None]) -> bool:
    """True for what is said of a release that the moves beside it make."""
    if rule.kind != "release" or rule.value not in made:
        return False
    return connection.scalar(select(RELEASE.c.number).where(RELEASE.c.id == rule.value)) is None


def _says_more(connection: Connection, rule: Rule) -> bool:
    """False when a description says what is shown already. Raises NotFound: there is no such document or release."""
    table = DOCUMENT if rule.kind == "document" else RELEASE
    row = connection.execute(select(table).where(table.c.id == rule.value)).one_or_none()
    if row is None:
        raise NotFound(f"There is no {rule.kind} {rule.value} in this archive.")
    if rule.action == "describe":
        return bool((getattr(row, rule.field or "") or "") != (rule.said or ""))
    here = select(RELEASE.c.id).join(RELEASE_FILE, RELEASE_FILE.c.release == RELEASE.c.number)
    return set(connection.scalars(here.where(RELEASE_FILE.c.document == row.number))) != {rule.into}


def _differs(rule: Rule, known: Rule) -> str | None:
    if replace(rule, undone=None) == replace(known, undone=None):
        return None
    return "Another rule with the same id is in this archive."


def _carry_out(connection: Connection, rule: Rule, before: Resolver, after: Resolver) -> RuleEffect:
    done = _apply(connection, [rule], before, after)
    if rule.action in ("hide", "confirm", "rename"):
        row = connection.execute(
            select(ENTITY.c.mentions, ENTITY.c.documents).where(ENTITY.c.id == entity_id(rule.kind, rule.value or ""))
        ).one()
        return RuleEffect(rule, row.mentions, row.documents)
    return RuleEffect(rule, done.mentions, len({split_key(key)[0] for key in done.pages}))


def _apply(connection: Connection, changed: Sequence[Rule], before: Resolver, after: Resolver) -> Application:
    done = Application(connection, before, after)
    done.carry_out(changed)
    due_pages.index_pages_soon(connection, done.pages | renamed_pages(connection, changed, (before, after)))
    return done


def _check_there(connection: Connection, rule: Rule) -> None:
    """Raises NotFound when the entity, the one to merge into, or the mention is not in the archive."""
    place = rule.place
    if place is not None:
        if not is_printed(connection, place):
            raise NotFound(f"“{place.text}” is no such mention on page {place.page} of {place.document[:12]}.")
        return
    wanted = [rule.value, *([rule.into] if rule.action == "merge" else [])]
    for value in wanted:
        id_ = entity_id(rule.kind, value or "")
        if not connection.scalar(select(func.count()).select_from(ENTITY).where(ENTITY.c.id == id_)):
            raise NotFound(f"There is no {rule.kind.replace('_', ' ')} “{value}” in this archive.")
