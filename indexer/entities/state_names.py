"""Names of states that are part of another name, of a body or a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.entities.folding import words
from indexer.entities.gazetteer import Match, Phrase

_NAMED_AFTER = re.compile(
    r" (?:Post|Daily|Gazette|Times|News|Airlines?|Airways|Bank|Council|Institute|Foundation|Journal|Today|Telecom"
    r"|Mobile|Unicom|Network|Media|Press|Museum|Society|Centre|Center|Morning Post|Digital Times|Central Television"
    r"|Report|Day)\b"
)
_NAMED_BEFORE = re.compile(
    r"(?:\b(?:Bank|University|Institute|Museum|Federation|Association|Society|Council|Archives|Church|Confederation"
    r"|Universit[ée]|Banque|Institut|Musée|Conseil|Association|Fédération) (?:of|de|du|des) (?:la |the )?"
    r"|\b(?:Air|Radio|South|North|Statistics|Archives) )$"
)
_ALSO_A_NAME = re.compile(r"Jordan|Chad|Georgia")


def in_name(phrases: Sequence[Phrase], text: str, match: Match) -> bool:
    """A state's name in that of a body or a person: "Bank of Canada", "China Daily", "Jordan Peterson"."""
    if any(one.source != "state" for one in phrases):
        return False
    if _NAMED_AFTER.match(text, match.end) or _NAMED_BEFORE.search(text[max(0, match.start - 32) : match.start]):
        return True
    if _GIVEN_TOO.fullmatch(text, match.start, match.end):
        return _before_surname(text, match)
    if not _ALSO_A_NAME.fullmatch(text, match.start, match.end):
        return False
    before = re.search(r"(?<!\. )\b([A-Z][a-zà-ÿ]{2,}) $", text[max(0, match.start - 20) : match.start])
    return _AFTER_GIVEN.match(text, match.end) is not None or (before is not None and before[1] not in _NO_GIVEN)


_AFTER_GIVEN = re.compile(r" (?:[A-Z]\. )?[A-Z][a-zà-ÿ]{2,}\b")
_NO_GIVEN = words(
    "The In From To Of For And With By At On While When Since After Both Visit Against Between Toward Towards"
)


def _before_surname(text: str, match: Match) -> bool:
    """ "Dominique Halloway", but neither "in Israel Halloway spoke" nor "Kenya Airport" nor "Israel Prime Minister"."""
    follows = _AFTER_GIVEN.match(text, match.end)
    before = text[max(0, match.start - 12) : match.start].split(" ")
    placed = len(before) > 1 and before[-1] == "" and before[-2].lower() in _PLACING
    return follows is not None and not placed and follows.group().split()[-1] not in _NO_SURNAME


_GIVEN_TOO = re.compile(r"Dominique|Dominica|Israel|Israël|Kenya|India|Malta|Cuba|Ireland|Cyprus")
_PLACING = words("in from to of for with at on against between toward towards via en la le de du à au aux pour")
_NO_SURNAME = words(
    """
        President Prime Foreign Defence Defense Minister Ministry Embassy Government King Queen Airport Police Army
        Navy Consulate Parliament Supreme High Office Station Project Policy Program Programme Relations Desk Week
        January February March April May June July August September October November December
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """
)
