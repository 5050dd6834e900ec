"""Made-up pages and a driver that takes a document through every step, as the pipeline will."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from indexer.catalog.database import Database
from indexer.catalog.indexing import IndexFeed
from indexer.catalog.ledger import Ledger
from indexer.catalog.reader import Catalog
from indexer.catalog.writer import CatalogWriter
from indexer.model.geometry import BBox, Span, Word
from indexer.model.mention import AccountDetails, DateDetails, Mention, PartyDetails
from indexer.model.page import Page, Redaction, Table
from indexer.model.registry import entity_of
from indexer.model.release import FileDescription, Release
from indexer.model.step import StepKey
from indexer.model.stored import AddedFile, DocumentDescription, PageDescription, StoredFile

LEASE_S = 60.0


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def release(name: str = "package", **values: str) -> Release:
    return replace(Release(id=f"unknown/{name}", name=name), **values)  # type: ignore[arg-type]


def page(number: int, **values: object) -> Page:
    text = f"Page {number} on foreign interference in 选举"
    words = tuple(Word(i, i + 1, BBox(i, 10.5, i + 0.5, 20.25)) for i in range(3))
    filled = Page(number=number, width_pt=612.0, height_pt=792.0, text=text, words=words, source="text_layer")
    return replace(filled, **values)  # type: ignore[arg-type]


def rich_page(number: int) -> Page:
    """A page with something in every field."""
    return page(
        number,
        label="000012",
        printed_label="3 of 6",
        language="en",
        source="ocr",
        ocr_confidence=0.5,
        redactions=(Redaction(BBox(1.0, 2.0, 3.0, 4.0), "filled", ("19(1)",), "atia_ca"),),
        redacted_share=0.25,
        sections=("15(1)",),
        markings=("SECRET",),
        furniture=(Span(0, 6),),
        tables=(Table(BBox(0.0, 0.0, 9.0, 9.0), (("a", ""),), ((BBox(0.0, 0.0, 4.0, 9.0), None),)),),
    )


def account(text: str = "Youli-Youmian", label: str | None = "Youli-Youmian") -> Mention:
    details = AccountDetails(platform="wechat", platform_basis="phrase", name=text)
    return Mention(
        "account", 0, 4, "Page", "wechat:youli-youmian", label, 0.9, "accounts/1", details,
        hedge="likely", bboxes=(BBox(1.0, 2.0, 3.0, 4.0),),
    )  # fmt: skip


def party() -> Mention:
    details = PartyDetails("political_party", id="cpc", ambiguous=("cpc", "ccp"))
    return Mention("party", 5, 6, "CPC", "cpc", "Conservative Party of Canada", 0.8, "parties/1", details)


def dated(value: str = "2021-09-13", role: str = "document") -> Mention:
    details = DateDetails("2021-09-13", "DATE", role=role, lower=value, upper=value)  # type: ignore[arg-type]
    return Mention("date", 7, 9, "on", value, None, 1.0, "dates/1", details)


def stored(mention: Mention) -> Mention:
    """The mention as the catalog gives it back."""
    return replace(mention, entity=entity_of(mention))


class Archive:
    """Every part of a catalog over one database."""

    def __init__(self, database: Database, attempts: int = 3) -> None:
        self.now_s = 1_000_000.0
        self.database = database
        self.catalog = Catalog(database)
        self.writer = CatalogWriter(database)
        self.ledger = Ledger(database, attempts, clock=lambda: self.now_s)
        self.feed = IndexFeed(database, clock=lambda: self.now_s)

    def add(
        self, name: str = "a.pdf", of: Release | None = None, described: FileDescription | None = None
    ) -> AddedFile:
        return self.writer.add_file(
            of or release(), name, described, stored=StoredFile(sha(name), 1000), media_type="application/pdf"
        )

    def claim(self, document: str, step: str, part: int = 0, version: str = "1") -> StepKey:
        key = StepKey(document, step, part)  # type: ignore[arg-type]
        assert self.ledger.claim(key, version, LEASE_S, "test") is not None
        return key

    def extract(self, document: str, pages: Sequence[Page], pages_a_part: int = 200, version: str = "1") -> None:
        key = self.claim(document, "extract", 0, version)
        self.writer.plan_parts(document, len(pages), pages_a_part)
        for row in self.ledger.steps_of(document):
            if row.key.step == "extract" and row.state != "done":
                if row.key != key:
                    self.claim(document, "extract", row.key.part, version)
                self.writer.save_pages(row.key, pages[row.first_page - 1 : row.last_page])

    def describe(
        self, document: str, description: DocumentDescription | None = None, found: Sequence[PageDescription] = ()
    ) -> None:
        key = self.claim(document, "describe")
        self.writer.save_description(key, description or DocumentDescription(), found)

    def annotate(self, document: str, found: Sequence[tuple[int, Sequence[Mention]]] = ()) -> None:
        for row in self.ledger.steps_of(document):
            if row.key.step == "entities":
                self.claim(document, "entities", row.key.part)
                mine = [one for one in found if row.first_page <= one[0] <= row.last_page]
                self.writer.save_mentions(row.key, mine)

    def index(self) -> list[int]:
        numbers = self.feed.claim_index(100, "1", LEASE_S)
        self.feed.finish_index(numbers)
        return numbers

    def whole(self, name: str, pages: Sequence[Page], of: Release | None = None) -> str:
        """A document that went through all steps; its id."""
        added = self.add(name, of)
        self.extract(added.document, pages)
        self.describe(added.document)
        self.annotate(added.document)
        self.index()
        return added.document
