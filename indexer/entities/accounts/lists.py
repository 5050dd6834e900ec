"""Accounts in lists: quoted names after one platform word, rows that begin with a platform, names with an ID."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.accounts.found import BAR, MASK, Found, Reading

PLATFORM_BEFORE = 400
"""Characters before a list of quoted names in which the platform is named."""
SECTION_BEFORE = 900

_QUOTED = r"\"[A-ZÀ-Þ0-9#@\u4e00-\u9fff][^\"\n]{1,60}?[,.;]? ?\""
RUN = re.compile(rf"{_QUOTED}(?:(?:[,;]? ?(?:and |or |et |ou |& )|[,;]? ){_QUOTED}){{1,40}}")
_ONE = re.compile(r"\"(?P<q>[^\"\n]{2,62}?)[,.;]? ?\"")
_NOUN = re.compile(
    r"(?i:\b(?:groups|pages|accounts|channels|profiles|personas|communities|handles|users|blogs|comptes|chaines|chaînes"
    r"|groupes|profils|canaux)\b)[^.;!?\"]{0,70}$"
)
_TITLES = re.compile(
    r"(?i:\b(?:articles|videos|posts|headlines|hashtags|titles|songs|films|books|slogans|messages)\b)[^\"]{0,50}$"
)

_NAME = (
    r"(?P<n>[\u4e00-\u9fff][\u4e00-\u9fff·A-Za-z0-9]{1,24}"
    r"|[A-ZÀ-Þ][\w'&-]{0,24}(?: [A-Za-zÀ-ÿ][\w'&-]{0,24}){0,4}?)"
)
_HANDLE = (
    r"(?P<h>@[\w.\u4e00-\u9fff-]{2,40}|[a-z0-9][\w-]{0,30}(?:[._][\w-]{1,30}){1,3}|[a-z]{4,12}\d{1,6}"
    r"|gh_[0-9a-f]{12})"
)
ROW = re.compile(
    rf"(?m)^[ \t]{{0,4}}(?P<p>{MASK}{{1,40}})(?: ?\({MASK}{{1,40}}\))? {_NAME}(?: \((?P<alt>[^()\n]{{2,40}})\))?"
    rf" {_HANDLE}(?=[ \t]|$)"
)
KEYED = re.compile(
    rf"(?:(?<=[\s•*·\"(-])|^){_NAME}\"? ?\((?i:identifiant|id|uid|handle|user ?name|微信号|账号|@) ?[: ] ?"
    r"(?P<h>@?[A-Za-z0-9_][\w.-]{2,40})\)"
)


_H = r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9·]{2,14}"
HAN_LIST = re.compile(
    rf"(?i:\b(?:accounts?|channels?|outlets|comptes?|chaînes))(?: [a-zà-ÿ]+){{0,3}}[,:]? ?(?:\(|: |, )?"
    rf"(?P<l>{_H}(?:(?:, | and |, and | et |、){_H}){{1,20}})"
)
_ACTS = (
    r"(?:wrote|published|posted|reposted|ran|shared|promoted|circulated|deleted|removed"
    r"|a (?:publié|diffusé|relayé|repris|partagé))\b"
)
_MADE = (
    r"\b(?:published|posted|reposted|shared|written|circulated|clips?|articles?|videos?|posts?|text|vidéos?|publications?"
    r"|publiée?s?|diffusée?s?|relayée?s?|reprise?s?) (?:first )?(?:by|par|de) "
)
HAN_ACTS = re.compile(
    rf"(?<=[\s(\"•])(?P<n>{_H})[\")]? {_ACTS}|{_MADE}(?:[A-ZÀ-Þ][\w'-]+ ){{0,4}}[\"(]?(?P<n2>{_H})"
    rf"|(?<=[\s•])(?P<n3>{_H}) \((?P<h>[A-Za-z]\w*[._-][\w.-]{{2,30}})\)|{MASK}, ?(?P<n4>{_H})"
    rf"|{MASK} (?P<n5>{_H}) (?:{MASK}{{1,6}})?(?:微信|抖音|小红书|微博|快手|头条)?[号號] ?: ?(?P<h2>[\w.-]{{3,30}})"
)
_HAN = re.compile(_H)
HEADED = re.compile(rf"(?P<p>{MASK}{{1,40}}) ?: ?\"(?P<n>[^\"\n]{{2,50}})\" [a-zà-ÿ]")


def listed_accounts(reading: Reading) -> Iterator[Found]:
    """Accounts that one phrase or one table heading introduces together."""
    if MASK not in reading.masked:
        return
    if '"' in reading.masked:
        for match in RUN.finditer(reading.masked):
            yield from _run(reading, match)
        for match in HEADED.finditer(reading.masked):
            name, platform = reading.text[slice(*match.span("n"))].strip(), reading.platform_at(match.start("p"))
            yield Found(match.start("n"), match.start("n") + len(name), platform, "phrase", name=name, priority=4)
    if not reading.text.isascii():
        yield from _han(reading)
    lines = reading.lines()
    for match in ROW.finditer(lines):
        yield from _row(reading, match)
    if "(" in lines:
        for match in KEYED.finditer(lines):
            yield from _keyed(reading, match)


def _run(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    before = reading.masked[max(0, match.start() - PLATFORM_BEFORE) : match.start()]
    if not _NOUN.search(before) or _TITLES.search(before) or BAR in before[-120:]:
        return
    near = reading.platforms_between(match.start() - PLATFORM_BEFORE, match.start())
    if not near:
        return
    for one in _ONE.finditer(reading.masked, match.start(), match.end()):
        if MASK in one["q"]:
            continue
        start = one.start("q")
        name = reading.text[start : start + len(one["q"])].rstrip(" ,.;")
        yield Found(start, start + len(name), near[-1].id, "list", name=name, priority=3, confidence=0.8)


def _han(reading: Reading) -> Iterator[Found]:
    """Han names in English and French prose that are listed as accounts, or that publish; their section's platform."""
    spans: list[tuple[tuple[int, int], str | None]] = [
        (one.span(), None)
        for match in HAN_LIST.finditer(reading.masked)
        for one in _HAN.finditer(reading.masked, *match.span("l"))
    ]
    for match in HAN_ACTS.finditer(reading.masked):
        group = next(name for name in ("n", "n2", "n3", "n4", "n5") if match[name])
        spans.append((match.span(group), match["h"] or match["h2"]))
    for (start, end), handle in spans:
        platform = _section_platform(reading, start)
        if platform:
            yield Found(start, end, platform, "section", name=reading.text[start:end], handle=handle, priority=5,
                        confidence=0.7)  # fmt: skip


_SPOKEN_OF = re.compile(
    rf"(?P<p>{MASK}{{1,40}})(?:'s)? (?:[a-zà-ÿ-]+ ){{0,2}}(?:accounts?|channels?|pages?)\b"
    rf"|\b(?:comptes?|chaînes?|pages?) (?:[a-zà-ÿ-]+ ){{0,2}}(?P<p2>{MASK}{{1,40}})"
)


def _section_platform(reading: Reading, start: int) -> str | None:
    """The platform of this line or item, else that of the accounts spoken of last, else the one named last."""
    line = reading.text.rfind("\n", 0, start) + 1
    here = reading.platforms_between(line, start)
    if here:
        return here[-1].id
    left = max(0, start - SECTION_BEFORE)
    spoken = [match.start("p" if match["p"] else "p2") for match in _SPOKEN_OF.finditer(reading.masked, left, start)]
    if spoken:
        return reading.platform_at(spoken[-1])
    near = reading.platforms_between(left, start)
    return near[-1].id if near else None


def _row(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    platform = reading.platform_at(match.start("p"))
    if platform is None or BAR in match.group():
        return
    start, end = match.span("n")
    yield Found(
        start, end, platform, "list", name=reading.text[start:end], handle=match["h"].removeprefix("@"), priority=0,
        claim_start=match.start("p"), claim_end=match.end(), confidence=0.85,
    )  # fmt: skip


def _keyed(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    platform = _section_platform(reading, match.start())
    if platform is None or MASK in match.group():
        return
    start, end = match.span("n")
    yield Found(
        start, end, platform, "section", name=reading.text[start:end], handle=match["h"].removeprefix("@"),
        priority=4, claim_start=start, claim_end=match.end(), confidence=0.8,
    )  # fmt: skip
