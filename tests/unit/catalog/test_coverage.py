"""The sums agree, whatever happened to the documents (design.md, rule 2)."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.catalog.database import Database
from indexer.catalog.verifying import check_catalog
from indexer.model.coverage import Coverage
from indexer.model.page import Page
from indexer.model.query import Filters
from indexer.model.step import StepKey
from indexer.model.stored import DocumentDescription
from tests.unit.catalog.made import LEASE_S, Archive, page, release

_PAGES = {
    "read": {},
    "no_text": {"reason": "no_text", "text": "", "words": ()},
    "withheld": {"reason": "no_text", "withheld": True, "withheld_pages": 3},
    "unreadable": {"outcome": "unreadable", "reason": "corrupt"},
    "quarantined": {"outcome": "quarantined", "reason": "time_limit"},
    "failed": {"outcome": "failed"},
    "over_limit": {"outcome": "over_limit", "reason": "characters_limit"},
}
_ENDS = ("whole", "waiting", "planned", "extracted", "unreadable", "listed", "parked", "index_failed", "over")
_DOCUMENTS = st.lists(
    st.tuples(st.sampled_from(_ENDS), st.lists(st.sampled_from(sorted(_PAGES)), min_size=1, max_size=6)), max_size=6
)


class _Store:
    """Holds whatever the catalog says it should."""

    def __init__(self, archive: Archive) -> None:
        self._ids = [record.document.id for record in archive.catalog.list_documents(0, 1000)]

    def all(self) -> list[str]:
        return self._ids

    def verify(self, sha256: str) -> bool:
        return True


def _made(kinds: list[str]) -> list[Page]:
    return [page(number, **_PAGES[kind]) for number, kind in enumerate(kinds, 1)]


def _lead(archive: Archive, name: str, end: str, pages: list[Page]) -> None:
    """Takes a document as far as `end` says."""
    if end == "whole":
        archive.whole(name, pages)
        return
    document = archive.add(name).document
    if end == "waiting":
        return
    if end in ("unreadable", "listed"):
        known = len(pages) if end == "listed" else None
        archive.writer.fail_document(archive.claim(document, "extract"), "corrupt", known)
        return
    if end == "extracted":
        archive.extract(document, pages, pages_a_part=2)
        return
    if end == "index_failed":
        archive.extract(document, pages)
        archive.describe(document)
        archive.annotate(document)
        archive.ledger.fail(archive.claim(document, "index"), "index_refused", retry=False)
        return
    key = archive.claim(document, "extract")
    archive.writer.plan_parts(document, len(pages), 2, pages_limit=1 if end == "over" else 100)
    if end in ("parked", "over"):
        archive.writer.save_pages(key, pages[: archive.writer.first_part(document)[1]])
    if end == "parked" and len(pages) > 2:
        archive.ledger.fail(archive.claim(document, "extract", 1), "crashed", retry=False)


def _agrees(coverage: Coverage) -> None:
    assert coverage.pages_total == coverage.pages_searchable + coverage.pages_listed + coverage.pages_waiting
    assert coverage.files == (
        coverage.files_read + coverage.files_partly_read + coverage.files_unreadable + coverage.files_waiting
    )
    files_alone = sum(1 for one in coverage.unseen if one.page is None)
    assert sum(count for _, count in coverage.reasons) == coverage.pages_listed + files_alone


@pytest.fixture(scope="module")
def empty_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated catalog to copy: a migration for each example would take most of the time."""
    path = tmp_path_factory.mktemp("empty") / "c.sqlite"
    Database.open(f"sqlite:///{path}").close()
    return path


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents=_DOCUMENTS)
def test_every_sheet_is_searchable_listed_or_waiting(
    empty_catalog: Path, documents: list[tuple[str, list[str]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty_catalog, Path(folder) / "c.sqlite")
        database = Database.open(f"sqlite:///{Path(folder) / 'c.sqlite'}")
        archive = Archive(database)
        parts = []
        for place, (end, kinds) in enumerate(documents):
            _lead(archive, f"{place}.pdf", end, _made(kinds))
        for record in archive.catalog.list_documents(0, 100):
            own = archive.catalog.coverage(record.document.id, unseen_limit=1000)
            _agrees(own)
            parts.append(own)
        whole = archive.catalog.coverage(unseen_limit=1000)
        _agrees(whole)
        for name in ("files", "pages_total", "pages_searchable", "pages_listed", "pages_waiting", "pages_withheld"):
            assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
        assert len(whole.unseen) == sum(len(part.unseen) for part in parts)
        assert archive.catalog.unseen_pages(Filters()) == whole.pages_listed + whole.pages_waiting
        indexed = [place for place, (end, _) in enumerate(documents, 1) if end == "whole"]
        assert whole.pages_searchable == sum(1 for number in indexed for _ in archive.feed.page_records(number))
        assert archive.feed.pages_indexed() == whole.pages_searchable
        found = check_catalog(database, _Store(archive), now=archive.now_s)  # type: ignore[arg-type]
        assert list(found) == []
        database.close()


def test_a_picture_without_text_is_listed_and_a_withheld_notice_is_not(archive: Archive) -> None:
    document = archive.whole("a.pdf", _made(["read", "no_text", "withheld"]))
    coverage = archive.catalog.coverage(document, unseen_limit=10)
    assert (coverage.pages_searchable, coverage.pages_listed, coverage.pages_withheld) == (2, 1, 3)
    assert coverage.reasons == (("no_text", 1),)
    assert [(one.page, one.outcome, one.reason) for one in coverage.unseen] == [(2, "read", "no_text")]
    assert coverage.files_partly_read == 1
    assert [record.key & 0xFFFFF for record in archive.feed.page_records(1)] == [1, 3]


def test_the_list_of_the_unseen_comes_in_pages(archive: Archive) -> None:
    for name in ("a.pdf", "b.pdf"):
        archive.whole(name, _made(["no_text"] * 5))
    listed = [archive.catalog.coverage(unseen_limit=3, unseen_offset=offset).unseen for offset in range(0, 12, 3)]
    flat = list(itertools.chain.from_iterable(listed))
    assert [(one.name, one.page) for one in flat] == [
        (name, number) for name in ("a.pdf", "b.pdf") for number in range(1, 6)
    ]
    assert archive.catalog.coverage().unseen == ()


def test_pages_the_index_could_not_take_are_listed(archive: Archive) -> None:
    _lead(archive, "a.pdf", "index_failed", _made(["read", "no_text"]))
    coverage = archive.catalog.coverage(unseen_limit=10)
    assert (coverage.pages_searchable, coverage.pages_listed, coverage.pages_waiting) == (0, 2, 0)
    assert dict(coverage.reasons) == {"index_refused": 1, "no_text": 1}


@pytest.mark.parametrize(
    ("filters", "pages"),
    [
        (Filters(), 6),
        (Filters(include=(("institution", ("gac",)),)), 1),
        (Filters(include=(("institution", ("gac", "unknown")),)), 3),
        (Filters(exclude=(("institution", ("gac",)),)), 5),
        (Filters(include=(("release", ("unknown/b",)),)), 3),
        (Filters(include=(("year", ("2021",)),)), 1),
        (Filters(include=(("year", ("2020", "unknown")),)), 5),
        (Filters(include=(("language", ("fr",)),)), 3),
        (Filters(include=(("language", ("unknown",)),)), 3),
        (Filters(date_from="2021"), 1),
        (Filters(date_from="2020-06", date_to="2020"), 3),
        (Filters(date_to="2019"), 0),
        (Filters(include=(("platform", ("wechat",)),)), 6),
    ],
)
def test_unseen_pages_are_those_of_the_documents_that_match(archive: Archive, filters: Filters, pages: int) -> None:
    """Three documents: 1 unseen page (GAC, 2021), 3 (CSIS, 2020, French) and 2 (nothing known)."""
    releases = (
        release("a", institution="gac", released="2021-05", basis="manifest"),
        release("b", institution="csis", released="2020-06-30", basis="manifest"),
        release("c"),
    )
    for of, count in zip(releases, (1, 3, 2), strict=True):
        document = archive.add(f"{of.name}.pdf", of).document
        archive.extract(document, _made(["read", *["no_text"] * count]))
        archive.describe(document, DocumentDescription(language="fr" if of.name == "b" else None))
        archive.annotate(document)
    archive.index()
    assert archive.catalog.unseen_pages(filters) == pages


def test_reading_again_keeps_the_sums(archive: Archive) -> None:
    document = archive.whole("a.pdf", _made(["read", "read", "no_text"]))
    archive.ledger.reset("extract", "2")
    key = StepKey(document, "extract")
    archive.ledger.claim(key, "2", LEASE_S, "w")
    archive.writer.plan_parts(document, 3, 200)
    _agrees(archive.catalog.coverage(unseen_limit=10))
    archive.writer.save_pages(key, _made(["failed", "read", "read"]))
    _agrees(archive.catalog.coverage(unseen_limit=10))
