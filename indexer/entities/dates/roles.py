"""What a date is of: an event, the document, a release, or a stamp of capture, export, print or receipt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.entities.dates.lexicon import WEEKDAY
from indexer.model.mention import DateRole

_STAMP = re.compile(
    r"\b(?:accessed|retrieved|archived?|captured?|capture|screenshot(?:ted)?(?: taken)?|snapshot|crawled|cached"
    r"|exported|export date|printed|print date|run date|downloaded|last (?:updated|modified|accessed|visited|saved)"
    r"|current as of|information as of|generated|scanned|visited|date stamp"
    r"|date (?:printed|exported|captured|saved|modified|accessed|retrieved|archived|scanned|received)"
    r"|consulte(?:e|s|es)?(?: le)?|archivee?s?(?: le)?|imprimee?s?(?: le)?|exportee?s?|en date d[eu]"
    r"|telechargee?s?(?: le)?|numerisee?s?(?: le)?"
    r"|date (?:d'|de )(?:impression|acces|exportation|consultation|capture|numerisation|reception))"
    r"\b[ :,(]{0,4}(?:on |le |the |at )?[^\n.;]{0,12}$"
    r"|(?:发布于|更新于|截至|访问于|浏览于|下载于|抓取于|(?:存档|采集|抓取|截图|下载)(?:时间|日期) ?[:：]?) ?$"
)
_RECEIPT = re.compile(
    r"^ ?(?:mail ?room |registry |date )?(?:received|recue?s?|faxed|telecopiee?s?)(?: by fax)?\b"
    r"[ :,(]{0,4}(?:on |le )?$"
)
"""A receipt's stamp begins its line; "your request, received on 4 November" is an event."""
_AS_OF = re.compile(r"\ben date d[eu]\b")
_STAMP_BELOW = re.compile(r"\W{0,3}(?:received|recu|faxed|scanned|filed|imprime|printed)\b[^\n]{0,24}$")
"""The stamp's word under its date."""
_FILED = re.compile(r"\b(?:date )?filed ?:? ?$")
_OF_A_COURT = re.compile(r"\b(?:case|document|docket|page|entry)\b")
_PRINT_HEADER = re.compile(r",? \d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?(?! ?[-:\]])")
"""What a browser puts above a printed page: "9/13/21, 10:02 AM". A message in a chat has its sender behind."""
_URL_BEFORE = re.compile(r"(?:https?://|www\.|\(\d{1,3} of \d{1,3}\))[^\n]{0,80}\[$")
_FAX = re.compile(r"\b(?:fax|facsimile|telecopie|rightfax)\b")
_FAX_PAGE = re.compile(r"\bp(?:age|g)?\.? ?\d{1,3}\b|\b\d{1,3}/\d{1,3}\b|\d:\d\d")

_RELEASE = re.compile(
    r"\b(?:released?(?: on)?|date of release|release date|disclosed on|declassified(?: on)?|for immediate release"
    r"|news release|communique|divulguee?s? le|date de (?:la )?(?:communication|divulgation))\b[ :,-]{0,4}(?:on |le )?$"
)
_RELEASE_STAMP = re.compile(
    r"(?:approved for release|for release|declassified|sanitized copy|systematic review|downgraded|nara\b"
    r"|released? (?:in (?:part|full)|under|pursuant|by)|access to information|acces a l'information|(?:case|doc) no\b"
    r"|divulguee?s? en vertu|communiquee?s? en vertu|unclassified u\.s\. department of state)(?P<gap>[^;\n]{0,70})$"
)
_PROSE = re.compile(
    r"\b(?:received|dated|requests?|recue?|demandes?|that|shows?|said|says|which|was|were|had|have|has|will|may|que"
    r"|qui|a ete|est|the memo)\b"
)
_AFTER_STAMP = re.compile(r" ?(?:$|[:;,)~\]\[(/|>-]|c[o0]\d{5,}|cia-|page\b|p\. ?\d|by\b|\d)")
_RECORD_NUMBER = re.compile(r" ?:? ?(?:c[o0]\d{7}|cia-rdp)")
"""Numbers that stand behind the release date of a reviewed record, which OCR often leaves alone."""

_LABEL = re.compile(
    r"(?:(?:^|[^a-z\s]|\b(?:document|report|memo|memorandum|letter|draft|publishing|publication|issue|revision)) ?"
    r"date(?: of (?:report|document|issue|publication)| du (?:document|rapport)| de (?:publication|redaction))?"
    r"|^(?:re|as )?(?:issued|dated|datee? du|prepared|as at|fait)|日期)"
    rf" ?[:;.]? ?(?:on |le |the |at )?(?:{WEEKDAY}\b,? ?)?$"
)
_TELEGRAM = re.compile(r"\d{6}z? ?[a-z]|\d\d \d{4}z ?[a-z]")
_PRECEDENCE = re.compile(r"^ ?(?:[zopr] ){0,3}$")
"""Z, O, P, R: flash, immediate, priority, routine stand before the date-time group that a telegram is dated by."""
_DOCUMENT_AFTER = re.compile(
    r" (?:annual|departmental|federal|provincial)?-? ?(?:report|plan|budget|main estimates|rapport)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATELINE = re.compile(r"^ ?(?:-|–|—) ?[a-z][a-z .'-]{2,30}(?:, [a-z][a-z .'-]{2,30})? ?(?:-|–|—)")
WINDOW = 60
LINE = 140
"""Characters of a line that are looked at on either side: more than a stamp has."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A date's surroundings: folded text before it on its line (or on the line above), and behind it."""

    folded: str
    start: int
    end: int
    left: str
    alone_left: bool
    right: str
    below: str

    @property
    def line(self) -> str:
        return f"{self.left} {self.folded[self.start : self.end]}{self.right}"


def role_of(text: str, folded: str, start: int, end: int, *, time_only: bool = False) -> DateRole:
    """The role, from the words on the line and just above it; "event" where nothing says otherwise."""
    place = _place(text, folded, start, end)
    if time_only or _is_stamp(place):
        return "stamp"
    if _is_release(place) or (place.alone_left and _DATELINE.match(folded[end : end + WINDOW + 20])):
        return "release"
    if _LABEL.search(place.left) or _is_telegram(place) or _fiscal_report(folded, start, end):
        return "document"
    return "event"


def is_dateline(text: str, folded: str, start: int, end: int) -> bool:
    """True for a date that begins its line with a place behind: "August 9, 2023 - Ottawa, Ontario - "."""
    begins = not text[text.rfind("\n", max(0, start - LINE), start) + 1 : start].strip()
    return begins and _DATELINE.match(folded[end : end + WINDOW + 20]) is not None


def _place(text: str, folded: str, start: int, end: int) -> _Place:
    line = max(text.rfind("\n", max(0, start - LINE), start) + 1, start - LINE)
    line_end = text.find("\n", end, end + LINE)
    line_end = line_end if line_end >= 0 else min(len(text), end + LINE)
    after = text.find("\n", line_end + 1, line_end + LINE)
    below = folded[line_end + 1 : after if after >= 0 else line_end + LINE]
    left = folded[line:start]
    alone = not left.strip(" -*|.")
    if alone and line:
        above = max(text.rfind("\n", max(0, line - LINE), line - 1) + 1, line - LINE)
        # a line that has its date says nothing of the one below
        left = "" if _YEAR.search(folded, above, line) else folded[above : line - 1] + " "
    return _Place(folded, start, end, left, alone, folded[end:line_end], below)


def _is_stamp(place: _Place) -> bool:
    window = place.folded[max(0, place.start - WINDOW) : place.start]
    if (
        _STAMP.search(window)
        or _RECEIPT.match(place.left)
        or (_AS_OF.search(window) and _STAMP.search(place.folded[max(0, place.start - WINDOW) : place.start + 12]))
    ):
        return True
    if place.alone_left and not place.right.strip() and _STAMP_BELOW.match(place.below):
        return True
    if _FILED.search(place.left) and _OF_A_COURT.search(place.line):
        return True
    if _URL_BEFORE.search(place.left):
        return True
    if place.alone_left and place.folded[place.start].isdigit() and "/" in place.folded[place.start : place.end]:
        clock = place.folded[place.start : place.end].partition(",")
        return bool(_PRINT_HEADER.match(clock[1] + clock[2] + place.right))
    return bool(_FAX.search(place.line) and _FAX_PAGE.search(place.line) and not _LABEL.search(place.left))


def _is_release(place: _Place) -> bool:
    if _RELEASE.search(place.left) or _RECORD_NUMBER.match(place.right):
        return True
    stamp = _RELEASE_STAMP.search(place.left)
    return bool(stamp and not _PROSE.search(stamp["gap"]) and _AFTER_STAMP.match(place.right))


def _is_telegram(place: _Place) -> bool:
    written = place.folded[place.start : place.start + 9]
    return bool(_TELEGRAM.match(written) and (place.alone_left or _PRECEDENCE.match(place.left)))


def _fiscal_report(folded: str, start: int, end: int) -> bool:
    return folded[start:end].count("-") == 1 and _DOCUMENT_AFTER.match(folded[end : end + 24]) is not None
