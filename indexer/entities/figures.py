"""Figures of reach: interactions, views, followers, posts, accounts, with their range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from indexer.entities.folding import fold
from indexer.entities.ports import Context
from indexer.entities.spans import kept
from indexer.model.mention import AccountDetails, FigureDetails, Mention

NAME = "figures/1"

QUANTITIES: dict[str, str] = {
    "interactions": "interactions", "engagements": "interactions",
    "reactions": "interactions", "views": "views", "vues": "views", "visionnements": "views", "reads": "views",
    "impressions": "views", "followers": "followers", "subscribers": "followers", "abonnes": "followers",
    "abonnements": "followers", "fans": "followers", "users": "users", "utilisateurs": "users", "posts": "posts",
    "publications": "posts", "tweets": "posts", "messages": "posts", "articles": "posts", "videos": "posts",
    "replies": "comments", "comments": "comments", "commentaires": "comments", "reponses": "comments",
    "accounts": "accounts", "comptes": "accounts", "profiles": "accounts",
    "channels": "accounts", "chaines": "accounts", "pages": "pages", "groups": "groups", "shares": "shares",
    "partages": "shares", "retweets": "shares", "likes": "likes", "mentions": "mentions",
    "粉丝": "followers", "粉絲": "followers", "关注": "followers", "阅读": "views", "播放": "views",
    "点赞": "likes", "转发": "shares", "评论": "comments",
}  # fmt: skip
_NO_REACH = frozenset({"pages", "groups", "users", "mentions"})
_WORDS: dict[str, int] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "dozen": 12,
    "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10, "vingt": 20, "trente": 30,
}  # fmt: skip
_SCALES: dict[str, int] = {
    "k": 1_000, "thousand": 1_000, "mille": 1_000, "hundred": 100, "m": 1_000_000, "million": 1_000_000,
    "b": 10**9, "billion": 10**9, "milliard": 10**9, 
    "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8,
}  # fmt: skip

_NUMBER = rf"(?:\d{{1,3}}(?:[ ,]\d{{3}}){{1,3}}(?!\d)|\d{{1,9}}(?:[.,]\d{{1,2}})?(?!\d)|(?:{'|'.join(_WORDS)})\b)"
_SCALE = r"(?: ?(?:k|m|b)\b| ?(?:thousand|mille|million|billion|milliard)s?\b| hundred\b| ?[万萬亿億])"
_HEDGE = (
    r"(?P<at_least>(?:over|more than|at least|in excess of|nearly more than|plus de|au moins|超过|超過) ?)"
    r"|(?P<at_most>(?:up to|as many as|fewer than|less than|under|no more than|jusqu'a|moins de|at most|au plus) )"
    r"|(?P<about>(?:about|around|approximately|roughly|some|nearly|almost|an estimated|estimated|environ|pres de|约) ?)"
)
_UNIT = "|".join(sorted((word for word in QUANTITIES if word.isascii()), key=len, reverse=True))
_HAN_UNIT = "|".join(word for word in QUANTITIES if not word.isascii())
PATTERN = re.compile(
    rf"(?<![\w.,$€£#@/-])(?:(?P<between>between |from |entre |de )|{_HEDGE})?(?P<low>{_NUMBER})(?P<s1>{_SCALE})?"
    rf"(?: ?(?:-|to|and|a|et) ?(?P<high>{_NUMBER})(?P<s2>{_SCALE})?)?(?P<plus>\+)?"
    rf"(?: (?:of |de |d')?(?!(?:{_UNIT})\b)[^\W\d_][\w'-]{{0,20}}){{0,4}}? ?(?:of |de |d')?(?P<unit>{_UNIT})\b"
)
HAN = re.compile(
    rf"(?P<unit>{_HAN_UNIT})(?:数|量|数量)?[: ]{{0,2}}(?P<low>{_NUMBER})(?P<s1>{_SCALE})?"
    rf"|(?P<low2>{_NUMBER})(?P<s2>{_SCALE})?(?:名|个|次|条)?(?P<unit2>{_HAN_UNIT})"
)


class Figures:
    """Counts of what accounts and posts reached."""

    @property
    def name(self) -> str:
        return NAME

    def find(self, text: str, context: Context) -> tuple[Mention, ...]:
        """Figures by position; a bare number without a quantity is none."""
        folded = fold(text)
        mentions = [mention for match in PATTERN.finditer(folded) if (mention := _figure(text, match)) is not None]
        if not folded.isascii():
            mentions.extend(mention for match in HAN.finditer(folded) if (mention := _han(text, match)) is not None)
        return kept(mentions, context.skip)


def _figure(text: str, match: re.Match[str]) -> Mention | None:
    quantity = QUANTITIES[match["unit"]]
    if quantity in _NO_REACH and match["s1"] is None and match["s2"] is None:
        return None
    high_scale = match["s2"] or (match["s1"] if match["high"] else None)
    low_scale = match["s1"] or (match["s2"] if match["high"] else None)
    low = amount(match["low"], low_scale)
    high = amount(match["high"], high_scale) if match["high"] else low
    if low is None or high is None or high < low:
        return None
    bound: Literal["exact", "at_least", "at_most", "about"] = "exact"
    if match["plus"] or match["at_least"]:
        bound = "at_least"
    elif match["at_most"]:
        bound, low = "at_most", 0
    elif match["about"]:
        bound = "about"
    if match["low"] in {"one", "un"} and not match["s1"]:
        return None
    if _OTHER_ACCOUNTS.search(match.group()) or ("." in match["low"] and low_scale is None):
        return None
    return _mention(text, match, FigureDetails(quantity, low, high, None, bound))


def _han(text: str, match: re.Match[str]) -> Mention | None:
    low = amount(match["low"] or match["low2"], match["s1"] or match["s2"])
    unit = match["unit"] or match["unit2"]
    return None if low is None else _mention(text, match, FigureDetails(QUANTITIES[unit], low, low))


def _mention(text: str, match: re.Match[str], details: FigureDetails) -> Mention:
    start = match.start()
    return Mention("figure", start, match.end(), text[start : match.end()], None, details.quantity, 0.85, NAME, details)


def amount(written: str, scale: str | None) -> int | None:
    """ "12.4" with "k" is 12,400; "3 400" is 3,400; None for what is no number."""
    if written in _WORDS:
        value = float(_WORDS[written])
    elif re.fullmatch(r"\d{1,3}(?:[ ,]\d{3})+", written):
        value = float(re.sub(r"[ ,]", "", written))
    else:
        try:
            value = float(written.replace(",", "."))
        except ValueError:
            return None
    return round(value * _SCALES.get((scale or "").strip().rstrip("s"), 1))


_OTHER_ACCOUNTS = re.compile(r"\b(?:e-?mails?|bank|user|gmail|courriel|public|the) (?:accounts|comptes|messages)$")
BIND_CHARACTERS = 120
_SAME = re.compile(r"[.!?]\s|\n\s*\n")


def bound_to_accounts(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, each figure with the index of the account that its sentence names just before it."""
    result = list(mentions)
    account: int | None = None
    for index, mention in enumerate(mentions):
        details = mention.details
        if isinstance(details, AccountDetails) and (details.name or details.handle):
            account = index
        elif isinstance(details, FigureDetails) and account is not None and details.quantity != "accounts":
            between = text[mentions[account].end : mention.start]
            if len(between) <= BIND_CHARACTERS and not _SAME.search(between):
                result[index] = replace(mention, details=replace(details, of=account))
                result[account] = _followed(result[account], details)
    return result


def _followed(account: Mention, figure: FigureDetails) -> Mention:
    """The account with the followers that the text states, unless it is only a limit from above."""
    details = account.details
    if not isinstance(details, AccountDetails) or details.followers is not None:
        return account
    if figure.quantity != "followers" or figure.bound == "at_most" or figure.low != figure.high:
        return account
    return replace(account, details=replace(details, followers=figure.low))
