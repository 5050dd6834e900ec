"""What TimeML marks without a calendar value: now, recently, in future; every week; and parts of the day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.lexicon import FULL_WEEKDAYS, MONTH, NUMBERS, UNITS, either
from indexer.entities.dates.values import Value, shifted

_PRESENT = (
    r"(?<!will )(?<!week )(?<!weeks )(?<!month )(?<!months )(?<!year )(?<!years )now(?! that)|currently|presently"
    r"|at present|at the moment|at this (?:time|point|stage)|right now|nowadays"
    r"|these days"
    r"|(?<!up )to date|present day|maintenant|actuellement|presentement|a l'heure actuelle|en ce moment|de nos jours"
    r"|a ce jour"
)
_PAST = (
    r"recently|(?<!most )recent(?= (?:years?|months?|weeks?|days?)\b)|in (?:recent|past) (?:years|months|weeks|days)"
    r"|in the (?:recent |distant )?past(?! (?:\w+ )?(?:day|week|month|year|decade|centur|quarter|few))"
    r"|once upon a time|long ago|lately|recemment|dernierement"
    r"|autrefois|jadis|par le passe|naguere|ces derniers temps"
)
_FUTURE = (
    r"in (?:the )?(?:near |foreseeable |not too distant )?future|in the (?:coming|next few) (?:years|months|weeks"
    r"|days)"
    r"|(?<!as )soon(?! (?:as|after))|shortly(?! (?:after|before|there))|a l'avenir"
    r"|dans un (?:proche )?avenir(?: proche)?|prochainement|bientot"
)
REFERENCE = re.compile(rf"(?<![\w-])(?:(?P<present>{_PRESENT})|(?P<past>{_PAST})|(?P<future>{_FUTURE}))(?![\w-])")
HAN_REFERENCE = re.compile(
    "(?P<present>目前|现在|現在|如今|当前|當前)|(?P<past>最近|近日|近期|此前|以前)|(?P<future>将来|将來|未来|未來|不久)"
)

_UNIT = either(UNITS)
_WEEKDAY = either(FULL_WEEKDAYS)
EVERY = re.compile(
    rf"\b(?:(?:every|each|chaque) (?:(?P<n>{either(NUMBERS)}|other|second|\d{{1,3}}) )?(?:(?P<u>{_UNIT})"
    rf"|(?P<d>{_WEEKDAY})"
    rf"|(?P<m>{MONTH}))\b|tou(?:te)?s les (?:(?P<fn>{either(NUMBERS)}|\d{{1,3}}) )?(?:(?P<fu>{_UNIT})"
    rf"|(?P<fd>{_WEEKDAY})s?)\b"
    r"|(?P<a>daily|weekly|biweekly|monthly|quarterly|yearly|annually|quotidiennement|hebdomadairement|mensuellement"
    r"|annuellement)\b(?! (?:[a-z]+ )?(?:news|star|mail|telegraph|brief|editorial|bulletin|digest|report|summary"
    r"|mirror|express|times))"
    r"|(?:once|twice|\d{1,3} times|une fois|deux fois) (?:a|per|par) (?P<pu>day|week|month|year|jour|semaine|mois"
    r"|an)\b)"
    r"|每(?P<z>天|日|周|週|星期|月|年)"
)
_ADVERBS = {
    "daily": "P1D", "weekly": "P1W", "biweekly": "P2W", "monthly": "P1M", "quarterly": "P3M", "yearly": "P1Y",
    "annually": "P1Y", "quotidiennement": "P1D", "hebdomadairement": "P1W", "mensuellement": "P1M",
    "annuellement": "P1Y",
}  # fmt: skip
_LETTERS = {"day": "{}D", "week": "{}W", "month": "{}M", "year": "{}Y", "hour": "T{}H"}
_HAN = {"天": "P1D", "日": "P1D", "周": "P1W", "週": "P1W", "星期": "P1W", "月": "P1M", "年": "P1Y"}

PART_OF_DAY = re.compile(
    r" ?,? ?(?:in the |au |dans la |le )?(?P<p>early morning|morning|afternoon|evening|night|matin|apres-midi|soir"
    r"|soiree|nuit)\b"
)
_PARTS = {"early morning": "MO", "morning": "MO", "matin": "MO", "afternoon": "AF", "apres-midi": "AF",
          "evening": "EV", "soir": "EV", "soiree": "EV", "night": "NI", "nuit": "NI"}  # fmt: skip
THIS_PART = re.compile(
    r"\b(?:this (?P<p>morning|afternoon|evening)|(?P<t>tonight|last night)|ce (?P<f>matin|soir)|cette nuit)\b"
)


def references(folded: str) -> Iterator[Atom]:
    """Atoms whose TIMEX3 value says PRESENT_REF, PAST_REF or FUTURE_REF, without a calendar value."""
    for pattern in (REFERENCE,) if folded.isascii() else (REFERENCE, HAN_REFERENCE):
        for match in pattern.finditer(folded):
            name = next(name for name in ("present", "past", "future") if match[name])
            named = Value(None, f"{name.upper()}_REF")
            yield Atom(match.start(), match.end(), value=named, basis="relative", confidence=0.4)


def repeated(text: str, folded: str) -> Iterator[Atom]:
    """Atoms whose TIMEX3 value is a SET: "every Monday"; not the "Daily" of a newspaper's name."""
    for match in EVERY.finditer(folded):
        if match["a"] and _in_a_name(text, *match.span()):
            continue
        repeated = Value(None, _period(match), kind="SET")
        yield Atom(match.start(), match.end(), value=repeated, confidence=0.6)


_CAPITAL_BEFORE = re.compile(r"(?:^|[^\w])[^\W\d_a-z][\w'’.-]{0,40}[ ]$")
_NAME_CHARACTERS = 44


def _in_a_name(text: str, start: int, end: int) -> bool:
    """True for a capital beside another capital: "Canadian Chinese Daily", "Weekly Standard"."""
    if not text[start].isupper():
        return False
    before = _CAPITAL_BEFORE.search(text, max(0, start - _NAME_CHARACTERS), start)
    return before is not None or (text[end : end + 1] == " " and text[end + 1 : end + 2].isupper())


def parts_of_today(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of a part of the document's day: "this morning"."""
    for match in THIS_PART.finditer(folded):
        day = base and shifted(base, -(match["t"] == "last night"), "day")
        part = "NI" if match["t"] or not (match["p"] or match["f"]) else _PARTS[match["p"] or match["f"]]
        value = Value(day.isoformat(), f"{day.isoformat()}T{part}", day, day, "TIME") if day else Value(None, None)
        yield Atom(*match.span(), value=value, basis="relative", confidence=0.75 if day else 0.3)


def _period(match: re.Match[str]) -> str:
    """The TIMEX3 value of a SET: P2W for every other week, XXXX-WXX-1 for every Monday."""
    if match["z"]:
        return _HAN[match["z"]]
    if match["a"]:
        return _ADVERBS[match["a"]]
    day = match["d"] or match["fd"]
    if day:
        return f"XXXX-WXX-{FULL_WEEKDAYS[day] + 1}"
    if match["m"]:
        return "P1Y"
    written = match["n"] or match["fn"] or "1"
    number = 2 if written in {"other", "second"} else int(written) if written.isdigit() else NUMBERS[written]
    return "P" + _LETTERS[UNITS[match["u"] or match["fu"] or match["pu"]]].format(number)


def part_after(folded: str, end: int) -> tuple[int, str] | None:
    """Where a part of the day ends that stands at `end`, and its TIMEX3 letters; None where there is none."""
    match = PART_OF_DAY.match(folded, end, end + 24)
    return (match.end(), _PARTS[match["p"]]) if match else None
