"""What a name may look like: where its line ends, what is cut off its ends, what tells a person from other words.

A language model reads a page as one text: "To: Jane Holloway" over "Cc:" becomes "Jane Holloway Cc", a heading and
the first word under it become an organisation, and any rare word with a capital may become a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.folding import fold, words

NARROW_CHARACTERS = 40
"""Lines this short do not wrap: they are addresses, lists, headers."""
FULL_SHARE = 0.75
"""A line wraps where it and the next word fill this share of the longest line around."""
LINES_AROUND = 3

_BULLET = r"(?:[•▪◦●○■□‣►·*]|[-–—o>](?=\s)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?=\s))"
_STARTS_NEW = re.compile(rf"\s*(?:{_BULLET}|[^\W\d_][\w'’/ -]{{0,24}} ?:(?!\S)|[A-ZÀ-Þ][\w'’]{{0,11}}:)")
_LABELS = words(
    """
        from to cc cci bcc date sent subject re fw fwd attachments attachment importance reply received signed page
        de a objet envoye pieces piece jointe jointes tel telephone fax email e-mail courriel mail title note notes
        signature approved approuve prepared classification file dossier tags yes no oui non
    """
)
_PARTICLES = words("de la le du des da di del der den van von el al bin ben ibn y e of and the for et à d l o")
_SMALL = words(
    """
        on in at by with as is was were has had have will would said that this which who n ne s se qu est sont sur
        par pour dans en au aux avec
    """
)
BODY_WORD = re.compile(
    r"\b(?:agency|agence|unit|unite|cent(?:re|er)|office|bureau|department|departement|ministry|ministere|committee|comite|"
    r"commission|council|conseil|party|parti|group|groupe|force|service|institute?|institut|university|universite|"
    r"association|board|secretariat|mechanism|mecanisme|network|reseau|company|corporation|police|gendarmerie|team|"
    r"equipe|directorate|direction|division|branch|foundation|fondation|society|societe|union|federation|alliance|"
    r"embassy|ambassade|consulate|consulat|court|cour|tribunal|bank|banque|organi[sz]ation|authority|autorite|"
    r"congress|assembly|establishment|mission|station|press|desk|task force|cabinet|parliament"
    r"|senate|house|government|college|school|news|media|lab|laboratory|army|navy|command|inc|ltd)s?\b"
)
"""Words of bodies, folded: an agency, an office, a company."""
_EDGE = " \t\n•▪◦●○■□‣►·*.,;:!?\"“”«»‘/|-–—’'"
_VERBAL = re.compile(r"\w{3,}(?:ed|tion|tions)$")


def line_ends(text: str) -> Iterator[int]:
    """Offsets behind line ends that part two things; a line that only wraps goes on."""
    lines = text.splitlines(keepends=True)
    lengths = [len(line.strip()) for line in lines]
    place = 0
    for number, line in enumerate(lines[:-1]):
        place += len(line)
        following = lines[number + 1]
        if not lengths[number] or not lengths[number + 1]:
            continue
        longest = max(lengths[max(0, number - LINES_AROUND) : number + LINES_AROUND + 1])
        filled = lengths[number] + 1 + len(following.split(maxsplit=1)[0])
        if longest < NARROW_CHARACTERS or filled < FULL_SHARE * longest or _STARTS_NEW.match(following):
            yield place


def trimmed(text: str, start: int, end: int, *, person: bool) -> tuple[int, int]:
    """The span without bullets, labels of e-mail headers and small words at its ends; `start == end`: nothing left."""
    while start < end and (text[start] in _EDGE or text.startswith(_POSSESSIVE, start)):
        start += 2 if text.startswith(_POSSESSIVE, start) else 1
    while start < end:
        rest = text[start:end].rstrip(_EDGE)
        end = start + len(rest)
        word = _LAST.search(rest)
        if word is None or not _cut_off(text, start + word.start(), word, person=person):
            break
        end = start + word.start()
    while (first := _FIRST.match(text, start, end)) and fold(first[1]).rstrip(":") in _LABELS - _PARTICLES:
        start = first.end()
    return start, max(start, end)


def _cut_off(text: str, at: int, word: re.Match[str], *, person: bool) -> bool:
    """A last word that is no part of the name: small, a header's label, a label of the next line."""
    small = fold(word.group())
    if small in _LABELS or small in _PARTICLES or small in _SMALL or (person and word.group().islower()):
        return bool(word.start()) or word.group().islower()
    return (at == 0 or text[at - 1] == "\n") and _LABEL.match(text, at) is not None


_LAST = re.compile(r"\S+\Z")
_FIRST = re.compile(r"(\S+)\s+")
_LABEL = re.compile(r"[^\W\d_]{1,24} ?:(?!\S)")
_POSSESSIVE = ("’s ", "'s ")


def name_like(word: str) -> bool:
    """A word of somebody's name: a capital or a particle, letters only."""
    if fold(word) in _PARTICLES:
        return True
    return word[0].isupper() and all(char.isalpha() or char in ".’'-" for char in word)


_THING = re.compile(r"\b(?:Archives?|Blog|Award|Avenue|Street|Road|E-?mails?|Prize|Report|Foundation|Institute)\b")


def person_form(name: str, ordinary: frozenset[str], given: frozenset[str]) -> bool:
    """True where two words or more look like a name and no dictionary explains them; one word needs other evidence."""
    parts = name.split()
    capital = [word for word in parts if word[0].isupper()]
    if len(capital) < 2 or not all(name_like(word) for word in parts):
        return False
    if _THING.search(name) or ("\n" in name and parts[0] not in given):
        return False
    first = parts[0].split("-")[0]
    if first in given:
        return not (len(parts) == 2 and _VERBAL.match(fold(parts[1])) and fold(parts[1]) in ordinary)
    return not all(fold(word) in ordinary for word in capital)


def without_verb(name: str, given: frozenset[str]) -> str:
    """ "Julian Halloway Timed" without the heading behind it; a second surname stays."""
    parts = name.split(" ")
    while len(parts) > 2 and parts[-1] not in given and (_VERBAL.match(fold(parts[-1])) or fold(parts[-1]) in _LABELS):
        parts.pop()
    return " ".join(parts)


def body(text: str, start: int, end: int, ordinary: frozenset[str]) -> tuple[int, int]:
    """The span without the word before "the" or a comma and without its own translation behind a stroke."""
    stroke = text.find(" / ", start, end)
    end = stroke if stroke > 0 else end
    lead = _BEFORE_BODY.match(text, start, end)
    return (lead.end(), end) if lead and lead[1].lower() in ordinary else (start, end)


_BEFORE_BODY = re.compile(r"(\w+)(?:,| [tT]he) (?=[A-ZÀ-Þ])")


_STREET = re.compile(r"(?:Street|Avenue|Boulevard|Floor|Suite)(?:\s\S+)?$")
ROW_WORDS = 4
"""So many ordinary words without that of a body are the head of a table."""


def body_form(name: str, ordinary: frozenset[str], *, opens: bool) -> bool:
    """False for what the form of a page leaves: unbalanced brackets, a numbered page, a row, ordinary words.

    Several ordinary words are a heading only where they open a line (`opens`).
    """
    parts = name.split()
    if name.count("(") != name.count(")") or parts[-1].isdigit() or _STREET.search(name):
        return False
    if len(parts) == 1 and name.isupper():
        return True
    known = sum(word.lower() in ordinary for word in parts)
    if len(parts) >= ROW_WORDS and 2 * known >= len(parts) and not BODY_WORD.search(fold(name)):
        return False
    common = all(word.lower() in ordinary or fold(word) in ordinary for word in parts)
    return not common or (len(parts) > 1 and (not opens or BODY_WORD.search(fold(name)) is not None))
