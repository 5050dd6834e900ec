"""Spans longer than a year, and fiscal years told from the document's date: the 1990s, the past decade."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.values import (
    FISCAL_MONTH,
    Part,
    Value,
    century,
    days,
    decade,
    fiscal_year,
    part_of,
    shifted,
)

DECADE = re.compile(
    r"(?<![\w.,$-])(?:(?P<part>early|mid|late)[ -](?:the )?)?(?:(?:the )?(?P<y>1[5-9]\d0|20\d0)'?s\b"
    r"|annees (?P<fr>1[5-9]\d0|20\d0)\b)"
)
CENTURY = re.compile(
    r"(?<![\w.,$-])(?:the |le |du |au )?(?:(?P<n>1\d|2[01]|[2-9])(?:th|st|nd|rd|e|eme)[ -](?:century|siecle)"
    r"|(?P<r>x{1,2}i?|xi?[vx]|x?vi{1,3}|xi{1,3})e siecle)\b"
)
NEAR = re.compile(
    r"\b(?:the |la |le |ce )?(?:(?P<w>last|past|previous|this|current|next|coming) (?P<u>decade|century)"
    r"|(?P<fu>decennie|siecle) (?P<fw>derniere?|passee?|precedente?|prochaine?|en cours)|(?P<c>cette decennie"
    r"|ce siecle))\b"
)
FISCAL = re.compile(
    r"\b(?:(?:the )?(?:very )?(?P<p>beginning|start|end) of )?(?:the |this |l'|cet |le )?"
    r"(?:(?P<w>last|past|previous|current|next|coming|dernier|prochain) )?"
    r"(?:(?:fiscal|financial) year|exercice(?: financier)?(?= (?:en cours|precedent|prochain))"
    r"|(?<=dernier )exercice|(?<=prochain )exercice|annee financiere(?= (?:en cours|precedente|prochaine)))"
    r"(?: (?P<f>en cours|precedente?|prochaine?))?(?! ?\d| (?:of|de|ended|ending|which)\b)"
)
_THIS = re.compile(r"(?:the|this|cet|l'|le) ?(?:current )?")
_STEP = {
    "last": -1, "past": -1, "previous": -1, "dernier": -1, "derniere": -1, "passe": -1, "passee": -1,
    "precedent": -1, "precedente": -1, "next": 1, "coming": 1, "prochain": 1, "prochaine": 1,
}  # fmt: skip
_ROMAN = {"x": 10, "v": 5, "i": 1}
_PARTS: dict[str, Part] = {"early": "early", "mid": "mid", "late": "late"}
UNSETTLED = Value(None, None)


def eras(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of decades, centuries and of fiscal years without their number; the latter need `base`."""
    for match in DECADE.finditer(folded):
        value = decade(int(match["y"] or match["fr"]))
        yield Atom(*match.span(), value=part_of(value, _PARTS[match["part"]]) if match["part"] else value)
    for match in CENTURY.finditer(folded):
        number = int(match["n"]) if match["n"] else _roman(match["r"])
        yield Atom(*match.span(), value=century(number - 1))
    for match in NEAR.finditer(folded):
        word, unit = match["w"] or match["fw"] or "", match["u"] or match["fu"] or match["c"]
        value = UNSETTLED if base is None else _near(base, word, unit)
        yield Atom(*match.span(), value=value, basis="relative", confidence=0.6 if base else 0.3)
    for match in FISCAL.finditer(folded):
        yield from _fiscal(match, base)


def _near(base: dt.date, word: str, unit: str) -> Value:
    """ "last decade" is the one of the calendar, "the past decade" the ten years up to the document."""
    step = _STEP.get(word, 0)
    if word == "past":
        years = 10 if "dec" in unit else 100
        start = shifted(base, -years, "year")
        span = days(start, base) if start else UNSETTLED
        return Value(span.edtf, f"P{years}Y", span.lower, span.upper, "DURATION")
    if "dec" in unit:
        first = base.year - base.year % 10 + 10 * step
        return decade(first) if 0 < first <= 9990 else UNSETTLED
    first = base.year // 100 + step
    return century(first) if 0 < first <= 99 else UNSETTLED


def _roman(written: str) -> int:
    figures = [_ROMAN[char] for char in written]
    return sum(-one if one < after else one for one, after in zip(figures, [*figures[1:], 0], strict=True))


def _fiscal(match: re.Match[str], base: dt.date | None) -> Iterator[Atom]:
    """ "this fiscal year": the federal one (April to March) that holds the document's date, and not very sure."""
    word = match["w"] or match["f"]
    if word is None and match["p"] is None and not _THIS.match(match.group()):
        return
    if base is None:
        yield Atom(*match.span(), value=UNSETTLED, basis="relative", confidence=0.3)
        return
    year = base.year - (base.month < FISCAL_MONTH) + _STEP.get(word or "", 0)
    whole = fiscal_year(year)
    yield Atom(
        *match.span(), value=Value(whole.edtf, f"FY{year + 1}", whole.lower, whole.upper),
        basis="relative", confidence=0.5,
    )  # fmt: skip
