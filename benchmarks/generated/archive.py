"""An archive folder of generated pages: a real catalog, filled without reading any PDF, and a real index.

`python -m benchmarks.generated FOLDER --pages N` makes one; `ati serve --archive FOLDER` opens it. Rows are as dense as
those of the specimens (words, mentions, events a page), so that sizes and times are those of real archives.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, insert

from benchmarks.generated.corpus import BANNER, Corpus
from indexer.catalog import codec
from indexer.catalog.database import Database
from indexer.catalog.folded import folded
from indexer.catalog.tables import (
    CONTENT,
    DOCUMENT,
    ENTITY,
    ENTITY_NAME,
    EVENT,
    EVENT_MENTION,
    MENTION,
    PAGE,
    RELEASE,
    RELEASE_FILE,
    STEP,
)
from indexer.model.geometry import BBox, Word
from indexer.model.mention import AccountDetails, DateDetails, Details, PartyDetails
from indexer.model.packing import pack_words
from indexer.model.record import PageRecord
from indexer.model.registry import entity_id
from indexer.settings import load_settings

DOCUMENTS_A_TRANSACTION = 200
UNREADABLE_EVERY = 100
"""One file in so many is a scan that could not be read."""
DATES_A_PAGE = 4
NAMED = ("platform", "account", "political_party", "person", "organisation", "state")
MARKER = "generated"
STEPS = ("extract", "describe", "entities", "index")
WORD_SAMPLES = 50

_Item = TypeVar("_Item")

THIN_FROM = 50_000
THIN_EVERY = 20
THIN_TEXTS = 20_000
"""From so many pages on only one document in so many has rows of mentions and boxes of words, and texts come again
after so many pages: what a search reads stays whole, and the archive is made in minutes."""


def made_before(folder: Path, pages: int) -> bool:
    """True when the folder holds an archive of this size. Exits when it holds one of another."""
    marker = folder / MARKER
    if marker.is_file() and int(marker.read_text()) != pages:
        raise SystemExit(f"{folder} holds a generated archive of another size; name another folder")
    return marker.is_file()


def records(folder: Path, pages: int) -> Iterator[PageRecord]:
    """All pages of an archive that can be read, as the index takes them, by page; writes the catalog on the way."""
    settings = load_settings(folder, {})
    folder.mkdir(parents=True, exist_ok=True)
    Path(settings.catalog_url.removeprefix("sqlite:///")).unlink(missing_ok=True)
    database = Database.open(settings.catalog_url)
    yield from _Filler(pages).filled(database)
    database.close()
    (folder / "settings.toml").touch()
    (folder / MARKER).write_text(str(pages))


class _Filler:
    """Writes the rows of one archive."""

    def __init__(self, pages: int) -> None:
        self._thin = pages >= THIN_FROM
        self._corpus = Corpus(pages, THIN_TEXTS if self._thin else None)
        self._random = random.Random(3)
        self._releases: dict[str, int] = {}
        self._entities: dict[tuple[str, str], list[int]] = {}
        self._words = [_packed_words(self._random) for _ in range(WORD_SAMPLES)]

    def filled(self, database: Database) -> Iterator[PageRecord]:
        """The readable pages, each after its rows are written."""
        documents = (list(pages) for _, pages in groupby(self._corpus.records(), key=lambda one: one.document_number))
        for some in batched(documents, DOCUMENTS_A_TRANSACTION):
            with database.write() as connection:
                connection.exec_driver_sql("PRAGMA cache_size = -262144")
                for pages in some:
                    self._document(connection, pages)
            yield from (page for pages in some if not _unread(pages[0]) for page in pages)
        with database.write() as connection:
            for rows in batched(self._entity_rows(), 10_000):
                connection.execute(insert(ENTITY), [row for row, _ in rows])
                connection.execute(insert(ENTITY_NAME), [name for _, name in rows])

    def _document(self, connection: Connection, pages: Sequence[PageRecord]) -> None:
        first, number, unread = pages[0], pages[0].document_number, _unread(pages[0])
        release = first.facets["release"][0]
        if release not in self._releases:
            self._releases[release] = len(self._releases) + 1
            connection.execute(insert(RELEASE), [_release_row(len(self._releases), release, first)])
        connection.execute(insert(DOCUMENT), [_document_row(number, first, len(pages), unread=unread)])
        file = {"release": self._releases[release], "document": number, "name": f"{number}.pdf"}
        connection.execute(insert(RELEASE_FILE), [file])
        state = {"state": "done", "attempt": 1, "version": "generated", "last_page": len(pages)}
        connection.execute(insert(STEP), [{"document": number, "step": one, "part": 0, **state} for one in STEPS])
        connection.execute(insert(PAGE), [_page_row(one, unread=unread) for one in pages])
        if not unread:
            self._contents(connection, pages, whole=not self._thin or number % THIN_EVERY == 0)

    def _contents(self, connection: Connection, pages: Sequence[PageRecord], *, whole: bool) -> None:
        contents, mentions, events, named = [], [], [], []
        seen: set[tuple[str, str]] = set()
        for one in pages:
            words = self._random.choice(self._words) if whole else b""
            contents.append({"key": one.key, "text": one.text, "details_json": _details(one), "words": words})
            self._count(one, seen)
            rows = list(self._mention_rows(one)) if whole else []
            mentions += rows
            for place, at in enumerate(place for place, row in enumerate(rows) if row["kind"] == "date"):
                if place % 2 == 0 and at:
                    events.append(_event_row(one, place, at))
                    named += [{"page": one.key, "event": place, "mention": other} for other in range(min(at, 2))]
        connection.execute(insert(CONTENT), contents)
        for table, rows in ((MENTION, mentions), (EVENT, events), (EVENT_MENTION, named)):
            if rows:
                connection.execute(insert(table), rows)

    def _count(self, page: PageRecord, seen: set[tuple[str, str]]) -> None:
        """`seen`: what the page's document has named so far."""
        for facet, value in ((name, value) for name in NAMED for value in page.facets.get(name, ())):
            counts = self._entities.setdefault((facet, value), [0, 0, 0])
            counts[0] += 2
            counts[1] += 1
            counts[2] += (facet, value) not in seen
            seen.add((facet, value))

    def _mention_rows(self, page: PageRecord) -> Iterator[dict[str, Any]]:
        """Each value twice, as names come back on a page."""
        values = [(facet, value) for facet in NAMED for value in page.facets.get(facet, ())]
        named = [one for one in values for _ in range(2)] + [("date", "2021-09-13")] * DATES_A_PAGE
        for position, (facet, value) in enumerate(named):
            yield _mention_row(page.key, position, facet, value)

    def _entity_rows(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        for (kind, value), (mentions, pages, documents) in self._entities.items():
            id_, label = entity_id(kind, value), _label(value)
            counts = {"mentions": mentions, "pages": pages, "documents": documents}
            row = {"id": id_, "kind": kind, "value": value, "label": label, "sort_name": folded(label), **counts}
            yield row, {"entity": id_, "name": label, "folded": folded(label), "labels": mentions}


def _unread(page: PageRecord) -> bool:
    return page.document_number % UNREADABLE_EVERY == 0


def batched(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """`itertools.batched`, which Python 3.11 lacks."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _packed_words(generator: random.Random) -> bytes:
    """The boxes of a page of 300 words in lines."""
    words, at = [], 0
    for place in range(300):
        x, y = 72 + place % 12 * 39 + generator.random() * 5, 72 + place // 12 * 24 + generator.random()
        length = generator.randint(2, 9)
        words.append(
            Word(at, at + length, BBox(round(x, 2), round(y, 2), round(x + length * 5.3, 2), round(y + 11, 2)))
        )
        at += length + 1
    return pack_words(words)


def _details(page: PageRecord) -> str:
    lists = {
        "furniture": page.furniture,
        "sections": page.facets.get("section", ()),
        "markings": page.facets.get("marking", ()),
        "redactions": [((72.0, 100.5, 540.25, 130.75), "filled", ["19(1)"], "atia_ca")] * 2,
    }
    return codec.dump({name: values for name, values in lists.items() if values})


def _label(value: str) -> str:
    return value.removeprefix("wechat:")


def _details_of(facet: str, value: str) -> Details:
    if facet == "platform":
        return None
    if facet == "account":
        return AccountDetails("wechat", "phrase", _label(value))
    if facet == "date":
        return DateDetails(value, "DATE", lower=value, upper=value)
    return PartyDetails(facet)  # type: ignore[arg-type]


BOXES = [f"[[{72 + n}.25,100.5,300.25,111.5]]" for n in range(50)]


def _mention_row(key: int, position: int, facet: str, value: str) -> dict[str, Any]:
    start, end = len(BANNER) + position * 40, len(BANNER) + position * 40 + len(value)
    details = f'{{"details":{_details_json(facet, value)},"bboxes":{BOXES[(key + position) % 50]}}}'
    return {"page": key, "position": position, "start": start, "end": end, "details_json": details,
            **_mention_values(facet, value)}  # fmt: skip


@lru_cache(maxsize=100_000)
def _details_json(facet: str, value: str) -> str:
    details = _details_of(facet, value)
    return codec.dump({name: getattr(details, name) for name in details.__slots__} if details else None)


@lru_cache(maxsize=100_000)
def _mention_values(facet: str, value: str) -> dict[str, Any]:
    is_date = facet == "date"
    return {
        "kind": facet if facet in ("platform", "account", "date") else "party", "text": _label(value),
        "facet": None if is_date else facet, "value": value, "label": None if is_date else _label(value),
        "confidence": 0.9, "recogniser": "generated/1", "hedge": None,
        "entity": None if is_date else entity_id(facet, value), "rejected": False,
    }  # fmt: skip


def _event_row(page: PageRecord, place: int, date: int) -> dict[str, Any]:
    return {
        "page": page.key, "position": place, "start": len(BANNER), "end": len(BANNER) + 200, "date": date,
        "edtf": "2021-09-13", "lower": 20210913, "upper": 20210913, "precision": "day", "basis": "explicit",
        "ambiguous": False, "hedge": None,
    }  # fmt: skip


def _release_row(number: int, release: str, page: PageRecord) -> dict[str, Any]:
    return {
        "number": number, "id": release, "name": release, "institution": page.facets["institution"][0],
        "request_number": page.requests[0], "regime": "atia_ca", "released": _day(page.release_date),
        "released_from": page.release_date, "released_to": page.release_date, "basis": "manifest",
    }  # fmt: skip


def _document_row(number: int, page: PageRecord, pages: int, *, unread: bool) -> dict[str, Any]:
    return {
        "number": number, "id": hashlib.sha256(str(number).encode()).hexdigest(), "name": f"{number}.pdf",
        "size_bytes": pages * 50_000, "media_type": "application/pdf", "has_original": True,
        "outcome": "unreadable" if unread else "read", "reason": "password" if unread else None, "title": page.title,
        "title_basis": "page", "date": _day(page.date_from), "date_basis": "page", "date_from": page.date_from,
        "date_to": page.date_to, "language": page.facets["language"][0], "request_number": page.requests[0],
        "original_withheld": False, "outside": "", "redacted_share": 0.2, "pages_total": pages,
        "pages_readable": 0 if unread else pages, "pages_listed": pages if unread else 0, "index_state": "indexed",
    }  # fmt: skip


def _page_row(page: PageRecord, *, unread: bool) -> dict[str, Any]:
    share = page.facets["redacted_share"][0]
    return {
        "key": page.key, "document": page.document_number, "number": page.key & 0xFFFFF, "label": page.stamp,
        "width_pt": 612.0, "height_pt": 792.0, "language": page.facets["language"][0], "source": "text_layer",
        "redacted_share": {"0": 0.0, "100": 1.0}.get(share, float(share.partition("-")[0] or 0) / 100),
        "withheld": page.facets["withheld"] == ("yes",), "outcome": "failed" if unread else "read",
        "reason": "password" if unread else None, "readable": not unread,
    }  # fmt: skip


def _day(day: int) -> str:
    return f"{day // 10_000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"
