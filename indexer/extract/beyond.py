"""Words that a file holds and no page shows, in a document from which words were removed (design.md, rule 8).

The child tells hashes of the words that it finds outside the pages, salted afresh each time, and never the words.
The parent, which has the pages, hashes theirs: what is left over is told by its place only ("outline").
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from urllib.parse import unquote

from indexer.extract.config import listed
from indexer.model.geometry import BBox
from indexer.model.page import Page

PLACES = (
    "revisions", "attachments", "outline", "annotations", "links", "form", "structure", "pictures", "metadata",
)  # fmt: skip
"""In the order in which they are told. Reason codes are "outside:outline" ..."""

NOT_EXAMINED = "not_examined"
"""The file could not be looked through: it stays closed."""

LINK_SHARE = 0.3
"""So much of a link lies under a redaction: it is a link from what was removed. Elsewhere an address that no page
shows is ordinary ("click here"), and a reader of the release can follow it."""

ADDRESS_WORDS = frozenset(["http", "https", "www", "com", "org", "net", "html", "htm", "php", "aspx", "pdf"])

SHORTEST = 3
"""Letters and digits of a word that can give something away; two Han characters are a name."""

_WORD = re.compile(r"[\u4e00-\u9fff]|[^\W_\u4e00-\u9fff]+")
_FILE_NAME = re.compile(
    r"^\s*(?:microsoft (?:word|powerpoint|excel|outlook)\s*-.*|\S+|(?:[a-z]:\\|\\\\|file:).*"
    r"|.*\.[a-z][a-z0-9]{1,4})\s*$",
    re.I,
)
_NAMES_ONLY = re.compile(r"[\d_.\-()\[\]/\\]|^(?:[a-z]+[A-Z])")


@dataclass(frozen=True, slots=True)
class LinkWords:
    """Salted hashes of the words in the address of a link, and where the link lies."""

    page: int
    bbox: BBox
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Beyond:
    """Salted hashes of the words in each place, and the places that count by being there."""

    salt: bytes
    words: Mapping[str, frozenset[str]]
    present: tuple[str, ...] = ()
    links: tuple[LinkWords, ...] = ()


def words_of(text: str) -> set[str]:
    """The words that can give something away, folded; Han text in pairs of characters."""
    found = [match[0] for match in _WORD.finditer(folded(html.unescape(text)))]
    pairs = {a + b for a, b in pairwise(found) if _is_han(a) and _is_han(b)}
    return pairs | {word for word in found if len(word) >= SHORTEST}


def folded(text: str) -> str:
    """Without case, accents and soft hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and letter != "\u00ad")


def telling_words(texts: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """By place, the words of texts outside the pages. File names and what programs write by themselves tell nothing."""
    found: dict[str, set[str]] = {}
    for place, text in texts:
        if place not in ("metadata", "pictures") or not is_file_name(text):
            found.setdefault(place, set()).update(word for word in words_of(text) if not _is_empty(word))
    return found


def address_words(address: str) -> set[str]:
    """The words of a link's address that can give something away."""
    return {word for word in words_of(unquote(address)) - ADDRESS_WORDS if not _is_empty(word)}


@cache
def empty_words() -> frozenset[str]:
    """Words that programs write into titles, bookmarks and comments by themselves, from config/empty_titles.txt."""
    return frozenset(word for line in listed("empty_titles.txt") for word in line.split())


def _is_empty(word: str) -> bool:
    """Programs count what they name: "Document1", "Book2", "Slide 12"."""
    return word in empty_words() or word.rstrip("0123456789") in empty_words()


def is_file_name(title: str) -> bool:
    """ "Microsoft Word - x.doc", "A-2021-00999_release", "memo.pdf"; a plain word is none."""
    return bool(_FILE_NAME.match(title)) and ("." in title or "-" in title or bool(_NAMES_ONLY.search(title)))


def hashed(word: str, salt: bytes) -> str:
    """Means nothing without the salt, which is thrown away."""
    return hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=12, key=salt).hexdigest()


def has_removals(pages: Iterable[Page]) -> bool:
    """Redactions, hidden words or withheld pages: only then can words outside the pages be removed ones."""
    return any(page.redactions or page.hidden_text or page.withheld or page.withheld_pages for page in pages)


def outside_of(found: Beyond, pages: Iterable[Page]) -> tuple[str, ...]:
    """The places that hold words which no page shows. Pages are read one by one, until nothing is left to look for.

    A link counts where it comes from what was removed.
    """
    told: list[tuple[str | LinkWords, frozenset[str]]] = [
        *found.words.items(),
        *((one, one.words) for one in found.links),
    ]
    left = {place: words for place, words in told if words}
    for page in pages if left else ():
        shown = {hashed(word, found.salt) for word in _shown(page)}
        left = {place: words - shown for place, words in left.items() if words - shown and not _is_open(place, page)}
        if not left:
            break
    telling = {"links" if isinstance(place, LinkWords) else place for place in left} | set(found.present)
    return tuple(place for place in (*PLACES, NOT_EXAMINED) if place in telling)


def _is_open(place: str | LinkWords, page: Page) -> bool:
    """A link of this page that does not lie under a redaction."""
    if not isinstance(place, LinkWords) or place.page != page.number:
        return False
    least = LINK_SHARE * place.bbox.area
    return not any(place.bbox.intersection(redaction.bbox) > least for redaction in page.redactions)


def _shown(page: Page) -> set[str]:
    """Words across line ends with and without their hyphen too."""
    joined = re.sub(r"-\s*\n\s*", "", page.text)
    return words_of(page.text) | words_of(joined) | words_of(page.text.replace("-", ""))


def _is_han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"
