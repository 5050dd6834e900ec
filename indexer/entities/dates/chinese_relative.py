"""Chinese dates that hang on the document's date: 上个月, 上周五, 本月3日, 去年秋天."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.chinese import han_number
from indexer.entities.dates.relative import UNSETTLED, near, relative_atom
from indexer.entities.dates.values import Part, Partial, Value, day_value, half, part_of, season, shifted

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
WEEK = re.compile(
    r"(?P<w>上上|上个?|本|这个?|這個?|下个?)(?:周|週|星期|礼拜|禮拜)(?P<d>[一二三四五六日天](?![\d一二三四五六七八九十年月个個]))?"
)
WEEKDAY = re.compile(
    r"(?<![上下本这這个個每逢])(?:周|週|星期|礼拜|禮拜)[一二三四五六日天](?![\d一二三四五六七八九十年月个個至到次])"
)
MONTH = re.compile(rf"(?P<w>上个?|本|这个?|這個?|下个?)月(?:(?P<d>{_N})[日号號]|(?P<p>初|中旬|上旬|下旬|底|末))?(?!\d)")
YEAR = re.compile(
    rf"(?P<w>去|今|本|明)年 ?(?:(?P<m>{_N})月(?:份|(?P<d>{_N})[日号號])?|(?P<s>[春夏秋冬])[天季]?"
    r"|(?P<p>年?初|年中|年?底|年末)|(?P<h>[上下])半年)?(?!\d)"
)
_STEP = {"上上": -2, "上": -1, "上个": -1, "本": 0, "这": 0, "这个": 0, "這": 0, "這個": 0, "下": 1, "下个": 1,
         "去": -1, "今": 0, "明": 1}  # fmt: skip
_DAYS = {char: number for number, char in enumerate("一二三四五六日")} | {"天": 6}
_SEASONS = {"春": 21, "夏": 22, "秋": 23, "冬": 24}
_PARTS: dict[str, Part] = {"初": "early", "年初": "early", "上旬": "early", "中旬": "mid", "年中": "mid"}


def in_chinese(folded: str, base: dt.date | None) -> Iterator[Atom]:
    """Atoms of weeks, months and years near `base`, and of what is named in them; without it their value is open."""
    for match in WEEK.finditer(folded):
        yield relative_atom(match, base and _in_week(base, match))
    for match in WEEKDAY.finditer(folded):
        # nothing says of which week
        yield Atom(*match.span(), value=UNSETTLED, basis="relative", confidence=0.3)
    for match in MONTH.finditer(folded):
        yield relative_atom(match, base and _in_month(base, match))
    for match in YEAR.finditer(folded):
        yield relative_atom(match, base and _in_year(base.year + _STEP[match["w"]], match))


def _in_week(base: dt.date, match: re.Match[str]) -> Value:
    whole = near(base, _STEP[match["w"]], "week")
    if not match["d"] or whole.lower is None:
        return whole
    day = shifted(whole.lower, _DAYS[match["d"]], "day")
    return UNSETTLED if day is None else day_value(day)


def _in_month(base: dt.date, match: re.Match[str]) -> Value:
    month = near(base, _STEP[match["w"]], "month")
    if month.lower is None or not (match["d"] or match["p"]):
        return month
    if match["p"]:
        return part_of(month, _PARTS.get(match["p"], "late"))
    return _existing(Partial(month.lower.year, month.lower.month, han_number(match["d"])))


def _in_year(year: int, match: re.Match[str]) -> Value:
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return UNSETTLED
    if match["m"]:
        return _existing(Partial(year, han_number(match["m"]), han_number(match["d"]) if match["d"] else None))
    if match["s"]:
        return season(year, _SEASONS[match["s"]])
    if match["h"]:
        return half(year, 1 if match["h"] == "上" else 2)
    return part_of(Partial(year).value, _PARTS.get(match["p"], "late")) if match["p"] else Partial(year).value


def _existing(partial: Partial) -> Value:
    return partial.value if partial.exists else UNSETTLED
