"""An entry of a timeline as files have it: the date in EDTF and in words, who says what, and each page that does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.model.addresses import mention_url
from indexer.model.dates_in_words import in_words
from indexer.model.event import FIRST_DAY, LAST_DAY, Precision, is_approximate
from indexer.model.mention import Mention
from indexer.model.stored import CatalogReader, DocumentRecord
from indexer.model.timeline import Fact, Moment, Role

DOCUMENTS_KEPT = 512
NAMES_IN_HEADLINE = 3
ID_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Source:
    """A page that states an entry, as it is cited. `url` opens it with the passage boxed; "" is unknown."""

    sha256: str
    page: int
    label: str
    url: str
    title: str = ""
    author: str = ""
    date: str = ""
    institution: str = ""
    request_number: str = ""

    @property
    def pinpoint(self) -> str:
        """The page to cite: the stamped number where there is one, else the sheet."""
        return f"p. {self.label or self.page}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        id: 32 hex digits, the same in every export while the page says the same; a researcher's entry keeps its own.
        said: the date in words. `first`, `last`: YYYYMMDD, None where the date is open at that end.
        headline: the researcher's, else whom the passage names, else the title.
        own: the researcher's words, "" for none. `passage`: the source's words; "" where the source is gone.
        sources: the pages, the one shown first; empty where all are gone.
    """

    id: str
    role: Role
    edtf: str
    said: str
    first: int | None
    last: int | None
    precision: Precision
    headline: str
    passage: str
    sources: tuple[Source, ...]
    own: str = ""
    names: tuple[str, ...] = ()
    basis: str = ""
    hedge: str = ""

    @property
    def approximate(self) -> bool:
        return is_approximate(self.edtf)

    @property
    def ambiguous(self) -> bool:
        return self.edtf[:1] in ("[", "{")


@dataclass(frozen=True, slots=True)
class Words:
    """How a reader's files say things. `date`: EDTF in words; `institution`: its name by id; `shown`: of mentions,
    those that this reader may see; `base`: what stands before an address, such as "https://example.org"."""

    institution: Callable[[str], str]
    base: str = ""
    date: Callable[[str], str] = in_words
    shown: Callable[[Sequence[Mention]], Sequence[Mention]] = tuple


class Maker:
    """Makes entries of facts; each document is looked up once."""

    def __init__(self, catalog: CatalogReader, words: Words) -> None:
        self._words = words
        self._record: Callable[[str], DocumentRecord] = lru_cache(maxsize=DOCUMENTS_KEPT)(catalog.document)

    def entries(self, facts: Iterable[Fact]) -> Iterator[Entry]:
        """In the order given; streamed."""
        return (self.entry(fact) for fact in facts)

    def entry(self, fact: Fact) -> Entry:
        """Raises NotFound when one of its documents is gone."""
        return self._entry(fact.first, tuple(self.source(one) for one in fact.moments))

    def unsourced(self, moment: Moment) -> Entry:
        """An entry whose document is gone: it has no source any more."""
        return self._entry(moment, ())

    def _entry(self, first: Moment, sources: tuple[Source, ...]) -> Entry:
        names = self.names(first)
        title = sources[0].title if sources else one_line(first.text)
        return Entry(
            id=stable_id(first),
            role=first.role,
            edtf=first.edtf,
            said=self._words.date(first.edtf),
            first=None if first.lower <= FIRST_DAY else first.lower,
            last=None if first.upper >= LAST_DAY else first.upper,
            precision=first.precision,
            headline="; ".join(names[:NAMES_IN_HEADLINE]) if names else title,
            passage=one_line(first.text) if first.role == "event" else "",
            sources=sources,
            names=names,
            basis=first.basis,
            hedge=first.hedge or "",
        )

    def names(self, moment: Moment) -> tuple[str, ...]:
        """Whom the passage names, each once; accounts first."""
        shown = [one for one in self._words.shown(moment.mentions) if one.kind not in ("figure", "platform")]
        shown.sort(key=lambda one: one.kind != "account")
        return tuple(dict.fromkeys(one.label or one.value or one.text for one in shown))

    def source(self, moment: Moment) -> Source:
        """The page of a point, cited."""
        record = self._record(moment.document)
        document = record.document
        release = record.releases[0] if record.releases else None
        institution = (release.institution if release else None) or ""
        return Source(
            sha256=moment.document,
            page=moment.page,
            label=moment.label or "",
            url=self._words.base + mention_url(moment.document, moment.page, moment.date_start),
            title=document.title or document.name,
            author=document.author or "",
            date=document.date or "",
            institution=self._words.institution(institution) if institution else "",
            request_number=(release.request_number if release else None) or document.request_number or "",
        )


def stable_id(moment: Moment) -> str:
    """Made of what the page says and where, not of positions, which move when it is read anew."""
    parts = (moment.role, moment.document, str(moment.page), moment.edtf, one_line(moment.text), moment.release)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def one_line(text: str) -> str:
    return " ".join(text.split())


def cited(source: Source) -> str:
    """A source in one line: "Title, p. 000012 (A-2021-01234, Global Affairs Canada)"."""
    beside = ", ".join(part for part in (source.request_number, source.institution) if part)
    return f"{source.title}, {source.pinpoint}" + (f" ({beside})" if beside else "")
