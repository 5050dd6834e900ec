"""Political parties, organisations, states and known persons, from the lists in config/."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.entities.bare_parties import BareParties, Evidence
from indexer.entities.definitions import Definition, definitions
from indexer.entities.folding import fold
from indexer.entities.gazetteer import Gazetteer, Match, Phrase, Source
from indexer.entities.names_form import BODY_WORD
from indexer.entities.party_lists import (
    NAME,
    beside,
    coordinated,
    is_party,
    listed_names,
    part_of_address,
    party,
    taken,
    told_by_office,
)  # fmt: skip
from indexer.entities.party_names import ABBREVIATED, ELECTION, PartyName, named_again, party_names
from indexer.entities.ports import Context
from indexer.entities.spans import kept
from indexer.entities.state_names import in_name
from indexer.model.mention import Mention, PartyDetails, PartyKind

CUE_WINDOW = 400
"""Characters on each side that are read to settle what an abbreviation means."""

_PARTY_SOURCES: dict[Source, PartyKind] = {
    "political_party": "political_party",
    "organisation": "organisation",
    "state": "state",
    "person": "person",
}
_NOT_A_PARTY = re.compile(
    r"^ ?-?(?:democrac|democrat(?:ic|ie) (?:values|order|society)|values|arts|international order|world order|"
    r"estimates?|approach|interpretation|house gas|energy|light|international\b|review\b)"
)
_CUES: dict[str, re.Pattern[str]] = {
    "ccp": re.compile(
        r"\b(?:xi jinping|beijing|chin(?:a|e|ese|ois|oise|oises)|prc|rpc|communist|communiste|politburo|"
        r"united front|front uni|zhengfawei|xinhua|pekin)\b|共产党|中共"
    ),
    "cpc": re.compile(
        r"\b(?:o'toole|poilievre|conservateurs?|conservatives?|scheer|bloc|npd|ndp|liberal|liberaux|liberals|"
        r"tory|tories|plc|lpc|circonscription|riding|candidates?|candidats?|deputes?|mps?|electoral platform)\b"
    ),
    "bq": re.compile(
        r"quebec|canad|ottawa|\b(?:ndp|npd|liberals?|liberaux|conservatives?|conservateurs?|duceppe|blanchet|mps?|deputes?)\b"
    ),
    "us_dem": re.compile(r"\b(?:congress|senate|white house|u\.s\.|american|clinton|obama|biden|republican|trump)\b"),
    "us_gop": re.compile(r"\b(?:congress|senate|white house|u\.s\.|american|clinton|obama|biden|democrat|trump)\b"),
}  # fmt: skip
_ADJECTIVES = frozenset({"Republican", "Democrat"})
"""Of a person, not of the party: "Republican senator", "a Democrat"."""
_NEED_CUE = frozenset({"us_dem", "us_gop", "bq"})
_GENERIC = re.compile(r"(?:bloc|republicans?|democrats?|conservatives?|tor(?:y|ies)|conservateurs?|conservative party)")


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    folded: str
    context: Context
    defined: Mapping[str, Definition]
    ids: Mapping[str, str]
    """What an abbreviation stands for by definition: its gazetteer id."""
    named: frozenset[tuple[Source, str]]
    """What a full name in the page or its document has introduced."""
    spelled: frozenset[str]
    """Ids of `_LONG` whose long form stands in the page or its document."""


@dataclass(frozen=True, slots=True)
class _Document:
    text: str = ""
    named: frozenset[tuple[Source, str]] = frozenset()
    defined: tuple[Definition, ...] = ()
    spelled: frozenset[str] = frozenset()
    short: Mapping[str, Mention] = field(default_factory=dict)
    countries: Mapping[str, int] | None = None


class Parties:
    """Party mentions whose names are listed, or defined in the text beside an abbreviation."""

    def __init__(self, gazetteer: Gazetteer, labels: Mapping[tuple[Source, str], str], bare: BareParties) -> None:
        self._gazetteer = gazetteer
        self._labels = labels
        self._bare = bare
        self._document = _Document()
        self._evidence: tuple[str, Evidence] | None = None

    @property
    def name(self) -> str:
        return NAME

    def find(self, text: str, context: Context) -> tuple[Mention, ...]:
        """Parties by position; an abbreviation that could be several has `ambiguous` and no id."""
        matches = self._gazetteer.find(text)
        page = self._page(text, context, matches)
        formed = _without_listed(party_names(text), matches, text)
        mentions = [
            mention
            for match in matches
            if not _inside(match, formed) and (mention := self._mention(page, match)) is not None
        ]
        mentions += self._formed(page, formed, mentions)
        mentions += self._short(page, formed, mentions)
        mentions += beside(page.text, matches, mentions)
        mentions += told_by_office(page.text, mentions)
        mentions += coordinated(page.text, mentions)
        mentions += listed_names(page.text, mentions)
        return kept([*mentions, *self._defined(page, mentions)], context.skip)

    def _formed(self, page: _Page, formed: Sequence[PartyName], mentions: Sequence[Mention]) -> list[Mention]:
        """Names that have the form of a party's and are in no list; "British Conservatives" by the country in it."""
        used = taken(mentions)
        return [self._by_country(page, name) for name in formed if used.add(name.start, name.end)]

    def _by_country(self, page: _Page, name: PartyName) -> Mention:
        found = party(page.text, name.start, name.end, " ".join(page.text[name.start : name.end].split()), 0.75)
        id = self._bare.of_country(page.folded[name.start : name.end])
        if id is None:
            return found
        label = self._labels.get(("political_party", id), found.text)
        return replace(found, value=id, label=label, details=PartyDetails("political_party", id))

    def _short(self, page: _Page, formed: Sequence[PartyName], mentions: Sequence[Mention]) -> list[Mention]:
        """Abbreviations that stand in brackets after a party, wherever the page or its document has them again."""
        used = taken(mentions)
        parties = {one.end: one for one in mentions if is_party(one)}
        meant: dict[str, Mention] = dict(self._document.short)
        for end, mention in parties.items():
            match = ABBREVIATED.match(page.text, end)
            if match and sum(char.isupper() for char in match["a"]) > 1:
                meant.setdefault(match["a"], mention)
        found: list[Mention] = []
        for start, end in named_again(page.text, frozenset(meant)):
            full = meant[page.text[start:end]]
            if used.add(start, end):
                details = full.details if isinstance(full.details, PartyDetails) else PartyDetails("political_party")
                found.append(
                    Mention("party", start, end, page.text[start:end], full.value, full.label, 0.8, NAME, details)
                )
        return found

    def _page(self, text: str, context: Context, matches: Sequence[Match]) -> _Page:
        document = self._read_document(context.document_text)
        folded = fold(text)
        found = {one.abbreviation: one for one in (*document.defined, *definitions(text))}
        ids: dict[str, str] = {}
        for abbreviation, definition in found.items():
            parties = [
                phrase.id
                for match in self._gazetteer.find(definition.long_form)
                for phrase in match.phrases
                if phrase.source in _PARTY_SOURCES and not phrase.cue and not phrase.bare
                and match.end - match.start >= len(definition.long_form) * 2 // 3
            ]  # fmt: skip
            if parties:
                ids[abbreviation] = parties[0]
        named = _introduced(matches) | document.named
        return _Page(text, folded, context, found, ids, named, _spelled(folded) | document.spelled)

    def _read_document(self, text: str) -> _Document:
        """What the whole document tells; read once, as its pages come one after another."""
        if self._document.text is not text:
            named = _introduced(self._gazetteer.find(text))
            self._document = _Document(text, named, definitions(text), _spelled(fold(text)))
        return self._document

    def _mention(self, page: _Page, match: Match) -> Mention | None:
        surface = page.text[match.start : match.end]
        phrases = [one for one in match.phrases if one.source in _PARTY_SOURCES and _usable(one, surface, page)]
        followed = page.folded[match.end : match.end + 40]
        if surface in _ADJECTIVES or not phrases or _NOT_A_PARTY.match(followed):
            return None
        if part_of_address(page.text, match.start, match.end) or in_name(phrases, page.text, match):
            return None
        if all(one.source == "political_party" for one in phrases) and self._is_bare(page, match):
            return self._bare_mention(page, match)
        chosen = _settled(phrases, match, page)
        if not chosen:
            return None
        ids = tuple(dict.fromkeys(phrase.id for phrase in chosen))
        first = chosen[0]
        if len(ids) > MANY and first.source == "political_party":
            return party(page.text, match.start, match.end, first.text, 0.8)
        label = self._labels.get((first.source, first.id), surface) if len(ids) == 1 else surface
        return Mention(
            "party", match.start, match.end, surface,
            ids[0] if len(ids) == 1 else surface,
            label, 0.95 if len(ids) == 1 and len(phrases) == 1 else 0.8 if len(ids) == 1 else 0.4, NAME,
            PartyDetails(_PARTY_SOURCES[first.source], ids[0] if len(ids) == 1 else None, ids if len(ids) > 1 else ()),
        )  # fmt: skip

    def _is_bare(self, page: _Page, match: Match) -> bool:
        return self._bare.is_bare(page.folded[match.start : match.end])

    def _bare_mention(self, page: _Page, match: Match) -> Mention | None:
        """A name that parties of several countries have, settled by the words around or marked as ambiguous."""
        if ELECTION.match(page.folded, match.end):
            return None
        if self._evidence is None or self._evidence[0] is not page.folded:
            self._evidence = (page.folded, self._bare.evidence(page.folded))
        introduced = (id for source, id in page.named if source == "political_party")
        choice = self._bare.settle(match, self._evidence[1], self._countries(), introduced)
        surface = page.text[match.start : match.end]
        if choice.settled:
            id = choice.ids[0]
            label = self._labels.get(("political_party", id), surface)
            details = PartyDetails("political_party", id)
            return Mention("party", match.start, match.end, surface, id, label, choice.confidence, NAME, details)
        name = match.phrases[0].text
        details = PartyDetails("political_party", None, choice.ids)
        return Mention("party", match.start, match.end, surface, name, name, choice.confidence, NAME, details)

    def _countries(self) -> Mapping[str, int]:
        """How often the document names which country; read when the first bare name asks for it."""
        if self._document.countries is None:
            counts = self._bare.evidence(fold(self._document.text)).all()
            self._document = replace(self._document, countries=counts)
            return counts
        return self._document.countries

    def _defined(self, page: _Page, mentions: Sequence[Mention]) -> list[Mention]:
        """Organisations that only the text knows: long forms with their abbreviation, wherever it stands."""
        used = taken(mentions)
        more: list[Mention] = []
        for abbreviation, definition in page.defined.items():
            if abbreviation in page.ids or not _organisation_like(definition.long_form):
                continue
            for surface in (definition.long_form, abbreviation):
                for found in re.finditer(rf"(?<![\w@.-]){re.escape(surface)}(?![\w-])", page.text):
                    if used.add(*found.span()):
                        more.append(
                            Mention("party", *found.span(), found.group(), definition.long_form, definition.long_form,
                                    0.75, NAME, PartyDetails("organisation"))
                        )  # fmt: skip
        return more


MANY = 4
"""More parties than this by one abbreviation are no help to a reader."""


LISTED_WORDS = 3
"""A listed name this long at the end of a formed one is whole: two words before are somebody's title or name."""


def _without_listed(formed: Sequence[PartyName], matches: Sequence[Match], text: str) -> list[PartyName]:
    """The formed names, less those that listed parties explain: one of two joined by "and", the end of a long one."""
    listed = [
        one for one in matches
        if all(phrase.source == "political_party" and not phrase.cue and not phrase.bare for phrase in one.phrases)
    ]  # fmt: skip
    starts = {one.start: one for one in listed}
    ends = {one.end: one for one in listed}
    return [one for one in formed if not _explained(text, one, starts.get(one.start), ends.get(one.end))]


def _explained(text: str, name: PartyName, first: Match | None, last: Match | None) -> bool:
    if first is not None and first.end < name.end and text.startswith(" and ", first.end):
        return True
    if last is None or last.start <= name.start:
        return False
    before = text[name.start : last.start]
    if before.endswith(" and "):
        return True
    whole = len(text[last.start : last.end].split()) >= LISTED_WORDS
    return whole and (len(before.split()) > 1 or _NATIONALITY.search(before) is not None)


_NATIONALITY = re.compile(r"(?:ian|ean|ish|ese|can) $")


def _inside(match: Match, formed: Sequence[PartyName]) -> bool:
    """The list's short name in the text's longer one: "Liberal Party" in "Liberal Party of Australia"."""
    index = bisect_right(formed, match.start, key=lambda name: name.start) - 1
    if index < 0 or match.start >= formed[index].end:
        index += 1
    if index >= len(formed):
        return False
    name = formed[index]
    meets = name.start < match.end and match.start < name.end
    return meets and name.end - name.start > match.end - match.start


def _introduced(matches: Sequence[Match]) -> frozenset[tuple[Source, str]]:
    return frozenset(
        (phrase.source, phrase.id)
        for match in matches
        for phrase in match.phrases
        if not phrase.cue and not phrase.bare and phrase.source in _PARTY_SOURCES
    )


def _usable(phrase: Phrase, surface: str, page: _Page) -> bool:
    if phrase.languages and page.context.language not in (*phrase.languages, None):
        return surface in page.defined
    if not phrase.cue:
        return True
    return page.ids.get(surface) == phrase.id or (
        phrase.source in {"person", "political_party"} and (phrase.source, phrase.id) in page.named
    )


def _settled(phrases: Sequence[Phrase], match: Match, page: _Page) -> Sequence[Phrase]:
    """The readings left by the text's own definition, else by the words around; several when both fit."""
    surface = page.text[match.start : match.end]
    if surface in page.ids:
        defined = [phrase for phrase in phrases if phrase.id == page.ids[surface]]
        if defined:
            return defined[:1]
    around = page.folded[max(0, match.start - CUE_WINDOW) : match.end + CUE_WINDOW]
    if len(phrases) == 1:
        only = phrases[0]
        needs = only.id in _NEED_CUE and _GENERIC.fullmatch(page.folded[match.start : match.end])
        return phrases if not needs or _CUES[only.id].search(around) else ()
    if surface in ABBREVIATIONS:
        return _abbreviation(phrases, match, page)
    return phrases[:1]


ABBREVIATIONS = frozenset({"PCC", "CPC"})
"""Conservative Party of Canada, Chinese Communist Party or Communist Party of Canada."""


def _abbreviation(phrases: Sequence[Phrase], match: Match, page: _Page) -> Sequence[Phrase]:
    """PCC and CPC: the nearest long form before decides; both or none leaves the question open."""
    around = page.folded[max(0, match.start - CUE_WINDOW) : match.end + CUE_WINDOW]
    here = page.text[match.start : match.end].lower()
    around = around.replace(here, " ")
    cued = [phrase for phrase in phrases if phrase.id in _CUES and _CUES[phrase.id].search(around)]
    named = [phrase for phrase in phrases if phrase.id in page.spelled]
    if len(named) == 1:
        return named
    return cued if len(cued) == 1 else list(phrases)


_LONG: dict[str, re.Pattern[str]] = {
    "cpc": re.compile(r"conservative party|parti conservateur"),
    "ccp": re.compile(r"chinese communist party|communist party of china|parti communiste chinois"
        r"|parti communiste de chine"),
    "comm_ca": re.compile(r"communist party of canada|parti communiste du canada"),
}  # fmt: skip


def _spelled(folded: str) -> frozenset[str]:
    return frozenset(id for id, pattern in _LONG.items() if pattern.search(folded))


def _organisation_like(long_form: str) -> bool:
    """A body by its own words: an act, an assessment or a system that a text abbreviates is none."""
    return len(long_form.split()) >= 2 and BODY_WORD.search(fold(long_form)) is not None
