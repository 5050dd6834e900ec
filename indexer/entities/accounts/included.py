"""Accounts that a plural introduces: accounts included A (…); B (…), channels including A and B, accounts (a and b)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.accounts.found import BAR, MASK, Found, Reading
from indexer.entities.accounts.naming import telling_handle
from indexer.entities.accounts.prose import STOP, UPPER

PLATFORM_BEFORE = 600

_NOUNS = r"(?i:accounts|channels|pages|groups|profiles|personas|handles|comptes|chaînes|chaines|groupes|profils)"
_VERB = r"(?:included?|including|such as|namely|were|are|comprised|notamment|dont|tels? que|comprenaient|étaient)"
_BRACKETS = r"(?: ?\([^()\n]{1,160}\))"
_ITEM = r"@?\w[\w'.-]{0,30}(?: \w[\w'.-]{0,30}){0,4}"
_GAP = r"(?:; (?:and |or |et |ou )?|, (?:and |or |et |ou )?| and | or | et | ou )"
INCLUDED = re.compile(
    rf"\b{_NOUNS}\b(?P<between>(?:[^.;:\"()]|(?<=[A-Z])\.){{0,120}}?) ?(?:\b{_VERB}|:) "
    rf"(?P<l>{_ITEM}{_BRACKETS}?(?:{_GAP}{_ITEM}{_BRACKETS}?){{0,20}})"
)
BRACKETED = re.compile(rf"{MASK} (?:[a-z][\w-]{{0,20}} ){{0,2}}{_NOUNS} \((?P<l>{_ITEM}(?:{_GAP}{_ITEM}){{0,12}})\)")
_ONE = re.compile(rf"(?P<i>{_ITEM})(?P<b>{_BRACKETS})?")
_TELLS = re.compile(r"\b(?:includ|comprised|namely|such as|notamment|dont|tels?|comprenaient)")
_PLURAL = re.compile(rf"\b{_NOUNS}\b")
_SPLIT = re.compile(rf"{_BRACKETS}|{_GAP}")


def included_accounts(reading: Reading) -> Iterator[Found]:
    """The items that look like accounts: handles, items that brackets describe, names right after a platform."""
    if MASK not in reading.masked:
        return
    for pattern in (INCLUDED, BRACKETED):
        for match in pattern.finditer(reading.masked):
            if BAR not in match.group():
                yield from _items(reading, match)


def _items(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    near = reading.platforms_between(match.start() - PLATFORM_BEFORE, match.start("l"))
    if not near:
        return
    items = list(_spans(reading.masked, *match.span("l")))
    told = _TELLS.search(match.group()) is not None
    described = told and len(items) > 1 and sum(has_brackets for *_, has_brackets in items) * 2 >= len(items)
    beside = _beside(match, near[-1].end)
    bracketed = match.re is BRACKETED
    for start, end, _ in items:
        written = reading.text[start:end]
        handle = written.startswith("@") or (" " not in written and (telling_handle(written) or bracketed))
        if MASK in reading.masked[start:end] or not (handle or described or (beside and _name(written))):
            continue
        if written.lower().split(" ")[0] in STOP or _PLURAL.search(written):
            continue
        yield Found(
            start, end, near[-1].id, "list", name=None if handle else written,
            handle=written.removeprefix("@") if handle else None, priority=4,
            confidence=0.8 if handle or described else 0.7,
        )  # fmt: skip


def _beside(match: re.Match[str], platform_end: int) -> bool:
    """ "Telegram channels including A and B": the platform, the noun and the verb stand together."""
    between = match["between"] if "between" in match.re.groupindex else ""
    return match.start() - platform_end <= 1 and not between.strip(" ,")


def _name(written: str) -> bool:
    return written[0] in "@" or re.match(f"[{UPPER}]", written) is not None


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """`(start, end, has brackets)` of each item of a list."""
    at = start
    while at < end:
        cut = _SPLIT.search(text, at, end)
        stop = cut.start() if cut else end
        brackets = cut is not None and cut.group().lstrip().startswith("(")
        if stop > at:
            yield at, stop, brackets
        at = cut.end() if cut else end
        if brackets and (gap := re.compile(_GAP).match(text, at, end)):
            at = gap.end()
