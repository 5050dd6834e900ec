"""What a document says of its accounts anywhere, and where it names them again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import ahocorasick_rs

from indexer.entities.accounts.found import Found, Reading
from indexer.entities.folding import bounded, encodable, is_han

SURE = 0.8
"""Accounts found with less confidence teach nothing."""
SHORTEST_HAN = 3
SHORTEST_HANDLE = 6


@dataclass(frozen=True, slots=True)
class Known:
    """An account that the document names in full somewhere."""

    platform: str
    name: str | None
    handle: str | None
    operator: str | None


_NOUN = re.compile(r"\"? (?:account|channel|page|profile|handle|group|bot|compte)s?\b")
_NOUN_BEFORE = re.compile(
    r"(?:\b(?i:accounts?|handles?|users?|profiles?|channels?|pages?|comptes?|chaînes?),? (?:of |named |called |de )?"
    r"|\bRT @?|[Rr]etweet(?:s|ed|ing) |\b[Tt]weets? (?:by|from) |\bDMs?, )\"?$"
)
NOUN_CHARACTERS = 24


class Memory:
    """Accounts by what they are called; a name that several platforms share is not settled here."""

    def __init__(self, founds: Iterable[Found]) -> None:
        by_form: dict[str, dict[str, Known]] = {}
        for found in founds:
            if found.platform is None or not found.named or found.confidence < SURE:
                continue
            known = Known(found.platform, found.name, found.handle, found.operator)
            for form in _forms(found):
                _remember(by_form.setdefault(form, {}), known)
        self._known = {form: next(iter(all_of.values())) for form, all_of in by_form.items() if len(all_of) == 1}
        self._platforms = {form: frozenset(all_of) for form, all_of in by_form.items()}
        self._forms = [form for form in self._known if len(form) >= SHORTEST_HAN]
        self._telling = frozenset(form for form, known in self._known.items() if _tells(form, known))
        self._automaton = ahocorasick_rs.AhoCorasick(
            [encodable(form) for form in self._forms], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def again(self, reading: Reading) -> Iterator[Found]:
        """Where the page names them again, by a name or handle that is no ordinary word."""
        if not self._forms:
            return
        text = encodable(reading.text)
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            before, after = text[start - 1 : start], text[end : end + 2]
            inside = before in {".", "/", "#", "-"} or (after[:1] in {".", "/", "-", "@"} and after[1:2].isalnum())
            if inside or not bounded(text, start, end):
                continue
            form = self._forms[number]
            if form not in self._telling and not _beside_a_noun(reading.plain, start, end):
                continue
            known = self._known[form]
            lead = start - 1 if before == "@" else start
            yield Found(
                lead, end, known.platform, "document", name=known.name, handle=known.handle, operator=known.operator,
                confidence=0.75, priority=8,
            )  # fmt: skip

    def completed(self, found: Found) -> Found:
        """The account with the platform and handle that the document gives its name elsewhere."""
        for form in (found.handle, found.name):
            known = self._known.get(_key(form)) if form else None
            if known is None or (found.platform not in {None, known.platform} and found.basis != "section"):
                continue
            settled = found.platform == known.platform
            return replace(
                found, platform=known.platform, basis=found.basis if settled else "document",
                name=found.name or known.name, handle=found.handle or known.handle,
                operator=found.operator or known.operator,
            )  # fmt: skip
        return found


def _beside_a_noun(text: str, start: int, end: int) -> bool:
    return _NOUN.match(text, end) is not None or (
        _NOUN_BEFORE.search(text, max(0, start - NOUN_CHARACTERS), start) is not None
    )


def _remember(known: dict[str, Known], new: Known) -> None:
    """One account a platform; the one with more told of it stays."""
    old = known.get(new.platform)
    if old is None:
        known[new.platform] = new
    elif old.handle in {None, new.handle} or new.handle is None:
        known[new.platform] = Known(
            new.platform, old.name or new.name, old.handle or new.handle, old.operator or new.operator
        )


def _forms(found: Found) -> set[str]:
    """What the account may be called: its name, its handle, its handle as printing shows it without underscores."""
    forms = {_key(form) for form in (found.name, found.handle) if form}
    if found.handle and "_" in found.handle.strip("_"):
        forms.add(_key(found.handle.replace("_", " ")))
    return forms


def _key(form: str) -> str:
    return " ".join(form.split()).removeprefix("@")


def _tells(form: str, known: Known) -> bool:
    """True for a form that is hardly anything else: Han names, handles, and names of two words that have a handle."""
    if is_han(form[0]):
        return len(form) >= SHORTEST_HAN
    if form == known.handle and " " not in form:
        return len(form) >= SHORTEST_HANDLE and not form.isdigit() and not form.istitle() and not _mixed(form)
    if known.handle is None or known.handle.isdigit():
        return False
    return known.handle != form and " " in form and form[0].isupper()


def _mixed(form: str) -> bool:
    """ "WikiLeaks" is an organisation too; "Sample_Maple01" is not."""
    return form.isalpha() and form[0].isupper()
