"""Assessment words: "likely", "highly probable", "unable to determine" stay with the claims that they govern.

How far a hedge reaches is in config/hedges.csv: "clause" (both ways within its clause: "X likely acted"), "near" (the
same, 60 characters: "linked to"), "after" (what follows it in the sentence, up to a contrast: "assesses that X and,
later, Y"), "next" (what stands right behind it: "the alleged operator X"). A clause ends at a semicolon, a spaced
dash, a long bracket, a conjunction; one that speaks of a name ("X, which likely acted, ...") reaches that name too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.entities.config import read_rows
from indexer.entities.folding import fold
from indexer.model.mention import DateDetails, Mention

_SENTENCE_END = re.compile(
    r"(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bno)(?<!\bst)(?<![ .][a-z])[.!?][\"”»)\]]{0,2}\d{0,3}(?=\s|$)|\n\s*\n"
    r"|[!?；！？](?!\w)|。|(?<=[^\x00-\x7f])\.(?=\S)"
)
_CLAUSE = re.compile(
    r";| [-–—] |, (?:and |but |or |yet )?(?:but|while|whereas|although|though|however|nor|mais|tandis|alors que)\b"
    r"|, (?:bien que|quoique|cependant|toutefois|including|notamment|y compris)\b"
    r"|(?:,(?: and| but)?)? (?:which|who|whose|where|whom|qui|dont|lequel|laquelle)\b"
    r"|, (?:and|et) (?=[^,;]{1,60} (?:was|were|is|are|has|had|did|posted|said|wrote|published|a|ont|est|sont)\b)"
    r"|\b(?:when|because|lorsque|parce que)\b|\b(?:that|if|whether|que|qu'|si)(?: |(?<='))"
    r"|\((?=[^()]{40})|(?<=[^()]{40})\)|，(?:但|而|然而)"
)
_CONTRAST = re.compile(r"\b(?:but|while|whereas|although|though|however|mais|tandis|alors|bien|toutefois)\b|但|而")
_RELATIVE = re.compile(r"(?:which|who|whose|where|whom|qui|dont|lequel|laquelle)$")
_OPENS = re.compile(r"(?:that|if|whether|que|qu'|si) ?$")
"""What follows belongs to the hedge before it ("it is likely that X"), not one inside to what stands before."""
_NO_HEDGE = re.compile(r"^ (?:voters?|buyers?|story|candidates?|to be confused)\b")
REACH_CHARACTERS = {"clause": 160, "near": 60, "after": 400, "next": 60}
"""A hedge further away, even in the same clause, seldom speaks of the mention."""
BACK_CHARACTERS = 100
"""The same for a mention before its hedge: between lies no more than a subject and its verb."""
ANTECEDENT_CHARACTERS = {"account": 14}
"""Between a name and the clause that speaks of it: "@name on Twitter, which"; 3 for other kinds."""


@dataclass(frozen=True, slots=True)
class _Hedge:
    start: int
    end: int
    name: str
    governs: str


class Hedges:
    """Marks mentions with the nearest hedge that governs them."""

    def __init__(self, config: Path) -> None:
        """Raises ConfigError where the list cannot be read."""
        rows = read_rows(config / "hedges.csv", ("language", "phrase", "hedge", "governs"))
        self._hedges = {fold(row["phrase"]): (row["hedge"], row["governs"] or "clause") for row in rows}
        latin = sorted((phrase for phrase in self._hedges if phrase.isascii()), key=len, reverse=True)
        han = sorted((phrase for phrase in self._hedges if not phrase.isascii()), key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, latin))})\b|{'|'.join(map(re.escape, han))}")

    def marked(self, text: str, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions, those of kinds that carry a claim with their `hedge`; all others as they came."""
        folded = fold(text)
        found = [
            _Hedge(match.start(), match.end(), *self._hedges[match.group()])
            for match in self._pattern.finditer(folded)
            if not _is_name(text, match.start(), match.group())
            and not _NO_HEDGE.match(folded[match.end() : match.end() + 24])
        ]
        if not found:
            return list(mentions)
        ends = [match.end() for match in _SENTENCE_END.finditer(folded)]
        clauses = [(match.start(), match.group()) for match in _CLAUSE.finditer(folded)]
        scope = _Scope(ends, [start for start, _ in clauses], [word for _, word in clauses])
        starts = [one.start for one in found]
        return _alike(text, [_with_hedge(mention, found, starts, scope) for mention in mentions])


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where sentences end, where clauses begin and the words they begin with."""

    ends: Sequence[int]
    breaks: Sequence[int]
    words: Sequence[str]

    def sentence(self, place: int) -> int:
        return bisect_right(self.ends, place)

    def between(self, start: int, end: int) -> Sequence[str]:
        return self.words[bisect_right(self.breaks, start - 1) : bisect_right(self.breaks, end - 1)]

    def governs(self, hedge: _Hedge, mention: Mention) -> bool:
        """True when the hedge speaks of the mention."""
        if self.sentence(hedge.start) != self.sentence(mention.start):
            return False
        if hedge.end <= mention.start:
            passed = [word for word in self.between(hedge.end, mention.start) if not _OPENS.search(word)]
            contrast = any(_CONTRAST.search(word) for word in passed)
            return not contrast if hedge.governs == "after" else not passed
        if hedge.governs not in {"clause", "near"} or hedge.start - mention.end > BACK_CHARACTERS:
            return False
        before = self.between(mention.end, hedge.start)
        if len(before) == 1 and _RELATIVE.search(before[0]):
            first = self.breaks[bisect_right(self.breaks, mention.end - 1)]
            return first - mention.end <= ANTECEDENT_CHARACTERS.get(mention.kind, 3)
        return not before


def _with_hedge(mention: Mention, found: Sequence[_Hedge], starts: Sequence[int], scope: _Scope) -> Mention:
    if mention.kind == "platform" or _fixed(mention):
        return mention
    furthest = max(REACH_CHARACTERS.values())
    near: list[tuple[int, str]] = []
    for hedge in found[bisect_right(starts, mention.start - furthest) : bisect_right(starts, mention.end + furthest)]:
        if mention.kind == "date" and mention.start <= hedge.start and hedge.end <= mention.end:
            # "probably began in May 2018" is one date
            return replace(mention, hedge=hedge.name)
        distance = mention.start - hedge.end if hedge.end <= mention.start else hedge.start - mention.end
        if 0 <= distance <= REACH_CHARACTERS[hedge.governs] and scope.governs(hedge, mention):
            near.append((distance, hedge.name))
    return replace(mention, hedge=min(near)[1]) if near else mention


def _alike(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions, those joined by "and" under one hedge: that of the last, which stands by the verb."""
    for index in range(len(mentions) - 2, -1, -1):
        one, following = mentions[index], mentions[index + 1]
        alike = one.kind == following.kind and one.hedge and following.hedge and one.hedge != following.hedge
        if alike and _JOINT.fullmatch(text, one.end, max(one.end, following.start)):
            mentions[index] = replace(one, hedge=following.hedge)
    return mentions


_JOINT = re.compile(r" ?(?:,|,? (?:and|or|et|ou|&)|[、和]) ?")


def _is_name(text: str, start: int, phrase: str) -> bool:
    """ "Theresa May could", "in May may": the word with a capital inside a sentence is a name or a month."""
    return (
        phrase.startswith("may") and text[start].isupper() and text[:start].rstrip(" ")[-1:] not in {"", ".", "\n", "•"}
    )


def _fixed(mention: Mention) -> bool:
    """The document's own date, a release or a stamp is nobody's assessment."""
    return isinstance(mention.details, DateDetails) and mention.details.role != "event"
