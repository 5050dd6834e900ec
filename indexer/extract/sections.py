"""Section codes as printed on released pages, by the law of the release.

A code counts only where an institution puts one: alone on its line, in the margin, in or beside a box, in a
withheld notice. `s.19(1)` in prose is as often another statute (Limitation Act, RTI Act ...).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from indexer.extract.config import sections
from indexer.extract.sections_misread import repaired

CANADIAN = ("atia_ca", "privacy_ca", "cea_ca")
TABLES = {"foia_us": ("foia_us", "eo13526_us"), "foi_uk": ("foi_uk",)} | {name: (name,) for name in CANADIAN}
UNKNOWN_REGIME = ("atia_ca", "foia_us", "eo13526_us", "foi_uk", "privacy_ca", "cea_ca")
"""Where the release does not say its law: a code is then recognised by any table, and no law is claimed."""

_WORD = r"(?:(?:ss?|sect|art|al|par|para)\.|(?:sub)?sections?(?:\(s\))?|articles?|alin[ée]as?|paragraphe?s?)\s*"
_ACT = r"(?:ATIA|LAI|AIA|FOIA|LPRP)\s*[-–:]?\s*"
_PREFIX = rf"(?:{_ACT}(?:{_WORD})?|{_WORD})"
_NUMBER = r"(?P<number>\d{1,2}(?:\.\d{1,2})?)"
_GROUNDS = r"I\.?\s?A\.?|A\.?\s?I\.?|Int['’]?l\.?|D[ée]f\.?|S\.?\s?A\.?|A\.?\s?S\.?|Subv\.?"
"""Which ground of 15(1): international affairs, defence, subversive activities; in English and in French."""

_CANADIAN = (
    _NUMBER
    + r"(?:\s?\(\s?(?P<sub>\d(?:\.\d)?)\s?\))?"
    + r"(?:\s?\(?\s?(?P<letter>[a-k](?:\.\d)?)\s?\))?"
    + r"(?P<more>(?:\s?\(\s?[a-k](?:\.\d)?\s?\)){1,9})?"
    + rf"(?P<suffix>\s?[-–]?\s?(?:{_GROUNDS})(?!\w)|\s?re\s?\(?[a-f]\)?)?"
)
_US = (
    r"\(?\s?b\s?\)\s?\(\s?(?P<us>[1-9])\s?\)(?:\s?\(?\s?(?P<part>[A-F])\s?\)(?!\s?\(\s?[1-9]))?"
    r"|\bB(?P<short>[1-9])(?:\((?P<shortpart>[A-F])\))?\b"
    r"|\b(?P<order>1\.4|3\.[35])\s?\(\s?(?P<orderpart>[a-h])\s?\)(?:\s?\(\s?(?P<orderlast>[1-9])\s?\))?"
    r"|\b(?P<years>[25][05]X[1-9])\b"
)
_CODE = re.compile(rf"(?P<prefix>{_PREFIX})?(?:{_US}|{_CANADIAN})", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;:&/.]*(?:(?:and/or|and|or|et|ou|de\s+la\s+LAI|of\s+the\s+ATIA|ATIA|LAI)[\s,;:&/.]*)*")
_NOT_STATUTORY = re.compile(r"(?i)^\W*(?:not\s+relevant|non[\s-]?responsive|N/R|non\s+pertinente?)(?:\W.*)?$")
_LETTER = re.compile(r"[A-Za-z](?:\.\d)?")
_UNREAL = re.compile(r"\((?:0|\d{2,})")
NOT_RELEVANT = "N/R"


@dataclass(frozen=True, slots=True)
class Code:
    """A section code as printed at `[start, end)`, and as we write it. `explicit`: with "s." or with brackets."""

    section: str
    start: int
    end: int
    explicit: bool


def codes(text: str, regime: str | None) -> tuple[Code, ...]:
    """Every code in a text that a table of the regime knows, in order; the caller judges by place."""
    return tuple(_codes(text, regime))


def only_codes(text: str, regime: str | None, boxed: bool = False) -> tuple[str, ...]:
    """The sections, when the text is nothing but codes ("s.15(1), s.21(1)(a)"); else empty.

    Outside a box a bare number ("23") is no code.
    """
    if _NOT_STATUTORY.match(text) and len(text) < 40:
        return (NOT_RELEVANT,)
    found: list[str] = []
    at = 0
    listed = False
    for code in _codes(text, regime):
        between = text[at : code.start]
        if not _BETWEEN.fullmatch(between) and between.strip(" \t\n[](){}*_#-–|"):
            return ()
        listed = listed or code.explicit or boxed
        if not listed:
            return ()
        found.append(code.section)
        at = code.end
    rest = text[at:].strip(" \t\n[](){}*_#.,;-–|")
    return tuple(dict.fromkeys(found)) if found and not rest else ()


def _codes(text: str, regime: str | None) -> Iterator[Code]:
    before_explicit = False
    end_before = -1
    for section, start, end, explicit in sorted(_printed(text, regime), key=lambda found: found[1]):
        # "sections 15(1), 16 and 23": what opens the list makes the rest of it codes too
        continued = before_explicit and (start < end_before or _BETWEEN.fullmatch(text, end_before, start) is not None)
        before_explicit = explicit or continued
        end_before = end
        yield Code(section, start, end, before_explicit)


def _printed(text: str, regime: str | None) -> list[tuple[str, int, int, bool]]:
    """`(section, start, end, explicit)` of codes as printed, and of misread ones that can be one section only."""
    found = []
    for match in _CODE.finditer(text):
        section = _section(match, regime)
        if section is not None and _bounded(text, match):
            explicit = bool(match["prefix"] or match["sub"] or match["us"] or match["order"] or match["years"])
            found.append((section, match.start(), match.end(), explicit))
            found += [(other, match.start(), match.end(), explicit) for other in _others(match, section, regime)]
    if regime is None:  # which law's section it might be cannot be told
        return found
    for section, start, end in repaired(text, _known(regime)):
        meets = [other for other in found if start < other[2] and other[1] < end]
        if all(start <= other[1] and other[2] <= end and "(" not in other[0] for other in meets):
            found = [other for other in found if other not in meets] + [(section, start, end, True)]
    return found


def _others(match: re.Match[str], section: str, regime: str | None) -> Iterator[str]:
    """21(1)(b) of "21(1)(a)(b)": further paragraphs of the same section, where the table knows them."""
    for letter in _LETTER.findall(match["more"] or ""):
        other = section.rpartition("(")[0] + f"({letter.lower()})"
        if other in _known(regime):
            yield other


def _bounded(text: str, match: re.Match[str]) -> bool:
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if after and (after.isalnum() or (after == "-" and text[match.end() + 1 : match.end() + 2].isdigit())):
        return False
    return match["prefix"] is not None or not (before and (before.isalnum() or before in ".-/$–_"))


def _section(match: re.Match[str], regime: str | None) -> str | None:
    if match["number"] is None:
        code = _us_code(match)
        return code if code in _known(regime) else None
    number, sub, letter = match["number"], match["sub"], match["letter"]
    code = number + (f"({sub})" if sub else "") + (f"({letter.lower()})" if letter else "")
    known = _known(regime)
    for candidate in (code, number + (f"({sub})" if sub else ""), number):
        if candidate in known:
            found = _as_far_as_known(code, candidate, known)
            # Without a law and without "s." half of all numbers in brackets would be a section of one law or another.
            return None if found != candidate and regime is None and match["prefix"] is None else found
    return None


def _as_far_as_known(code: str, candidate: str, known: frozenset[str]) -> str | None:
    """The code as printed when the table has no parts of what it knows; else no further than the table goes.

    The table of UK FOIA has sections only: "40(2)" stays. "15(1)(k)" is 15(1) misread, and "19(7)" no code.
    """
    if code == candidate or not any(other.startswith(candidate + "(") for other in known):
        return None if _UNREAL.search(code) else code
    return candidate if "(" in candidate else None


def _us_code(match: re.Match[str]) -> str:
    if match["order"]:
        last = f"({match['orderlast']})" if match["orderlast"] else ""
        return f"{match['order']}({match['orderpart'].lower()}){last}"
    if match["years"]:
        return str(match["years"]).upper()
    digit, part = match["us"] or match["short"], match["part"] or match["shortpart"]
    return f"(b)({digit})" + (f"({part.upper()})" if part else "")


@cache
def _known(regime: str | None) -> frozenset[str]:
    names = UNKNOWN_REGIME if regime is None else TABLES.get(regime, (regime,))
    known = {code for name in names for code in sections(name)}
    if "foia_us" in names:
        known.add("(b)(7)")
    return frozenset(known)
