"""Quarters, fiscal years, seasons, decades and bare years."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import ORDINALS, SEASON_WORDS, either
from indexer.entities.dates.numeric import unsettled_fiscal_year
from indexer.entities.dates.values import (
    Part,
    Partial,
    Value,
    days,
    decade,
    fiscal_quarter,
    fiscal_year,
    half,
    marked,
    part_of,
    quarter,
    season,
    shifted,
)

_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_FISCAL = r"(?:fy|fiscal(?: years?)?|exercices?(?: financiers?)?|annees? financieres?)"
_END = r"(?![\w-]|[./,]\d)"

QUARTER = re.compile(
    rf"(?<![\w./-])(?:the )?(?:(?P<l>[qt])(?P<n>[1-4])|(?P<o>{either(ORDINALS)}) (?:fiscal )?(?:quarter|trimestre))"
    rf"(?:,? (?:of |de |in )?(?:the )?| ?)(?P<f>{_FISCAL} ?)?(?P<y>{_YEAR})(?: ?[-/] ?(?P<e>\d{{4}}|\d\d))?{_END}"
)
QUARTER_AFTER = re.compile(
    rf"(?<![\w./-])(?P<y>{_YEAR})(?:[ -]|,? (?:the )?)?(?:(?P<l>[qth])(?P<n>[1-4])"
    rf"|(?P<o>{either(ORDINALS)}) (?:quarter|trimestre))(?!\w)"
)
HALF = re.compile(
    rf"(?<![\w./-])(?:the |la |le )?(?:h(?P<n>[12]),? ?|(?P<o>first|second|1st|2nd|premiere?|deuxieme) "
    rf"(?:half|moitie|semestre) (?:of |de |d')?(?:the year |l'annee )?)(?P<y>{_YEAR}){_END}"
)
QUARTER_ALONE = re.compile(
    rf"(?<![\w./-])(?:the |le |au )?(?:(?P<l>[qt])(?P<n>[1-4])|(?P<o>{either(ORDINALS)}) (?:quarter|trimestre))"
    r"(?:(?: of| de)? (?P<w>this|last|next|cette|the) (?:year|annee)\b)?(?![\w-]| ?\d| final| fiscal)"
)
THE_UNIT = re.compile(
    r"\b(?:(?:at |by |from |since |until |before |au |a |des |depuis )?(?:the |le |la )?(?:very )?"
    r"(?P<p>beginning|start|end|middle|first part|debut|fin|milieu) (?:of |de |d')"
    r"(?:the |this |la |l'|cette |ce |du )?|(?P<q>early|late|earlier|later|mid|plus tard|tot) "
    r"(?:in (?:the )?|this |cette |ce |dans l'|l'))(?P<u>week|month|year|semaine|mois|annee)\b(?! (?:of|prochaine?"
    r"|derniere?))"
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
    for match in DECADE.finditer(folded):
        value = decade(int(match["y"] or match["fr"]))
        yield Atom(*match.span(), value=part_of(value, _PARTS[match["part"]]) if match["part"] else value)
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
    before = text[max(0, match.start() - 30) : match.start()].split()
    word = before[-1] if before and after[:1] in {"\n", ""} else ""
    return len(word) > 2 and word[0].isupper() and word.isalpha()


_QUARTER_BEFORE = re.compile(r"\b(?:in|during|for|since|by|au|en|of|pendant|durant)(?: the| le)? $")


def periods_near(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms that need `base`: "Q3", "the third quarter of this year", "the beginning of the year"."""
    for match in QUARTER_ALONE.finditer(folded):
        number = int(match["n"]) if match["n"] else ORDINALS[match["o"]]
        cued = match["w"] or _QUARTER_BEFORE.search(folded, max(0, match.start() - 12), match.start())
        if not cued or match["o"] == "last":
            continue
        value = Value(None, None)
        if base is not None:
            step = {"last": -1, "next": 1}.get(match["w"] or "", 0)
            later = not match["w"] and number > (base.month + 2) // 3
            value = quarter(base.year + step - later, number)
        yield Atom(*match.span(), value=value, basis="relative", confidence=0.6 if base else 0.3)
    for match in THE_UNIT.finditer(folded):
        value = _unit_part(match, base) if base else Value(None, None)
        yield Atom(*match.span(), value=value, basis="relative", confidence=0.6 if value.edtf else 0.3)


def _unit_part(match: re.Match[str], base: dt.date) -> Value:
    """The early, middle or late part of the base's week, month or year."""
    unit = {"semaine": "week", "mois": "month", "annee": "year"}.get(match["u"], match["u"])
    if unit != "week":
        part = _PARTS_OF[match["p"] or match["q"]]
        return part_of(Partial(base.year, base.month if unit == "month" else None).value, part)
    monday = shifted(base, -base.weekday(), "day")
    sunday = monday and shifted(monday, 6, "day")
    if monday is None or sunday is None:
        return Value(None, None)
    year, week, _ = monday.isocalendar()
    return marked(days(monday, sunday, f"{year:04d}-W{week:02d}"), "~")


_PARTS_OF: dict[str, Part] = {
    "beginning": "early", "start": "early", "first part": "early", "debut": "early", "early": "early",
    "earlier": "early", "tot": "early", "middle": "mid", "milieu": "mid", "mid": "mid", "end": "late", "fin": "late",
    "late": "late", "later": "late", "plus tard": "late",
}  # fmt: skip


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
