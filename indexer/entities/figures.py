"""Figures of reach: interactions, views, followers, posts, accounts, with their range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from indexer.entities.folding import fold
from indexer.entities.ports import Context
from indexer.entities.spans import kept, without_overlaps
from indexer.model.mention import AccountDetails, FigureDetails, Mention

NAME = "figures/2"

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
    "观看": "views", "浏览": "views", "互动": "interactions", "账号": "accounts", "帖子": "posts", "文章": "posts",
    "分享": "shares", "粉丝": "followers", "粉絲": "followers", "关注": "followers", "阅读": "views", "播放": "views",
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
    r"(?P<at_least>(?:over|more than|at least|(?:no|not) (?:fewer|less) than|in excess of|upwards of|plus de"
    r"|au moins|pas moins de|au-dela de) (?:a |an |une? )?)"
    r"|(?P<at_most>(?:up to|as many as|fewer than|less than|under|not? more than|jusqu'a|moins de|at most|au plus"
    r"|pas plus de) (?:a )?)"
    r"|(?P<about>(?:about|around|approximately|roughly|some|nearly|almost|an estimated|estimated|environ|pres de"
    r"|quelque) (?:a |an |une? )?)"
)
_UNIT = "|".join(sorted((word for word in QUANTITIES if word.isascii()), key=len, reverse=True))
_HAN_UNIT = "|".join(word for word in QUANTITIES if not word.isascii())
_WORDS_BETWEEN = (
    rf"(?: (?:of |de |d')?(?!(?:{_UNIT})\b)[^\W\d_][\w'-]{{0,20}}){{0,4}}? ?(?:of |de |d')?(?P<unit>{_UNIT})\b"
)
PATTERN = re.compile(
    rf"(?<![\w.,$€£#@/-])(?:(?P<between>between |from |entre |de )|{_HEDGE})?(?P<low>{_NUMBER})(?P<s1>{_SCALE})?"
    rf"(?: ?(?:-|to|and|a|et) ?(?P<high>{_NUMBER})(?P<s2>{_SCALE})?)?(?P<plus>\+)?{_WORDS_BETWEEN}"
)
_ROUND: dict[str, tuple[int, bool]] = {
    "dozens of": (12, True), "hundreds of": (100, True), "thousands of": (1_000, True), "millions of": (10**6, True),
    "tens of thousands of": (10_000, True), "hundreds of thousands of": (100_000, True),
    "half a million": (500_000, False), "a quarter of a million": (250_000, False), "a million": (10**6, False),
    "a quarter million": (250_000, False), "a thousand": (1_000, False), "a hundred": (100, False),
    "dizaines de": (10, True), "centaines de": (100, True), "milliers de": (1_000, True), "millions de": (10**6, True),
    "dizaines de milliers de": (10_000, True), "centaines de milliers de": (100_000, True),
    "un demi-million de": (500_000, False), "un millier de": (1_000, False), "une douzaine de": (12, False),
    "une dizaine de": (10, False), "une vingtaine de": (20, False), "une trentaine de": (30, False),
    "une quarantaine de": (40, False), "une cinquantaine de": (50, False), "une centaine de": (100, False),
}  # fmt: skip
"""Round numbers in words: the least that they can mean, and whether they say "at least"."""
ROUND = re.compile(
    r"(?<![\w.,-])(?:(?P<more>(?:over|more than|at least|(?:no|not) (?:fewer|less) than|plus d'|plus de|au moins"
    r"|pas moins d[e']) ?)"
    r"|(?:about|nearly|almost|some|pres d'|environ) ?)?(?<!\d )"
    rf"(?P<round>{'|'.join(sorted(_ROUND, key=len, reverse=True))})\b{_WORDS_BETWEEN}"
)
_VERBS: dict[str, str] = {
    "viewed": "views", "watched": "views", "played": "views", "read": "views", "seen": "views", "shared": "shares",
    "retweeted": "shares", "reposted": "shares", "liked": "likes", "vu": "views", "visionne": "views", "lu": "views",
    "partage": "shares", "aime": "likes", "relaye": "shares",
}  # fmt: skip
_COUNTED = rf" (?:{_HEDGE})?(?P<low>{_NUMBER})(?P<s1>{_SCALE})?(?: (?:to|and|a) (?P<high>{_NUMBER})(?P<s2>{_SCALE})?)?"
TIMES = re.compile(rf"\b(?P<verb>{'|'.join(_VERBS)})e?s?{_COUNTED}(?P<plus>\+)? (?:de )?(?:times|fois)\b")
FOLLOWED = re.compile(
    rf"\b(?:followed by|suivie?s? par){_COUNTED}(?P<plus>\+)? "
    r"(?:de |d')?(?:users|people|accounts|persons|utilisateurs|personnes|comptes)\b"
)
_HAN_BOUND = r"(?:(?P<at_least>超过|逾|至少|达到?|高达)|(?P<at_most>最多|不到|不足)|(?P<about>约|大约|近|将近))?"
_HAN_RANGE = rf"(?P<low>{_NUMBER})(?P<s1>{_SCALE})?(?:[至到~-](?P<high>{_NUMBER})(?P<s2>{_SCALE})?)?(?P<plus>\+|多|余)?"
_HAN_METRIC = "|".join(word for word in QUANTITIES if not word.isascii() and word not in {"账号", "帖子", "文章"})
_HAN_FIRST = re.compile(
    rf"(?P<unit>{_HAN_METRIC})(?:数量|数|量)?(?:已|为|有|是|[: ]{{1,2}})?{_HAN_BOUND}{_HAN_RANGE}(?!\d|年|月|日)"
)
_HAN_LAST = re.compile(
    rf"{_HAN_BOUND}{_HAN_RANGE} ?(?:名|个|次|条|位|篇)?"
    rf"(?:微信|微博|抖音|推特|脸书|新闻|公众|官方|虚假|的){{0,2}}(?P<unit>{_HAN_UNIT})"
)


class Figures:
    """Counts of what accounts and posts reached."""

    @property
    def name(self) -> str:
        return NAME

    def find(self, text: str, context: Context) -> tuple[Mention, ...]:
        """Figures by position; a bare number without a quantity is none."""
        folded = fold(text)
        if not any(char.isdigit() for char in folded) and not _IN_WORDS.search(folded):
            return ()
        matches = [(match, QUANTITIES[match["unit"]]) for match in PATTERN.finditer(folded)]
        matches += [(match, _VERBS[match["verb"]]) for match in TIMES.finditer(folded)]
        matches += [(match, "followers") for match in FOLLOWED.finditer(folded)]
        if not folded.isascii():
            matches += [
                (match, QUANTITIES[match["unit"]]) for one in (_HAN_FIRST, _HAN_LAST) for match in one.finditer(folded)
            ]
        mentions = [mention for match, quantity in matches if (mention := _figure(text, match, quantity)) is not None]
        mentions += [mention for match in ROUND.finditer(folded) if (mention := _rounded(text, match)) is not None]
        return kept(without_overlaps(mentions, _longest), context.skip)


_IN_WORDS = re.compile(
    rf"\b(?:{'|'.join(_WORDS)}|dozens|hundreds?|thousands?|millions?|milliers?|[a-z]{{3,9}}aines?)\b"
)
"""Numbers without figures."""


def _longest(mention: Mention) -> tuple[int, ...]:
    return mention.start - mention.end, mention.start


def _rounded(text: str, match: re.Match[str]) -> Mention | None:
    quantity = QUANTITIES[match["unit"]]
    least, more = _ROUND[match["round"]]
    if quantity in _NO_REACH or _OTHER_ACCOUNTS.search(match.group()):
        return None
    bound: Literal["at_least", "about"] = "at_least" if more or match["more"] else "about"
    return _mention(text, match.start(), match.end(), FigureDetails(quantity, least, least, None, bound))


def _figure(text: str, match: re.Match[str], quantity: str) -> Mention | None:
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
    if (match["low"] in {"one", "un"} and not match["s1"]) or ("." in match["low"] and low_scale is None):
        return None
    if _OTHER_ACCOUNTS.search(match.group()) or _PAGE.search(text, max(0, match.start() - 24), match.start()):
        return None
    alone = match.groupdict().get("between") and not match["high"]
    start = match.start("low") if alone else match.start()
    return _mention(text, start, match.end(), FigureDetails(quantity, low, high, None, bound))


_PAGE = re.compile(r"(?i)\b(?:page|p\.|sheet|feuille) ?\d{1,5} (?:of|sur|de) $")


def _mention(text: str, start: int, end: int, details: FigureDetails) -> Mention:
    return Mention("figure", start, end, text[start:end], None, details.quantity, 0.85, NAME, details)


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
        elif isinstance(details, FigureDetails) and details.quantity != "accounts":
            found = account if account is not None and _near(text, mentions[account].end, mention.start) else None
            if found is None and _LEADS.search(text, max(0, mention.start - 12), mention.start):
                found = _next_account(text, mentions, index)
            if found is not None:
                result[index] = replace(mention, details=replace(details, of=found))
                result[found] = _followed(result[found], details)
    return result


_LEADS = re.compile(r"(?:^|[.!?\n] ?|\bWith |\bAvec |\bBoasting )$")
"""A figure that opens its sentence speaks of the account that follows: "With 164,000 subscribers, the channel ..."."""


def _near(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    return len(between) <= BIND_CHARACTERS and not _SAME.search(between)


def _next_account(text: str, mentions: Sequence[Mention], index: int) -> int | None:
    for further in range(index + 1, min(index + 4, len(mentions))):
        details = mentions[further].details
        if isinstance(details, AccountDetails) and (details.name or details.handle):
            return further if _near(text, mentions[index].end, mentions[further].start) else None
    return None


def _followed(account: Mention, figure: FigureDetails) -> Mention:
    """The account with the followers that the text states, unless it is only a limit from above."""
    details = account.details
    if not isinstance(details, AccountDetails) or details.followers is not None:
        return account
    if figure.quantity != "followers" or figure.bound == "at_most" or figure.low != figure.high:
        return account
    return replace(account, details=replace(details, followers=figure.low))
