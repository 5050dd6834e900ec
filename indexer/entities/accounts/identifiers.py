"""Accounts by identifier: "WeChat ID: gh_…", "(UID 1234567890)", and the list items of an annex."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.accounts.found import MASK, Found, Reading

_P = rf"(?P<p>{MASK}{{1,60}})"
_HANDLE = r"(?P<h>@?[A-Za-z0-9_][\w.-]{2,60})"
_KEY = r"(?i:user ?id|uid|id(?:entifiant)?|user ?name|handle|account (?:id|number)|original id|原始id)"
BY_ID = re.compile(
    rf"{_P}(?:'s)? (?:user |account |official account )?{_KEY}(?:s| is| est)?(?: no\.?)? ?[:#]? ?{_HANDLE}(?: ?\("
    rf"(?P<name>[^()\n]{{2,60}})\))?"
)
ORIGINAL = re.compile(r"(?<![A-Za-z0-9_])gh_[0-9a-f]{12}(?![A-Za-z0-9_])")
ITEM = re.compile(
    rf"(?m)(?:^|(?<=\n))[ \t]{{0,6}}(?P<bullet>\d{{1,3}}[.)]|[a-z][.)]|[-•*·])? ?{_P} ?[-:|] ?"
    rf"(?P<name>[^()\n|:\"{MASK}]{{2,60}}?)"
    rf"(?: ?\({_HANDLE}\)| - |$)"
)
BRACKET = re.compile(
    rf" ?\"?(?: (?:on|sur) {MASK}{{1,60}})? ?[(\[](?:{MASK}{{1,60}} ?)?"
    rf"(?:(?P<key>{_KEY}|(?:微信|抖音|微博|快手)?[号號])? ?[:#]? ?)?"
    rf"(?P<h>@?[A-Za-z0-9_][\w.=-]{{2,60}})(?=[)\],; ])"
)
OPERATOR = re.compile(
    r"(?i:(?:run|operated|managed|owned|controlled|administered) by|account subject ?:|registered entity ?:"
    r"|registered (?:to|by)|"
    r"géré(?:e)? par|exploité(?:e)? par|administré(?:e)? par) (?:the |la |le |l')?"
    r"(?P<o>[A-ZÀ-Þ\u4e00-\u9fff][\w'&.,-]{0,40}(?: (?:(?:of|de|du|des|the|and|la"
    r"|le) ){0,2}[A-ZÀ-Þ][\w'&.-]{0,40}){0,7})"
    r"|账号主体 ?:? ?(?P<oz>[\u4e00-\u9fff()]{3,40})|帐号主体 ?:? ?(?P<oz2>[\u4e00-\u9fff()]{3,40})"
)


def identified_accounts(reading: Reading) -> Iterator[Found]:
    """Accounts given by an identifier of their platform."""
    for match in ORIGINAL.finditer(reading.plain):
        yield Found(*match.span(), "wechat", "phrase", handle=match.group(), priority=2, confidence=0.95)
    if MASK not in reading.masked:
        return
    for match in BY_ID.finditer(reading.masked):
        yield from _by_id(reading, match)
    for match in ITEM.finditer(reading.lines()):
        yield from _item(reading, match)


def _by_id(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    platform = reading.platform_at(match.start("p"))
    handle = match["h"].lstrip("@").rstrip(".-")
    if platform is None or not (any(char.isdigit() or char in "_-" for char in handle) or match["name"]):
        return
    start, end = match.span("h")
    yield Found(
        start, start + len(match["h"].rstrip(".-")), platform, "phrase",
        name=reading.text[slice(*match.span("name"))] if match["name"] else None, handle=handle,
        priority=2, claim_start=match.start(), claim_end=max(end, match.end()),
    )  # fmt: skip


def _item(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    platform = reading.platform_at(match.start("p"))
    name = match["name"].strip()
    if platform is None or not (match["h"] or (match["bullet"] and _short(name))) or not name:
        return
    start = match.start("name") + len(match["name"]) - len(match["name"].lstrip())
    yield Found(
        start, start + len(name), platform, "list", name=reading.text[start : start + len(name)],
        handle=match["h"].lstrip("@") if match["h"] else None, priority=2,
        claim_start=match.start("p"), claim_end=match.end(), confidence=0.85 if match["h"] else 0.6,
    )  # fmt: skip


def _short(name: str) -> bool:
    return len(name.split()) <= 4 and not name[0].islower()
