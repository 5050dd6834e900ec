"""Everything a worker needs, opened once for a process: the catalog, the store, parser, recognisers, index."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property

from indexer import pipeline
from indexer.archive.store import open_store
from indexer.bootstrap.caring import ensure_index
from indexer.catalog.database import Database
from indexer.catalog.indexing import IndexFeed
from indexer.catalog.ledger import Ledger
from indexer.catalog.reader import Catalog
from indexer.catalog.writer import CatalogWriter
from indexer.entities.recognising import Annotator
from indexer.errors import ConfigError, InputError, NotFound, Unavailable
from indexer.extract.ocr_languages import find_data
from indexer.extract.ocr_reading import Recogniser
from indexer.extract.reading import Extractor
from indexer.model.step import StepKey, StepName, StepRow
from indexer.pipeline import Catalogs
from indexer.search.index import open_index
from indexer.search.ports import IndexWriter
from indexer.settings import Settings, config_dir

_LOG = logging.getLogger(__name__)
RENEWALS_A_LEASE = 4
AFTER_A_CORRECTION: tuple[StepName, ...] = ("describe", "entities")
SENT_FOR_S = 30.0
"""A message not taken by then is sent again; a second copy does no harm."""


class Processing:
    """The steps of one archive, with the parts they need made at first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        database = Database.open(settings.catalog_url)
        self.catalogs = Catalogs(
            reader=Catalog(database),
            writer=CatalogWriter(database),
            ledger=Ledger(database, settings.queue.attempts),
            feed=IndexFeed(database),
        )
        self.store = open_store(settings)
        self.index = open_index(settings)
        self._database = database
        self._worker = f"{socket.gethostname()}:{os.getpid()}"

    @cached_property
    def extractor(self) -> Extractor:
        return Extractor(self.settings.extract)

    @cached_property
    def recogniser(self) -> Recogniser:
        return Recogniser(self.settings.ocr, self.settings.extract)

    @cached_property
    def annotator(self) -> Annotator:
        return Annotator(config_dir())

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """What OCR can read here ("eng")."""
        return find_data(self.settings.ocr.data_folder).languages

    def version(self, step: StepName) -> str:
        """The version of a step's code, as the ledger keeps it."""
        match step:
            case "entities":
                return self.annotator.version
            case "ocr":  # with another set of languages, pages may be read that could not be before
                return " ".join((pipeline.VERSIONS[step], *self.languages))
            case _:
                return pipeline.VERSIONS[step]

    def run(self, key: StepKey) -> tuple[StepKey, ...]:
        """Does a step if it is due and nobody else has it; gives the steps that are due now, to be sent.

        What goes wrong is in the ledger afterwards: a bad file is an outcome, `Unavailable` is due again later.
        """
        if key.step == "index":
            return self.index_due()
        row = self.catalogs.ledger.claim(key, self.version(key.step), self.settings.queue.lease_s, self._worker)
        if row is None:
            return ()
        try:
            lease_s = self.settings.queue.lease_s
            with self._recorded(row), self._renewed(lambda: self.catalogs.ledger.renew(row.key, lease_s, row.attempt)):
                return self._do(row)
        except (Unavailable, ConfigError) as error:
            return self._failed(row, type(error).__name__.lower(), retry=True)
        except InputError as error:
            return self._unreadable(row, error.reason)
        except NotFound:  # taken out of the archive, or cancelled, while it was worked on: nothing is to be saved
            return ()

    def index_due(self) -> tuple[StepKey, ...]:
        """Indexes every document that is due, many in one commit; leaves it to whoever holds the index now. An index
        that is missing is rebuilt first: a writer would begin an empty one."""
        if self.index.needs_rebuild():  # asked of the index at hand: every batch passes here
            ensure_index(self.settings, _LOG.warning)
        while True:
            try:
                writer = self.index.writer()
            except Unavailable:
                return ()
            try:
                if not self._index_some(writer):
                    return ()
            finally:
                writer.close()

    def _index_some(self, writer: IndexWriter) -> bool:
        """False when no document was due."""
        feed, lease_s = self.catalogs.feed, self.settings.queue.lease_s
        numbers = feed.claim_index(pipeline.DOCUMENTS_A_COMMIT, self.version("index"), lease_s, self._worker)
        if numbers:
            with self._renewed(lambda: feed.renew_index(numbers, lease_s, self._worker)):
                pipeline.index_documents(numbers, self.catalogs, writer)
        return bool(numbers)

    def read_again(self) -> int:
        """Makes due what this version of the program does otherwise than the one that did it, and pages for OCR that
        could not be read for want of language data which is here by now; gives the parts due because of it."""
        ledger = self.catalogs.ledger
        changed = sum(ledger.reset(step, self.version(step)) for step in ("extract", "describe", "entities"))
        changed += ledger.reset("ocr", pipeline.VERSIONS["ocr"])
        self.__dict__.pop("annotator", None)  # whoever only looks after workers does not keep its word lists
        return changed + ledger.recognise_again(self.languages, self.version("ocr"))

    def take_due(self, limit: int) -> tuple[StepKey, ...]:
        """Up to `limit` steps that should be sent now, marked as sent."""
        keys = tuple(self.catalogs.ledger.due(limit))
        if keys:
            self.catalogs.ledger.mark_sent(keys, time.time() + SENT_FOR_S)
        return keys

    def close(self) -> None:
        """Ends the parsing and recognising processes and closes the catalog."""
        if "extractor" in self.__dict__:
            self.extractor.close()
        if "recogniser" in self.__dict__:
            self.recogniser.close()
        self._database.close()

    def _do(self, row: StepRow) -> tuple[StepKey, ...]:
        match row.key.step:
            case "extract":
                return pipeline.extract(row, self.catalogs, self.store, self.extractor, self.settings.extract)
            case "ocr":
                return pipeline.recognise_pages(row, self.catalogs, self.store, self.recogniser, self.settings.ocr)
            case "describe":
                return pipeline.describe_document(row, self.catalogs, self.store, self.extractor, self.annotator)
            case _:
                return pipeline.recognise(row, self.catalogs, self.annotator)

    def _unreadable(self, row: StepRow, reason: str) -> tuple[StepKey, ...]:
        if row.key.step == "extract" and row.key.part == 0:
            self.catalogs.writer.fail_document(row.key, reason, pages_limit=self.settings.extract.pages_limit)
            return ()
        return self._failed(row, reason, retry=False)

    def _failed(self, row: StepRow, code: str, *, retry: bool) -> tuple[StepKey, ...]:
        return self.catalogs.ledger.fail(row.key, code, retry=retry, attempt=row.attempt)

    @contextmanager
    def _renewed(self, renew: Callable[[], object]) -> Iterator[None]:
        """Lengthens a lease while the work goes on, so that leases can be short and a killed worker is soon seen."""
        pause_s, ended = self.settings.queue.lease_s / RENEWALS_A_LEASE, threading.Event()

        def renew_often() -> None:
            while not ended.wait(pause_s):
                with suppress(Unavailable):  # the catalog is busy; the next renewal comes well before the lease ends
                    renew()

        thread = threading.Thread(target=renew_often, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    @contextmanager
    def _recorded(self, row: StepRow) -> Iterator[None]:
        """A mistake of ours (any other exception) goes to the ledger by its name, and on to the worker's log."""
        known = False
        try:
            yield
            known = True
        except (Unavailable, ConfigError, InputError, NotFound):
            known = True
            raise
        finally:
            if not known:
                self._failed(row, "internal_error", retry=True)


def open_processing(settings: Settings) -> Processing:
    """Opens an archive for work, making its folder and catalog where they are missing.

    Raises:
        ConfigError: the settings or the catalog cannot be used.
        Unavailable: the catalog is locked or its disk is full.
    """
    settings.archive.mkdir(parents=True, exist_ok=True)
    return Processing(settings)


def index_now(settings: Settings, documents: Sequence[str] = ()) -> None:
    """Writes what is due to the index, unless another process is at it already; first, what a correction made due of
    these documents before it (sections read by another law, dates reckoned from another day)."""
    processing = open_processing(settings)
    try:
        for step in AFTER_A_CORRECTION:
            for row in (row for one in documents for row in processing.catalogs.ledger.steps_of(one)):
                if row.key.step == step and row.state == "due":
                    processing.run(row.key)
        processing.index_due()
    finally:
        processing.close()


def read_again(settings: Settings, say: Callable[[str], None]) -> None:
    """Makes due what this version would do otherwise, and says so."""
    processing = open_processing(settings)
    try:
        say_again(processing.read_again(), say)
    finally:
        processing.close()


def say_again(parts: int, say: Callable[[str], None]) -> None:
    """A sentence for the operator when `parts` of documents are read again; nothing for none."""
    if parts:
        say(f"{parts:,} parts of documents are read again by this version; searches find what they found meanwhile.")
