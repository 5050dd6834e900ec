"""Words beside a date that change what it means: before, since, about, early in, three days after."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.entities.dates.lexicon import NUMBERS, UNITS, either
from indexer.entities.dates.settling import Settled
from indexer.entities.dates.values import Part, Value, before, day_value, marked, part_of, shifted, since

_PREFIXES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![\w-])(?:{pattern})$"))
    for name, pattern in (
        ("approx", r"in or around |on or about |at or around |on or around |(?:around|about|circa|ca\.|approximately|"
                   r"approx\.?|roughly|environ|vers)(?: le| the)? |c\. ?|aux alentours (?:du |de |d')|autour (?:du "
                   r"|de |d')|~ ?"),
        ("early", r"early(?: in)?[ -]|(?:the )?(?:beginning|start|early part|first part) of |(?:au |le |du )?debut "
            r"(?:de |d'|du mois de )?"),
        ("mid", r"mid[ -]|(?:the )?middle of |(?:a la |la )?mi-|(?:au )?milieu (?:de |d'|du mois de )"),
        ("late", r"late(?: in)?[ -]|(?:the )?(?:end|latter part) of |(?:a )?(?:la )?fin (?:de |d'|du mois de )?"
            r"|later in "),
        ("uncertain", r"(?:possibly|perhaps|peut-etre|probably|probablement)(?: [^\W\d_]{2,16}){0,2} (?:on|in|le"
            r"|en) |possibly |perhaps |peut-etre "),
        ("before", r"(?:no later than|not later than|prior to|before|until|till|up to|au plus tard(?: le| en)?|avant"
            r"(?: le)?|"
                   r"jusqu'(?:au|en|a)|d'ici(?: le| au)?|(?<!posted )(?<!written )by) (?:the )?"),
        ("since", r"(?:since|depuis|after|following|a partir (?:du|de)|a compter (?:du|de)|as of|from|starting(?: on"
            r"| in)?|apres)(?: le)? "),
    )
)  # fmt: skip
_AS_SINCE = re.compile(r"(?:as of|from|starting(?: on| in)?|following|apres(?: le)?|after) $")
_OPEN = re.compile(r"^ ?(?:onwards?|and after|et apres|forward)\b")
PREFIX_LENGTH = 44


def modified(item: Settled, folded: str) -> Settled:
    """The date as the words before it limit it, innermost first: "before early September"."""
    for _ in range(3):
        changed = _once(item, folded)
        if changed is None:
            return item
        item = changed
    return item


def _once(item: Settled, folded: str) -> Settled | None:
    if item.value.edtf is None:
        return None
    left = max(0, item.start - PREFIX_LENGTH)
    for name, pattern in _PREFIXES:
        match = pattern.search(folded, left, item.start)
        if match:
            value = _changed(name, item, folded, match)
            if value is not None:
                return replace(item, start=match.start(), value=value)
    return None


def _changed(  # noqa: PLR0911 - one answer a kind of word
    name: str, item: Settled, folded: str, match: re.Match[str]
) -> Value | None:
    value = item.value
    edtf = value.edtf or ""
    if name in {"early", "mid", "late"}:
        part: Part = "early" if name == "early" else "mid" if name == "mid" else "late"
        return part_of(value, part) if value.kind == "DATE" and "/" not in edtf and edtf[-1] not in "~?" else None
    if name == "approx":
        return marked(value, "~") if "/" not in edtf else None
    if name == "uncertain":
        return marked(value, "?") if "/" not in edtf else None
    if ".." in edtf or edtf[0] in "[{":
        return None
    if name == "before":
        limited = before(_day_only(value)) if value.timex3 and "/" not in (value.timex3 or "") else None
        strictly = limited is not None and value.lower is not None and _STRICTLY_BEFORE.match(match.group())
        return (
            replace(limited, upper=shifted(value.lower, -1, "day")) if limited and strictly and value.lower else limited
        )
    if _AS_SINCE.search(match.group()) and not (
        match.group().startswith(("after", "apres")) or _OPEN.match(folded[item.end : item.end + 16])
    ):
        return None
    if "/" in (value.timex3 or ""):
        return None
    later = since(_day_only(value))
    if match.group().startswith(("after", "apres")) and value.upper and value.kind == "DATE":
        return replace(later, lower=shifted(value.upper, 1, "day"))
    return later


_STRICTLY_BEFORE = re.compile(r"before|prior to|avant")


def _day_only(value: Value) -> Value:
    """EDTF intervals exclude the time of day."""
    if value.edtf is None or "T" not in value.edtf:
        return value
    return replace(value, edtf=value.edtf.split("T")[0], timex3=(value.timex3 or "").split("T")[0], kind="DATE")


_OFFSET = re.compile(
    rf"(?<![\w-])(?:(?P<n>\d{{1,3}}|{either(NUMBERS)}) (?P<u>{either(UNITS)}) (?P<w>after|before|following|prior to"
    rf"|apres|avant)"
    r"|the (?P<day>day) (?P<dw>after|before)|(?P<fr>le lendemain|la veille) d(?:e |u |')?)"
    r"(?:(?! d)[^.;:,\n]{0,60})?$"
)
OFFSET_LENGTH = 100


def offset(item: Settled, folded: str) -> Settled:
    """ "three days after the debate on September 9, 2021" is the 12th."""
    value = item.value
    if value.edtf is None or value.lower is None or value.lower != value.upper or value.kind != "DATE":
        return item
    match = _OFFSET.search(folded, max(0, item.start - OFFSET_LENGTH), item.start)
    if match is None:
        return item
    count, unit, back = 1, "day", False
    if match["n"]:
        count = int(match["n"]) if match["n"].isdigit() else NUMBERS[match["n"]]
        unit, back = UNITS[match["u"]], match["w"] in {"before", "prior to", "avant"}
    elif match["dw"]:
        back = match["dw"] == "before"
    else:
        back = match["fr"] == "la veille"
    if unit == "hour":
        return item
    day = shifted(value.lower, -count if back else count, unit)
    if day is None:
        return item
    return replace(item, start=match.start(), value=day_value(day), basis="relative", confidence=0.75)
