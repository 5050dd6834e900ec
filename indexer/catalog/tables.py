"""The tables of the catalog. A page's row id is its key (`record.page_key`), so that engines and catalog agree."""

from __future__ import annotations

import time

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    false,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from indexer.catalog.base import ENTITY_LENGTH, SHA256_LENGTH, UPLOAD_ID_LENGTH, Base, BigKey
from indexer.catalog.registry_tables import EntityNameRow, EntityRow, RuleRow
from indexer.model.record import PAGE_BITS


class ReleaseRow(Base):
    """`released_from`, `released_to`: days as YYYYMMDD, 0 unknown. `stated_json`: the description as archived, which
    people's rules stand above (`describing`); None: no rule was ever applied."""

    __tablename__ = "release"
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    institution: Mapped[str | None] = mapped_column(Text)
    request_number: Mapped[str | None] = mapped_column(Text)
    regime: Mapped[str | None] = mapped_column(Text)
    released: Mapped[str | None] = mapped_column(Text)
    released_from: Mapped[int] = mapped_column(default=0)
    released_to: Mapped[int] = mapped_column(default=0)
    disposition: Mapped[str | None] = mapped_column(Text)
    summary_en: Mapped[str | None] = mapped_column(Text)
    summary_fr: Mapped[str | None] = mapped_column(Text)
    source_url: Mapped[str | None] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    stated_json: Mapped[str | None] = mapped_column(Text)
    taken_down: Mapped[bool] = mapped_column(default=False, server_default=false())


UNSEEN = "index_state <> 'indexed' OR pages_readable = 0 OR pages_readable <> coalesce(pages_total, 0)"
"""Documents with pages that a search cannot see. In these words: an index serves a query that repeats its condition."""
UNSEEN_COLUMNS = (
    "outcome",
    "index_state",
    "pages_total",
    "pages_readable",
    "date_from",
    "date_to",
    "language",
    "taken_down",
)
"""All that is asked of them stands in the index: SQLite takes one of few documents only when it needs no row beside."""


class DocumentRow(Base):
    """One archived file.

    pages_total, over_limit_pages: sheets in the file, and those of them beyond the limit (they have no page row).
    pages_readable, pages_listed: counted from the page rows in every transaction that changes them;
        over_limit_pages are in pages_listed. What is left of pages_total waits.
    index_state: "waiting" (never indexed), "indexed", "failed" (given up).
    date_from, date_to: of the document's date, else of its releases; YYYYMMDD, 0 unknown.
    outside: places in the file, beyond its pages, that hold removed words ("outline metadata"); "" none, None: nobody
        has looked yet.
    read_json: title, date, author and language as read from the pages, which manifests and people's rules stand above
        (`describing`); None: described before there were such rules.
    added_at: when it came into the archive, seconds since 1970; 0 for one that came before this was kept.
    taken_down: by a person, with all its pages (`takedowns`): what it was called and held stands in `held`.
    has_original: False for what could not even be copied; its id is then `writer.placeholder_id`.
    """

    __tablename__ = "document"
    __table_args__ = (
        Index(
            "ix_document_unseen",
            "number",
            *UNSEEN_COLUMNS,
            sqlite_where=text(UNSEEN),
            postgresql_where=text(UNSEEN),
        ),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(SHA256_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(Text)
    has_original: Mapped[bool]
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    title_basis: Mapped[str | None] = mapped_column(Text)
    date: Mapped[str | None] = mapped_column(Text)
    date_basis: Mapped[str | None] = mapped_column(Text)
    date_from: Mapped[int] = mapped_column(default=0)
    date_to: Mapped[int] = mapped_column(default=0)
    author: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    request_number: Mapped[str | None] = mapped_column(Text)
    original_withheld: Mapped[bool]
    outside: Mapped[str | None] = mapped_column(Text)
    read_json: Mapped[str | None] = mapped_column(Text)
    taken_down: Mapped[bool] = mapped_column(default=False, server_default=false())
    redacted_share: Mapped[float] = mapped_column(default=0.0)
    pages_total: Mapped[int | None]
    over_limit_pages: Mapped[int] = mapped_column(default=0)
    pages_readable: Mapped[int] = mapped_column(default=0)
    pages_listed: Mapped[int] = mapped_column(default=0)
    pages_withheld: Mapped[int] = mapped_column(default=0)
    index_state: Mapped[str] = mapped_column(String(20), default="waiting")
    priority: Mapped[int] = mapped_column(default=5)
    added_at: Mapped[float] = mapped_column(default=0.0, server_default=text("0"))


class ReleaseFileRow(Base):
    """A document under a name in a release; the same document may be in several, and twice in one.

    origin, origin_name: the release (number) and name it was archived under, where a person moved it; else None.
    """

    __tablename__ = "release_file"
    __table_args__ = (
        UniqueConstraint("release", "name", "document"),
        Index(None, "document"),
        Index(None, "origin"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release: Mapped[int] = mapped_column(ForeignKey("release.number", ondelete="CASCADE"))
    document: Mapped[int] = mapped_column(ForeignKey("document.number", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    origin: Mapped[int | None]
    origin_name: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    date: Mapped[str | None] = mapped_column(Text)
    author: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    password_env: Mapped[str | None] = mapped_column(Text)


class PageRow(Base):
    """The thin part of a page: what lists, sums and thumbnails need. outcome "waiting": not read yet."""

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("document", "number"),
        Index(None, "outcome", "reason", sqlite_where=text("readable = 0"), postgresql_where=text("NOT readable")),
    )

    key: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    document: Mapped[int] = mapped_column(ForeignKey("document.number", ondelete="CASCADE"))
    number: Mapped[int]
    label: Mapped[str | None] = mapped_column(Text)
    printed_label: Mapped[str | None] = mapped_column(Text)
    width_pt: Mapped[float] = mapped_column(default=0.0)
    height_pt: Mapped[float] = mapped_column(default=0.0)
    language: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(20), default="none")
    ocr_confidence: Mapped[float | None]
    redacted_share: Mapped[float] = mapped_column(default=0.0)
    withheld: Mapped[bool] = mapped_column(default=False)
    withheld_pages: Mapped[int] = mapped_column(default=0)
    hidden_text: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    readable: Mapped[bool] = mapped_column(default=False)


class PageContentRow(Base):
    """The thick part of a page, one row for each page that was read."""

    __tablename__ = "page_content"

    key: Mapped[int] = mapped_column(
        BigKey, ForeignKey("page.key", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    text: Mapped[str] = mapped_column(Text)
    details_json: Mapped[str] = mapped_column(Text)
    words: Mapped[bytes] = mapped_column(LargeBinary)


class MentionRow(Base):
    """What the machine read, and what people's rules make of it.

    facet, value, label: the machine's; `facet` is None for dates, figures and unnamed accounts.
    entity: that the mention counts for after all rules; None without a value, and where a person rejected it.
    """

    __tablename__ = "mention"
    __table_args__ = (
        PrimaryKeyConstraint("page", "position"),
        Index(None, "facet", "value"),
        Index(None, "entity", "page"),
        {"sqlite_with_rowid": False},
    )

    page: Mapped[int] = mapped_column(BigKey, ForeignKey("page.key", ondelete="CASCADE"), autoincrement=False)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    facet: Mapped[str | None] = mapped_column(String(20))
    value: Mapped[str | None] = mapped_column(Text)
    label: Mapped[str | None] = mapped_column(Text)
    confidence: Mapped[float]
    recogniser: Mapped[str] = mapped_column(Text)
    hedge: Mapped[str | None] = mapped_column(Text)
    details_json: Mapped[str] = mapped_column(Text)
    entity: Mapped[str | None] = mapped_column(String(ENTITY_LENGTH))
    rejected: Mapped[bool] = mapped_column(default=False, server_default=false())


class EventRow(Base):
    """A point of the timeline: one date of a passage (`model.event.Event`). `date` is the position of its mention.

    lower, upper: YYYYMMDD, 10101 and 99991231 where the date is open.
    """

    __tablename__ = "event"
    __table_args__ = (PrimaryKeyConstraint("page", "position"), {"sqlite_with_rowid": False})

    page: Mapped[int] = mapped_column(BigKey, ForeignKey("page.key", ondelete="CASCADE"), autoincrement=False)
    position: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    date: Mapped[int]
    edtf: Mapped[str] = mapped_column(Text)
    lower: Mapped[int]
    upper: Mapped[int]
    precision: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(20))
    ambiguous: Mapped[bool]
    hedge: Mapped[str | None] = mapped_column(Text)


class EventMentionRow(Base):
    """Whom and what the passage of an event names; `event` and `mention` are positions on the page."""

    __tablename__ = "event_mention"
    __table_args__ = (
        PrimaryKeyConstraint("page", "event", "mention"),
        Index(None, "page", "mention"),
        {"sqlite_with_rowid": False},
    )

    page: Mapped[int] = mapped_column(BigKey, ForeignKey("page.key", ondelete="CASCADE"), autoincrement=False)
    event: Mapped[int]
    mention: Mapped[int]


class LedgerRow(Base):
    """The ledger (design.md, rule 3). Times are seconds since 1970; priority: lower is sooner.

    since: when its state began; an update that leaves the state as it is says so (`since=LedgerRow.since`). 0.0: from
        before this was kept.
    """

    __tablename__ = "step"
    __table_args__ = (
        PrimaryKeyConstraint("document", "step", "part"),
        Index(None, "state", "priority", "document"),
        Index(None, "since"),
    )

    document: Mapped[int] = mapped_column(ForeignKey("document.number", ondelete="CASCADE"), autoincrement=False)
    step: Mapped[str] = mapped_column(String(20))
    part: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    first_page: Mapped[int] = mapped_column(default=0)
    last_page: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=0)
    version: Mapped[str] = mapped_column(Text, default="")
    error: Mapped[str | None] = mapped_column(Text)
    worker: Mapped[str | None] = mapped_column(Text)
    lease_until: Mapped[float | None]
    due_at: Mapped[float] = mapped_column(default=0.0)
    sent_until: Mapped[float | None]
    priority: Mapped[int] = mapped_column(default=5)
    since: Mapped[float] = mapped_column(default=time.time, onupdate=time.time, server_default=text("0"))


class UploadRow(Base):
    """What somebody sent through the site at one time; `id` names it in its address."""

    __tablename__ = "upload"
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(UPLOAD_ID_LENGTH), unique=True)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[float]


class UploadFileRow(Base):
    """A file of an upload, in the order it came in. `document` is None where nothing was archived: `problem` says why.

    No foreign keys: an upload is a record of what was done, whatever becomes of the document.
    """

    __tablename__ = "upload_file"
    __table_args__ = (
        PrimaryKeyConstraint("upload", "position"),
        Index(None, "document"),
    )

    upload: Mapped[int] = mapped_column(ForeignKey("upload.number", ondelete="CASCADE"), autoincrement=False)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    release: Mapped[str | None] = mapped_column(Text)
    document: Mapped[str | None] = mapped_column(String(SHA256_LENGTH))
    new: Mapped[bool]
    problem: Mapped[str | None] = mapped_column(Text)


class DuePageRow(Base):
    """A page that is due for the index without the rest of its document (`due_pages`)."""

    __tablename__ = "due_page"

    key: Mapped[int] = mapped_column(
        BigKey, ForeignKey("page.key", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class WorkRow(Base):
    """What all workers ever did: sums for those who watch the archive (`model.health.Work`)."""

    __tablename__ = "work"

    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    outcome: Mapped[str] = mapped_column(Text, primary_key=True)
    steps: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[float]


RELEASE, DOCUMENT, RELEASE_FILE = ReleaseRow.table(), DocumentRow.table(), ReleaseFileRow.table()
PAGE, CONTENT, MENTION = PageRow.table(), PageContentRow.table(), MentionRow.table()
ENTITY, ENTITY_NAME, RULE = EntityRow.table(), EntityNameRow.table(), RuleRow.table()
EVENT, EVENT_MENTION, STEP = EventRow.table(), EventMentionRow.table(), LedgerRow.table()
DUE_PAGE, WORK = DuePageRow.table(), WorkRow.table()
UPLOAD, UPLOAD_FILE = UploadRow.table(), UploadFileRow.table()
MENTIONED_IN = MENTION.c.page.op(">>", return_type=BigInteger())(literal_column(str(PAGE_BITS)))
"""The number of the document that a mention stands in (PostgreSQL shifts by an `integer` only, hence no parameter)."""
