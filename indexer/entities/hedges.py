"""Assessment words: "likely", "highly probable", "unable to determine" stay with the claims of their sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from indexer.entities.config import read_rows
from indexer.entities.folding import fold
from indexer.model.mention import DateDetails, Mention

_SENTENCE_END = re.compile(r"[.!?][\"”»)\]]{0,2}\s|\n\s*\n|[。！？；]")
REACH_CHARACTERS = 160
"""A hedge further away, even in the same sentence, seldom speaks of the mention."""


class Hedges:
    """Marks mentions with the nearest hedge of their sentence."""

    def __init__(self, config: Path) -> None:
        rows = read_rows(config / "hedges.csv", ("language", "phrase", "hedge"))
        self._hedges = {fold(row["phrase"]): row["hedge"] for row in rows}
        latin = sorted((phrase for phrase in self._hedges if phrase.isascii()), key=len, reverse=True)
        han = sorted((phrase for phrase in self._hedges if not phrase.isascii()), key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, latin))})\b|{'|'.join(map(re.escape, han))}")

    def marked(self, text: str, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions, those of kinds that carry a claim with their `hedge`; all others as they came."""
        found = [(match.start(), match.end(), match.group()) for match in self._pattern.finditer(fold(text))]
        if not found:
            return list(mentions)
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        return [self._with_hedge(mention, found, ends) for mention in mentions]

    def _with_hedge(self, mention: Mention, found: Sequence[tuple[int, int, str]], ends: Sequence[int]) -> Mention:
        if mention.kind == "platform" or _fixed(mention):
            return mention
        sentence = bisect_right(ends, mention.start)
        first = bisect_right(found, (mention.start - REACH_CHARACTERS, 0, ""))
        near: list[tuple[int, str]] = []
        for start, end, phrase in found[first:]:
            if start > mention.end + REACH_CHARACTERS:
                break
            distance = mention.start - end if end <= mention.start else start - mention.end
            if bisect_right(ends, start) == sentence and 0 <= distance <= REACH_CHARACTERS:
                near.append((distance, phrase))
        return replace(mention, hedge=self._hedges[min(near)[1]]) if near else mention


def _fixed(mention: Mention) -> bool:
    """The document's own date, a release or a stamp is nobody's assessment."""
    return isinstance(mention.details, DateDetails) and mention.details.role != "event"
