"""Mentions of a page as the Entities rail shows them: by kind, then by value, each with its places."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.model.mention import AccountDetails, DateDetails, FigureDetails, Mention, PartyDetails
from webapp import links, words
from webapp.contexts import EntityGroup, EntityView, Occurrence
from webapp.params import SearchUrl

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


def entity_groups(mentions: Sequence[Mention], hide_people: bool) -> tuple[EntityGroup, ...]:
    """Groups in the order of KINDS, parties by their kind. Numbers of mentions are those of `overlay.mention_boxes`."""
    found: dict[str, dict[str, list[tuple[int, Mention]]]] = {}
    for index, one in enumerate(mentions, 1):
        group = group_of(one)
        if hide_people and group == "person":
            continue
        found.setdefault(group, {}).setdefault(_name(one), []).append((index, one))
    order = ("account", "platform", *words.PARTY_KINDS, "date", "figure")
    return tuple(_group(name, found[name]) for name in order if name in found)


def group_of(mention: Mention) -> str:
    """The facet that a mention counts in, or its kind."""
    details = mention.details
    return details.party_kind if isinstance(details, PartyDetails) else mention.kind


def _group(name: str, values: dict[str, list[tuple[int, Mention]]]) -> EntityGroup:
    kind = "party" if name in words.PARTY_KINDS else name
    label = words.PARTY_KINDS.get(name) or KIND_LABELS[name]
    return EntityGroup(kind, label, tuple(_entity(name, value, places) for value, places in values.items()))


def _entity(group: str, label: str, places: list[tuple[int, Mention]]) -> EntityView:
    first = places[0][1]
    return EntityView(
        label=label,
        note=_note(first),
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


def _note(mention: Mention) -> str:
    match mention.details:
        case AccountDetails(platform=platform, handle=handle):
            return " · ".join(part for part in (platform or "platform unknown", f"@{handle}" if handle else "") if part)
        case DateDetails(role=role, basis=basis):
            return " · ".join(part for part in (DATE_ROLES[role], BASES.get(basis, "")) if part)
        case PartyDetails(ambiguous=ambiguous) if ambiguous:
            return "could mean " + " or ".join(ambiguous)
        case FigureDetails(quantity=quantity, low=low, high=high):
            span = words.number(low) if low == high else f"{words.number(low)} to {words.number(high)}"
            return f"{span} {quantity}"
    return ""
