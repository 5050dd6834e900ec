"""Entities and rules as lines of a terminal, and rules as JSON."""

from __future__ import annotations

from typing import Any

from indexer.catalog.rule_files import rule_json
from indexer.model.plain import plain
from indexer.model.registry import Entity, Rule


def counts(number: int, noun: str) -> str:
    """ "1 mention", "1,284 mentions"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def entity_words(entity: Entity) -> str:
    """Name, kind and value."""
    return f"{plain(entity.name)} ({entity.kind}={plain(entity.value)})"


def entity_line(entity: Entity) -> str:
    """A line of a list: id, counts, name and marks."""
    marks = [
        word
        for word, holds in (("hidden", entity.hidden), ("confirmed", entity.confirmed), ("in config", entity.known))
        if holds
    ]
    counted = f"{entity.pages:>7,} pages {entity.documents:>6,} documents"
    return f"{entity.id}  {counted}  {entity_words(entity)}" + (f"  [{', '.join(marks)}]" if marks else "")


def rule_object(rule: Rule, idle: frozenset[str]) -> dict[str, Any]:
    """A rule as JSON; `idle`: ids of rules that concern no mention now."""
    return {**rule_json(rule), "has_mention": rule.id not in idle}


def rule_line(rule: Rule, idle: frozenset[str]) -> str:
    """A line of a list: id, when, who, what and why."""
    why = f": {plain(rule.why)}" if rule.why else ""
    line = f"{rule.id[:8]}  {rule.when}  {plain(rule.who)}  {rule_words(rule)}{why}"
    if rule.undone:
        line += f"  [undone by {plain(rule.undone.who)}, {rule.undone.when}]"
    return line + ("  [has no mention now]" if rule.id in idle else "")


def rule_words(rule: Rule) -> str:
    """What the rule does, in a few words."""
    subject = f"{rule.kind}={plain(rule.value or '')}"
    said = {
        "rename": f"rename {subject} to {plain(rule.name or '')}",
        "merge": f"merge {subject} into {plain(rule.into or '')}",
        "split": f"split {subject}, {plain(rule.into or '')} gets some",
        "describe": f"{rule.field} of {subject} is {plain(rule.said or '') or 'not known'}",
        "move": f"move {subject} into {plain(rule.into or '')}",
    }
    if rule.action == "reject" and rule.place:
        return f"reject “{plain(rule.place.text)}” on page {rule.place.page} of {rule.place.document[:12]}"
    return said.get(rule.action, f"{rule.action} {subject}")
