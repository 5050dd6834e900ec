"""The title of a document: the subject of its first e-mail, else the biggest type on its first page that is no letter.

What was tried on real releases and specimens: covering letters never name the package; a title in the file's
metadata is taken only when a reader can see all its words; debris of OCR is no title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.extract.emails import plain_subject
from indexer.extract.headings import is_known
from indexer.extract.lines import Piece
from indexer.extract.sections import only_codes
from indexer.extract.title_words import LABELLED_SHARE, is_institution, reads_well
from indexer.model.geometry import Span
from indexer.model.page import Page

BIGGER = 1.15
"""Times the height of the page's usual type."""

SUBTITLE = 1.08
SAME = 0.15
"""Of a type's height: words of one line of OCR differ by so much."""

UPPER_SHARE = 0.65
LONGEST = 200
LINES = 5
SUBTITLE_LINES = 3
SUBTITLE_GAP = 2.0
"""Times the gap between lines of the title."""

PAGES = 6
LINE_GAP_HEIGHTS = 1.2
BODY_BEFORE_EMAIL = 60
"""Words before the first header of an e-mail; more is a report or a letter that quotes one."""

_LETTER = re.compile(
    r"(?i)\b(?:dear\s+(?:sir|madam|mr|ms|mrs|dr|requester|applicant|foia)|madame,\s|monsieur,\s|our\s+file"
    r"|notre\s+(?:dossier|r[ée]f)|i\s+am\s+writing|this\s+(?:letter\s+)?is\s+in\s+(?:response|reply)"
    r"|la\s+pr[ée]sente\s+(?:fait\s+suite|r[ée]pond))"
)
_SUBJECT = re.compile(r"(?im)^[ \t]*(?:subject|subj|objet|re|title)[ \t]*:[ \t]*(?P<value>\S[^\n]{3,})$")
_TELEGRAM = re.compile(r"(?m)^[ \t]*(?:(?:TAGS|E\. ?O\. ?\d{5})\b|FM [A-Z ]{4,60}\nTO [A-Z])")
_NEXT_FIELD = re.compile(r"\s*(?:REF|[A-Z][A-Za-z. ]{1,20}:|\(?[A-Z\d]{1,3}[.)]|[A-Z] [A-Z] [A-Z] |$)")
FULL_LINE = 54
"""Letters in a line of a telegram that may go on in the next: it holds 60 to 69."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title, where it was read ("page 3", "metadata"), its page and span if it stands on one, how sure (0 to 1)."""

    text: str
    basis: str
    page: int | None = None
    span: Span | None = None
    confidence: float = 0.5


def title_of(pages: Sequence[tuple[Page, Sequence[Piece]]], metadata: str | None) -> Title | None:
    """The title, or None when nothing serves. Pages with their e-mails; pieces are those that are no furniture."""
    first = [(page, pieces) for page, pieces in pages[:PAGES] if page.text and not page.withheld]
    for page, pieces in first:
        found = _of_email(page)
        if found is not None:
            return found
        if _TELEGRAM.search(page.text):
            return _of_subject_line([(page, pieces)])
        if not is_covering_letter(page):
            found = _biggest(page, pieces)
            if found is not None:
                return found
            break
    return _in_metadata(pages[:PAGES], metadata) or _of_subject_line(first)


def is_covering_letter(page: Page) -> bool:
    """A letter to a requester: its words name neither the document's title nor its author."""
    return _LETTER.search(page.text) is not None


def _of_email(page: Page) -> Title | None:
    for header in page.emails[:1]:
        before = len(page.text[: header.span.start].split())
        field = next((field for field in header.fields if field.name == "subject"), None)
        if before <= BODY_BEFORE_EMAIL and field is not None and (subject := plain_subject(field.value)):
            return Title(subject[:LONGEST], f"page {page.number}", page.number, field.span, 0.9)
    return None


def _of_subject_line(pages: Sequence[tuple[Page, Sequence[Piece]]]) -> Title | None:
    """The subject line of a telegram or a letter."""
    for page, _ in pages:
        match = _SUBJECT.search(page.text)
        if match is not None and reads_well(match["value"], LABELLED_SHARE):
            end = _end_of_subject(page.text, match)
            value = " ".join(page.text[match.start("value") : end].replace("-\n", "-").split())
            span = Span(match.start("value"), end)
            return Title(value[:LONGEST], f"page {page.number}", page.number, span, 0.6)
    return None


def _end_of_subject(text: str, match: re.Match[str]) -> int:
    """A full line in capitals goes on in the next line in capitals, up to the next field or paragraph.

    Where none comes soon, the text of the telegram begins right below: the subject is its first line then.
    """
    end = match.end("value")
    line = text[match.start() : end].strip()
    for _ in range(SUBTITLE_LINES):
        following = text[end + 1 :].split("\n", 1)[0]
        if len(line) < FULL_LINE or not line.isupper() or not following.isupper() or _NEXT_FIELD.match(following):
            return end
        end, line = end + 1 + len(following), following
    return match.end("value")


def _in_metadata(pages: Sequence[tuple[Page, Sequence[Piece]]], metadata: str | None) -> Title | None:
    """Only when each of its words stands on the first pages: metadata may hold what was redacted."""
    shown = {word.casefold() for page, _ in pages for word in re.findall(r"\w+", page.text)}
    words = re.findall(r"\w+", metadata or "")
    if metadata and words and reads_well(metadata) and all(word.casefold() in shown for word in words):
        return Title(metadata.strip()[:LONGEST], "metadata", confidence=0.7)
    return None


def _biggest(page: Page, pieces: Sequence[Piece]) -> Title | None:
    heights = sorted(word.bbox.bottom - word.bbox.top for word in page.words)
    if not heights:
        return None
    usual = heights[len(heights) // 2]
    upper = [
        (piece, _type_height(page, piece))
        for piece in pieces
        if piece.bbox is not None
        and piece.bbox.x1 - piece.bbox.x0 > piece.bbox.bottom - piece.bbox.top  # not text that runs up the page
        and piece.bbox.top < UPPER_SHARE * page.height_pt
        and sum(map(str.isalpha, piece.text)) >= 4
        and not only_codes(piece.text, None)
        and len(piece.text) <= LONGEST
    ]
    for biggest in sorted({round(height, 1) for _, height in upper}, reverse=True):
        if biggest < BIGGER * usual:
            return None
        lines, text = _joined(upper, biggest)
        if reads_well(text) and not is_institution(text):
            subtitle = _subtitle(upper, lines, max(SUBTITLE * usual, 0.0))
            text = ": ".join(filter(None, (text.rstrip(":"), subtitle)))[:LONGEST]
            sure = 0.8 if page.source == "text_layer" else 0.5
            return Title(text, f"page {page.number}", page.number, Span(lines[0].start, lines[-1].end), sure)
    return None


def _type_height(page: Page, piece: Piece) -> float:
    """The height of most of its words: a footnote mark or a bracket makes no line bigger."""
    inside = [word.bbox for word in page.words if piece.start <= word.start and word.end <= piece.end]
    heights = sorted(box.bottom - box.top for box in inside)
    return heights[len(heights) // 2] if heights else 0.0


def _joined(upper: Sequence[tuple[Piece, float]], biggest: float) -> tuple[list[Piece], str]:
    """The first line of a type, and the lines of the same type right below it."""
    lines: list[Piece] = []
    for piece, height in upper:
        same = abs(height - biggest) <= SAME * biggest
        if same and (not lines or _follows(lines[-1], piece, height)):
            lines.append(piece)
        elif lines and (same or _in_column(lines[-1], piece)):
            break
    return lines, " ".join(" ".join(piece.text.split()) for piece in lines[:LINES])


def _subtitle(upper: Sequence[tuple[Piece, float]], lines: Sequence[Piece], least: float) -> str:
    """Lines of middling type right below the title; the name of a part ("Summary") is none."""
    last, found = lines[-1], list[Piece]()
    for piece, height in upper:
        if piece.start <= last.start:
            continue
        below = found[-1] if found else last
        if (
            height < least
            or not _follows(below, piece, height * (1.0 if found else SUBTITLE_GAP))
            or not _aligned(last, piece)
            or is_known(piece.text)
        ):
            break
        found.append(piece)
    text = " ".join(" ".join(piece.text.split()) for piece in found)
    return text if len(found) <= SUBTITLE_LINES and reads_well(text) else ""


def _follows(before: Piece, piece: Piece, height: float) -> bool:
    if before.bbox is None or piece.bbox is None:
        return False
    return -height / 2 <= piece.bbox.top - before.bbox.top <= (1 + LINE_GAP_HEIGHTS) * height


def _aligned(title: Piece, piece: Piece) -> bool:
    """It starts or is centred where the title is; a name in an organisation chart is not."""
    if title.bbox is None or piece.bbox is None:
        return False
    near = title.bbox.bottom - title.bbox.top
    centres = abs(title.bbox.x0 + title.bbox.x1 - piece.bbox.x0 - piece.bbox.x1) / 2
    return min(abs(title.bbox.x0 - piece.bbox.x0), centres) <= near


def _in_column(before: Piece, piece: Piece) -> bool:
    """Above or below it on the page, not beside it."""
    if before.bbox is None or piece.bbox is None:
        return True
    return min(before.bbox.x1, piece.bbox.x1) > max(before.bbox.x0, piece.bbox.x0)
