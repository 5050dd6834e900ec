"""Parties told by the company they keep: names and abbreviations in a list with parties, or before "candidate"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from indexer.entities.folding import words
from indexer.entities.gazetteer import Match
from indexer.entities.spans import Taken
from indexer.model.mention import Mention, PartyDetails

NAME = "parties/3"

_BESIDE = re.compile(r" ?(?:,|;|/|and|or|et|ou|&|with|, and|, or|, the|and the|, and the|et le|et la) ?")
_LISTED = re.compile(r"(?<![\w@#/.-])[A-ZÀ-Þ][A-Za-zÀ-ÿ]{0,5}[A-ZÀ-Þ]+(?![\w@-]|\.\w| [A-ZÀ-Þ][a-z]+-)")
_NO_LIST = words(
    "US USA UK EU UN NATO MP MPs MEP PM TV CEO GDP USSR UAE MPP MLA MNA MSP MMP TD RCMP CSIS FBI CIA NSA NGO NGOs"
)
LIST_CHARACTERS = 12


def coordinated(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Abbreviations in a list of parties: what stands beside a party, joined by "and" or a comma, is one too."""
    used = taken(mentions)
    ends = {one.end for one in mentions if is_party(one)}
    starts = {one.start for one in mentions if is_party(one)}
    found: list[Mention] = []
    candidates = [match.span() for match in _LISTED.finditer(text) if match.group() not in _NO_LIST]
    for spans, forward in ((candidates, True), (candidates[::-1], False)):
        for start, end in spans:
            joined = _after(text, start, ends) if forward else _before(text, end, starts)
            if joined and used.add(start, end):
                ends.add(end)
                starts.add(start)
                found.append(party(text, start, end, text[start:end], 0.5))
    return found


def _after(text: str, start: int, ends: set[int]) -> bool:
    """True where `start` follows one of `ends`, joined as in a list."""
    left = next((start - gap for gap in range(2, LIST_CHARACTERS) if start - gap in ends), None)
    return left is not None and _BESIDE.fullmatch(text, left, start) is not None


def _before(text: str, end: int, starts: set[int]) -> bool:
    right = next((end + gap for gap in range(2, LIST_CHARACTERS) if end + gap in starts), None)
    return right is not None and _BESIDE.fullmatch(text, end, right) is not None


_CAP = r"[A-ZÀ-ÞĀČĐĒĪŁŌŚŠŪŽ]"
_LINK = r"(?: (?:of|for|the|in|and|na|ni|ng|de|del|la|do|dos|di|van|der|is|to|-)){0,2}"
_ITEM = re.compile(
    rf"(?:(?<=[,;(] )|(?<=d the )|(?<=, the )|(?<= and ))(?P<n>{_CAP}[\w’'-]+(?:{_LINK} {_CAP}[\w’'-]*){{0,4}})"
    rf"(?P<a> \( ?(?P<s>{_CAP}[\w+-]{{1,8}}) ?\))?(?= ?[,;)]| and )"
)


def listed_names(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Names between two parties of one list: "the Unity Party, Northern Dawn and the Socialist Party"."""
    parties = sorted((one for one in mentions if is_party(one)), key=lambda one: one.start)
    others = taken([one for one in mentions if not is_party(one)])
    starts, ends = {one.start for one in parties}, {one.end for one in parties}
    used = taken(mentions)
    found: list[Mention] = []
    for match in _ITEM.finditer(text):
        start, end = match.span("n")
        closed = _closed(text, match.end(), starts)
        if not closed or not _after_item(text, start, ends) or others.meets(start, end) or _NATION.search(match["n"]):
            continue
        if used.add(start, end):
            ends.update((end, match.end()))
            found.append(party(text, start, end, " ".join(match["n"].split()), 0.5))
            if match["s"] and used.add(*match.span("s")):
                found.append(party(text, *match.span("s"), " ".join(match["n"].split()), 0.5))
    return found


_NATION = re.compile(r"(?:[ie]an|can|ish|ese|[Ss]tates|Independents?|Congress|Parliament|House|Senate|Government)$")
_OPENED = re.compile(r"(?: ?\([^()]{1,24}\))? ?(?:,|;|and|, and)(?: the)? ?")
_GAP_CHARACTERS = 36


def _closed(text: str, end: int, starts: set[int]) -> bool:
    """A party follows, joined as in a list."""
    match = _OPENED.match(text, end)
    return match is not None and match.end() in starts


def _after_item(text: str, start: int, ends: set[int]) -> bool:
    for gap in range(2, _GAP_CHARACTERS):
        if start - gap in ends:
            return _OPENED.fullmatch(text, start - gap, start) is not None
    return False


_RUNNING = re.compile(
    r"(?<![\w@#/.&-])(?P<n>[A-ZÀ-Þ][A-Za-z]{0,3}[A-Z][A-Za-z]?(?:-[A-Z]{1,3})?)"
    r" (?:candidates?|councillors?|parliamentarians?|backbenchers?|caucus|lawmakers?|voters|supporters|-led|leader)\b"
)
_RUN_FOR = re.compile(
    r"\b(?:opposition|ruling|governing|political|coalition|government|new|pro-\w+) part(?:y|ies)"
    rf"(?: called| named|,)? (?P<n>{_CAP}[\w’'-]+(?: {_CAP}[\w’'-]+){{0,2}})(?= ?[,.;()]| and | won | is | was | has )"
)


def told_by_office(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Abbreviations of those who stand for election ("UXP candidate"), names behind "the opposition party"."""
    used = taken(mentions)
    return [
        party(text, *span, text[slice(*span)], 0.6)
        for pattern in (_RUNNING, _RUN_FOR)
        for span in _spans(pattern, text)
        if used.add(*span)
    ]


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        if len(match["n"]) > 2 and match["n"] not in _NO_LIST and match["n"] not in _NO_CANDIDATE:
            yield match.span("n")


_NO_CANDIDATE = words("PhD MBA MBAs CEO CFO IT HR VIP JD MA BA ISIS IRA WHO EU UN NATO")
NEAR_CHARACTERS = 240
_BARE = re.compile(
    r"(?:(?<=[a-z,;(/] )|(?<=\. )|(?<=\n)|(?<=/)|^)(?:Labour|Labor)(?= ?[,.;)]| [a-z-]| MPs?\b| ['’] ?s |['’]s)"
    r"(?! (?:unions?|laws?|market|force|day|relations|disputes?|camps?|costs?|movement|leaders? of|code|rights|organi))"
)


def beside(text: str, matches: Sequence[Match], mentions: Sequence[Mention]) -> list[Mention]:
    """Abbreviations that the world's parties have, and "Labour", where another party is named close by."""
    places = sorted(one.start for one in mentions if is_party(one))
    used = taken(mentions)
    found: list[Mention] = []
    spans = [
        (match.start, match.end, match.phrases)
        for match in matches
        if match.end - match.start > 2 and all(one.cue and one.source == "political_party" for one in match.phrases)
    ]
    spans += [(*match.span(), ()) for match in _BARE.finditer(text)]
    for start, end, phrases in spans:
        index = bisect_right(places, start - NEAR_CHARACTERS)
        near = index < len(places) and places[index] < end + NEAR_CHARACTERS
        surface = text[start:end]
        whole = near and surface not in _NO_LIST and not _part_of_name(text, start, end)
        if whole and not part_of_address(text, start, end) and used.add(start, end):
            ids = tuple(dict.fromkeys(one.id for one in phrases))
            if len(ids) == 1:
                details = PartyDetails("political_party", ids[0])
                found.append(Mention("party", start, end, surface, ids[0], surface, 0.6, NAME, details))
            else:
                found.append(party(text, start, end, surface, 0.5))
    return found


_LONGER_BEFORE = re.compile(r"(?:[A-Z][a-zà-ÿ]+ |\w-)$")
_LONGER_AFTER = re.compile(r" (?:Front|Movement|Alliance|League|Group|Union|Coalition|Committee)\b|-[A-Z]")


def _part_of_name(text: str, start: int, end: int) -> bool:
    """An ordinary name inside a longer one: "Liberal [Reform Group]", "CIO-[PAC]"."""
    if _LONGER_AFTER.match(text, end):
        return True
    before = _LONGER_BEFORE.search(text[max(0, start - 24) : start])
    return (before is not None and " " in text[start:end]) or text[start - 1 : start] == "-"


def party(text: str, start: int, end: int, name: str, confidence: float) -> Mention:
    """A political party by its name, without an id."""
    return Mention("party", start, end, text[start:end], name, name, confidence, NAME, PartyDetails("political_party"))


def is_party(mention: Mention) -> bool:
    """True for a political party."""
    return isinstance(mention.details, PartyDetails) and mention.details.party_kind == "political_party"


def taken(mentions: Sequence[Mention]) -> Taken:
    """The spans of the mentions."""
    spans = Taken()
    for mention in sorted(mentions, key=lambda mention: mention.start):
        spans.add(mention.start, mention.end)
    return spans


def part_of_address(text: str, start: int, end: int) -> bool:
    """True inside an e-mail address, a web address or a handle."""
    before = text[start - 1] if start else " "
    after = text[end : end + 2]
    return before in "@#/_." or (len(after) > 1 and after[0] in "@_/." and after[1].isalnum() and after[0] != "/")
