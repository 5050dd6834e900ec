"""The index step: every document that is due, many in one commit."""

from __future__ import annotations

import logging
import time

from indexer import pipeline
from indexer.bootstrap.caring import ensure_index
from indexer.bootstrap.holding import BackOff, give_back, renewed
from indexer.bootstrap.working import DONE, WorkTally
from indexer.errors import ConfigError, Unavailable
from indexer.pipeline import Catalogs
from indexer.search.index import open_index
from indexer.search.ports import IndexWriter
from indexer.settings import Settings

_LOG = logging.getLogger(__name__)


class IndexWork:
    """Claims, writes and ends the index steps of one archive for the worker of this name."""

    def __init__(self, settings: Settings, catalogs: Catalogs, worker: str, work: WorkTally) -> None:
        self.index = open_index(settings)
        self._settings = settings
        self._feed = catalogs.feed
        self._catalogs = catalogs
        self._worker = worker
        self._work = work
        self._lease_s = settings.queue.lease_s
        self._back_off = BackOff(self._lease_s)

    def all_due(self) -> None:
        """Until nothing is due; leaves it to whoever holds the index now. An index that is missing is rebuilt first: a
        writer would begin an empty one.

        Raises:
            Unavailable: the catalog or the index is away; what was claimed is due again.
        """
        if self.index.needs_rebuild():  # asked of the index at hand: every batch passes here
            ensure_index(self._settings, _LOG.warning)
        while True:
            try:
                writer = self.index.writer()
            except Unavailable:
                return
            try:
                if not self._some(writer):
                    return
            finally:
                writer.close()

    def _some(self, writer: IndexWriter) -> bool:
        """False when no document was due. What goes wrong is in the ledger: an index that is away puts the documents
        off; what the index refuses is tried again one by one, and parked with its error in the end."""
        numbers = self._feed.claim_index(
            pipeline.DOCUMENTS_A_COMMIT, pipeline.VERSIONS["index"], self._lease_s, self._worker
        )
        if not numbers:
            return False
        failure, began = "internal_error", time.monotonic()
        try:
            with renewed(lambda: self._feed.renew_index(numbers, self._lease_s, self._worker), self._lease_s):
                pipeline.index_documents(numbers, self._catalogs, writer, self._worker)
            failure = ""
            self._back_off.well()
        except Unavailable:
            failure = "unavailable"
            raise
        except ConfigError as error:
            failure = "configerror"
            _LOG.error("%s", error)
        except (SystemExit, KeyboardInterrupt):
            failure = "stopped"
            raise
        finally:
            self._work.add("index", failure or DONE, len(numbers), time.monotonic() - began)
            if failure:
                self._hand_back(numbers, failure)
        return True

    def _hand_back(self, numbers: list[int], failure: str) -> None:
        match failure:
            case "stopped":
                give_back(lambda: self._feed.put_off(numbers, self._worker, None, 0.0), self._lease_s)
            case "unavailable":
                pause_s = self._back_off.pause_s()
                give_back(lambda: self._feed.put_off(numbers, self._worker, failure, pause_s), self._lease_s)
            case _:
                attempts = self._settings.queue.attempts
                give_back(lambda: self._feed.fail(numbers, self._worker, failure, attempts), self._lease_s)
