"""What a date is of: an event, the document, a release, or a stamp of capture, export or print."""

from __future__ import annotations

import re

from indexer.model.mention import DateRole

_STAMP = re.compile(
    r"\b(?:accessed|retrieved|archived?|captured?|capture|screenshot(?:ted)?(?: taken)?|exported|export date|printed"
    r"|print date|"
    r"downloaded|last (?:updated|modified|accessed|visited)|current as of|information as of|generated|scanned|"
    r"consulte(?:e|s|es)?(?: le)?|archivee?s?(?: le)?|imprimee?s?(?: le)?|exportee?s?|en date d[eu]|telechargee?s?"
    r"(?: le)?|"
    r"visited|date stamp|received)\b[ :,(]{0,4}(?:on |le |the |at )?[^\n.;]{0,12}$"
    r"|(?:发布于|更新于|截至|访问于|浏览于|下载于|抓取于) ?$"
)
_DOCUMENT = re.compile(
    r"(?:\b(?:date|dated|document date|date of (?:report|document)|report date|publishing date|publication date"
    r"|date du document|"
    r"en date du|datee? du|date de publication|prepared on|as at|issued)\b ?:? ?(?:on |le )?(?:[a-z]{2,9},? )?"
    r"|日期 ?: ?)$"
)
_DOCUMENT_AFTER = re.compile(
    r" (?:annual|departmental|federal|provincial)?-? ?(?:report|plan|budget|main estimates|rapport)\b"
)
_RELEASE = re.compile(
    r"\b(?:released?(?: on)?|date of release|release date|disclosed on|for immediate release|news release|communique|"
    r"divulguee?s? le|date de (?:la )?(?:communication|divulgation))\b[ :,-]{0,4}(?:on |le )?$"
)
_DATELINE = re.compile(r"^ ?(?:-|–|—) ?[a-z][a-z .'-]{2,30}(?:, [a-z][a-z .'-]{2,30})? ?(?:-|–|—)")
WINDOW = 60


def role_of(text: str, folded: str, start: int, end: int, *, time_only: bool = False) -> DateRole:
    """The role, from the words just before and after on the line; "event" where nothing says otherwise."""
    left = folded[max(0, start - WINDOW) : start]
    if (
        time_only
        or _STAMP.search(left)
        or (_STAMP.search(folded[max(0, start - WINDOW) : start + 12]) and "en date d" in left)
    ):
        return "stamp"
    if _RELEASE.search(left):
        return "release"
    line = text.rfind("\n", 0, start) + 1
    if not text[line:start].strip() and _DATELINE.match(folded[end : end + WINDOW + 20]):
        return "release"
    if _DOCUMENT.search(left) or _fiscal_report(folded, start, end):
        return "document"
    return "event"


def _fiscal_report(folded: str, start: int, end: int) -> bool:
    return folded[start:end].count("-") == 1 and _DOCUMENT_AFTER.match(folded[end : end + 24]) is not None
