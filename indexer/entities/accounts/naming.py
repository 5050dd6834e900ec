"""Accounts whose platform stands further off: an account called "N", the "N" page, one of its accounts is N."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.accounts.found import MASK, Found, Reading
from indexer.entities.accounts.handles import platform_near
from indexer.entities.accounts.prose import CAPITALS, NOT_SOCIAL, STOP, UPPER, like_handle
from indexer.entities.folding import words
from indexer.model.mention import PlatformBasis

SECTION_CHARACTERS = 600
"""How far back a platform still holds for an account that is named without it."""

_P = rf"(?P<p>{MASK}{{1,60}})"
_NOUN = (
    r"(?i:account|channel|page|group|profile|persona|user|handle|bot|compte|chaîne|chaine|canal|groupe|profil|"
    r"utilisateur|utilisatrice)"
)
_QUOTED = rf"\"(?P<q>[{UPPER}0-9@\u4e00-\u9fff][^\"\n]{{1,60}}?)[,.]? ?\""
_HAN = r"(?P<z>[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9·]{1,29})"
_AT = r"(?P<a>@[\w.·-]{1,50})"
_WORD = r"(?P<w>[A-Za-z0-9_][\w.-]{1,40})"
_CALLED = r"(?:called|named|known as|dubbed|titled|nommée?|appelée?|intitulée?|baptisée?|connue? sous le nom de)"
_ON = rf"(?: (?:on|sur) {_P})"

CALLED = re.compile(rf"\b{_NOUN}s? {_CALLED},? (?:{_QUOTED}|{_HAN}|{_AT}|{CAPITALS}){_ON}?")
IS_QUOTED = re.compile(rf"\b(?i:account|channel|persona|compte)(?: [\w-]{{1,20}}){{0,5}} (?:is|was|est) {_QUOTED}")
NOUN_AFTER = re.compile(rf"{_QUOTED} {_NOUN}s?\b")
NOUN_BEFORE = re.compile(rf"\b{_NOUN}s?(?: such as| including| like| tels? que| comme)? ?\(?{_QUOTED}")
_KEY = r"(?:handle|user ?name|screen name|pseudonyme?)"
_WHOSE = rf"(?:\b(?:the|an?|his|her|its|their|whose|who's|by|under|with|using|le|un|son) |{MASK} )"
HANDLE = re.compile(
    rf"(?:\b(?i:{_KEY}|identifiant)(?: is| was| est| of|:)|{_WHOSE}{_KEY}(?! (?:is|was|est|of)\b)) ?"
    rf"(?:\"(?P<q>[\w.-]{{2,40}}),?\"|{_WORD})"
)
USER = re.compile(rf"\b(?i:users?|moderators?|utilisateur|modérateur|account|compte) {_WORD}")
ON_PLATFORM = re.compile(
    rf"\b(?:on|via|sur) {_P},? ?(?:(?:the|an?|le|la|une?) )?(?:user|account|channel|page|utilisateur|compte|page) "
    rf"(?:{_HAN}|{_AT}|{_QUOTED})"
)
ONE_OF = re.compile(
    r"\b[Oo]ne of (?:the|its|their|these|those) (?:[a-z][\w-]{0,20} ){0,4}(?:accounts|channels|pages)"
    rf"(?: [a-z][\w-]{{0,20}}){{0,6}} (?:is|was) {CAPITALS}(?=[,.;]| \()"
)
SUBREDDIT = re.compile(r"(?<![\w/.-])(?:(?P<w>[A-Za-z0-9_]{3,21}) subreddit\b|subreddit (?P<w2>[A-Za-z0-9_]{3,21})\b)")

_ACCOUNT = re.compile(r"(?i)\b(?:accounts?|comptes?)\b")
_WEB_PAGES = words("about contact home faq help news privacy search")
_PAGE_TITLES = frozenset({*_WEB_PAGES, "about us", "contact us", "home page", "frequently asked questions"})
_RULES = (CALLED, IS_QUOTED, NOUN_AFTER, NOUN_BEFORE, ON_PLATFORM, ONE_OF)


def named_accounts(reading: Reading, ordinary: frozenset[str]) -> Iterator[Found]:
    """Accounts that a sentence names apart from their platform, which is on the page: else a page is any page."""
    masked = reading.masked
    if "subreddit" in masked:
        yield from _subreddits(reading, ordinary)
    for match in HANDLE.finditer(masked):
        yield from _handle(reading, match, ordinary)
    if MASK not in masked:
        return
    for pattern in _RULES:
        for match in pattern.finditer(masked):
            yield from _named(reading, match)
    for match in USER.finditer(masked):
        if telling_handle(match["w"].rstrip(".-")):
            yield from _one(reading, match, "w", handle=True, alone=True)


def _named(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    group = next(name for name in "qzan" if match.re.groupindex.get(name) and match[name])
    written = match[group].strip(" ,.")
    if group == "q" and not reading.quotes(*match.span(group)):
        return
    if not written or MASK in written or written.lower() in _PAGE_TITLES or written.lower() in STOP | NOT_SOCIAL:
        return
    yield from _one(reading, match, group, handle=group == "a", alone=_ACCOUNT.search(match.group()) is not None)


def _handle(reading: Reading, match: re.Match[str], ordinary: frozenset[str]) -> Iterator[Found]:
    group = "q" if match["q"] else "w"
    word = match[group].rstrip(".-")
    if word.lower() in ordinary | STOP | NOT_SOCIAL or MASK in word or not any(map(str.isalpha, word)):
        return
    if group == "w" and word.islower() and not telling_handle(word):
        return
    yield from _one(reading, match, group, handle=True, alone=True)


def _one(reading: Reading, match: re.Match[str], group: str, *, handle: bool, alone: bool = False) -> Iterator[Found]:
    start = match.start(group) + len(match[group]) - len(match[group].lstrip())
    written = reading.text[start : match.end(group)].rstrip(" ,.-")
    platform, basis = _platform(reading, match, start)
    if platform is None and not alone:
        return
    yield Found(
        start, start + len(written), platform, basis, name=None if handle else written,
        handle=written.removeprefix("@") if handle else None, confidence=0.7, priority=5,
        claim_start=start, claim_end=max(start + len(written), match.end()),
    )  # fmt: skip


def _platform(reading: Reading, match: re.Match[str], start: int) -> tuple[str | None, PlatformBasis | None]:
    if match.re.groupindex.get("p") and match["p"]:
        return reading.platform_at(match.start("p")), "phrase"
    platform, basis = platform_near(reading, start, match.end())
    if platform is not None:
        return platform, basis
    near = reading.platforms_between(start - SECTION_CHARACTERS, start)
    return (near[-1].id, "section") if near else (None, None)


def _subreddits(reading: Reading, ordinary: frozenset[str]) -> Iterator[Found]:
    for match in SUBREDDIT.finditer(reading.masked):
        group = "w" if match["w"] else "w2"
        word = match[group]
        if word.lower() not in ordinary | STOP and MASK not in word:
            yield Found(*match.span(group), "reddit", "phrase", name=word, handle=word, confidence=0.8, priority=2)


def telling_handle(word: str) -> bool:
    """A handle by its looks: letters with an underscore, a digit after a letter, or a capital after a small one."""
    has_letter = any(map(str.isalpha, word))
    return has_letter and like_handle(word) and not word[0].isdigit() and "." not in word and "-" not in word
