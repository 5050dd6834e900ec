"""The registry: what mentions resolve to, and the rules by which people correct the machine (design.md, rule 7)."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol, cast
from uuid import uuid4

from indexer.model.mention import Mention, PartyDetails

EntityKind = Literal["account", "platform", "political_party", "person", "organisation", "state"]
"""The facet that an entity's mentions count in."""

RuleAction = Literal["hide", "confirm", "rename", "merge", "split", "reject", "describe", "move"]
EntityOrder = Literal["name", "pages"]

KINDS: tuple[EntityKind, ...] = ("account", "platform", "political_party", "person", "organisation", "state")
ACTIONS: tuple[RuleAction, ...] = ("hide", "confirm", "rename", "merge", "split", "reject", "describe", "move")
DESCRIBING: tuple[RuleAction, ...] = ("describe", "move")
"""About documents and releases (`model.describing`); all others are about entities."""

_ID_DIGITS = 16


def entity_id(kind: str, value: str) -> str:
    """The id of an entity: 16 hex digits made of its kind and value alone.

    So it is the same after every extraction and in every archive, and a rule that one newsroom exports means the
    same entity in another.
    """
    return hashlib.sha256(f"{kind}\n{value}".encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]


def entity_kind(mention: Mention) -> EntityKind | None:
    """The kind of the entity that a mention's value belongs to; None when it has no value or is no entity."""
    if mention.value is None:
        return None
    if isinstance(mention.details, PartyDetails):
        return mention.details.party_kind
    return cast(EntityKind, mention.kind) if mention.kind in ("account", "platform") else None


def entity_of(mention: Mention) -> str | None:
    """The id of the entity that a mention counts for: after people's rules in an archive, else by the machine."""
    kind = entity_kind(mention)
    return mention.entity or (entity_id(kind, mention.value) if kind and mention.value else None)


def value_for(kind: str, name: str, like: str) -> str:
    """The value of a new entity of this name: as the machine would give it, on the platform of `like` (a value)."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if kind != "account":
        return plain
    return f"{like.partition(':')[0]}:{plain.lower()}"


@dataclass(frozen=True, slots=True)
class MentionPlace:
    """One mention, named so that it is found again after another extraction: `start` may move, `text` may not.

    `kind` is the mention's kind ("date" and "figure" too). Of several equal texts of a kind on the page, the one
    nearest to `start` is meant.
    """

    document: str
    page: int
    kind: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Undone:
    """Who took a rule back, when (ISO, UTC) and why."""

    who: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One decision of a person. It is never changed or deleted, only undone.

    Attributes:
        id: 32 hex digits, given when it is made; importing a rule twice changes nothing.
        kind, value: the entity it is about, by what the machine gives its mentions. `kind` of a "reject" may be
            "date" or "figure"; its `value` may be None. "describe", "move": "document" or "release", and its id.
        into: value of the entity that gets the mentions ("merge": all of them, "split": the chosen ones); "move": id
            of the release that gets the document.
        name: "rename": the new name; "split", "move": the name of the entity or release `into`, when it is new.
        documents, texts: "split" takes the mentions in these documents (SHA-256) and with these texts (as printed,
            compared without case); an empty tuple does not limit.
        place: "reject": the mention; it counts nowhere any more.
        field, said: "describe": what is corrected, and the value that a person states; "" says that it is not known.
        who, when, why: `when` is ISO, UTC, to the second; `why` may be "".
    """

    id: str
    action: RuleAction
    kind: str
    value: str | None
    who: str
    when: str
    why: str = ""
    into: str | None = None
    name: str | None = None
    documents: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    place: MentionPlace | None = None
    undone: Undone | None = None
    field: str | None = None
    said: str | None = None


def new_rule(
    action: RuleAction,
    kind: str,
    value: str | None,
    *,
    who: str,
    why: str = "",
    into: str | None = None,
    name: str | None = None,
    documents: Sequence[str] = (),
    texts: Sequence[str] = (),
    place: MentionPlace | None = None,
) -> Rule:
    """A rule made now, to be handed to `Registry.decide`."""
    return Rule(
        uuid4().hex, action, kind, value, who, now(), why, into, name, tuple(documents), tuple(texts), place
    )  # fmt: skip


def now() -> str:
    """The time as rules keep it: ISO, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Entity:
    """What people see of an entity after all rules.

    Attributes:
        value: facet value of its mentions: the machine's, after merging that of the entity merged into.
        name: given by a person, else the label read most often.
        names: other labels and surface texts that were read for it, the most frequent first (bounded).
        hidden: counts in no facet and on no page but its own, which only operators see.
        confirmed: a person vouches for it; `known`: it stands in config/. Public sites show persons that are either.
        merged: values merged into this one.
        pages, documents: with at least one of its mentions; exact.
    """

    id: str
    kind: EntityKind
    value: str
    name: str
    names: tuple[str, ...]
    hidden: bool
    confirmed: bool
    known: bool
    merged: tuple[str, ...]
    mentions: int
    pages: int
    documents: int


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What a rule (or taking it back) changed. Counts in search follow when the index has written the documents."""

    rule: Rule
    mentions: int
    documents: int


def readable(kind: str, label: str | None, value: str) -> str:
    """How an entity is called that no person has named: its label; where that has no letter and no digit, as that of
    an account called ".", the value."""
    if kind != "account" or not label:
        return label or value
    stem, space, platform = label.partition(" (")
    if any(char.isalnum() for char in stem):
        return label
    return (value.partition(":")[2] or value) + space + platform


def subjects(rule: Rule) -> tuple[str, ...]:
    """Ids of the entities that a rule is about, in its order; of a split only the one that is split."""
    if rule.action in DESCRIBING:
        return ()
    values = (rule.value, rule.into if rule.action == "merge" else None)
    return tuple(entity_id(rule.kind, value) for value in values if value)


@dataclass(frozen=True, slots=True)
class EntityName:
    """An entity in few words: for links beside mentions. `value` is its facet value."""

    kind: EntityKind
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file of rules changed.

    Attributes:
        known_already: rules that were here; nothing changed.
        taken_back: rules that were here and in force, and that the file says were undone: they are now.
        refused: rules of the file that cannot hold here, each with the reason in a sentence.
    """

    added: int
    known_already: int
    taken_back: int
    refused: tuple[tuple[Rule, str], ...]


class RegistryReader(Protocol):
    """Entities and rules as they stand now. Nothing here changes state."""

    def entity(self, entity_id: str) -> Entity:
        """One that was merged gives the entity it was merged into. Raises NotFound."""

    def entities(
        self, kind: str | None, name_contains: str, order: EntityOrder, offset: int, limit: int, *, hidden: bool = False
    ) -> tuple[Entity, ...]:
        """Those with mentions (`hidden`: the hidden ones instead); names compare without case and accents."""

    def count_entities(self, kind: str | None, name_contains: str, *, hidden: bool = False) -> int: ...

    def names(self, kind: str, values: Iterable[str]) -> dict[str, str]:
        """Names for facet values that a person has named; others are left out."""

    def by_id(self, entity_ids: Iterable[str]) -> dict[str, EntityName]:
        """Kind, value and name of entities by the ids that mentions carry; unknown and hidden ones are left out."""

    def canonical(self, kind: str, values: Iterable[str]) -> dict[str, str]:
        """For each value that was merged: that of the entity merged into, compared without case and accents where no
        entity has the very value. Others are left out."""

    def find(self, text: str, kind: str | None = None, limit: int = 10) -> tuple[Entity, ...]:
        """Entities with this id or the start of one (4 digits or more), `kind=value`, value or name (whole, without
        case and accents), most pages first; those that count nothing only by id or `kind=value`."""

    def hidden(self, kind: str) -> frozenset[str]:
        """Facet values that a person has hidden."""

    def publishable(self, values: Iterable[str]) -> frozenset[str]:
        """Of these person values, those that a public site may show (design.md, rule 11)."""

    def rules(self, entity_id: str | None, offset: int, limit: int) -> tuple[Rule, ...]:
        """The newest first, undone ones too; of one entity and what was merged into it, or of all."""

    def count_rules(self, entity_id: str | None) -> int: ...

    def state(self, entity_ids: Iterable[str]) -> str:
        """A token of what people have decided about these entities: another one after each rule about one of them, or
        about what it was merged with, and each undoing. Raises NotFound."""

    def rejected(self, document: str, page: int) -> tuple[Rule, ...]:
        """Rules in force that reject a mention of this page."""

    def left_out(self, document: str, page: int) -> tuple[Mention, ...]:
        """For the operator: mentions that `CatalogReader.mentions` leaves out, rejected (`entity` None) or of hidden
        entities."""

    def without_mention(self, rules: Sequence[Rule]) -> frozenset[str]:
        """Ids of those of these rules in force that concern no mention now: its text or entity is not read any
        more, or not yet."""

    def waiting(self) -> int:
        """Documents whose counts are still to follow a rule: due for the index."""


class Registry(RegistryReader, Protocol):
    """The registry for an operator."""

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

    def describe(self, offered: Sequence[Rule]) -> RuleEffect:
        """Keeps rules about documents and releases (`model.describing`) and applies them, all in one transaction;
        those that say what holds already are passed over. What search finds otherwise is due for the index.

        Raises:
            InputError: one cannot hold, or none says anything new; the message says why. Nothing was changed.
            NotFound: there is no such document or release. Nothing was changed.
        """

    def undo(self, rule_id: str, who: str, why: str) -> RuleEffect:
        """Takes one rule back; what it did alone is as before. Raises NotFound, InputError (undone already)."""

    def export(self) -> Iterator[Rule]:
        """All rules, oldest first."""

    def take_over(self, rules: Iterable[Rule]) -> Imported:
        """Adds rules of a file in their order; those about entities that are not here yet wait for them."""
