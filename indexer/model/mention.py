"""One occurrence of an account, platform, date, party or figure on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.model.geometry import BBox

MentionKind = Literal["account", "platform", "date", "party", "figure"]
PartyKind = Literal["political_party", "person", "organisation", "state"]
DateRole = Literal["event", "document", "release", "stamp"]
DateBasis = Literal["explicit", "year_inferred", "relative", "named_event"]
PlatformBasis = Literal["phrase", "list", "section", "document", "url"]


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """An account as one mention states it; `name` and `handle` both None: an unnamed or collective mention."""

    platform: str | None = None
    platform_basis: PlatformBasis | None = None
    name: str | None = None
    handle: str | None = None
    operator: str | None = None
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class DateDetails:
    """`lower` and `upper` are ISO days (inclusive) for facets and sorting; None where open or unknown."""

    timex3: str | None
    timex3_type: Literal["DATE", "TIME", "DURATION", "SET"]
    role: DateRole = "event"
    basis: DateBasis = "explicit"
    lower: str | None = None
    upper: str | None = None


@dataclass(frozen=True, slots=True)
class PartyDetails:
    """`id` is the gazetteer's; `ambiguous` holds the ids that an abbreviation could mean (empty: settled)."""

    party_kind: PartyKind
    id: str | None = None
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureDetails:
    """`of` is the index, in the same page's list of mentions, of the account described; None: not stated.

    `bound` says how the text limits it: "over 30" is at_least with low and high 30, "up to 3 million" at_most.
    """

    quantity: str
    low: int
    high: int
    of: int | None = None
    bound: Literal["exact", "at_least", "at_most", "about"] = "exact"


Details = AccountDetails | DateDetails | PartyDetails | FigureDetails | None


@dataclass(frozen=True, slots=True)
class Mention:
    """`text == Page.text[start:end]`, always.

    Attributes:
        value: normalised: account `platform:handle` (else `platform:name`, None when unnamed), platform id,
            party id or full name, EDTF date (None: no calendar value), figure None.
        label: the value as people read it, for facets ("WeChat", "Conservative Party of Canada").
        details: of the kind: None for a platform.
        recogniser: name and version of the code that found it, such as "dates/1".
        entity: id of the entity that it counts for, after people's rules; None outside an archive (there
            `registry.entity_of` gives the machine's), without a value, and where a person rejected it.
    """

    kind: MentionKind
    start: int
    end: int
    text: str
    value: str | None
    label: str | None
    confidence: float
    recogniser: str
    details: Details = None
    hedge: str | None = None
    bboxes: tuple[BBox, ...] = ()
    entity: str | None = None
