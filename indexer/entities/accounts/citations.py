"""Accounts in footnotes: "Twitter DM, name to name", "@name, 4/3/16 Tweet", "Facebook ID 1000… (Name)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.accounts.found import MASK, Found, Reading
from indexer.entities.folding import words

_P = rf"(?P<p>{MASK}{{1,60}})"
_PART = r"[A-ZÀ-Þa-zà-ÿ0-9@_][\w.'-]{0,40}"
_ID = r"(?:ID|Account|Page|Group|Profile|User|id|account|page|group|profile)"
NUMBERED = re.compile(
    rf"(?:{_P} (?:{_ID} ?){{1,3}}|(?P<m>\b(?:[Mm]essages?|DMs?|Posts?|Chat), (?:{_ID} ?){{1,2}}"
    r"|\b(?:to|from|and|&) ID ))"
    r"(?:No\. ?|# ?)?(?P<h>\d{8,20})(?: ?\((?P<n>[^()\n]{2,60})\))?"
)
_WRITTEN = rf"@?{_PART}(?: (?:[A-Z0-9][\w.-]{{0,20}})){{0,2}}"
_KIND = r"(?:Direct Messages?|Private Messages?|Messages?|DMs?|Group Chat|Chat)"
MESSAGE = re.compile(
    rf"{_P} {_KIND}(?:, Group ID \d{{6,22}})?, (?:ID )?(?P<a>{_WRITTEN})"
    rf" ?(?:(?:\(\d{{1,2}}:\d\d [ap]\.?m\.?\) ?)?(?:to|&|and|with) (?:ID )?(?P<b>{_WRITTEN}))?"
)
FROM = re.compile(
    rf"{_P} (?:direct messages?|private messages?|DMs?|messages?|posts?|tweets?) (?:from|by) (?P<a>@?{_PART})"
)
_WHEN = r"\d{1,2}/\d{1,2}/\d{2,4}(?: ?\(\d{1,2}:\d\d(?::\d\d)? [ap]\.?m\.?\))?"
POSTED = re.compile(
    rf"(?<![\w@])(?:\d{{1,4}}(?=[A-Za-z@]))?(?P<a>@?{_PART}(?: [A-Z0-9][\w-]{{0,20}}){{0,2}}) ?,? {_WHEN},? "
    rf"(?:(?P<t>(?:Ret|T)weets?)\b|{_P} (?:Posts?|Status|Messages?|Videos?|Stor(?:y|ies))\b)"
)
_NOT_A_NAME = words(
    """
        to from id personal privacy see also e.g i.e the and at on in subject email id. less et al group chat
        message messages dm dms post posts a an of with user account page redacted harm ongoing matter
    """
)


def cited_accounts(reading: Reading) -> Iterator[Found]:
    """Accounts as footnotes cite them; a side that was removed before release gives nothing."""
    masked = reading.masked
    if MASK in masked:
        for match in NUMBERED.finditer(masked):
            yield from _numbered(reading, match)
        for match in MESSAGE.finditer(masked):
            yield from _sides(reading, match, ("a", "b"), reading.platform_at(match.start("p")))
        for match in FROM.finditer(masked):
            yield from _sides(reading, match, ("a",), reading.platform_at(match.start("p")), confidence=0.75)
    if "weet" in masked or MASK in masked:
        for match in POSTED.finditer(reading.lines()):
            platform = "twitter" if match["t"] else reading.platform_at(match.start("p"))
            yield from _sides(reading, match, ("a",), platform)


def _numbered(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    platform = reading.platform_at(match.start("p")) if match["p"] else None
    if platform is None:
        near = reading.platforms_between(match.start() - NEAR_CHARACTERS, match.start())
        platform = near[-1].id if near else None
    if platform is None or (match["m"] and "Group" in match["m"]):
        return
    yield Found(
        match.start("h"), match.end(), platform, "phrase", name=_name(reading, match), handle=match["h"], priority=0,
        claim_start=match.start(), claim_end=match.end(), confidence=0.9,
    )  # fmt: skip


NEAR_CHARACTERS = 60


def _name(reading: Reading, match: re.Match[str]) -> str | None:
    return reading.text[slice(*match.span("n"))] if match["n"] else None


def _sides(
    reading: Reading, match: re.Match[str], groups: tuple[str, ...], platform: str | None, confidence: float = 0.85
) -> Iterator[Found]:
    if platform is None:
        return
    for group in groups:
        if not match[group] or MASK in match[group]:
            continue
        start, end = _trimmed(match, group)
        written = reading.text[start:end]
        if not any(char.isalpha() for char in written) or written.lower() in _NOT_A_NAME:
            continue
        at = written.startswith("@")
        plain = " " not in written
        yield Found(
            start, end, platform, "phrase", name=None if at or (plain and _handle_like(written)) else written,
            handle=written.lstrip("@") if at or (plain and _handle_like(written)) else None,
            priority=1, confidence=confidence,
        )  # fmt: skip


def _trimmed(match: re.Match[str], group: str) -> tuple[int, int]:
    """Without a footnote's number before, or a sentence that begins after."""
    written = match[group]
    kept = _NEXT_SENTENCE.split(written)[0].rstrip(".,;-'")
    lead = re.match(r"\d{1,4}(?=[A-Za-z@]{2})", kept)
    start = match.start(group) + (lead.end() if lead else 0)
    return start, match.start(group) + len(kept)


_NEXT_SENTENCE = re.compile(r"(?<=\w)[.;:](?: |$)|, | (?:Less|See|The|At|In|On|Id|When|Before|This|For)\b")


def _handle_like(word: str) -> bool:
    return word.islower() or any(char.isdigit() or char == "_" for char in word)
