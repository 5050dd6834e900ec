"""Platforms by themselves, and which of the words "X", "Medium", "Threads" are platforms here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.entities.folding import fold, is_han
from indexer.entities.gazetteer import Gazetteer, Match
from indexer.entities.ports import Context
from indexer.entities.spans import kept
from indexer.model.mention import Mention

NAME = "platforms/1"

WINDOW = 48
"""Characters read on each side of a name that is an ordinary word too."""

LIST_GAP = 12
"""Characters between two neighbours of a list: ", and ", " ou ", "/"."""

_NOUN_BEFORE = re.compile(
    r"(?:\b(?:compte|comptes|chaine|canal|page|plateforme|platform|network|reseau|account|channel|app|formerly) "
    r"|\b(?:twitter|facebook|telegram) ?[/(] ?)\"?$"
)
_BEFORE = re.compile(r"\b(?:on|via|from|joined|using|use of|sur|like|including|as|user|users of|to) \"?$")
_AFTER = re.compile(
    r"^\"?(?:'s)? ?(?:(?:official|public|news|verified) )?(?:accounts?|channels?|pages?|users?|posts?|profiles?|"
    r"handles?|groups?|bots?|feed|platform|app|thread|comptes?|publications?|"
    r"\((?:@|formerly|anciennement|twitter)|/twitter|: ?@|, @)"
)
_ENDS = re.compile(
    r"^(?:[.,;:)\"]|$| (?:and|or|et|ou|to|by|in|under|that|which|the|with|accounts?|since|during)\b|'s )"
)


@dataclass(frozen=True, slots=True)
class PlatformName:
    """A platform named at `[start, end)`."""

    start: int
    end: int
    id: str


def platform_names(text: str, matches: Sequence[Match]) -> tuple[PlatformName, ...]:
    """Platforms named in the text, by position; words are left out where nothing says that a platform is meant."""
    found = [
        (match, next(phrase for phrase in match.phrases if phrase.source == "platform"))
        for match in matches
        if any(phrase.source == "platform" for phrase in match.phrases)
        and not _inside_address(text, match.start, match.end)
    ]
    sure = [not phrase.cue or _has_cue(text, match) for match, phrase in found]
    for indexes in (range(len(found)), range(len(found) - 1, -1, -1)):
        for index, beside in pairwise(indexes):
            left, right = sorted((found[index][0], found[beside][0]), key=lambda match: match.start)
            sure[beside] = sure[beside] or (sure[index] and _listed_together(text, left, right))
    return tuple(
        PlatformName(match.start, match.end, phrase.id)
        for (match, phrase), is_sure in zip(found, sure, strict=True)
        if is_sure
    )


def _listed_together(text: str, left: Match, right: Match) -> bool:
    """ "WhatsApp and Signal": a name that is sure makes its neighbour in an enumeration sure."""
    gap = text[left.end : right.start]
    if _begin_lines(text, left, right):
        return True
    return len(gap) <= LIST_GAP and _LIST_GAP.fullmatch(fold(gap)) is not None


ROW_CHARACTERS = 160


def _begin_lines(text: str, left: Match, right: Match) -> bool:
    """Rows of a table without rules: both stand at the start of a line, one line after the other."""
    gap = text[left.end : right.start]
    if len(gap) > ROW_CHARACTERS or gap.count("\n") not in {1, 2} or not gap.endswith("\n"):
        return False
    return left.start == 0 or text[left.start - 1] == "\n"


def _inside_address(text: str, start: int, end: int) -> bool:
    """Part of a URL, an e-mail address, a handle or a hashtag."""
    before = text[start - 1] if start else " "
    after = text[end : end + 2]
    if is_han(text[end - 1]):
        return False
    return (before in "@#./_-" and before != "/") or (len(after) > 1 and after[0] in ".-_@" and after[1].isalnum())


_HEADING = re.compile(r"^ ?: ")
_ITEM = re.compile(r"(?:^|\n)[ \t]*[•*·-]?[ \t]*$")


def _has_cue(text: str, match: Match) -> bool:
    before = fold(text[max(0, match.start - WINDOW) : match.start])
    after = fold(text[match.end : match.end + WINDOW])
    if _AFTER.match(after) or _NOUN_BEFORE.search(before):
        return True
    if _HEADING.match(after) and _ITEM.search(text[max(0, match.start - 5) : match.start]):
        return True
    return _BEFORE.search(before) is not None and _ENDS.match(after) is not None


_LIST_GAP = re.compile(r"(?:, ?|/| ?and |, ?and |, ?or | or | et |, et | ou |、|和|; ?| ?\| ?){1,2}")


class Platforms:
    """Platform mentions."""

    def __init__(self, gazetteer: Gazetteer, labels: dict[str, str]) -> None:
        self._gazetteer = gazetteer
        self._labels = labels

    @property
    def name(self) -> str:
        return NAME

    def find(self, text: str, context: Context) -> tuple[Mention, ...]:
        """Platform mentions by position."""
        mentions = (
            Mention(
                "platform",
                name.start,
                name.end,
                text[name.start : name.end],
                name.id,
                self._labels.get(name.id, name.id),
                0.95,
                NAME,
            )
            for name in platform_names(text, self._gazetteer.find(text))
        )
        return kept(mentions, context.skip)
