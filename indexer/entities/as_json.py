"""A mention as JSON: the shape that `inspect` and `annotate` print (interfaces.md, `<mention>`)."""

from __future__ import annotations

from typing import Any

from indexer.model.mention import AccountDetails, DateDetails, FigureDetails, Mention, PartyDetails
from indexer.model.registry import entity_of


def mention_json(mention: Mention) -> dict[str, Any]:
    """A JSON object with the keys of the mention's kind; `bboxes` only where there are boxes.

    `entity` is the id that the mention's entity has in every archive, or after people's rules in the one it is of.
    """
    common: dict[str, Any] = {
        "kind": mention.kind,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "value": mention.value,
        "label": mention.label,
        "confidence": round(mention.confidence, 3),
        "recogniser": mention.recogniser,
        "entity": entity_of(mention),
        "hedge": mention.hedge,
    }
    if mention.bboxes:
        common["bboxes"] = [list(box) for box in mention.bboxes]
    return common | _details(mention)


def _details(mention: Mention) -> dict[str, Any]:
    match mention.details:
        case AccountDetails() as account:
            return {
                "platform": account.platform,
                "platform_basis": account.platform_basis,
                "name": account.name,
                "handle": account.handle,
                "operator": account.operator,
                "followers": account.followers,
            }
        case DateDetails() as date:
            return {
                "timex3": date.timex3,
                "timex3_type": date.timex3_type,
                "role": date.role,
                "basis": date.basis,
                "lower": date.lower,
                "upper": date.upper,
            }
        case PartyDetails() as party:
            return {"party_kind": party.party_kind, "id": party.id, "ambiguous": list(party.ambiguous)}
        case FigureDetails() as figure:
            return {"quantity": figure.quantity, "low": figure.low, "high": figure.high, "of": figure.of,
                    "bound": figure.bound}  # fmt: skip
        case None:
            return {"platform": mention.value} if mention.kind == "platform" else {}
