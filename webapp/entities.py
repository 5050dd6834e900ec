"""Mentions of a page as the Entities rail shows them: by kind, then by value, each with its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.model.mention import AccountDetails, DateDetails, FigureDetails, Mention, PartyDetails
from webapp import links, words
from webapp.params import SearchUrl
from webapp.reader_contexts import EntityGroup, EntityView, Occurrence

KINDS = ("account", "platform", "party", "date", "figure")
KIND_LABELS = {
    "account": "Accounts",
    "platform": "Platforms",
    "party": "Parties",
    "date": "Dates",
    "figure": "Figures",
}
DATE_ROLES = {"event": "", "document": "date of the document", "release": "date of release", "stamp": "stamp"}
BASES = {
    "year_inferred": "year inferred",
    "relative": "reckoned from the document’s date",
    "named_event": "named event",
}
UNNAMED = "Unnamed or collective"

Places = dict[str, list[tuple[int, Mention]]]


def entity_groups(mentions: Sequence[Mention], hide_people: bool, labels: Mapping[str, str]) -> tuple[EntityGroup, ...]:
    """Groups in the order of KINDS, parties by their kind. Numbers of mentions are those of
    `overlay.mention_boxes`. `labels`: how people read the ids of `named_ids`.
    """
    found: dict[str, Places] = {}
    for index, one in enumerate(mentions, 1):
        group = group_of(one)
        if hide_people and group == "person":
            continue
        found.setdefault(group, {}).setdefault(_name(one), []).append((index, one))
    order = ("account", "platform", *words.PARTY_KINDS, "date", "figure")
    return tuple(_group(name, found[name], labels) for name in order if name in found)


def named_ids(mentions: Sequence[Mention]) -> tuple[tuple[str, str], ...]:
    """`(facet, id)` of platforms and ambiguous parties that notes name."""
    found: dict[tuple[str, str], None] = {}
    for one in mentions:
        if isinstance(one.details, AccountDetails) and one.details.platform:
            found["platform", one.details.platform] = None
        elif isinstance(one.details, PartyDetails):
            found |= dict.fromkeys((one.details.party_kind, each) for each in one.details.ambiguous)
    return tuple(found)


def group_of(mention: Mention) -> str:
    """The facet that a mention counts in, or its kind."""
    details = mention.details
    return details.party_kind if isinstance(details, PartyDetails) else mention.kind


def _group(name: str, values: Places, labels: Mapping[str, str]) -> EntityGroup:
    kind = "party" if name in words.PARTY_KINDS else name
    label = words.PARTY_KINDS.get(name) or KIND_LABELS[name]
    return EntityGroup(kind, label, tuple(_entity(name, value, places, labels) for value, places in values.items()))


def _entity(group: str, label: str, places: list[tuple[int, Mention]], labels: Mapping[str, str]) -> EntityView:
    first = places[0][1]
    return EntityView(
        label=label,
        note=_note(first, label, labels),
        search_href=_search(group, first),
        occurrences=tuple(Occurrence(one.text, f"#mention-{index}", one.hedge or "") for index, one in places),
    )


def _search(group: str, mention: Mention) -> str:
    if group not in words.FACET_LABELS or not mention.value or mention.label is None:
        return ""
    return links.search(SearchUrl().toggled(group, mention.value))


def _name(mention: Mention) -> str:
    if isinstance(mention.details, DateDetails):
        return words.edtf(mention.value) or mention.text
    if isinstance(mention.details, AccountDetails) and mention.value is None:
        return UNNAMED
    return mention.label or mention.value or mention.text


def _note(mention: Mention, label: str, labels: Mapping[str, str]) -> str:
    match mention.details:
        case AccountDetails(platform=platform, handle=handle):
            where = labels.get(platform or "", platform or "platform unknown")
            parts = (where, f"@{handle}" if handle else "")
            return " · ".join(part for part in parts if part and part.casefold() not in label.casefold())
        case DateDetails(role=role, basis=basis):
            return " · ".join(part for part in (DATE_ROLES[role], BASES.get(basis, "")) if part)
        case PartyDetails(ambiguous=ambiguous) if ambiguous:
            return "could mean " + " or ".join(labels.get(one, one) for one in ambiguous)
        case FigureDetails(quantity=quantity, low=low, high=high):
            span = words.number(low) if low == high else f"{words.number(low)} to {words.number(high)}"
            return f"{span} {quantity}"
    return ""
