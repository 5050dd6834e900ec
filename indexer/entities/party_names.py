"""Names of political parties by their form: "Democratic Unionist Party", "Parti communiste français".

A list of the world's parties is never whole, and a short name in a list ("Liberal Party") hides the longer one in the
text ("Liberal Party of Australia"); the form of the name finds both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.entities.folding import fold, words
from indexer.entities.spans import Taken

_CAP = r"[A-ZÀ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĶŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ]"
_WORD = rf"(?!Part(?:y|i)\b){_CAP}[\w-]*(?! ?['’]s\b)"
_OWNERS = (
    r"(?:People|Farmers?|Workers?|Women|Citizens?|Peasants?|Nation|Pensioners?|Taxpayers?|Smallholders?|Peoples?"
    r"|Labourers?|Students?|Soldiers?|Shooters?|Fishers?)"
)
_MOD = rf"(?:{_OWNERS} ?['’] ?s?(?!\w)|{_OWNERS}['’]s|{_WORD})"
_GAP = r"(?: |\n)"
_BEGINS_A_PLACE = (
    r"(?:New|Northern|Southern|Western|Eastern|North|South|West|East|Great|British|Russian|Sri|United|Saudi|Costa|El|San"
    r"|Hong|Prince|Nova|Los|Central|Upper|Lower|Soviet|Czech|Dominican|Basque|Inner|Outer|Puerto|Papua|Sierra|Burkina)"
)
_AIM = (
    r"(?:Freedom|Socialism|Socialists|Liberals|Rights|Peace|Justice|Democracy|Democrats|Progress|Unity|Solidarity|Work)"
)
_OF = (
    rf"(?:{_GAP}(?:of|for){_GAP}(?:the{_GAP})?(?:{_BEGINS_A_PLACE}{_GAP}{_WORD}(?:{_GAP}State)?"
    rf"|{_AIM}{_GAP}and{_GAP}{_WORD}|{_WORD}))?"
)
PARTY = re.compile(
    rf"(?<![\w@#/.-])(?:{_MOD}{_GAP}?(?:(?:and|&|–|-)?{_GAP})){{0,6}}[Pp]arty(?![\w’'-])(?:{_GAP}USA\b)?{_OF}"
)

_IDEAS = (
    r"(?:(?:Social|Christian|Liberal|National|Radical)-)?"
    r"(?:Democratic|Democrats?|Democracy|Democratie|Socialists?|Social|Communists?|Liberals?|Conservatives?|Greens?|Republicans?"
    r"|Christian|Labou?r|Unionists?|Progressives?|Radicals?|Nationalists?|Popular|Left|Liberation|Marxist|Agrarian"
    r"|Patriotic|Reform(?:ist|ed)?|Ecologists?|Ecology|Libertarians?|Independence|People ?['’]s)"
)
_HEADS = (
    r"(?:Alliance|Front|Union|Movement|League|Bloc|Coalition|Assembly|Forum|List|Democrats|Greens|Socialists|Radicals"
    r"|Communists|Liberals|Rally|Accord|Congress|Unity|Choice|Initiative|Democracy|Left|Federation|Force|Pole|Action)"
)
BODY = re.compile(
    rf"(?<![\w@#/.-])(?:{_MOD}{_GAP}){{0,3}}{_IDEAS}(?:{_GAP}(?:and{_GAP})?{_MOD}){{0,2}}{_GAP}{_HEADS}(?![\w’'-]){_OF}"
    rf"(?:{_GAP}of{_GAP}{_WORD})?"
)
HEAD_FIRST = re.compile(
    rf"(?<![\w@#/.-])(?:{_MOD}{_GAP}){{0,2}}{_HEADS}{_GAP}(?:of|for){_GAP}(?:the{_GAP}|a{_GAP})?"
    rf"(?:{_MOD}{_GAP}?(?:and{_GAP}|for{_GAP})?){{0,3}}{_IDEAS}(?![\w’'-]|{_GAP}Party of)"
    rf"(?:{_GAP}(?:and{_GAP})?{_IDEAS})?{_OF}(?:{_GAP}Party\b)?"
)
NATIONAL = re.compile(
    rf"(?<![\w@#/.-])(?:[A-Z][a-z]+(?:ian|ean|ish|ese|can|ch|lic|ic|man|aqi|land|gian)){_GAP}"
    r"(?:Greens|Democrats|Liberals|Conservatives|Socialists|Communists|Republicans|Radicals|Labou?r|Alliance|Nationals"
    r"|(?:National|Popular|Patriotic|Progressive|Social|Freedom) (?:Movement|Front|Bloc|League|Rally|Alliance))"
    r"(?![\w’'-])"
)
_SMALL = (
    r"(?:de|del|della|delle|dei|degli|do|da|dos|di|du|des|la|le|les|el|los|per|para|pour|pela|voor|fur|für|der|und|en"
    r"|y|e|et|i|van|zur)"
)
_FRENCH = (
    r"(?:libér|conserv|commun|social|radic|vert|popul|québéc|démocr|national|ouvri|travaill|républic|progress|chinois|franç"
    r"|canad|chréti|écolog|agrair|indépend|libert|marx|unifi|russe|italien|allemand|belge|suisse|uni)[\w-]*"
)
_NEXT = rf"{_GAP}(?:et|ou){_GAP}(?:(?:l[ea]s?|du|des|au|aux|de){_GAP}|[ld]['’]|Nouveau{_GAP}|Part[ei])"
"""The next party of a French list; names go on with a bare noun: "Parti de la justice et développement"."""
FOREIGN = re.compile(
    rf"(?<![\w@#/.-])(?:Nouveau{_GAP})?(?:Part(?:i|ido|ito|idul|ij|ai|ia|it|ei)|Stronnictwo)"
    rf"(?:{_GAP}{_SMALL}(?:['’]|{_GAP})|['’]|{_GAP})(?:{_FRENCH}|{_WORD})"
    rf"(?:(?!{_NEXT})(?:{_GAP}{_SMALL}){{0,2}}{_GAP}(?:[dl]['’])?(?:{_FRENCH}|{_WORD})){{0,5}}"
)
ABBREVIATED = re.compile(r" ?\( ?(?P<a>[A-ZÀ-Þ][\wÀ-ÿ+-]{1,11}(?:[ /-][A-Z][\w-]{0,10})?) ?[,;)]")

_LEADING = words(
    """
        the a an in on at by for from of to with and or but as if when while where who under after before during
        since until then former current federal provincial state local both other another this that these those
        its his her their our your my some many most all each every no not although though because however new-look
        like via leader senate senator mp mps president chairman chair member members minister prime premier
        candidate opposition government ruling governing major minor main only also even now today yesterday
        le la les un une des du de au aux pour par dans sur
    """
)
_NO_PARTY = words(
    """
        third search tea birthday dinner christmas house working stag hen cocktail garden search rescue wedding
        office launch landing raiding boarding boston slumber tupperware costume dance pool after street block
        first second injured aggrieved affected requesting responsible contracting interested other
    """
)
_JOINED = words(
    """
        peace justice freedom social democratic liberal labour labor law order unity work truth family country land
        rights equality development progress solidarity reform people people's socialist national christian welfare
        culture nature youth independence republic democracy rural farmers workers
    """
)


def _after_another(text: str, start: int, end: int) -> int:
    """Where the last name begins of "FDP and Social Democratic Party"; "Peace and Freedom Party" is one name."""
    for joint in re.finditer(r"\s(?:and|&)\s", text[start:end]):
        before = text[start : start + joint.start()].split()
        if not before or fold(before[-1]) not in _JOINED or before[0].isupper():
            return start + joint.end()
    return start


def _ordinary(name: str) -> bool:
    """ "Working party", "Third Party": one word before "party"; "Working Families Party" has more."""
    return len(name.split()) <= 2 or not name[0].isupper()


_PARTY_FOR = re.compile(r"Party (?:of|for) (?:the )?[A-Z]")
_CUT = re.compile(r"(?:Republican|Democratic|Socialist|Liberal|Conservative|Christian|Social|Labou?r)$")
ELECTION = re.compile(r" (?:presidential |senate )?(?:primary|primaries|[Nn]ational [Cc]onvention)\b")
"""An election or a meeting of a party, not the party: "the 1944 Republican Party presidential primaries"."""
_COALITION = re.compile(r"(Party(?: of [A-Z]\w+)?)\s(?:Coalition|Alliance|Caucus|Congress|Rally)$")
_NO_BODY = re.compile(
    r"(?:trade|labou?r|workers?|teachers|farmers|students?|credit|savings|american conservative|temperance) union", re.I
)


@dataclass(frozen=True, slots=True)
class PartyName:
    """`text[start:end]` has the form of a party's name; `abbreviation` stands in brackets after it, or None."""

    start: int
    end: int
    abbreviation: str | None = None


def party_names(text: str) -> list[PartyName]:
    """Names that have the form of a political party's, longest first where they overlap, by position."""
    spans: list[tuple[int, int]] = []
    if "arty" in text:
        spans += [span for match in PARTY.finditer(text) if (span := _trimmed(text, match, party=True))]
    if "Part" in text or "Stron" in text:
        spans += [span for match in FOREIGN.finditer(text) if (span := _trimmed(text, match, party=False))]
    for pattern in (BODY, HEAD_FIRST, NATIONAL):
        spans += [span for match in pattern.finditer(text) if (span := _trimmed(text, match, party=False))]
    taken = Taken()
    chosen = [span for span in sorted(spans, key=lambda span: (span[0] - span[1], span[0])) if taken.add(*span)]
    return [PartyName(start, end, _abbreviation(text, end)) for start, end in sorted(chosen)]


def _trimmed(text: str, match: re.Match[str], *, party: bool) -> tuple[int, int] | None:
    """Without what only stands before the name; None where nothing that names a party is left."""
    start, end = match.span()
    while lead := re.match(r"[\w'’-]+(?: ['’]s?)?\s+(?:(?:and|&|–|-)\s+)?", text[start:end]):
        if fold(lead.group().split()[0]) not in _LEADING:
            break
        start += lead.end()
    start = _after_another(text, start, end) if party else start
    if cut := _COALITION.search(text, start, end):
        end = cut.end(1)
    name = " ".join(text[start:end].split())
    first = fold(name.split(" ", maxsplit=1)[0]) if name else ""
    if " " not in name or _NO_BODY.search(name) or (first in _NO_PARTY and _ordinary(name)):
        return None
    if not party and _CUT.search(name) and text[end : end + 2].strip().isupper():
        # "Federation of Republican Women" goes on
        return None
    if text[max(0, start - 5) : start].strip().isdigit() or ELECTION.match(text, end):
        return None
    small = party and (name.islower() or (first == "party" and not _PARTY_FOR.match(name)))
    return None if small else (start, end)


def _abbreviation(text: str, end: int) -> str | None:
    match = ABBREVIATED.match(text, end)
    if match is None:
        return None
    written = match["a"]
    return written if sum(char.isupper() for char in written) >= LEAST_CAPITALS else None


LEAST_CAPITALS = 2


def named_again(text: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where these abbreviations stand in the text, letter for letter."""
    if not abbreviations:
        return
    either = "|".join(sorted(map(re.escape, abbreviations), key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w@#/.-])(?:{either})(?![\w@-]|\.\w)", text):
        yield match.span()
