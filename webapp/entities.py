"""Mentions of a page as the Entities rail shows them: by kind, then by value, each with its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.model.mention import AccountDetails, DateDetails, FigureDetails, Mention, PartyDetails
from indexer.model.registry import EntityName
from webapp import links, naming, overlay, words
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext as _l
from webapp.params import SearchUrl
from webapp.reader_contexts import EntityGroup, EntityView, Occurrence

KINDS = ("account", "platform", "party", "date", "figure")
KIND_LABELS: dict[str, str] = {
    "account": _l("Accounts"),
    "platform": _l("Platforms"),
    "party": _l("Parties"),
    "date": _l("Dates"),
    "figure": _l("Figures"),
}
KINDS_MANY: dict[str, str] = {**KIND_LABELS, **words.PARTY_KINDS}
DATE_ROLES: dict[str, str] = {
    "event": "",
    "document": _l("date of the document"),
    "release": _l("date of release"),
    "stamp": _l("stamp"),
}
BASES: dict[str, str] = {
    "year_inferred": _l("year inferred"),
    "relative": _l("reckoned from another date"),
    "named_event": _l("named event"),
}
UNNAMED: str = _l("Unnamed or collective")

LOW_CONFIDENCE = 0.6
"""Below this the recogniser itself is in doubt; the page says so."""

Place = tuple[str, Mention]
"""The anchor of a mention, and the mention."""

Named = Mapping[str, EntityName]


@dataclass(frozen=True, slots=True)
class Page:
    """The page whose mentions are shown. `correctable`: the reader is its operator."""

    document: str
    number: int
    correctable: bool


def entity_groups(
    page: Page, mentions: Sequence[Mention], named: Named, labels: Mapping[str, str]
) -> tuple[EntityGroup, ...]:
    """Groups in the order of KINDS, parties by their kind.

    Args:
        page: where they stand.
        mentions: those that this site may show, by position.
        named: entities by the ids that mentions carry.
        labels: how people read the ids of `named_ids`.
    """
    found: dict[str, dict[str, list[Place]]] = {}
    for anchor, one in zip(overlay.anchors(mentions), mentions, strict=True):
        found.setdefault(group_of(one), {}).setdefault(_name(one, named), []).append((anchor, one))
    order = ("account", "platform", *words.PARTY_KINDS, "date", "figure")
    return tuple(_group(page, name, found[name], named, labels) for name in order if name in found)


def named_ids(mentions: Sequence[Mention]) -> tuple[tuple[str, str], ...]:
    """`(facet, id)` of platforms and ambiguous parties that notes name."""
    found: dict[tuple[str, str], None] = {}
    for one in mentions:
        if isinstance(one.details, AccountDetails) and one.details.platform:
            found["platform", one.details.platform] = None
        elif isinstance(one.details, PartyDetails):
            found |= dict.fromkeys((one.details.party_kind, each) for each in one.details.ambiguous)
    return tuple(found)


def coloured(kind: str) -> str:
    """The kind as the style sheet knows it: parties of all kinds are alike."""
    return kind if kind in ("account", "platform") else "party"


def group_of(mention: Mention) -> str:
    """The facet that a mention counts in, or its kind."""
    details = mention.details
    return details.party_kind if isinstance(details, PartyDetails) else mention.kind


def reject_href(document: str, page: int, mention: Mention) -> str:
    """Where an operator says that a mention is none; its text goes into the form, not into the address."""
    return f"{links.page(document, page)}/reject?kind={mention.kind}&start={mention.start}"


def _group(
    page: Page, name: str, values: Mapping[str, list[Place]], named: Named, labels: Mapping[str, str]
) -> EntityGroup:
    kind = "party" if name in words.PARTY_KINDS else name
    label = str(words.PARTY_KINDS.get(name) or KIND_LABELS[name])
    views = [(_entity(page, value, places, named, labels), _is_vague(places)) for value, places in values.items()]
    return EntityGroup(
        kind, label, tuple(one for one, vague in views if not vague), tuple(one for one, vague in views if vague)
    )


def _is_vague(places: Sequence[Place]) -> bool:
    return all(one.kind == "date" and one.value is None for _, one in places)


def _entity(page: Page, label: str, places: Sequence[Place], named: Named, labels: Mapping[str, str]) -> EntityView:
    first = places[0][1]
    known = named.get(first.entity or "")
    sure = any(one.confidence >= LOW_CONFIDENCE for _, one in places)
    notes = (_note(first, label, labels), "" if sure else str(_("not sure")))
    return EntityView(
        label=label,
        note=" · ".join(note for note in notes if note),
        href=links.entity(first.entity) if known and first.entity else "",
        search_href=links.search(SearchUrl().toggled(known.kind, known.value)) if known else "",
        occurrences=tuple(_occurrence(page, anchor, one) for anchor, one in places),
    )


def _occurrence(page: Page, anchor: str, one: Mention) -> Occurrence:
    href = reject_href(page.document, page.number, one) if page.correctable else ""
    return Occurrence(one.text, f"#{anchor}", one.hedge or "", href)


def _name(mention: Mention, named: Named) -> str:
    if isinstance(mention.details, DateDetails):
        return words.edtf(mention.value) or mention.text
    if isinstance(mention.details, AccountDetails) and mention.value is None:
        return str(UNNAMED)
    known = named.get(mention.entity or "")
    if known:
        return naming.shown(known.kind, known.value, known.name)
    return mention.label or mention.value or mention.text


def _note(mention: Mention, label: str, labels: Mapping[str, str]) -> str:
    match mention.details:
        case AccountDetails(platform=platform, handle=handle):
            where = labels.get(platform or "", platform or str(_("platform unknown")))
            parts = (where, f"@{handle}" if handle else "")
            return " · ".join(part for part in parts if part and part.casefold() not in label.casefold())
        case DateDetails(role=role, basis=basis):
            return " · ".join(str(part) for part in (DATE_ROLES[role], BASES.get(basis, "")) if part)
        case PartyDetails(ambiguous=ambiguous) if ambiguous:
            readings = str(_(" or ")).join(labels.get(one, one) for one in ambiguous)
            return str(_("could mean %(names)s", names=readings))
        case FigureDetails(quantity=quantity, low=low, high=high):
            least, most = words.number(low), words.number(high)
            span = least if low == high else str(_("%(first)s to %(last)s", first=least, last=most))
            return f"{span} {quantity}"
    return ""
