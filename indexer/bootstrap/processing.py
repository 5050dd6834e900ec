"""Everything a worker needs, opened once for a process: the catalog, the store, parser, recognisers, index."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

from indexer import pipeline
from indexer.archive.store import open_store
from indexer.bootstrap.holding import BackOff, give_back, renewed
from indexer.bootstrap.index_work import IndexWork
from indexer.bootstrap.working import DONE, Outcome, WorkTally
from indexer.catalog.database import Database
from indexer.catalog.figures import add_work
from indexer.catalog.indexing import IndexFeed
from indexer.catalog.leases import LeaseWatch
from indexer.catalog.ledger import Ledger
from indexer.catalog.reader import Catalog
from indexer.catalog.writer import CatalogWriter
from indexer.entities.recognising import Annotator
from indexer.errors import ConfigError, InputError, NotFound, Unavailable
from indexer.extract.ocr_languages import find_data
from indexer.extract.ocr_reading import Recogniser
from indexer.extract.reading import Extractor
from indexer.model.step import StepKey, StepName, StepRow, Window
from indexer.pipeline import Catalogs
from indexer.search.ports import IndexStore
from indexer.settings import Settings, config_dir

AFTER_A_CORRECTION: tuple[StepName, ...] = ("describe", "entities")


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
        self.work = WorkTally(lambda done: add_work(database, done))
        self._database = database
        self._worker = f"{socket.gethostname()}:{os.getpid()}"
        self._index_work = IndexWork(settings, self.catalogs, self._worker, self.work)
        self._back_off = BackOff(settings.queue.lease_s)
        self._watch = LeaseWatch(settings.queue.lease_s)

    @property
    def index(self) -> IndexStore:
        return self._index_work.index

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
        ledger, lease_s = self.catalogs.ledger, self.settings.queue.lease_s
        row = ledger.claim(key, self.version(key.step), lease_s, self._worker)
        if row is None:
            return ()
        with self.work.timed(row.key, row.attempt) as outcome:
            return self._run(row, outcome)

    def _run(self, row: StepRow, outcome: Outcome) -> tuple[StepKey, ...]:
        ledger, lease_s = self.catalogs.ledger, self.settings.queue.lease_s
        try:
            with self._recorded(row), renewed(lambda: ledger.renew(row.key, lease_s, row.attempt), lease_s):
                following = self._do(row)
        except Unavailable:
            outcome.code = "unavailable"
            pause_s = self._back_off.pause_s()
            give_back(lambda: ledger.put_off(row.key, "unavailable", pause_s, row.attempt), lease_s)
            return ()
        except (ConfigError, InputError) as error:
            outcome.code = error.reason.partition(":")[0] if isinstance(error, InputError) else "configerror"
            return self._refused(row, error)
        except NotFound:  # taken out of the archive, or cancelled, while it was worked on: nothing is to be saved
            outcome.code = "gone"
            return ()
        outcome.code = DONE
        self._back_off.well()
        return following

    def index_due(self) -> tuple[StepKey, ...]:
        """Indexes every document that is due, many in one commit; leaves it to whoever holds the index now.

        Raises:
            Unavailable: the index is away; what was claimed is due again.
        """
        self._index_work.all_due()
        return ()

    def urgent(self, only: Sequence[StepName], than: StepKey) -> StepKey | None:
        """A step of these that somebody waits for, to be done before `than`; None where there is none."""
        return self.catalogs.ledger.urgent(only, than)

    def read_again(self) -> int:
        """Makes due what this version of the program does otherwise than the one that did it, and pages for OCR that
        could not be read for want of language data which is here by now; gives the parts due because of it."""
        ledger = self.catalogs.ledger
        changed = sum(ledger.reset(step, self.version(step)) for step in ("extract", "describe", "entities"))
        changed += ledger.reset("ocr", pipeline.VERSIONS["ocr"])
        self.__dict__.pop("annotator", None)  # whoever only looks after workers does not keep its word lists
        return changed + ledger.recognise_again(self.languages, self.version("ocr"))

    def take_due(self, windows: Sequence[Window], *, remembering: bool = True) -> tuple[StepKey, ...]:
        """Steps that should be sent now, marked as sent, so many that each window is full; due again when nobody has
        taken them after a lease.

        `remembering`: who went silent is seen by looking again and again, whatever the clocks say. Else, for whoever
        looks only once, by the clock.
        """
        try:
            lease_s = self.settings.queue.lease_s
            return self.catalogs.ledger.take(windows, lease_s, self._watch if remembering else None)
        except Unavailable:
            self._watch.forget()
            raise

    def mark_sent(self, keys: Sequence[StepKey]) -> None:
        """Call before messages go out that `take_due` did not give."""
        if keys:
            self.catalogs.ledger.mark_sent(keys, self.settings.queue.lease_s)

    def close(self) -> None:
        """Ends the parsing and recognising processes and closes the catalog."""
        if "extractor" in self.__dict__:
            self.extractor.close()
        if "recogniser" in self.__dict__:
            self.recogniser.close()
        self.work.flush()
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

    def _refused(self, row: StepRow, error: ConfigError | InputError) -> tuple[StepKey, ...]:
        if isinstance(error, ConfigError):
            return self._failed(row, "configerror", retry=True)
        reason = error.reason
        if row.key.step == "extract" and row.key.part == 0:
            self.catalogs.writer.fail_document(row.key, reason, pages_limit=self.settings.extract.pages_limit)
            return ()
        return self._failed(row, reason, retry=False)

    def _failed(self, row: StepRow, code: str, *, retry: bool) -> tuple[StepKey, ...]:
        return self.catalogs.ledger.fail(row.key, code, retry=retry, attempt=row.attempt)

    @contextmanager
    def _recorded(self, row: StepRow) -> Iterator[None]:
        """A mistake of ours (any other exception) goes to the ledger, and on to the worker's log. A worker that is told
        to go at once hands the step back."""
        known = False
        try:
            yield
            known = True
        except (Unavailable, ConfigError, InputError, NotFound):
            known = True
            raise
        except (SystemExit, KeyboardInterrupt):
            known = True
            ledger, lease_s = self.catalogs.ledger, self.settings.queue.lease_s
            give_back(lambda: ledger.release_claim(row.key, row.attempt), lease_s)
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
