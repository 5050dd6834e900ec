"""The recogniser of accounts: every finder, then what belongs together, then platforms that the text implies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from indexer.entities.accounts.chinese import chinese_accounts
from indexer.entities.accounts.citations import cited_accounts
from indexer.entities.accounts.found import Found, Places, Reading
from indexer.entities.accounts.handles import handles
from indexer.entities.accounts.identifiers import BRACKET, OPERATOR, identified_accounts
from indexer.entities.accounts.included import included_accounts
from indexer.entities.accounts.lists import listed_accounts
from indexer.entities.accounts.memory import Memory
from indexer.entities.accounts.naming import named_accounts
from indexer.entities.accounts.prose import prose_accounts
from indexer.entities.accounts.tables import plain_rows, table_accounts
from indexer.entities.accounts.unnamed import unnamed_accounts
from indexer.entities.accounts.urls import EMAIL, Urls
from indexer.entities.config import Row, read_rows
from indexer.entities.folding import fold, is_han, plain
from indexer.entities.gazetteer import Gazetteer
from indexer.entities.platforms import platform_names
from indexer.entities.ports import Context
from indexer.entities.spans import Taken, kept
from indexer.errors import ConfigError
from indexer.model.mention import AccountDetails, Mention

NAME = "accounts/3"

SECTION_CHARACTERS = 600
"""How far back a platform named last still holds for an account without one."""

OPERATOR_CHARACTERS = 90

_KEEP_CASE = re.compile(r"UC[\w-]{22}|MS4w[\w-]{20,}|[A-Za-z0-9+/]{8,}={1,2}")
"""Identifiers that differ by case: YouTube channel ids, Douyin sec_uid, WeChat __biz."""
_CASED = frozenset({"whatsapp", "discord"})
"""Platforms whose addresses hold codes that differ by case; handles of all others do not."""


class Accounts:
    """Account mentions, named and unnamed."""

    def __init__(self, gazetteer: Gazetteer, labels: dict[str, str], config: Path) -> None:
        self._gazetteer = gazetteer
        self._labels = labels
        self._urls = Urls(config)
        self._ordinary = _ordinary_words(config)
        self._memory: tuple[str, Memory] | None = None
        self._known: dict[str, Row] = {
            row["id"]: row for row in read_rows(config / "accounts.csv", ("id", "platform", "handle", "names"))
        }

    @property
    def name(self) -> str:
        return NAME

    def find(self, text: str, context: Context) -> tuple[Mention, ...]:
        """Accounts by position. One name on several platforms gives mentions with equal spans."""
        memory = self._learned(context)
        reading, founds = self._read(text, context, memory)
        if not context.document_text and any(found.named for found in founds):
            # the text is all there is of its document
            memory = Memory(founds)
            reading, founds = self._read(text, context, memory)
        founds = _with_platforms(reading, founds)
        if memory is not None:
            founds = [memory.completed(found) for found in founds]
        return kept((self._mention(text, found) for found in founds), context.skip)

    def _read(self, text: str, context: Context, memory: Memory | None) -> tuple[Reading, list[Found]]:
        reading = Reading(text, platform_names(text, self._gazetteer.find(text)), context.skip)
        again = memory.again(reading) if memory else ()
        founds = _chosen([*self._found(reading, context), *again], EMAIL.finditer(text))
        founds = _with_addresses(reading, founds)
        founds = [_with_operator(reading, _with_bracket(reading, found)) for found in founds]
        return reading, _without_claimed(reading, founds)

    def _learned(self, context: Context) -> Memory | None:
        """What the whole document tells of its accounts; read once, as its pages come one after another."""
        text = context.document_text
        if not text:
            return None
        if self._memory is None or self._memory[0] is not text:
            _, founds = self._read(text, Context(context.language), None)
            self._memory = (text, Memory(founds))
        return self._memory[1]

    def _found(self, reading: Reading, context: Context) -> Iterator[Found]:
        yield from self._urls.find(reading.text)
        yield from handles(reading)
        yield from identified_accounts(reading)
        yield from cited_accounts(reading)
        yield from listed_accounts(reading)
        yield from prose_accounts(reading, self._ordinary)
        yield from named_accounts(reading, self._ordinary)
        yield from included_accounts(reading)
        yield from chinese_accounts(reading)
        yield from table_accounts(reading, context.table_rows or plain_rows(reading.text), self._urls)
        yield from unnamed_accounts(reading)
        yield from self._listed(reading)

    def _listed(self, reading: Reading) -> Iterator[Found]:
        """Accounts that public reports have named (config/accounts.csv), wherever their name stands."""
        for match in self._gazetteer.find(reading.text):
            for phrase in match.phrases:
                if phrase.source != "account":
                    continue
                row = self._known[phrase.id]
                surface = reading.text[match.start : match.end]
                yield Found(
                    match.start, match.end, row["platform"] or None, None,
                    name=None if surface.startswith("@") else surface, handle=row["handle"] or None,
                    operator=row.get("operator") or None, confidence=0.6, priority=7,
                )  # fmt: skip

    def _mention(self, text: str, found: Found) -> Mention:
        name = _one_line(found.name) if found.name else None
        details = AccountDetails(found.platform, found.basis, name, found.handle, found.operator, found.followers)
        label = None
        if found.named:
            shown = name or f"@{found.handle}" if not (found.handle or "").startswith("/") else found.handle
            platform = self._labels.get(found.platform or "", found.platform or "")
            label = f"{shown} ({platform})" if platform else shown
        return Mention(
            "account", found.start, found.end, text[found.start : found.end], account_value(found), label,
            found.confidence, NAME, details,
        )  # fmt: skip


_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def _one_line(written: str) -> str:
    """A name without the line end that broke it: none between Han characters, else a space."""
    return " ".join(_BROKEN.sub("", written).split())


def _ordinary_words(config: Path) -> frozenset[str]:
    """Words of the language, which no handle is taken from without its @."""
    files = (config / "known_words_en.txt", config / "known_words_fr.txt")
    try:
        texts = [file.read_text(encoding="utf-8") for file in files]
    except OSError as error:
        raise ConfigError(f"Cannot read the list of words: {error}") from error
    return frozenset(word for text in texts for word in text.split() if word.isalpha())


def account_value(found: Found) -> str | None:
    """`platform:handle`, else `platform:name`; NFC, lower case unless the identifier differs by case; None unnamed."""
    written = found.handle or found.name
    if written is None:
        return None
    text = plain(unicodedata.normalize("NFC", _one_line(written)))
    cased = found.platform in _CASED or _KEEP_CASE.fullmatch(text)
    return f"{found.platform or 'unknown'}:{text if cased else text.lower()}"


def _chosen(founds: Sequence[Found], emails: Iterable[re.Match[str]]) -> list[Found]:
    """The best of those that overlap, with what the others know of the same name."""
    blocked = Taken()
    for match in emails:
        # @user@mastodon.example is an account
        if match.start() == 0 or match.string[match.start() - 1] != "@":
            blocked.add(*match.span())
    chosen: list[Found] = []
    places = Places()
    for found in sorted(founds, key=lambda found: (found.priority, found.start, found.start - found.end)):
        if found.start >= found.end or blocked.meets(found.start, found.end):
            continue
        index = next((i for i in places.near(found.start, found.end) if _overlap(chosen[i], found)), None)
        if index is None or _beside(chosen[index], found):
            places.add(found.start, found.end, len(chosen))
            chosen.append(found)
        elif found.named and chosen[index].named:
            chosen[index] = _merged(chosen[index], found)
    return chosen


def _beside(one: Found, other: Found) -> bool:
    """The same words for another platform: one name, or one collective mention, on several."""
    return (
        _same_span(one, other)
        and one.priority == other.priority
        and one.named == other.named
        and other.platform not in {None, one.platform}
    )


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _same_span(one: Found, other: Found) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _merged(first: Found, second: Found) -> Found:
    """`first` with what only `second` knows; an identifier beats a name used as a handle."""
    claim_start, claim_end = min(first.claim[0], second.claim[0]), max(first.claim[1], second.claim[1])
    return replace(
        first,
        platform=first.platform or second.platform,
        basis=first.basis or (second.basis if first.platform is None else None),
        name=first.name or (second.name if _same_span(first, second) or first.handle != second.handle else None),
        handle=first.handle or second.handle,
        operator=first.operator or second.operator,
        followers=first.followers or second.followers,
        confidence=max(first.confidence, second.confidence),
        claim_start=claim_start,
        claim_end=claim_end,
    )


_TO_ADDRESS = ' "([:'


def _with_addresses(reading: Reading, founds: Sequence[Found]) -> list[Found]:
    """`Telegram channel "Sample Front" (t.me/samplefront)` is one account: the name takes the address's handle."""
    result = list(founds)
    by_end = {found.end: index for index, found in enumerate(founds) if found.name and found.handle is None}
    for address in founds:
        if address.basis != "url":
            continue
        before = reading.plain[max(0, address.start - 5) : address.start]
        index = by_end.get(address.start - (len(before) - len(before.rstrip(_TO_ADDRESS))))
        if index is not None and before[-1:] in {"(", "["} and result[index].platform in {None, address.platform}:
            named = result[index]
            result[index] = replace(
                named, platform=address.platform, basis=named.basis or "url", handle=address.handle,
                claim_start=named.claim[0], claim_end=max(named.claim[1], address.end),
            )  # fmt: skip
    return result


def _with_bracket(reading: Reading, found: Found) -> Found:
    """The identifier in brackets after a name: `样本日报 (UID 1234567890)`."""
    if found.name is None:
        return found
    match = BRACKET.match(reading.masked, found.end, found.end + 120)
    if match is None:
        return found
    written = match["h"]
    sure = match["key"] or written.startswith("@")
    handle = written.lstrip("@").rstrip(".-")
    if not sure and (not handle.isascii() or handle.isdigit() or not _identifier(reading, found, handle)):
        return found
    if found.handle not in {None, found.name} and found.handle != handle:
        return found
    claim_start, claim_end = found.claim
    return replace(found, handle=handle, claim_start=claim_start, claim_end=max(claim_end, match.end()))


def _identifier(reading: Reading, found: Found, handle: str) -> bool:
    """A word in brackets alone is an identifier after a Han name, or when it looks like no word."""
    return is_han(reading.text[found.start]) or any(char.isdigit() or char == "_" for char in handle)


def _with_operator(reading: Reading, found: Found) -> Found:
    if found.operator is not None:
        return found
    end = found.claim[1]
    match = OPERATOR.search(reading.plain, found.end, end + OPERATOR_CHARACTERS)
    if match is None or ". " in reading.plain[end : match.start()]:
        return found
    operator = (match["o"] or match["oz"] or match["oz2"]).rstrip(".,")
    return replace(found, operator=operator)


def _without_claimed(reading: Reading, founds: Sequence[Found]) -> list[Found]:
    """Handles and unnamed mentions that another account's phrase explains are not accounts of their own."""
    places = Places()
    for index, found in enumerate(founds):
        if found.named:
            places.add(*found.claim, index)
    result: list[Found] = []
    for found in founds:
        owners = [
            other
            for other in (founds[index] for index in places.near(found.start, found.end))
            if not _same_span(other, found) and other.claim[0] < found.end and found.start < other.claim[1]
        ]
        owners += [] if found.named else _named_next(reading, found, founds, places)
        if not (owners and not found.named) and not any(_explains(other, found) for other in owners):
            result.append(found)
    return result


_TO_NAMES = re.compile(
    r"(?: (?:using|with|under|called|named) (?:the )?(?:(?:handle|name|user ?name) )?| ?[,:]? ?[(\"]? ?)\"?"
)
_COUNTED = re.compile(r"\d{2}|(?i:\b(?:over|more than|plus de|dozens|hundreds|thousands)\b)")


def _named_next(reading: Reading, unnamed: Found, founds: Sequence[Found], places: Places) -> list[Found]:
    """Accounts named right after a plural or an article: "the Twitter accounts @a and @b" is these two, not a third."""
    if _COUNTED.search(reading.plain, unnamed.start, unnamed.end):
        return []
    gap = _TO_NAMES.match(reading.plain, unnamed.end)
    at = gap.end() if gap else unnamed.end
    near = (founds[index] for index in places.near(unnamed.end, at + 1))
    return [other for other in near if other.platform == unnamed.platform and unnamed.end <= other.start <= at]


def _explains(owner: Found, found: Found) -> bool:
    """The owner's phrase ends with this very handle, found by itself or by memory."""
    return (
        found.name in {None, owner.name}
        and owner.handle is not None
        and found.handle is not None
        and owner.handle.lower() == found.handle.lower()
        and owner.name is not None
    )


def _with_platforms(reading: Reading, founds: Sequence[Found]) -> list[Found]:
    """Accounts without a platform take that of the same name on the page, of the section, of the whole page."""
    by_name: dict[str, str] = {}
    for found in founds:
        for written in (found.name, found.handle):
            if written and found.platform:
                by_name.setdefault(fold(written), found.platform)
    every = {platform.id for platform in reading.platforms}
    return [found if found.platform else _inherited(reading, found, by_name, every) for found in founds]


def _inherited(reading: Reading, found: Found, by_name: dict[str, str], every: set[str]) -> Found:
    for written in (found.name, found.handle):
        if written and fold(written) in by_name:
            return replace(
                found, platform=by_name[fold(written)], basis="document", confidence=min(found.confidence, 0.7)
            )
    near = reading.platforms_between(found.start - SECTION_CHARACTERS, found.start)
    before = {platform.id for platform in near}
    if len(before) == 1:
        return replace(found, platform=before.pop(), basis="section", confidence=min(found.confidence, 0.6))
    if len(every) == 1:
        return replace(found, platform=next(iter(every)), basis="document", confidence=min(found.confidence, 0.5))
    return found
