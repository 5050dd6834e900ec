"""A site over a real catalog and registry, for what people correct, with made-up reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from indexer.archive.memory import MemoryStore
from indexer.archive.store import FolderStore
from indexer.bootstrap.taking_down import TakingDown
from indexer.bootstrap.uploading import Uploading
from indexer.catalog.collections import CollectionCatalog
from indexer.catalog.database import Database
from indexer.catalog.descriptions import DescriptionCatalog
from indexer.catalog.events import Events
from indexer.catalog.known import load_known
from indexer.catalog.moments import Moments
from indexer.catalog.named import NamedPlaces
from indexer.catalog.registry import EntityRegistry
from indexer.catalog.saved_searches import SavedSearchCatalog
from indexer.catalog.stopping import QueueDesk
from indexer.catalog.takedowns import TakedownCatalog
from indexer.catalog.timelines import Timelines
from indexer.entities.events import events_of
from indexer.model.geometry import Span, boxes_of
from indexer.model.mention import (
    AccountDetails,
    DateDetails,
    Details,
    Mention,
    MentionKind,
    PartyDetails,
    PartyKind,
)
from indexer.model.page import Page
from indexer.model.release import Release
from indexer.model.stored import DocumentDescription
from indexer.pipeline import all_records
from indexer.search.engines.memory import MemoryIndex
from indexer.search.service import SearchService
from indexer.search.vocabulary import load_vocabulary
from indexer.settings import config_dir, load_settings
from tests.unit.catalog.made import LEASE_S, Archive
from tests.web.fakes import HOSTILE, FakeOriginals, FakeRenderer, page
from webapp import Services
from webapp.work import Desk, LeftToTheLedger, Work

BANNER = "SECRET // FOR OFFICIAL USE"
HEDGE = "likely"


def _dated(value: str | None, lower: str | None = None, upper: str | None = None) -> Mention:
    return _made("date", value, None, DateDetails(value, "DATE", lower=lower, upper=upper))


def _party(kind: PartyKind, value: str, label: str) -> Mention:
    return _made("party", value, label, PartyDetails(kind, value))


def _made(kind: MentionKind, value: str | None, label: str | None, details: Details) -> Mention:
    return Mention(kind, 0, 0, "", value, label, 0.9, "test/1", details)


_ACCOUNT = _made(
    "account", "wechat:youli-youmian", "Youli-Youmian (WeChat)", AccountDetails("wechat", "phrase", "Youli-Youmian")
)
PRINTED = {
    "Youli-Youmian": _ACCOUNT,
    "有理儿有面": _ACCOUNT,
    "@youli_official": _made(
        "account",
        "wechat:youli_official",
        "Youli-Youmian (WeChat)",
        AccountDetails("wechat", "phrase", "Youli-Youmian"),
    ),
    "@Sample_Maple": _made(
        "account", "twitter:sample_maple", "@Sample_Maple (X (Twitter))", AccountDetails("twitter", "phrase", None)
    ),
    "WeChat": _made("platform", "wechat", "WeChat", None),
    "Conservative Party of Canada": _party("political_party", "cpc", "Conservative Party of Canada"),
    "RCMP": _party("organisation", "rcmp", "Royal Canadian Mounted Police"),
    "CSIS": _party("organisation", "csis", "Canadian Security Intelligence Service"),
    "Sample Person": _party("person", "Sample Person", "Sample Person"),
    "8 September 2021": _dated("2021-09-08", "2021-09-08", "2021-09-08"),
    "03/04/2021": _dated("[2021-03-04,2021-04-03]", "2021-03-04", "2021-04-03"),
    "1 May 2020": _dated("2020-05-01", "2020-05-01", "2020-05-01"),
    "Since 2019": _dated("2019/..", "2019-01-01"),
    "in 2020": _dated("2020", "2020-01-01", "2020-12-31"),
    "in 2021": _dated("2021", "2021-01-01", "2021-12-31"),
    "Q3 2021": _dated("2021-35", "2021-07-01", "2021-09-30"),
    "now": _dated(None),
}
"""What the recognisers would find, by the words: their results are tested elsewhere."""

REPORTS = {
    "first.pdf": (
        "2021-09-13",
        "RRM Example",
        [
            f"{BANNER}\nThe WeChat account Youli-Youmian (有理儿有面) likely posted about the Conservative Party of "
            "Canada on 8 September 2021. The RCMP was told on 03/04/2021. CSIS is now looking into it.",
            f"{BANNER}\nSince 2019 the RCMP has watched Youli-Youmian on WeChat. "
            "Mr. Sample Person met the RCMP in 2020.",
        ],
    ),
    "second.pdf": (
        "2022-01",
        "Task Force",
        ["In Q3 2021 the WeChat account Youli-Youmian was named by the RCMP.\n\nMr. Sample Person was silent in 2021."],
    ),
    "third.pdf": (None, HOSTILE, ["The RCMP.", "The RCMP and \u202eCSIS\u202c wrote on 1 May 2020."]),
}


@dataclass(frozen=True)
class Real:
    """The services, and the parts below them that tests look at or drive."""

    services: Services
    archive: Archive
    index: MemoryIndex

    @property
    def registry(self) -> EntityRegistry:
        return cast(EntityRegistry, self.services.registry)

    def follow(self) -> None:
        """Writes what is due to the index, as the worker does."""
        numbers = self.archive.feed.claim_index(100, "1", LEASE_S)
        self.index.writer().write(all_records(self.archive.feed, numbers), numbers)
        self.archive.feed.finish_index(numbers)


def make_real(folder: Path, mode: str = "private", reports: dict[str, Any] | None = None) -> Real:
    """A site over REPORTS, read and indexed."""
    database = Database.open(f"sqlite:///{folder / 'catalog.sqlite'}")
    archive, index = Archive(database), MemoryIndex()
    settings = load_settings(folder / "archive", {"ATI_SITE__MODE": mode})
    search = SearchService(index, archive.catalog, settings.search, load_vocabulary(config_dir()))
    registry = EntityRegistry(database, load_known(config_dir()))
    services = Services(
        settings, search, archive.catalog, FakeOriginals(folder), FakeRenderer(archive.catalog),  # type: ignore[arg-type]
        registry, NamedPlaces(database), Events(database), Moments(database),
        Timelines(database),
        Work(QueueDesk(database), Uploading(database, FolderStore(settings.originals)), LeftToTheLedger()),
        Desk(CollectionCatalog(database), SavedSearchCatalog(database)),
        DescriptionCatalog(database),
        TakingDown(TakedownCatalog(database), MemoryStore(), settings.images),
    )  # fmt: skip
    real = Real(services, archive, index)
    for name, (date, author, texts) in (REPORTS if reports is None else reports).items():
        add(archive, name, date, author, texts)
    real.follow()
    return real


def add(archive: Archive, name: str, date: str | None, author: str, texts: Sequence[str]) -> str:
    """One report through all steps but the last; its id."""
    pages = [
        page(number, text, label=f"0000{number:02}", furniture=(Span(0, len(BANNER)),) if BANNER in text else ())
        for number, text in enumerate(texts, 1)
    ]
    return add_pages(archive, name, date, author, pages)


def add_pages(archive: Archive, name: str, date: str | None, author: str, pages: Sequence[Page]) -> str:
    """The same for pages that are made already."""
    release = Release(id=f"gac/{name}", name=name, institution="gac", request_number="A-2021-01234", basis="manifest")
    document = archive.add(name, release).document
    archive.extract(document, pages)
    archive.describe(document, DocumentDescription(title=f"Report {name}", date=date, author=author, language="en"))
    key = archive.claim(document, "entities")
    found = [(one.number, mentions_on(one)) for one in pages]
    dated = [(at, events_of(one.text, named, one.furniture)) for one, (at, named) in zip(pages, found, strict=True)]
    archive.writer.save_mentions(key, found, dated)
    return document


def mentions_on(one: Page) -> list[Mention]:
    """By position, with their boxes; accounts on a page with a hedge have it."""
    found = []
    for printed, made in PRINTED.items():
        for match in re.finditer(rf"(?<!\w){re.escape(printed)}(?!\w)", one.text):
            start, end = match.span()
            hedge = HEDGE if HEDGE in one.text and made.kind == "account" else None
            boxes = boxes_of(one.words, start, end)
            found.append(replace(made, start=start, end=end, text=printed, hedge=hedge, bboxes=boxes))
    return sorted(found, key=lambda one: one.start)
