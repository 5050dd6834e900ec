"""People told by their given name, by a title before it, by a surname that the document has in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from indexer.entities.spans import Taken
from indexer.errors import ConfigError
from indexer.model.mention import Mention, PartyDetails

_CAP = r"[A-ZÀ-ÞŠŽČĆĐŁŚŻ]"
_SURNAME = rf"(?:(?:Mc|Mac|O['’]|D['’]|De|Di|La|Le|St\. ?|al-|Al-)?{_CAP}[a-zà-ÿšžčćđł]+(?:-{_CAP}[a-zà-ÿ]+)?)"
_PARTICLES = r"(?:(?:de la|de|du|da|di|van der|van den|van|von|den|der|el|al|bin|ben|ibn|Ó|Ní)[ -])"
_INITIALS = rf"(?:{_CAP}\.[ ]?){{1,3}}"
_TITLES = (
    r"(?:Mr|Mrs|Ms|Dr|Mme|Mlle|Sen|Rep|Gov|Gen|Col|Capt|Lt|Sgt|Prof|Hon|Amb)\.?|M\.|Sir|Lord|Dame|Senator|Minister"
    r"|Congressman|Congresswoman|Ambassador|Justice|Judge|Sergeant|Colonel|Governor|Councillor|Premier|sénateur|ministre"
)
TITLED = re.compile(
    rf"(?<!\w)(?:{_TITLES}) (?P<n>(?:{_CAP}[a-zà-ÿ]+ |{_INITIALS} ?){{0,2}}{_PARTICLES}?{_SURNAME})(?![\w’'-]*\w)"
)
_ADDRESSED = re.compile(
    rf"(?:^|(?<=: )|(?<=; )|(?<=\n))(?P<s>{_PARTICLES}?{_SURNAME}), ?(?P<g>{_CAP}[a-zà-ÿ]+(?:-{_CAP}[a-zà-ÿ]+)?)"
    r"(?=[ \t]*(?:;|\n|$|<|\(|\[| s\.\d))"
)
_FOLLOWS = rf" (?:(?:{_INITIALS} ?|{_CAP}[a-zà-ÿ]+ )?(?:{_PARTICLES}?{_SURNAME}))(?: (?:Jr|Sr)\.?| I{{2,3}}\b)?"
_ORGANISATION = re.compile(
    r"\b(?:Inc|Ltd|LLC|Corp|Company|Co|Group|Foundation|Institute|University|College|School|Hospital|Center|Centre|Court"
    r"|Department|Ministry|Council|Committee|Association|Society|Party|Union|Church|Street|Avenue|Road|Park|Hall|House"
    r"|Library|Museum|Prize|Award|Act|Report|Commission|Bank|Fund|Trust|Airport|Bridge|County|City|Law|Times|News|Post"
    r"|Press|Journal|Day|Week|Memorial|Stadium|Building|Campaign|Administration|Tower)\b"
)


_NO_PLACE = "".join(
    rf"(?<!{word} )"
    for word in ("San", "Santa", "Saint", "St", "St.", "Prince", "Fort", "Mount", "Lake", "Port", "Princess")
)
"""San Francisco, Prince Edward Island."""
_COMPASS = frozenset(
    ["North", "South", "East", "West", "Central", "Centre", "Northern", "Southern", "Eastern", "Western"]
)


def is_place(name: str) -> bool:
    """A riding or a region by its form: "Durham West", "North Down"."""
    words = name.split()
    return len(words) > 1 and (words[0] in _COMPASS or words[-1] in _COMPASS)


class GivenNames:
    """Given names, and words of the language that are no names.

    Attributes:
        names: of config/given_names.txt.
        ordinary: frequent words of English and French, small.
    """

    def __init__(self, config: Path) -> None:
        """Raises ConfigError where a file cannot be read."""
        self.names = _listed(config / "given_names.txt")
        self.ordinary = _listed(config / "known_words_en.txt") | _listed(config / "known_words_fr.txt")
        either = "|".join(sorted(map(re.escape, self.names), key=len, reverse=True))
        self._pattern = re.compile(rf"{_NO_PLACE}(?<![\w@#/.’'-])(?P<n>(?:{either}){_FOLLOWS})(?![\w@-])")

    def is_person(self, name: str) -> bool:
        """True for two to four words that begin with a given name and hold nothing of an organisation."""
        words = name.split()
        return 2 <= len(words) <= 4 and words[0].split("-")[0] in self.names and not _ORGANISATION.search(name)

    def alone(self, mentions: Iterable[Mention]) -> dict[str, str]:
        """Given name to whole name, of people named in full; one that two people share is left out."""
        full: dict[str, set[str]] = {}
        for one in mentions:
            if isinstance(one.details, PartyDetails) and one.details.party_kind == "person" and one.value:
                first, _, rest = one.value.partition(" ")
                if rest and len(first) >= SHORTEST_GIVEN and first in self.names:
                    full.setdefault(first, set()).add(one.value)
        return {first: next(iter(names)) for first, names in full.items() if len(names) == 1}

    def addressed(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Spans of "Surname, Given" in the lines of an e-mail's header, with the name as it is said."""
        for match in _ADDRESSED.finditer(text):
            if match["g"].split("-")[0] in self.names and not _ORGANISATION.search(match["s"]):
                yield match.start("s"), match.end("g"), f"{match['g']} {match['s']}"

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Spans of "Given Surname", and of names behind a title, without the title."""
        for pattern in (self._pattern, TITLED):
            for match in pattern.finditer(text):
                if not _ORGANISATION.search(match["n"]) and not _ORGANISATION.match(text, match.end() + 1):
                    yield match.span("n")


def _listed(file: Path) -> frozenset[str]:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"Cannot read the list {file.name}: {error}") from error
    return frozenset(name for line in text.splitlines() if not line.startswith("#") for name in line.split())


def with_surnames(text: str, mentions: Sequence[Mention], full: dict[str, str], name: str) -> list[Mention]:
    """The mentions, and every surname alone that `full` gives a whole name; such an organisation is a person."""
    corrected = [
        replace(one, value=full[one.text], label=full[one.text], details=PartyDetails("person"))
        if _is_surname(one, full)
        else one
        for one in mentions
    ]
    taken = Taken()
    for one in sorted(corrected, key=lambda one: one.start):
        taken.add(one.start, one.end)
    for start, end in _alone(text, full):
        if taken.add(start, end):
            value = full[text[start:end]]
            corrected.append(
                Mention("party", start, end, text[start:end], value, value, 0.6, name, PartyDetails("person"))
            )
    return sorted(corrected, key=lambda one: (one.start, one.end))


def surnames(mentions: Iterable[Mention]) -> dict[str, str]:
    """Surname to whole name, of people named in full; one that two people share, or that is short, is left out."""
    full: dict[str, set[str]] = {}
    for one in mentions:
        if isinstance(one.details, PartyDetails) and one.details.party_kind == "person" and one.value:
            words = one.value.split()
            last = words[-1]
            usable = len(last) >= SHORTEST and last[0].isupper() and last.rstrip(".") not in {"Jr", "Sr", *_COMPASS}
            if len(words) > 1 and usable and not _ORGANISATION.search(last):
                full.setdefault(last, set()).add(one.value)
    return {last: next(iter(names)) for last, names in full.items() if len(names) == 1}


SHORTEST_GIVEN = 3
SHORTEST = 4
"""Letters of a surname that is looked for alone."""


def _is_surname(mention: Mention, full: dict[str, str]) -> bool:
    return (
        isinstance(mention.details, PartyDetails)
        and mention.details.party_kind in {"organisation", "person"}
        and mention.details.id is None
        and mention.text in full
    )


def _alone(text: str, full: dict[str, str]) -> Iterator[tuple[int, int]]:
    if not full:
        return
    either = "|".join(sorted(map(re.escape, full), key=len, reverse=True))
    alone = re.compile(
        rf"(?<![\w@#/.-])(?<!{_CAP}\. )(?:{either})(?![\w@-]|\.\w)(?! (?:family|company|family's|brothers))"
    )
    for match in alone.finditer(text):
        before, after = (
            text[max(0, match.start() - 24) : match.start()].split(" "),
            text[match.end() : match.end() + 20].split(" "),
        )
        # part of a longer name of somebody or something else
        beside = len(before) > 1 and before[-1] == "" and before[-2][:1].isupper() and before[-2].isalpha()
        longer = len(after) > 1 and after[0] == "" and after[1][:1].isupper()
        if (not beside or titled(text, match.start())) and not longer:
            yield match.span()


def titled(text: str, start: int) -> bool:
    """A title stands right before: "Mr", "Senator"."""
    return _TITLE_BEFORE.search(text[max(0, start - 14) : start]) is not None


_TITLE_BEFORE = re.compile(rf"(?:{_TITLES}) $")
