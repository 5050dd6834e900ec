"""Dates in Chinese: 2021年9月8日, 5月4日至13日, 2021年九月."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.dates.atom import Atom
from indexer.entities.dates.numeric import clock
from indexer.entities.dates.values import Partial

_DIGITS = {char: str(number) for number, char in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_Y = r"(?:\d{4}|[〇零一二三四五六七八九]{4})"
DATE = re.compile(
    rf"(?:(?<!\d)(?P<y>{_Y}) ?年 ?)?(?<!\d)(?P<m>{_N}) ?月(?!份?刊) ?(?:份|(?P<d>{_N}) ?[日号號]?(?![\d月天个個人]))?"
    rf"(?: ?(?:至|到|-|~|—) ?(?:(?P<y2>{_Y})年)?(?:(?P<m2>{_N})月)?(?P<d2>{_N})[日号號])?"
    r"(?: ?(?P<t>\d{1,2}:\d\d(?::\d\d)?))?"
)
YEAR = re.compile(rf"(?<!\d)(?P<y>{_Y}) ?年(?! ?[\d一二三四五六七八九十]{{1,3}} ?月)(?!级|以来的)")


def chinese_dates(folded: str) -> Iterator[Atom]:
    """Atoms with 年, 月 or 日; a month alone is weak."""
    for match in DATE.finditer(folded):
        year = _year(match["y"])
        first = Partial(year, han_number(match["m"]), han_number(match["d"]) if match["d"] else None)
        if not first.exists or (match["d"] is None and match["d2"] is not None):
            continue
        last = None
        if match["d2"]:
            month = han_number(match["m2"]) if match["m2"] else first.month
            last = Partial(_year(match["y2"]) or year, month, han_number(match["d2"]))
            if not last.exists:
                continue
        yield Atom(
            *match.span(), first, last,
            weak=year is None and match["d"] is None, time=clock(match["t"], None) if match["d"] else None,
        )  # fmt: skip
    for match in YEAR.finditer(folded):
        year = _year(match["y"])
        if year is not None:
            yield Atom(*match.span(), Partial(year), confidence=0.85)


def _year(written: str | None) -> int | None:
    if written is None:
        return None
    year = int("".join(_DIGITS.get(char, char) for char in written))
    return year if 1500 <= year < 2100 else None


def han_number(written: str) -> int:
    """十二 is 12, 二十 is 20, 廿 is not written here; 0 for what is no number."""
    if written.isdigit() and written.isascii():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return int(_DIGITS[written]) if len(written) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)
