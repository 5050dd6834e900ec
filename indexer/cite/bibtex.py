"""Citations as BibTeX `@techreport` (domain.md 5.3), safe for LaTeX, each under a key of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from indexer.cite import phrases
from indexer.cite.csl import identifier
from indexer.cite.dates import MONTHS, in_words, month_of, year_of
from indexer.cite.lines import one_line
from indexer.cite.pinpoints import locator
from indexer.model.citation import Citation

_LATEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
})  # fmt: skip
"""BibTeX counts braces even after a backslash, so a brace of the text is written by its name."""
_NOT_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_EDTF = re.compile(r"[0-9X/.,:TZ+?~%\[\]-]+")
"""Biber reads EDTF in `date`; anything else stays out of it."""


class Keys:
    """Keys such as "gac2021-0123456789ab-p3". One that was given already gets a number; only the keys of the document
    at hand are kept, and how often each document came up, so that a list may be long."""

    def __init__(self) -> None:
        self._document = ""
        self._given: dict[str, int] = {}
        self._visits: dict[str, int] = {}

    def key(self, citation: Citation) -> str:
        """A key that no citation before got."""
        if citation.document != self._document:
            self._document, self._given = citation.document, {}
            self._visits[citation.document] = self._visits.get(citation.document, 0) + 1
        name = f"{_slug(citation.institution_id)}{year_of(citation.date)}-{identifier(citation)}"
        self._given[name] = self._given.get(name, 0) + 1
        visit, again = self._visits[citation.document], self._given[name]
        return name + (f"-v{visit}" if visit > 1 else "") + (f"-{again}" if again > 1 else "")


def bibtex_entry(citation: Citation, key: str) -> str:
    """One entry; each value stands in braces that are balanced, whatever the text of a document is."""
    pages, month = locator(citation.places), month_of(citation.date)
    fields = (
        ("author", _kept(citation.author or citation.institution)),
        ("title", _kept(citation.shown_title)),
        ("institution", _kept(citation.institution)),
        ("type", _latex(phrases.kind(citation))),
        ("number", _latex(citation.request_number)),
        ("year", year_of(citation.date) or _latex(in_words(citation.date)) or "n.d."),
        ("month", MONTHS[month - 1] if month else ""),
        ("date", citation.date if _EDTF.fullmatch(citation.date) else ""),
        ("pages", _latex(pages.replace("–", "--"))),
        ("language", citation.language),
        ("url", one_line(citation.url).translate(_NOT_IN_ADDRESS)),
        ("urldate", citation.accessed),
        ("note", _latex(phrases.note(citation))),
    )
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    return "\n".join((f"@techreport{{{key},", *lines, "}", "", ""))


def bibtex_pieces(citations: Iterable[Citation]) -> Iterator[bytes]:
    """A file of entries, one at a time."""
    keys = Keys()
    return (bibtex_entry(citation, keys.key(citation)).encode() for citation in citations)


def _latex(text: str) -> str:
    return one_line(text).translate(_LATEX)


def _kept(text: str) -> str:
    """In braces of its own: neither split at "and" nor put into lower case."""
    return f"{{{_latex(text)}}}" if text else ""


def _slug(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "", ascii_text.lower())[:24] or "release"
