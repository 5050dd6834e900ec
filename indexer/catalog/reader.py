"""The catalog as search and site read it: `model.stored.CatalogReader`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import and_, exists, false, func, or_, select

from indexer.catalog import coverage, mentions, records, rows, tallies
from indexer.catalog.database import Database
from indexer.catalog.kept import Kept
from indexer.catalog.tables import (
    CONTENT,
    DOCUMENT,
    ENTITY,
    PAGE,
    RELEASE,
    DocumentRow,
    PageRow,
    ReleaseFileRow,
    ReleaseRow,
)
from indexer.errors import NotFound
from indexer.model.coverage import Coverage, Unseen
from indexer.model.document import SHORT_ID_LENGTH
from indexer.model.mention import Mention
from indexer.model.page import Page
from indexer.model.query import Filters
from indexer.model.registry import KINDS, entity_id, readable
from indexer.model.release import Release
from indexer.model.stored import DocumentRecord, PageHead, PageText, ReleaseRecord, StoredPage, UnreadDocument

_PAGES_A_QUERY = 100
_DOCUMENTS_A_QUERY = 500

_SHOWN = and_(
    RELEASE.c.taken_down == false(),
    or_(
        exists().where(ReleaseFileRow.release == RELEASE.c.number),
        ~exists().where(ReleaseFileRow.origin == RELEASE.c.number),
    ),
)

_DOCUMENTS_KEPT, _LABELS_KEPT, _FILTERS_KEPT = 5_000, 20_000, 200
"""Some 15 MB in all."""


class Catalog:
    """Read access; safe for many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._coverage: tuple[str, Coverage] | None = None
        self._documents: Kept[int, DocumentRecord] = Kept(_DOCUMENTS_KEPT)
        self._labels: Kept[tuple[str, str], str] = Kept(_LABELS_KEPT)
        self._unseen: Kept[Filters, int] = Kept(_FILTERS_KEPT)

    def state(self) -> str:
        """Another token after every change that anybody commits to this catalog; "" where that cannot be told."""
        return self._database.state()

    def document(self, id_or_prefix: str) -> DocumentRecord:
        """By full SHA-256 or its first 12 digits or more. Raises NotFound."""
        return self._records([self._number(id_or_prefix)])[0]

    def documents_by_number(self, numbers: Sequence[int]) -> tuple[DocumentRecord, ...]:
        """In the order asked; unknown numbers are left out."""
        found = self._documents.get(self.state(), numbers, self._numbered)
        return tuple(found[number] for number in numbers if number in found)

    def _numbered(self, numbers: Sequence[int]) -> dict[int, DocumentRecord]:
        return {record.document.number: record for record in self._records(numbers)}

    def newest_document(self) -> int:
        with self._database.read() as connection:
            return int(connection.scalar(select(func.max(DOCUMENT.c.number))) or 0)

    def list_documents(self, offset: int, limit: int) -> tuple[DocumentRecord, ...]:
        """All documents, unread ones too, newest number last."""
        with self._database.read() as connection:
            numbers = connection.scalars(
                select(DocumentRow.number).order_by(DocumentRow.number).offset(offset).limit(limit)
            ).all()
            return tuple(rows.documents(connection, numbers))

    def page(self, document: str, number: int) -> StoredPage:
        """One page with its words. Raises NotFound, also for a page that waits to be read."""
        with self._database.read() as connection:
            row = connection.execute(
                rows.page_query()
                .join(DOCUMENT, DOCUMENT.c.number == PAGE.c.document)
                .where(DOCUMENT.c.id == document, PAGE.c.number == number)
            ).one_or_none()
        if row is None:
            raise NotFound(f"Document {document[:SHORT_ID_LENGTH]} has no page {number}, or it waits to be read.")
        return StoredPage(row.key, document, rows.page_of(row))

    def pages_by_key(self, keys: Sequence[int]) -> tuple[StoredPage, ...]:
        """In the order asked; unknown keys are left out. `page_texts` is lighter where no boxes are needed."""
        with self._database.read() as connection:
            found = connection.execute(
                rows.page_query()
                .add_columns(DOCUMENT.c.id.label("of_document"))
                .join(DOCUMENT, DOCUMENT.c.number == PAGE.c.document)
                .where(PAGE.c.key.in_(keys))
            ).all()
        by_key = {row.key: StoredPage(row.key, row.of_document, rows.page_of(row)) for row in found}
        return tuple(by_key[key] for key in keys if key in by_key)

    def page_texts(self, keys: Sequence[int]) -> tuple[PageText, ...]:
        """Texts without word boxes, in the order asked; unknown keys are left out. For results and exports."""
        with self._database.read() as connection:
            found = connection.execute(
                select(
                    PAGE.c.key, PAGE.c.number, PAGE.c.label, PAGE.c.withheld, PAGE.c.redacted_share,
                    CONTENT.c.text, CONTENT.c.details_json, DOCUMENT.c.id.label("of_document"),
                )
                .join(DOCUMENT, DOCUMENT.c.number == PAGE.c.document)
                .join(CONTENT, CONTENT.c.key == PAGE.c.key)
                .where(PAGE.c.key.in_(keys))
            ).all()  # fmt: skip
        by_key = {row.key: rows.page_text_of(row) for row in found}
        return tuple(by_key[key] for key in keys if key in by_key)

    def pages_between(
        self, document: str, first: int = 1, last: int | None = None, words: bool = True
    ) -> Iterator[Page]:
        """Pages `first` to `last` (None: to the end) in order, streamed; those that wait are left out."""
        after = first - 1
        while True:
            query = (
                rows.page_query(with_words=words)
                .join(DOCUMENT, DOCUMENT.c.number == PAGE.c.document)
                .where(DOCUMENT.c.id == document, PAGE.c.number > after)
                .order_by(PAGE.c.number)
                .limit(_PAGES_A_QUERY)
            )
            if last is not None:
                query = query.where(PAGE.c.number <= last)
            with self._database.read() as connection:
                found = connection.execute(query).all()
            yield from (rows.page_of(row) for row in found)
            if len(found) < _PAGES_A_QUERY:
                return
            after = found[-1].number

    def page_heads(self, document: str) -> tuple[PageHead, ...]:
        """Every sheet of the document in order, unread ones too; empty when it could not be opened."""
        with self._database.read() as connection:
            found = connection.execute(
                select(
                    PageRow.number, PageRow.label, PageRow.outcome, PageRow.reason, PageRow.width_pt,
                    PageRow.height_pt, PageRow.redacted_share, PageRow.withheld,
                )
                .join(DocumentRow, DocumentRow.number == PageRow.document)
                .where(DocumentRow.id == document)
                .order_by(PageRow.key)
            ).all()  # fmt: skip
        return tuple(PageHead(*row) for row in found)

    def mentions(self, document: str, number: int) -> tuple[Mention, ...]:
        """Of one page, by position; without those that a person rejected and those of hidden entities."""
        with self._database.read() as connection:
            key = connection.scalar(
                select(PageRow.key)
                .join(DocumentRow, DocumentRow.number == PageRow.document)
                .where(DocumentRow.id == document, PageRow.number == number)
            )
            return () if key is None else tuple(mentions.read(connection, [key]).get(key, ()))

    def mentions_by_key(self, keys: Sequence[int]) -> tuple[tuple[Mention, ...], ...]:
        """One tuple for each key, in the order asked; empty for an unknown key."""
        with self._database.read() as connection:
            found = mentions.read(connection, keys)
        return tuple(tuple(found.get(key, ())) for key in keys)

    def labels(self, facet: str, values: Sequence[str]) -> tuple[str, ...]:
        """How people read facet values: the name that a person gave, else the label most used on the pages; the value
        itself where none is known."""
        known = self.facet_labels({facet: values})
        return tuple(known.get((facet, value), value) for value in values)

    def facet_labels(self, values: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], str]:
        """Those known, by facet and value: one query for all names, one for releases. A screen of results asks for some
        hundred labels of seven facets."""
        asked = [(facet, one) for facet, some in values.items() for one in some]
        return self._labels.get(self.state(), asked, self._labels_of)

    def _labels_of(self, asked: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        values: dict[str, list[str]] = {}
        for facet, value in asked:
            values.setdefault(facet, []).append(value)
        ids = {entity_id(facet, one): (facet, one) for facet in values if facet in KINDS for one in values[facet]}
        releases = values.get("release", ())
        known: dict[tuple[str, str], str] = {}
        with self._database.read() as connection:
            if releases:
                named = select(ReleaseRow.id, ReleaseRow.name).where(ReleaseRow.id.in_(releases))
                known |= {("release", id_): name for id_, name in connection.execute(named)}
            for some in tallies.chunks(ids):
                chosen = select(ENTITY.c.id, ENTITY.c.name, ENTITY.c.label).where(ENTITY.c.id.in_(some))
                for id_, name, label in connection.execute(chosen):
                    facet, value = ids[id_]
                    known[facet, value] = name or readable(facet, label, value)
        return known

    def coverage(self, document: str | None = None, unseen_limit: int = 0, unseen_offset: int = 0) -> Coverage:
        """Sums of the archive or of one document, with up to `unseen_limit` listed files and pages.

        Raises:
            NotFound: there is no such document.
        """
        if document is None and not unseen_limit:
            return self._whole_coverage()
        number = self._number(document) if document is not None else None
        with self._database.read() as connection:
            return coverage.sums(connection, number, unseen_limit, unseen_offset)

    def _whole_coverage(self) -> Coverage:
        """The sums of the archive look at every document, and all front pages show them: kept while none commits."""
        state = self._database.state()
        if self._coverage is None or not state or state != self._coverage[0]:
            with self._database.read() as connection:
                self._coverage = (state, coverage.sums(connection, None))
        return self._coverage[1]

    def set_aside(self, limit: int = 1000, offset: int = 0) -> tuple[Unseen, ...]:
        """For the operator: pages with words under a redaction, by document; their originals are withheld. Those that
        OCR has read are searchable by what their picture shows (outcome "read")."""
        with self._database.read() as connection:
            return coverage.set_aside(connection, limit, offset)

    def outside(self, limit: int = 1000, offset: int = 0) -> tuple[Unseen, ...]:
        """For the operator: files (`limit` of them) that hold words removed from their pages, with each place as the
        reason ("outside:outline"); they are withheld. The words are known to nobody."""
        with self._database.read() as connection:
            return coverage.outside(connection, limit, offset)

    def withheld_originals(self) -> int:
        """How many files were read and are not handed out: `set_aside` and `outside` say why."""
        with self._database.read() as connection:
            return coverage.withheld_originals(connection)

    def unseen_pages(self, filters: Filters) -> int:
        """Pages not searchable in documents that match the document-level filters (institution, year, language,
        release, dates); other facets are ignored."""
        return self._unseen.get(self.state(), (filters,), self._unseen_pages)[filters]

    def _unseen_pages(self, asked: Sequence[Filters]) -> dict[Filters, int]:
        with self._database.read() as connection:
            return {filters: coverage.unseen_pages(connection, filters) for filters in asked}

    def unread_documents(self, filters: Filters) -> Iterator[UnreadDocument]:
        """Documents whose reading has ended without a searchable page, by number, streamed; document-level filters
        as in `unseen_pages`."""
        after = 0
        while True:
            with self._database.read() as connection:
                numbers = coverage.unread_documents(connection, filters, after, _DOCUMENTS_A_QUERY)
                found = rows.documents(connection, numbers)
            yield from (UnreadDocument(record, records.described(record)) for record in found)
            if len(numbers) < _DOCUMENTS_A_QUERY:
                return
            after = numbers[-1]

    def release(self, release_id: str) -> Release:
        """Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(select(RELEASE).where(RELEASE.c.id == release_id)).one_or_none()
        if row is None or row.taken_down:
            raise NotFound(f"There is no release {release_id} in this archive.")
        return rows.release_of(row)

    def regimes(self, releases: Sequence[str]) -> frozenset[str | None]:
        """The laws of these releases (by id); None among them where one's law is not known."""
        found: set[str | None] = set()
        with self._database.read() as connection:
            for start in range(0, len(releases), _DOCUMENTS_A_QUERY):
                some = releases[start : start + _DOCUMENTS_A_QUERY]
                found |= set(connection.scalars(select(ReleaseRow.regime).where(ReleaseRow.id.in_(some)).distinct()))
        return frozenset(found)

    def list_releases(self, offset: int, limit: int) -> tuple[ReleaseRecord, ...]:
        """All releases, the one archived last first; without those that a person moved everything out of."""
        files = select(ReleaseFileRow.release, ReleaseFileRow.document).distinct().subquery()
        with self._database.read() as connection:
            found = connection.execute(
                select(
                    RELEASE,
                    func.count(DocumentRow.number).label("documents"),
                    func.coalesce(func.sum(DocumentRow.pages_total), 0).label("pages"),
                )
                .outerjoin(files, files.c.release == RELEASE.c.number)
                .outerjoin(DocumentRow, DocumentRow.number == files.c.document)
                .where(_SHOWN)
                .group_by(RELEASE.c.number)
                .order_by(RELEASE.c.number.desc())
                .offset(offset)
                .limit(limit)
            ).all()
        return tuple(ReleaseRecord(rows.release_of(row), row.documents, row.pages) for row in found)

    def count_releases(self) -> int:
        """How many `list_releases` lists in all."""
        with self._database.read() as connection:
            return connection.scalar(select(func.count(ReleaseRow.number)).where(_SHOWN)) or 0

    def release_documents(self, release_id: str, offset: int, limit: int) -> tuple[DocumentRecord, ...]:
        """The documents of a release, unread ones too, by number. Empty when there is no such release."""
        with self._database.read() as connection:
            numbers = connection.scalars(
                select(ReleaseFileRow.document)
                .join(ReleaseRow, ReleaseRow.number == ReleaseFileRow.release)
                .where(ReleaseRow.id == release_id, ReleaseRow.taken_down == false())
                .distinct()
                .order_by(ReleaseFileRow.document)
                .offset(offset)
                .limit(limit)
            ).all()
            return tuple(rows.documents(connection, numbers))

    def password_env(self, document: str) -> str | None:
        """The environment variable that a manifest names for the document's password; None: none does."""
        with self._database.read() as connection:
            return connection.scalar(
                select(ReleaseFileRow.password_env)
                .join(DocumentRow, DocumentRow.number == ReleaseFileRow.document)
                .where(DocumentRow.id == document, ReleaseFileRow.password_env.is_not(None))
                .order_by(ReleaseFileRow.id)
                .limit(1)
            )

    def _records(self, numbers: Sequence[int]) -> tuple[DocumentRecord, ...]:
        with self._database.read() as connection:
            return tuple(rows.documents(connection, numbers))

    def _number(self, id_or_prefix: str) -> int:
        prefix = id_or_prefix.lower()
        with self._database.read() as connection:
            found = connection.scalars(
                select(DocumentRow.number)
                .where(DocumentRow.id >= prefix, DocumentRow.id < prefix + "g")  # "g" follows every hex digit
                .limit(2)
            ).all()
        if len(prefix) < SHORT_ID_LENGTH or len(found) != 1:
            raise NotFound(f"There is no document {id_or_prefix[:SHORT_ID_LENGTH]} in this archive.")
        return found[0]
