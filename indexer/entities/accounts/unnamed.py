"""Unnamed and collective mentions: "over 30 WeChat news accounts", "the embassy's Twitter account"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.accounts.found import MASK, Found, Reading

_P = MASK + "{1,60}"
_PS = rf"(?P<p>{_P}(?:(?:, ?(?:and |et |or )?| and | et | or | ou | ?/ ?| & ){_P}){{0,8}})"
_NOUN = r"(?i:accounts?|channels?|pages?|profiles?|groups?|personas)\b"
_NOUN_FR = r"(?i:comptes?|chaînes?|chaines?|pages?|canal|canaux|profils?|groupes?)\b"
_QUALIFIERS = r"(?:(?!(?:accounts?|comptes?|channels?|pages?) )[A-Za-zà-ÿ][\w'-]{0,20} ){0,4}?"
ENGLISH = re.compile(rf"{_PS}(?:'s)? {_QUALIFIERS}{_NOUN}")
_VERBS_FR = r"(?:ont|sont|est|a|été|par|rendus?|tenu|et|qui|que|bancaires?|publics?)\b"
FRENCH = re.compile(
    rf"{_NOUN_FR} (?:(?!{_VERBS_FR})[a-zà-ÿ][\w'-]{{0,20}} ){{0,6}}?(?:(?:sur|de|d'|en|dans) ?)?"
    rf"(?:la plateforme )?{_PS}"
)
CHINESE = re.compile(
    rf"(?:多个|数个|\d{{1,4}}个|一些|大量)?(?P<p>{_P})(?:新闻)?(?:账号|帐号|帳號|帳戶|账户|群组|群|频道)"
)
_LEAD = re.compile(
    r"(?i:\b(?:(?:over|more than|at least|about|around|approximately|nearly|some|dozens of|hundreds of|thousands of|"
    r"an? (?:coordinated )?network of|plus de|environ|près de|un réseau (?:coordonné )?de|the|a|an|its|their|his|her|"
    r"le|la|les|des|un|une|several|many|multiple|numerous|various|other|these|those|plusieurs|ces|official|anonymous|"
    r"coordinated|inauthentic|[a-z]+'s|\d[\d,]{0,9}(?! (?:the|an?|its|their|his|her) )|two|three|four|five|six|seven|"
    r"eight|nine|ten|twenty|thirty|trente) ){1,5})$"
)
"""A number before an article is a footnote's, not a count."""


def unnamed_accounts(reading: Reading) -> Iterator[Found]:
    """Mentions of accounts without a name: value None, one for each platform of the phrase."""
    if MASK not in reading.masked:
        return
    for pattern in (ENGLISH, FRENCH, CHINESE):
        for match in pattern.finditer(reading.masked):
            lead = _LEAD.search(reading.masked, max(0, match.start() - 60), match.start())
            start = lead.start() if lead else match.start()
            for platform in reading.in_group(match):
                yield Found(start, match.end(), platform, "phrase", confidence=0.8, priority=9)
