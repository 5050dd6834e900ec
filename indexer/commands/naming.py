"""What people type to name an entity, a rule, a document or a mention. Two that fit are an error that lists both."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.bootstrap.reading import Reading
from indexer.catalog.folded import bare
from indexer.errors import InputError, NotFound
from indexer.model.mention import Mention
from indexer.model.plain import plain
from indexer.model.registry import Entity, RegistryReader, Rule, entity_kind

CANDIDATES = 10
RULE_DIGITS = 4
_RULES_A_QUERY = 1_000


def entity_named(registry: RegistryReader, text: str, kind: str | None = None) -> Entity:
    """The one entity that an id, the start of one, `kind=value` or a name means.

    Raises:
        NotFound: there is none.
        InputError: several have the name; the message lists them.
    """
    found = registry.find(text, kind, CANDIDATES)
    if not found:
        of_kind = f" of the kind {kind}" if kind else ""
        raise NotFound(f"No entity{of_kind} is called “{plain(text)}”. Look for it: ati entities list --contains …")
    if len(found) > 1:
        listed = "".join(f"\n  {one.id}  {one.kind}={plain(one.value)}  {one.pages:,} pages" for one in found)
        raise InputError(f"“{plain(text)}” may mean several entities. Say which, by its id:{listed}")
    return found[0]


def rule_named(registry: RegistryReader, text: str) -> Rule:
    """The one rule whose id begins so (4 digits or more). Raises NotFound, InputError when there are several."""
    start, found = text.lower(), list[Rule]()
    for offset in range(0, registry.count_rules(None), _RULES_A_QUERY):
        listed = registry.rules(None, offset, _RULES_A_QUERY)
        found += [rule for rule in listed if rule.id.startswith(start)]
    if len(start) < RULE_DIGITS or not found:
        raise NotFound(f"There is no rule “{plain(text)}”. See them: ati entities rules")
    if len(found) > 1:
        raise InputError(f"“{plain(text)}” may mean {len(found):,} rules; give more digits of the id.")
    return found[0]


def document_of(reading: Reading, text: str) -> str:
    """The whole id of a document, from its first 12 digits or more. Raises NotFound."""
    return reading.catalog.document(text).document.id


def mention_at(mentions: Sequence[Mention], text: str, start: int | None, kind: str | None) -> tuple[Mention, str]:
    """The one mention of a page with the text, and the kind of its entity ("date" or "figure" where it is none).

    Raises:
        NotFound: there is none.
        InputError: there are several; the message says where they begin.
    """
    found = [one for one in mentions if bare(one.text) == bare(text) and kind in (None, one.kind)]
    found = [one for one in found if start in (None, one.start)]
    if not found:
        raise NotFound(f"That page has no such mention of “{plain(text)}”.")
    if len(found) > 1:
        places = "".join(f"\n  --kind {one.kind} --start {one.start}" for one in found)
        raise InputError(f"That page has “{plain(text)}” {len(found):,} times. Say which:{places}")
    return found[0], entity_kind(found[0]) or found[0].kind
