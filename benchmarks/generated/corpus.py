"""Generated pages: Zipf words, documents of realistic lengths, facets as released reports have them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy

from indexer.model.record import PageRecord, page_key

WORDS_A_PAGE = 300
VOCABULARY = 70_000
_SYLLABLES = [c + v for c in "bcdfghjklmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "er", "ion")]
_STOP = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "on",
    "with",
    "as",
    "by",
    "at",
    "from",
    "be",
    "this",
    "are",
    "or",
    "an",
    "it",
    "was",
    "not",
    "which",
]


BANNER = (
    "Document released under the Access to Information Act\n"
    "Document divulgué en vertu de la Loi sur l'accès à l'information\n"
)
"""On every page, as furniture."""


class Zipf:
    """Draws from a list so that the nth item comes about 1/n as often as the first."""

    def __init__(self, items: list[str], exponent: float = 1.0) -> None:
        self._items = items
        self._weights = list(accumulate(1 / (rank + 2) ** exponent for rank in range(len(items))))
        self._shares = numpy.array(self._weights) / self._weights[-1]

    def draw(self, generator: random.Random, count: int) -> list[str]:
        """A few, quickly."""
        return generator.choices(self._items, cum_weights=self._weights, k=count)

    def draw_many(self, generator: numpy.random.Generator, count: int) -> list[str]:
        """Many: a fifth of the time for each."""
        items = self._items
        return [items[at] for at in numpy.searchsorted(self._shares, generator.random(count), "right").tolist()]


def vocabulary(size: int = VOCABULARY) -> list[str]:
    generator = random.Random(7)
    words = dict.fromkeys(_STOP)
    while len(words) < size:
        words["".join(generator.choices(_SYLLABLES, k=generator.choice((2, 2, 3, 3, 4))))] = None
    return list(words)


def _names(prefix: str, count: int) -> list[str]:
    return [f"{prefix} {number}" for number in range(count)]


@dataclass(frozen=True, slots=True)
class _Facet:
    values: Zipf
    most: int


class Corpus:
    """`pages` records, the same for the same number: streamed by `records`, kept by `made`.

    `texts`: from so many pages on the texts come again, in the same order; everything else of a page stays its own.
    """

    def __init__(self, pages: int, texts: int | None = None) -> None:
        self.pages = pages
        self._texts = texts or pages
        self._kept: list[str] = []
        self.words = vocabulary()
        self._draw = Zipf(self.words)
        self._facets = {
            "platform": _Facet(Zipf(_names("platform", 15)), 3),
            "account": _Facet(Zipf(_names("wechat:account", 3_000)), 3),
            "political_party": _Facet(Zipf(_names("party", 20)), 2),
            "person": _Facet(Zipf(_names("Person", 20_000)), 5),
            "organisation": _Facet(Zipf(_names("Organisation", 2_000)), 4),
            "state": _Facet(Zipf(_names("state", 60)), 3),
            "section": _Facet(Zipf([f"{n}({k})" for n in range(13, 27) for k in (1, 2)]), 3),
            "marking": _Facet(Zipf(["SECRET", "PROTECTED B", "CONFIDENTIAL", "TOP SECRET", "CEO"]), 1),
        }

    @cached_property
    def made(self) -> list[PageRecord]:
        """All records in memory: some 5 KB each."""
        return list(self.records())

    def records(self) -> Iterator[PageRecord]:
        """By document and page."""
        generator, drawing = random.Random(11), numpy.random.default_rng(11)
        document = made = 0
        while made < self.pages:
            document += 1
            length = min(self.pages - made, 1 + int(generator.expovariate(1 / 25)))
            year = generator.choice((*range(2015, 2026), 2021, 2021, 2023))
            day = year * 10_000 + generator.randint(1, 12) * 100 + generator.randint(1, 28)
            fixed = {
                "institution": (f"institution {generator.randint(1, 12)}",),
                "year": (str(year),),
                "language": (generator.choice(("en", "en", "en", "fr")),),
                "release": (f"release {document // 3}",),
            }
            for number in range(1, length + 1):
                text = BANNER + self._text(drawing, made + number - 1)
                yield self._page(generator, text, document, number, day, fixed)
            made += length

    def _page(
        self,
        generator: random.Random,
        text: str,
        document: int,
        number: int,
        day: int,
        fixed: dict[str, tuple[str, ...]],
    ) -> PageRecord:
        facets = dict(fixed)
        for name, facet in self._facets.items():
            values = tuple(dict.fromkeys(facet.values.draw(generator, generator.randint(0, facet.most))))
            if values:
                facets[name] = values
        share = generator.choice(("0", "0", "0", "1-24", "25-49", "50-99", "100"))
        facets |= {"withheld": ("yes" if share == "100" else "no",), "redacted_share": (share,)}
        return PageRecord(
            key=page_key(document, number),
            document_number=document,
            text=text,
            furniture=((0, len(BANNER)),),
            title=f"Report {document}",
            stamp=f"{number:06d}",
            requests=(f"A-2021-{document:05d}",),
            account_names=facets.get("account", ()),
            party_names=facets.get("person", ()),
            facets=facets,
            date_from=day,
            date_to=day,
            release_date=day + 10_000,
        )

    def _text(self, drawing: numpy.random.Generator, place: int) -> str:
        if self._texts == self.pages:
            return self._new_text(drawing)
        if place < self._texts:
            self._kept.append(self._new_text(drawing))
        return self._kept[place % self._texts]

    def _new_text(self, drawing: numpy.random.Generator) -> str:
        words = self._draw.draw_many(drawing, WORDS_A_PAGE)
        lines = []
        for start in range(0, len(words), 12):
            line = words[start : start + 12]
            line[0] = line[0].capitalize()
            lines.append(" ".join(line) + ("." if start % 36 == 0 else ""))
        return "\n".join(lines)
