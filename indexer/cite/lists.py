"""Lists of citations to read: plain text and Word."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import docx
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from indexer.cite import phrases
from indexer.cite.lines import one_line
from indexer.cite.options import Options
from indexer.cite.runs import Look, Run, Runs, as_text
from indexer.cite.styles import FULL, FULL_FR, LIKE, format_citation, is_numeric, label_of, style_name
from indexer.model.citation import Citation

LIST_LIMIT = 1_000
"""Citations in a list to read: a style takes up to 50 ms of processor time for each (measured, Chicago), and a
Word file is made in memory. The other formats have no limit."""
BEYOND = (
    f"The list ends after {LIST_LIMIT:,} citations; there are more. CSV, Excel, JSON Lines, RIS, BibTeX and CSL-JSON "
    "have all of them, or narrow the search."
)

_WORD_LOOKS: tuple[Look, ...] = ("italic", "bold", "small_caps", "superscript", "subscript", "underline")


@dataclass(frozen=True, slots=True)
class Cited:
    """An entry of a list: `form` as a style has it; `cite` is how the text refers to it, "" where that is the same;
    `more` says where it is and proves the file, for styles that do not."""

    form: Runs
    cite: str
    more: tuple[str, ...]


def cited(citation: Citation, style: str, number: int) -> Cited:
    """The form with the pinpoint: notes of a note style; else the entry, with what stands in the text beside it."""
    formatted = format_citation(citation, style, number)
    if style in (FULL, FULL_FR):
        return Cited(formatted.entry, "", ())
    note, entry = as_text(formatted.note), as_text(formatted.entry)
    by_note = len(note) >= len(entry) * 2 // 3 and not note.startswith(("(", "["))
    places = phrases.where(citation)
    more = (f"{places[:1].upper()}{places[1:]}" if places else "", citation.url, f"SHA-256 {citation.document}")
    form = formatted.note if by_note else formatted.entry
    shown = tuple(one for one in more if one and one not in as_text(form))
    return Cited(form, "" if by_note else note, shown)


def text_pieces(citations: Iterable[Citation], options: Options) -> Iterator[bytes]:
    """Plain text, a citation at a time; at most LIST_LIMIT, and it says so."""
    style = style_name(options.style or FULL)
    yield "".join(f"{line}\n" for line in _heading(style, options)).encode()
    source = iter(citations)
    numbered = not is_numeric(style)
    for number, citation in enumerate(islice(source, LIST_LIMIT), 1):
        one = cited(citation, style, number)
        lines = [(f"{number}. " if numbered else "") + as_text(one.form)]
        lines += [f"   In the text: {one.cite}"] if one.cite else []
        lines += [f"   {line}" for line in one.more]
        yield ("\n" + "\n".join(lines) + "\n").encode()
    if next(source, None) is not None:
        yield f"\n{BEYOND}\n".encode()


def docx_pieces(citations: Iterable[Citation], options: Options) -> Iterator[bytes]:
    """A Word document with a numbered paragraph a citation; at most LIST_LIMIT, and it says so."""
    style = style_name(options.style or FULL)
    document = docx.Document()
    title, *rest = _heading(style, options)
    document.add_heading(title, level=1)
    for line in rest:
        document.add_paragraph(line)
    source = iter(citations)
    numbered = not is_numeric(style)
    for number, citation in enumerate(islice(source, LIST_LIMIT), 1):
        _add(document, cited(citation, style, number), numbered=numbered)
    if next(source, None) is not None:
        document.add_paragraph(BEYOND)
    out = io.BytesIO()
    document.save(out)
    yield out.getvalue()


def _heading(style: str, options: Options) -> list[str]:
    label = label_of(style)
    lines = [one_line(options.title) or "Citations", f"Style: {label}"]
    return lines if style in (FULL, FULL_FR) else [*lines, LIKE.format(style=label)]


def _add(document: WordDocument, one: Cited, *, numbered: bool) -> None:
    paragraph = document.add_paragraph(style="List Number" if numbered else None)
    for run in one.form:
        _add_run(paragraph, run)
    told = [*([f"In the text: {one.cite}"] if one.cite else []), *one.more]
    for line in told:
        paragraph.add_run().add_break()
        paragraph.add_run(line)


def _add_run(paragraph: Paragraph, run: Run) -> None:
    font = paragraph.add_run(run.text).font
    for look in _WORD_LOOKS:
        if look in run.looks:
            setattr(font, look, True)
