"""Quarters, fiscal years, seasons, decades and bare years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import ORDINALS, SEASON_WORDS, either
from indexer.entities.dates.numeric import unsettled_fiscal_year
from indexer.entities.dates.values import (
    Part,
    Partial,
    Value,
    decade,
    fiscal_quarter,
    fiscal_year,
    marked,
    part_of,
    quarter,
    season,
)

_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_FISCAL = r"(?:fy|fiscal(?: years?)?|exercices?(?: financiers?)?|annees? financieres?)"
_END = r"(?![\w-]|[./,]\d)"

QUARTER = re.compile(
    rf"(?<![\w./-])(?:the )?(?:(?P<l>[qt])(?P<n>[1-4])|(?P<o>{either(ORDINALS)}) (?:fiscal )?(?:quarter|trimestre))"
    rf"(?:,? (?:of |de |in )?(?:the )?| ?)(?P<f>{_FISCAL} ?)?(?P<y>{_YEAR})(?: ?[-/] ?(?P<e>\d{{4}}|\d\d))?{_END}"
)
FISCAL = re.compile(rf"(?<![\w-])(?P<f>{_FISCAL}) ?(?P<y>{_YEAR})(?: ?[-/] ?(?P<e>\d{{4}}|\d\d))?{_END}")
SEASON = re.compile(
    rf"(?<![\w'-])(?:l')?(?:(?P<part>early|mid|late)[ -])?(?P<s>{either(SEASON_WORDS)}),? (?:of |de |d')?"
    rf"(?P<y>{_YEAR}){_END}"
)
DECADE = re.compile(
    r"(?<![\w.,$-])(?:(?P<part>early|mid|late)[ -](?:the )?)?(?:(?:the )?(?P<y>1[5-9]\d0|20\d0)'?s\b"
    r"|annees (?P<fr>1[5-9]\d0|20\d0)\b)"
)
YEAR = re.compile(rf"(?<![\w.,$€£#@/:-])(?P<y>{_YEAR})(?![\w%]|-\w|[./:]\d|,\d{{3}})")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|till|en|depuis|before|after|during|from|between|to|and|through|year|years|annee|l'an|"
    r"around|circa|vers|late|early|mid|fin|debut|avant|apres|des|entre|through|of fiscal|"
    r"(?:end|beginning|start|rest|most|half|part|summer|fall|spring|winter|fin|cours) (?:of|de)|courant) (?:the )?"
    r"|\bmid-|\bearly-|\blate-|\(|; )$"
)
_YEAR_AFTER = re.compile(
    r" (?:(?:[^\W\d_][\w'-]*) ){0,2}(?:elections?|campaign|budget|report|census|referendum|leadership|fiscal|survey|"
    r"platform|olympics|summit|attacks?|protests?|season|presidential|federal|general)\b|'s\b|\)"
)
_WRONG_BEFORE = re.compile(r"(?:page|room|suite|section|no\.|number|box|bill|unit|\bp\.|#) ?$")


_PARTS: dict[str, Part] = {"early": "early", "mid": "mid", "late": "late"}


def periods(folded: str) -> Iterator[Atom]:
    """Atoms for spans longer than a month."""
    for match in QUARTER.finditer(folded):
        yield from _quarter(match)
    for match in FISCAL.finditer(folded):
        yield from _fiscal(match)
    for match in SEASON.finditer(folded):
        value = season(int(match["y"]), SEASON_WORDS[match["s"]])
        yield Atom(*match.span(), value=marked(value, "~") if match["part"] else value)
    for match in DECADE.finditer(folded):
        value = decade(int(match["y"] or match["fr"]))
        yield Atom(*match.span(), value=part_of(value, _PARTS[match["part"]]) if match["part"] else value)
    for match in YEAR.finditer(folded):
        if _WRONG_BEFORE.search(folded, max(0, match.start() - 12), match.start()):
            continue
        cued = _YEAR_BEFORE.search(folded, max(0, match.start() - 24), match.start()) or _YEAR_AFTER.match(
            folded, match.end(), match.end() + 48
        )
        yield Atom(*match.span(), Partial(int(match["y"])), weak=not cued, confidence=0.85)


def _quarter(match: re.Match[str]) -> Iterator[Atom]:
    number = int(match["n"]) if match["n"] else ORDINALS[match["o"]]
    year, end = int(match["y"]), match["e"]
    if match["f"] or end:
        if end and int(end) % 100 != (year + 1) % 100:
            return
        value = fiscal_quarter(year, number) if end else Value(None, f"FY{year}-Q{number}")
        yield Atom(*match.span(), value=value, confidence=0.9 if end else 0.5)
    else:
        yield Atom(*match.span(), value=quarter(year, number), confidence=0.85)


def _fiscal(match: re.Match[str]) -> Iterator[Atom]:
    year, end = int(match["y"]), match["e"]
    if end is None:
        yield Atom(*match.span(), value=unsettled_fiscal_year(year), confidence=0.5)
    elif int(end) % 100 == (year + 1) % 100:
        yield Atom(*match.span(), value=fiscal_year(year))
