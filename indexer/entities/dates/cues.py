"""Which kinds of date words a text holds at all: most pages hold few, and most patterns need not look at them."""

from __future__ import annotations

import ahocorasick_rs

from indexer.entities.dates.lexicon import FULL_WEEKDAYS, MONTHS, SEASON_WORDS, UNITS

_WORDS: dict[str, tuple[str, ...]] = {
    "month": tuple(MONTHS),
    "season": tuple(SEASON_WORDS),
    "weekday": tuple(FULL_WEEKDAYS),
    "unit": (*(unit for unit in UNITS if unit != "an"), "quarter", "trimestre", "weekend", "week-end", "eoy", "eom",
             "eow", "an dernier", "an prochain", "un an", "an passe"),
    "week": ("week", "semaine", "w/c", "weekend", "week-end", "rest", "remainder", "balance", "reste"),
    "day": ("yesterday", "today", "tomorrow", "tonight", "hier", "aujourd'hui", "demain", "avant-hier", "avant hier",
            "apres-demain", "apres demain", "day", "lendemain", "surlendemain", "jour meme", "la veille",
            "the following day"),
    "part of day": ("this morning", "this afternoon", "this evening", "tonight", "last night", "ce matin", "ce soir",
                    "cette nuit"),
    "era": ("decade", "decennie", "century", "siecle", "fiscal year", "financial year", "exercice",
            "annee financiere", "annees", "0s", "0's"),
    "repeated": ("every", "each", "chaque", "tous les", "toutes les", "daily", "weekly", "biweekly", "monthly",
                 "quarterly", "yearly", "annually", "quotidiennement", "hebdomadairement", "mensuellement",
                 "annuellement", "once a", "twice a", "once per", "twice per", "times a", "times per", "fois par"),
}  # fmt: skip


class Cues:
    """Finds the kinds in one pass over the text."""

    def __init__(self) -> None:
        kinds: dict[str, set[str]] = {}
        for kind, words in _WORDS.items():
            for word in words:
                kinds.setdefault(word, set()).add(kind)
        self._words = sorted(kinds)
        self._kinds = [frozenset(kinds[word]) for word in self._words]
        self._automaton = ahocorasick_rs.AhoCorasick(self._words)

    def of(self, folded: str) -> frozenset[str]:
        """The kinds of cues that begin a word of the text; a month also ends one."""
        found: set[str] = set()
        for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            kinds = self._kinds[number]
            if kinds <= found or not _begins(folded, start):
                continue
            if "month" in kinds and folded[end : end + 1].isalpha():
                kinds = kinds - {"month"}
            found |= kinds
        return frozenset(found)


def _begins(folded: str, start: int) -> bool:
    """True at a word's first letter, and after figures, as in 5MAR and in 041530ZAPR75."""
    return not folded[start - 1 : start].isalpha() or not folded[max(0, start - 2) : start - 1].isalpha()
