"""Abbreviations that a text defines itself: "Rapid Response Mechanism Canada (RRM Canada)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.entities.folding import fold, words

LONG_FORM_WORDS = 14
"""Words before the bracket that a long form may have."""

_BRACKET = re.compile(
    r"[\w’'.] ?\((?:the |la |le |l[’'])?[\"“«]? ?([A-Z][A-Za-z.&-]{1,9}(?: [A-Z][a-z]{2,12})?) ?[\"”»]?\)"
)
_SMALL = words(
    """
        of the and for on in to a an by du de des la le les l d et sur pour en au aux a visant en matiere
    """
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Definition:
    """`text[start:end]` is the long form of `abbreviation`, which stands at `[abbr_start, abbr_end)`."""

    abbreviation: str
    long_form: str
    start: int
    end: int
    abbr_start: int
    abbr_end: int


def definitions(text: str) -> tuple[Definition, ...]:
    """Every definition whose long form's initials give the abbreviation, by position."""
    found: list[Definition] = []
    for match in _BRACKET.finditer(text):
        end = text.rfind("(", match.start(), match.start(1))
        end -= text[end - 1].isspace()
        start = _long_form(text, end, match.group(1))
        if start is not None:
            found.append(Definition(match.group(1), " ".join(text[start:end].split()), start, end, *match.span(1)))
    return tuple(found)


def _long_form(text: str, end: int, abbreviation: str) -> int | None:
    """Where the words begin whose initials are the abbreviation's capitals; None when no words fit."""
    letters = [char for char in fold(abbreviation.split(maxsplit=1)[0]) if char.isalpha()]
    left = max(0, end - 160)
    words = list(re.finditer(r"[^\W_][\w’'-]*", text[left:end]))[-LONG_FORM_WORDS:]
    at = len(letters) - 1
    for word in reversed(words):
        initial = fold(re.sub(r"^[dlDL][’']", "", word.group()))[:1]
        small = fold(word.group()) in _SMALL
        if at >= 0 and initial == letters[at]:
            at -= 1
            if at < 0:
                begin = left + word.start()
                return begin if text[begin].isupper() else None
        elif not small and not (at == len(letters) - 1 and word.group() == "Canada"):
            return None
    return None
