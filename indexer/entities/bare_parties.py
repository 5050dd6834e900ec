"""Party names that several countries have: "Liberal Party", "the Conservatives", "Greens", 保守党.

The rule, in this order; the first that leaves one party wins:

1. the country that stands beside the name ("British Conservatives", "the Liberal Party of Australia"), then the one
   party of that name that the page or its document names in full ("Liberal Party of Canada", "LPC");
2. the country of the words around (400 characters), then of the page, then of the whole document, where states,
   nationalities, capitals, provinces, known people, federal institutions and the Access to Information Act tell it;
   between several countries that have such a party, one must have three quarters of the words;
3. a province's party only where its province and a provincial word ("MLA", "premier") stand around; with a federal
   word there too, both remain.

Otherwise the mention has no id, lists what it could be, and has low confidence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.entities.config import listed, read_rows
from indexer.entities.folding import fold, words
from indexer.entities.gazetteer import Match

WINDOW_CHARACTERS = 400
BESIDE_CHARACTERS = 16
PROVINCE_CHARACTERS = 160
"""A province further away says where somebody lives, not which legislature is meant."""

CLEAR_SHARE = 0.75
MOST = 4
"""More alternatives are no help to a reader."""

_BASES: dict[str, tuple[str, ...]] = {
    "liberal party": ("liberals", "liberal", "parti liberal", "liberaux", "liberale"),
    "conservative party": (
        "conservatives", "conservative", "tories", "tory", "tory party", "parti conservateur", "conservateur",
        "conservateurs",
    ),
    "green party": ("greens", "the greens", "parti vert", "les verts"),
    "labour party": ("labour", "labor", "labor party", "parti travailliste"),
    "communist party": ("parti communiste",),
    "republican party": ("parti republicain",),
    "democratic party": ("parti democrate",),
    "national front": ("front national",),
}  # fmt: skip
_BASE = {short: base for base, shorts in _BASES.items() for short in (base, *shorts)}
_FIRST = ("CA", "GB", "US", "AU", "NZ", "IE", "ZA", "IN", "JP", "DE", "FR")
"""Alternatives in this order, the others after them: the countries that reports read here name most."""
_PROVINCES: dict[str, str] = {
    "ON": "ontario", "QC": "quebec", "BC": "british columbia|b.c.|colombie-britannique", "AB": "alberta",
    "MB": "manitoba", "SK": "saskatchewan", "NB": "new brunswick|nouveau-brunswick",
    "NS": "nova scotia|nouvelle-ecosse", "PE": "prince edward island|ile-du-prince-edouard",
    "NL": "newfoundland|terre-neuve", "YT": "yukon",
}  # fmt: skip
_PROVINCIAL = re.compile(
    r"\b(?:provincial(?:e|es|ly)?|provinciaux|mpps?|mnas?|mlas?|mhas?|premier|premiere|queen's park|legislature|"
    r"legislative assembly|assemblee (?:nationale|legislative)|national assembly)\b"
)
_FEDERAL = re.compile(
    r"\b(?:federal(?:e|es|ly)?|federaux|house of commons|chambre des communes|parliament hill|mps?|deputes? federa)\b"
)
_LANGUAGE = r"(?![- ](?:language|speaking|langue)|phone)"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a text names which country: parallel, by position; `text` is the folded text."""

    text: str
    places: Sequence[int]
    countries: Sequence[str]

    def between(self, start: int, end: int) -> Counter[str]:
        """Countries named in `[start, end)` and how often."""
        return Counter(self.countries[bisect_left(self.places, start) : bisect_left(self.places, end)])

    def all(self) -> Counter[str]:
        """Countries of the whole text."""
        return Counter(self.countries)


@dataclass(frozen=True, slots=True)
class Choice:
    """The one id when `settled`, else what it could be."""

    ids: tuple[str, ...]
    confidence: float
    settled: bool


@dataclass(frozen=True, slots=True)
class _Bearer:
    id: str
    country: str
    province: str = ""
    well_known: bool = False
    """Listed by hand, or in two of the sources."""


class BareParties:
    """Settles which country's party a name without a country means."""

    def __init__(self, config: Path) -> None:
        """Reads the parties, states, organisations and people of `config`.

        Raises:
            ConfigError: a data file is missing or lacks a column.
        """
        three: dict[str, str] = {}
        cues: dict[str, str] = {}
        columns = ("names_en", "names_fr", "names_zh", "cues")
        for row in read_rows(config / "states.csv", ("code", "code3", *columns)):
            three[row["code3"]] = row["code"]
            for name in (name for column in columns for name in listed(row[column])):
                cues.setdefault(fold(name), row["code"])
        for row in read_rows(config / "persons.csv", ("id", "name")):
            cues.setdefault(fold(row["name"]), "CA")
        for row in read_rows(config / "organisations.csv", ("owner_org", "names_en", "names_fr", "abbr")):
            for name in listed(row["names_en"]) + listed(row["names_fr"]) if row["owner_org"] else ():
                cues.setdefault(fold(name), "CA")
        # "us" is a word once folded
        self._cues = {name: code for name, code in cues.items() if len(name) > 2 or not name.isascii() or name == "uk"}
        latin = sorted((name for name in self._cues if name.isascii()), key=len, reverse=True)
        han = sorted((name for name in self._cues if not name.isascii()), key=len, reverse=True)
        self._pattern = re.compile(
            rf"(?<!\w)(?:{'|'.join(map(re.escape, latin))})(?!\w){_LANGUAGE}|{'|'.join(map(re.escape, han))}"
        )
        self._bearers = self._read_bearers(config, three)

    def _read_bearers(self, config: Path, three: Mapping[str, str]) -> dict[str, tuple[_Bearer, ...]]:
        bearers: dict[str, list[_Bearer]] = {}
        for row in read_rows(config / "political_parties.csv", ("id", "jurisdiction", "bare")):
            code = row["jurisdiction"]
            country = "CA" if code in _PROVINCES else "GB" if code == "UK" else code
            for name in listed(row["bare"]):
                one = _Bearer(row["id"], country, code if code in _PROVINCES else "", well_known=True)
                bearers.setdefault(fold(name), []).append(one)
        bases = {_BASE.get(name, name) for name in bearers}
        known = {(one.country, _BASE.get(name, name)) for name, ones in bearers.items() for one in ones}
        abroad: dict[str, dict[str, _Bearer]] = {}
        shared: dict[str, dict[str, _Bearer]] = {}
        for row in read_rows(config / "world_parties.csv", ("id", "country", "names", "source")):
            one = _Bearer(row["id"], three.get(row["country"], row["country"]), well_known="|" in row["source"])
            for name in map(fold, listed(row["names"])):
                shared.setdefault(name, {}).setdefault(one.id, one)
                base = self._base_of(name, bases)
                if base and (one.country, base) not in known:
                    same = f"{one.country} {name}"
                    if one.well_known or same not in abroad.get(base, {}):
                        abroad.setdefault(base, {})[same] = one
        for name, ones in bearers.items():
            ones.extend(dict.fromkeys(abroad.get(_BASE.get(name, name), {}).values()))
        for name, by_id in shared.items():
            if len(by_id) > 1 and name not in bearers:
                bearers[name] = list(by_id.values())
        return {name: tuple(ones) for name, ones in bearers.items()}

    def _base_of(self, name: str, bases: Iterable[str]) -> str | None:
        """The bare name in a full one: "liberal party" of "liberal party of australia", "australian labor party"."""
        name = name.replace("labor party", "labour party")
        for base in bases:
            of = name.removeprefix(base + " of ").removeprefix("the ")
            if name == base or _adjective(name, base) or (of != name and of in self._cues):
                return base
        return None

    def is_bare(self, folded: str) -> bool:
        """True for a folded name that parties of several countries have."""
        return folded in self._bearers

    def evidence(self, folded: str) -> Evidence:
        """The countries that a folded text names, by position. Linear in its length."""
        found = [(match.start(), self._cues[match.group()]) for match in self._pattern.finditer(folded)]
        return Evidence(folded, [place for place, _ in found], [code for _, code in found])

    def of_country(self, folded: str) -> str | None:
        """The id of a bare name behind the country's adjective alone ("british conservatives"); else None."""
        cue = self._pattern.match(folded)
        if cue is None or not folded.startswith(" ", cue.end()):
            return None
        bearers = self._bearers.get(folded[cue.end() + 1 :], ())
        ids = {one.id for one in bearers if one.country == self._cues[cue.group()] and not one.province}
        return ids.pop() if len(ids) == 1 else None

    def settle(
        self, match: Match, page: Evidence, document: Mapping[str, int], introduced: Iterable[str]
    ) -> Choice:  # fmt: skip
        """The party that the bare name at `match` means; `introduced` are ids that page or document name in full."""
        name = page.text[match.start : match.end]
        bearers = self._within_canada(self._bearers[name], match, page)
        here = {one.country for one in bearers}
        beside = page.between(match.start - BESIDE_CHARACTERS, match.start)
        beside += page.between(match.end, match.end + BESIDE_CHARACTERS)
        if country := _only(beside, here):
            return _choice([one for one in bearers if one.country == country], 0.85)
        if len(full := {one.id for one in bearers} & set(introduced)) == 1:
            return Choice(tuple(full), 0.85, settled=True)
        around = page.between(match.start - WINDOW_CHARACTERS, match.end + WINDOW_CHARACTERS)
        for counts, confidence in ((around, 0.8), (page.all(), 0.7), (Counter(document), 0.65)):
            if country := _only(counts, here):
                return _choice([one for one in bearers if one.country == country], confidence)
            if any(code in here for code in counts):
                return _choice([one for one in bearers if counts[one.country]], UNSETTLED)
        return _choice(bearers, UNSETTLED, lone=False)

    def _within_canada(self, bearers: Sequence[_Bearer], match: Match, page: Evidence) -> list[_Bearer]:
        """Without provincial parties, or with those alone whose province and legislature stand around."""
        around = page.text[max(0, match.start - PROVINCE_CHARACTERS) : match.end + PROVINCE_CHARACTERS]
        rest = [one for one in bearers if not one.province]
        if not _PROVINCIAL.search(around):
            return rest
        meant = [one for one in bearers if one.province and _named(_PROVINCES[one.province], around)]
        if not meant:
            return rest
        federal = _FEDERAL.search(around) is not None
        return meant + [one for one in rest if federal or one.country != "CA"]


UNSETTLED = 0.4


def _named(names: str, text: str) -> bool:
    return any(name in text for name in names.split("|"))


def _adjective(name: str, base: str) -> bool:
    first, _, rest = name.partition(" ")
    return rest == base and first not in _NO_ADJECTIVE


_NO_ADJECTIVE = words(
    """
    national social christian independent new free old united democratic people's workers' progressive socialist
    radical liberal conservative republican constitutional agrarian popular reform labour labor green civic federal
    centre left young peace farmer patriotic unionist revolutionary action jewish islamic muslim catholic
    """
)


def _only(counts: Mapping[str, int], candidates: set[str]) -> str | None:
    """The country that nearly all words about candidates name; None when they differ or there are none."""
    left = {code: number for code, number in counts.items() if code in candidates and number > 0}
    if not left:
        return None
    best = max(left, key=lambda code: left[code])
    return best if left[best] >= CLEAR_SHARE * sum(left.values()) else None


def _choice(bearers: Sequence[_Bearer], confidence: float, *, lone: bool = True) -> Choice:
    known = [one for one in bearers if one.well_known]
    if lone and len({one.country for one in bearers}) == 1 and len(known) == 1:
        return Choice((known[0].id,), confidence, settled=True)
    ids = tuple(dict.fromkeys(one.id for one in sorted(bearers, key=_order)))
    settled = len(ids) == 1 and lone
    return Choice(ids if settled else ids[:MOST], confidence if settled else UNSETTLED, settled)


def _order(one: _Bearer) -> tuple[int, bool, str]:
    place = _FIRST.index(one.country) if one.country in _FIRST else len(_FIRST)
    return place, not one.well_known, one.id
