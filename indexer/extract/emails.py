"""The headers of e-mails printed to paper: From, To, Cc, date, subject, in English and French.

A header is a block of lines that begin with such names. White-space redactions leave names without a value, and two
names on one line ("To: Cc:"); both are kept, so that a reader sees that a sender was there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.model.geometry import Span
from indexer.model.page import EmailField, EmailFieldName, EmailHeader

NAMES: dict[str, EmailFieldName | None] = {
    "from": "from", "de": "from", "expéditeur": "from", "to": "to", "à": "to", "destinataire": "to",
    "cc": "cc", "c.c.": "cc", "bcc": "bcc", "cci": "bcc", "sent": "date", "date": "date", "envoyé": "date",
    "date d'envoi": "date", "date d’envoi": "date", "subject": "subject", "objet": "subject", "sujet": "subject",
    "attachments": None, "attachment": None, "pièces jointes": None, "pièce jointe": None, "importance": None,
    "sensitivity": None, "mail received time": None, "received": None, "reçu": None,
    "reply-to": None, "répondre à": None,
}  # fmt: skip
"""None: part of a header, and not kept."""

_NAME = "|".join(re.escape(name) for name in sorted(NAMES, key=len, reverse=True))
_FIRST = re.compile(rf"(?i)^\W{{0,5}}(?P<name>{_NAME})\s?:(?=\s|$)")
_NEXT = re.compile(rf"(?i)(?:\s[-–—|,]\s|(?<=:)\s*)(?P<name>{_NAME})\s?:(?=\s|$)")
_LISTS = ("to", "cc", "bcc")
_LINE = re.compile(r"[^\n]+")
_REPLY = re.compile(r"(?i)^\s*(?:(?:re|rép|fw|fwd|tr|rv|ref)\s?:\s*)+")

LINES_LIMIT = 14
CONTINUED_LIMIT = 6
"""Lines that a list of recipients runs over at most."""

SUBJECT_LINES = 2
LONGEST_VALUE = 2000


def emails_of(text: str) -> tuple[EmailHeader, ...]:
    """The headers on a page, in order; empty for a page without any.

    A block counts when it names a sender or a date, and two things more of sender, recipient, date and subject.
    """
    found = []
    lines = [match.span() for match in _LINE.finditer(text)]
    at = 0
    while at < len(lines):
        fields, end = _block(text, lines, at)
        names = {field.name for field in fields}
        if names & {"from", "date"} and len(names & {"from", "to", "date", "subject"}) >= 3:
            found.append(EmailHeader(fields, Span(lines[at][0], lines[end - 1][1])))
            at = end
        else:
            at += 1
    return tuple(found)


def plain_subject(subject: str) -> str:
    """A subject without "RE:", "FW:", "TR:" before it; "" when nothing else is there."""
    return _REPLY.sub("", subject).strip()


def _block(text: str, lines: Sequence[tuple[int, int]], at: int) -> tuple[tuple[EmailField, ...], int]:
    """The fields of the block that begins with a line, and the index of the line after it."""
    fields: list[EmailField] = []
    last: EmailFieldName | None = None
    named, continued = False, 0
    start = at
    while at < len(lines) and at - start < LINES_LIMIT:
        low, high = lines[at]
        parts = list(_parts(text, low, high))
        if parts:
            fields += [field for _, field in parts if field is not None]
            last, named, continued = parts[-1][0], True, 0
        elif named and fields and _goes_on(text, fields[-1], last, continued):
            fields[-1] = _longer(text, fields[-1], high)
            continued += 1
        else:
            break
        at += 1
    return tuple(fields), at


def _parts(text: str, low: int, high: int) -> Iterator[tuple[EmailFieldName | None, EmailField | None]]:
    """The names on a line with their values; none for a line that does not begin with a name."""
    first = _FIRST.match(text[low:high])
    if first is None:
        return
    marks = [(first.start("name"), first.end(), first["name"])]
    marks += [
        (match.start("name"), match.end(), match["name"]) for match in _NEXT.finditer(text[low:high], first.end() - 1)
    ]
    for index, (_, end, name) in enumerate(marks):
        stop = low + marks[index + 1][0] if index + 1 < len(marks) else high
        kept = NAMES[name.casefold()]
        yield kept, _field(text, kept, low + end, stop) if kept is not None else None


def _field(text: str, name: EmailFieldName, start: int, end: int) -> EmailField:
    value = text[start:end]
    start += len(value) - len(value.lstrip())
    stripped = value.strip().rstrip("-–—|").rstrip()[:LONGEST_VALUE]
    return EmailField(name, stripped, Span(start, start + len(stripped)))


def _goes_on(text: str, field: EmailField, last: EmailFieldName | None, continued: int) -> bool:
    """A list of recipients ends its lines with a semicolon; a subject may run over."""
    if last is None or field.name != last:
        return False
    if last in _LISTS:
        return continued < CONTINUED_LIMIT and field.value.endswith((";", ","))
    return last == "subject" and continued < SUBJECT_LINES - 1 and field.value.endswith(("-", "–", ",", ":", "/"))


def _longer(text: str, field: EmailField, end: int) -> EmailField:
    value = text[field.span.start : end].rstrip()[:LONGEST_VALUE]
    return EmailField(field.name, " ".join(value.split()), Span(field.span.start, field.span.start + len(value)))
