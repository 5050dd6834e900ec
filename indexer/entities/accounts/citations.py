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
    r"|(?:\b(?:to|from|and)|&) ID ))"
    r"(?:No\. ?|# ?)?(?P<h>\d{8,20})(?: ?\((?P<n>[^()\n]{2,60})\))?"
)
_WRITTEN = rf"@?{_PART}(?: (?:[A-Z0-9][\w.-]{{0,20}})){{0,2}}"
_KIND = r"(?:Direct Messages?|Private Messages?|Messages?|DMs?|Group Chat|Chat)"
_SIDE = rf"@?{_PART}(?: [\w.-]{{1,20}}){{0,3}}?(?=[ ,]{{0,2}}(?:(?:to|and|with)\b|[&(\[]|$)|[,;.)]| et al)"
MESSAGE = re.compile(
    rf"{_P} {_KIND}(?:, Group ID \d{{6,22}})?, (?:ID )?(?P<a>{_SIDE})"
    rf" ?(?:(?:\(\d{{1,2}}:\d\d [ap]\.?m\.?\) ?)?(?:to|&|and|with) (?:ID )?(?P<b>{_WRITTEN}))?"
)
FROM = re.compile(
    rf"{_P} (?:direct messages?|private messages?|DMs?|messages?|posts?|tweets?) (?:from|by) (?P<a>@?{_PART})"
)
_WHEN = r"\d{1,2}/\d{1,2}/\d{2,4}(?: ?\(\d{1,2}:\d\d[^()\n]{0,90}\))?"
_BROKEN = r"[A-Za-z]\w{1,20}-\n\w{2,30}"
_AUTHOR = rf"{_BROKEN}|@?{_PART}(?: [A-Z0-9][\w-]{{0,20}}){{0,2}}?"
_LEAD = (
    r"(?:(?:(?<=\n)\d{1,4} ?|^\d{0,4} ?|(?<=; ))(?:[Ss]ee,? (?:also,? )?(?:e\.g\.,? )?)?|(?<=[Ss]ee )|(?<=e\.g\., ))"
)
_LINES = r"[ \n]?"
POSTED = re.compile(
    rf"(?:(?<![\w@.'-])(?:\d{{1,4}}(?=[A-Za-z@]))?(?P<a>{_AUTHOR})"
    rf"|{_LEAD}(?P<m>(?![Ss]ee\b)[A-Za-z][\w']{{0,20}}(?: [\w']{{1,20}}){{1,3}}?))"
    # a date may be glued to the name: realDonaldTrump12/2/17 ends before its first digit
    rf" ?,?{_LINES}(?<!\d)(?:{_WHEN},?{_LINES}(?:(?P<t>(?:Ret|T)weets?\b|\((?:re)?tweet)"
    rf"|{_P} (?:Posts?|Status|Messages?|Videos?|Stor(?:y|ies))\b)|(?P<t2>Tweets?) {_WHEN})"
)
"""@name, 4/3/16 Tweet; name 6/15/16 (11:57 a.m. ET) Tweet; name Tweet 3/24/16; names that lost their underscores."""
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)"
DATED = re.compile(
    rf"{_LEAD}(?P<a>[A-ZÀ-Þ@][\w'.-]{{0,30}}(?: [A-ZÀ-Þ0-9&][\w'.-]{{0,30}}){{0,4}}), {_P} "
    rf"(?:posts?|videos?|messages?|status|updates?|publication|vidéo),? (?:\d|{_MONTH})"
)
REPEATED = re.compile(r"[\"(] ?RT @?(?P<a>[A-Za-z][\w]{0,20}(?: \w{1,20}){0,2}) ?:")
"""What a tweet repeats of another's: "RT Sample Voice9: …"."""
RETWEETED = re.compile(
    r"\b(?:[Rr]e)?[Tt]weet(?:s|ing|ed)? (?:(?:posted )?(?:by|from) )?(?P<a>@?[A-Za-z]\w{0,20}(?: \w{1,20})?)"
)
_NOT_A_NAME = words(
    """
        to from id personal privacy see also cf e.g i.e the and at on in subject email id. less et al group chat
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
        yield from _posts(reading)


def _posts(reading: Reading) -> Iterator[Found]:
    lines = reading.lines()
    for match in POSTED.finditer(lines):
        platform = "twitter" if match["t"] or match["t2"] else reading.platform_at(match.start("p"))
        yield from _sides(reading, match, ("a", "m"), platform)
    for match in DATED.finditer(lines):
        yield from _sides(reading, match, ("a",), reading.platform_at(match.start("p")))
    for match in REPEATED.finditer(reading.masked):
        yield from _sides(reading, match, ("a",), "twitter")
    for match in RETWEETED.finditer(reading.masked):
        # "a tweet by Jane Sample" names a person; a digit or an underscore makes it an account
        if any(char.isdigit() or char == "_" for char in match["a"]):
            yield from _sides(reading, match, ("a",), "twitter", confidence=0.75)


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
        written = _BREAK.sub("", reading.text[start:end])
        if not any(char.isalpha() for char in written) or set(written.lower().split()) <= _NOT_A_NAME:
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
    if match.re is POSTED and ". " in written:
        # the date comes right after the name: what stands before a full stop is of another sentence
        before = written.rindex(". ") + 2
        return match.start(group) + before, match.end(group)
    kept = _NEXT_SENTENCE.split(written)[0].rstrip(".,;-'")
    lead = re.match(r"\d{1,4}(?=[A-Za-z@]{2})", kept)
    start = match.start(group) + (lead.end() if lead else 0)
    return start, match.start(group) + len(kept)


_BREAK = re.compile(r"-\n")


_NEXT_SENTENCE = re.compile(r"(?<=\w)[.;:](?: |$)|, | (?:Less|See|The|At|In|On|Id|When|Before|This|For)\b")


def _handle_like(word: str) -> bool:
    return word.islower() or any(char.isdigit() or char == "_" for char in word)
