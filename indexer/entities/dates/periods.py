"""Quarters, fiscal years, seasons and bare years."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import ORDINALS, SEASON_WORDS, either
from indexer.entities.dates.numeric import unsettled_fiscal_year
from indexer.entities.dates.values import (
    Partial,
    Value,
    fiscal_quarter,
    fiscal_year,
    half,
    marked,
    quarter,
    season,
)

_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_FISCAL = r"(?:fy|fiscal(?: years?)?|exercices?(?: financiers?)?|annees? financieres?)"
_END = r"(?![\w-]|[./,]\d)"

QUARTER = re.compile(
    rf"(?<![\w./-])(?:the )?(?:(?P<l>[qt])(?P<n>[1-4])|(?P<o>{either(ORDINALS)})[ -](?:fiscal )?"
    r"(?:quarter|trimestre|quart))"
    rf"(?:,? (?:of |de (?:l')?|du |in )?(?:the )?| ?)(?P<f>{_FISCAL} ?)?(?P<y>{_YEAR})"
    rf"(?: ?[-/] ?(?P<e>\d{{4}}|\d\d))?{_END}"
)
QUARTER_AFTER = re.compile(
    rf"(?<![\w./-])(?P<y>{_YEAR})(?:[ -]|,? (?:the )?)?(?:(?P<l>[qth])(?P<n>[1-4])"
    rf"|(?P<o>{either(ORDINALS)})[ -](?:quarter|trimestre))(?!\w)"
)
HALF = re.compile(
    rf"(?<![\w./-])(?:the |la |le )?(?:h(?P<n>[12]),? ?|(?P<o>first|second|1st|2nd|premiere?|deuxieme) "
    rf"(?:half|moitie|semestre) (?:of |de |d')?(?:the year |l'annee )?)(?P<y>{_YEAR}){_END}"
)
QUARTER_ALONE = re.compile(
    rf"(?<![\w./-])(?:the |le |au )?(?:(?P<l>[qt])(?P<n>[1-4])|(?P<o>{either(ORDINALS)})(?P<h>[ -])"
    r"(?:quarter|trimestre))"
    r"(?:(?: of| de)? (?P<w>this|last|next|cette|the) (?:year|annee)\b)?(?![\w-]| ?\d| final| fiscal)"
)
FISCAL = re.compile(rf"(?<![\w-])(?P<f>{_FISCAL}) ?(?P<y>{_YEAR})(?: ?[-/] ?(?P<e>\d{{4}}|\d\d))?{_END}")
SEASON = re.compile(
    rf"(?<![\w'-])(?:l')?(?:(?P<part>early|mid|late)[ -])?(?P<s>{either(SEASON_WORDS)}),? (?:of |de |d')?"
    rf"(?P<y>{_YEAR}){_END}"
)
YEAR = re.compile(
    rf"(?:(?<![\w.,$€£#@/:-])|(?<=\b(?:mid|pre)-)|(?<=\b(?:late|post)-)|(?<=\bearly-))(?P<y>{_YEAR})(?![\w%]|-\w|[./:]\d|,\d{{3}})"
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|till|en|depuis|before|after|during|from|between|to|and|through|year|years|annee|l'an|"
    r"around|circa|vers|late|early|mid|fin|debut|avant|apres|des|entre|through|of fiscal|"
    r"(?:end|beginning|start|rest|most|half|part|summer|fall|spring|winter|fin|cours) (?:of|de)"
    r"|not|nor|except|excluding|sauf|hors|courant) (?:the )?"
    r"|\b(?:mid|early|late|pre|post)-|\(|; )$"
)
_YEAR_AFTER = re.compile(
    r" (?:(?:[^\W\d_][\w'-]*) ){0,2}(?:elections?|campaign|budget|report|census|referendum|leadership|fiscal|survey|"
    r"platform|olympics|summit|attacks?|protests?|season|presidential|federal|general)\b|'s\b|\)"
)
_WRONG_BEFORE = re.compile(r"(?:page|room|suite|section|no\.|number|box|bill|unit|\bp\.|#) ?$")


def periods(text: str, folded: str) -> Iterator[Atom]:
    """Atoms for spans longer than a month."""
    for match in QUARTER.finditer(folded):
        yield from _quarter(match)
    for match in QUARTER_AFTER.finditer(folded):
        number = int(match["n"]) if match["n"] else ORDINALS[match["o"]]
        if match["l"] != "h" or number <= 2:
            year = int(match["y"])
            value = half(year, number) if match["l"] == "h" else quarter(year, number)
            yield Atom(*match.span(), value=value, confidence=0.85)
    for match in HALF.finditer(folded):
        number = int(match["n"]) if match["n"] else 1 if match["o"].startswith(("f", "1", "p")) else 2
        yield Atom(*match.span(), value=half(int(match["y"]), number), confidence=0.85)
    for match in FISCAL.finditer(folded):
        yield from _fiscal(match)
    for match in SEASON.finditer(folded):
        value = season(int(match["y"]), SEASON_WORDS[match["s"]])
        yield Atom(*match.span(), value=marked(value, "~") if match["part"] else value)
    for match in YEAR.finditer(folded):
        if _WRONG_BEFORE.search(folded, max(0, match.start() - 12), match.start()):
            continue
        cued: object = _YEAR_BEFORE.search(folded, max(0, match.start() - 24), match.start()) or _YEAR_AFTER.match(
            folded, match.end(), match.end() + 48
        )
        cued = cued or _year_of_a_thing(text, folded, match)
        yield Atom(*match.span(), Partial(int(match["y"])), weak=not cued, confidence=0.85)


_THE = re.compile(r"\b(?:the|its|their|his|her|our|this|a|an|last|le|la|du|de la|au|aux|des|les|sa|son|leur) $")
_THING = re.compile(r" [a-z]{3,}")
_ADDRESSEES = re.compile(r"(?:TO|FM|INFO|ZEN) [A-Z]")
"""Lines of a telegram end with numbers of messages."""
_COUNTED = re.compile(
    r" (?:people|persons|words|pages|copies|km|kilomet|miles|dollars|euros|employees|accounts|posts|tweets|users"
    r"|members"
    r"|votes|jobs|points|troops|men|women|children|units|homes|cases|deaths|personnes|mots|comptes|membres|voix"
    r"|others"
    r"|followers|likes|views|shares|times|years|days|hours|tons|tonnes|students|workers)"
)
FIRST_BARE_YEAR = 1850
LAST_BARE_YEAR = 2039
"""Figures outside are more often counts than years, where no word says that a year is meant."""


def _year_of_a_thing(text: str, folded: str, match: re.Match[str]) -> bool:
    """ "the 1991 settlement", "the 2008 Games", "Conference 2010" at the end of a line: not a count of things."""
    if not FIRST_BARE_YEAR <= int(match["y"]) <= LAST_BARE_YEAR or _COUNTED.match(folded, match.end()):
        return False
    after = text[match.end() : match.end() + 3]
    if _THE.search(folded, max(0, match.start() - 8), match.start()) and _THING.match(folded, match.end()):
        return True
    if (
        after[:1] == " "
        and after[1:2].isupper()
        and folded[max(0, match.start() - 2) : match.start()].strip().isalpha()
    ):
        return True
    line = text[
        max(text.rfind("\n", max(0, match.start() - 60), match.start()) + 1, match.start() - 60) : match.start()
    ]
    if _ADDRESSEES.match(line):
        return False
    before = text[max(0, match.start() - 30) : match.start()].split()
    word = before[-1] if before and after[:1] in {"\n", ""} else ""
    return len(word) > 2 and word[0].isupper() and word.isalpha()


_QUARTER_BEFORE = re.compile(r"\b(?:in|during|for|since|by|au|en|of|pendant|durant)(?: the| le)? $")
_QUARTER_AFTER = re.compile(
    r" (?:net |operating )?(?:results?|profits?|earnings|revenues?|sales|loss(?:es)?|growth|figures|report)\b"
)


def periods_near(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms that need `base`: "Q3", "the third quarter of this year", "third-quarter results"."""
    for match in QUARTER_ALONE.finditer(folded):
        number = int(match["n"]) if match["n"] else ORDINALS[match["o"]]
        cued = (
            match["w"]
            or match["h"] == "-"
            or _QUARTER_BEFORE.search(folded, max(0, match.start() - 12), match.start())
            or _QUARTER_AFTER.match(folded, match.end(), match.end() + 24)
        )
        if not cued or match["o"] == "last":
            continue
        value = Value(None, None)
        if base is not None:
            step = {"last": -1, "next": 1}.get(match["w"] or "", 0)
            later = not match["w"] and number > (base.month + 2) // 3
            value = quarter(base.year + step - later, number)
        yield Atom(*match.span(), value=value, basis="relative", confidence=0.6 if base else 0.3)


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
