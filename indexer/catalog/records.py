"""A page, its mentions, document and releases as the flat record that engines index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.catalog.dates import FIRST_DAY, LAST_DAY, day_bounds
from indexer.catalog.entity_rows import Standing
from indexer.model.mention import AccountDetails, Mention
from indexer.model.page import Page
from indexer.model.record import UNKNOWN, PageRecord, page_key
from indexer.model.registry import entity_id, entity_kind, entity_of
from indexer.model.stored import DocumentRecord

_YEARS_LIMIT = 20
"""A date over more years than this counts for its first and last year only: it says too little."""
_SHARE_ROUNDING = 0.005
"""Shares within half a per cent of none or all count as none or all: a stray rule is no redaction."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a document share in the index."""

    number: int
    title: str
    language: str | None
    requests: tuple[str, ...]
    facets: dict[str, tuple[str, ...]]
    date_from: int
    date_to: int
    release_date: int


def frame_of(record: DocumentRecord) -> Frame:
    """Title (else the file's name), requests and the facets institution, year and release."""
    document, releases = record.document, record.releases
    released = [bounds for bounds in (day_bounds(release.released) for release in releases) if bounds[0]]
    date_from, date_to = day_bounds(document.date)
    if not date_from and released:
        date_from, date_to = min(lower for lower, _ in released), max(upper for _, upper in released)
    requests = distinct([*(release.request_number for release in releases), document.request_number])
    return Frame(
        number=document.number,
        title=document.title or document.name,
        language=document.language,
        requests=requests,
        facets={
            "institution": distinct(release.institution for release in releases) or (UNKNOWN,),
            "release": distinct(release.id for release in releases),
            "year": years(date_from, date_to) or (UNKNOWN,),
        },
        date_from=date_from,
        date_to=date_to,
        release_date=min((lower for lower, _ in released), default=0),
    )


def described(record: DocumentRecord) -> PageRecord:
    """What the index would hold of a page of the document if it had no text."""
    frame = frame_of(record)
    return PageRecord(
        key=page_key(frame.number, 0),
        document_number=frame.number,
        text="",
        title=frame.title,
        requests=frame.requests,
        facets=frame.facets | {"language": (frame.language or UNKNOWN,)},
        date_from=frame.date_from,
        date_to=frame.date_to,
        release_date=frame.release_date,
    )


def platforms_of(mentions: Iterable[Mention], entities: Mapping[str, Standing]) -> set[str]:
    """Ids of the platforms that accounts count for: as entities they may be merged or hidden themselves."""
    found = (
        _platform_of(one, one.details, entities.get(one.entity or ""))
        for one in mentions
        if isinstance(one.details, AccountDetails)
    )
    return {entity_id("platform", platform) for platform in found if platform}


def record_of(
    frame: Frame, key: int, page: Page, mentions: Sequence[Mention], entities: Mapping[str, Standing]
) -> PageRecord:
    """The record of one page, by what people's rules make of its mentions; a facet without values is left out.

    `mentions` without those that were put aside; `entities` by id: those mentioned and `platforms_of` the mentions.
    """
    accounts = [one.details for one in mentions if isinstance(one.details, AccountDetails)]
    parties = [one for one in mentions if one.kind == "party"]
    own = {
        "language": (page.language or frame.language or UNKNOWN,),
        "section": distinct([*page.sections, *(one for red in page.redactions for one in red.sections)]),
        "marking": distinct(page.markings),
        "withheld": ("yes" if page.withheld else "no",),
        "redacted_share": (share_bucket(page.redacted_share),),
    }
    facets = frame.facets | own | _mention_facets(mentions, entities)
    return PageRecord(
        key=key,
        document_number=frame.number,
        text=page.text,
        furniture=tuple((span.start, span.end) for span in page.furniture),
        title=frame.title,
        stamp=page.label or "",
        requests=frame.requests,
        account_names=distinct(
            [*(name for one in accounts for name in (one.name, one.handle)),
             *(one.text for one in mentions if one.kind == "account"),
             *_given_names((one for one in mentions if one.kind == "account"), entities)]
        ),
        party_names=distinct(
            [*(name for one in parties for name in (one.text, one.label)), *_given_names(parties, entities)]
        ),
        facets={name: values for name, values in facets.items() if values},
        date_from=frame.date_from,
        date_to=frame.date_to,
        release_date=frame.release_date,
    )  # fmt: skip


def years(date_from: int, date_to: int) -> tuple[str, ...]:
    """The years of a range of days (YYYYMMDD), as text. Empty when unknown; an open end gives no year."""
    first = 0 if date_from in (0, FIRST_DAY) else date_from // 10_000
    last = 0 if date_to in (0, LAST_DAY) else date_to // 10_000
    if first and last and last - first <= _YEARS_LIMIT:
        return tuple(str(year) for year in range(first, last + 1))
    return tuple(str(year) for year in (first, last) if year)


def share_bucket(share: float) -> str:
    """The value of the facet redacted_share, in per cent."""
    if share < _SHARE_ROUNDING:
        return "0"
    if share >= 1 - _SHARE_ROUNDING:
        return "100"
    return "1-24" if share < 0.25 else "25-49" if share < 0.5 else "50-99"


def distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    """Each value once, in order; None and "" left out."""
    return tuple(dict.fromkeys(value for value in values if value))


def _given_names(mentions: Iterable[Mention], entities: Mapping[str, Standing]) -> Iterable[str]:
    """Names that people gave the entities, and those of what was merged into them."""
    return (name for one in mentions if one.entity in entities for name in entities[one.entity or ""].names)


def _mention_facets(mentions: Sequence[Mention], entities: Mapping[str, Standing]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str | None]] = {}
    for mention in mentions:
        kind = entity_kind(mention)
        standing = entities.get(entity_of(mention) or "")
        if kind is not None:
            found.setdefault(kind, []).append(standing.value if standing else mention.value)
        if isinstance(mention.details, AccountDetails):
            found.setdefault("platform", []).append(_platform(mention, mention.details, standing, entities))
    return {name: distinct(values) for name, values in found.items()}


def _platform(
    mention: Mention, account: AccountDetails, standing: Standing | None, entities: Mapping[str, Standing]
) -> str | None:
    """The facet value of the account's platform; None when it is not known, or hidden."""
    platform = _platform_of(mention, account, standing)
    its = entities.get(entity_id("platform", platform)) if platform else None
    return platform if its is None else None if its.hidden else its.value


def _platform_of(mention: Mention, account: AccountDetails, standing: Standing | None) -> str | None:
    """Of an account that was merged into another the platform of that one, where it is known."""
    if standing is None or standing.value == mention.value:
        return account.platform
    known = standing.value.partition(":")[0]
    return account.platform if known == UNKNOWN else known
