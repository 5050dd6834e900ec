"""A small archive in memory: frozen records, the real search service over the engine in plain Python."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from PIL import Image, ImageDraw

from indexer.catalog.records import described
from indexer.errors import InputError, NotFound
from indexer.model.coverage import Coverage, Unseen
from indexer.model.document import Document
from indexer.model.geometry import BBox, Span, Word, boxes_of
from indexer.model.mention import AccountDetails, DateDetails, Mention, PartyDetails
from indexer.model.page import Page, Redaction
from indexer.model.query import Filters
from indexer.model.record import PageRecord, page_key, split_key
from indexer.model.registry import Entity, EntityName, Registry, entity_kind, entity_of
from indexer.model.release import Release
from indexer.model.stored import DocumentRecord, PageHead, PageText, ReleaseRecord, StoredPage, UnreadDocument
from indexer.search.engines.memory import MemoryIndex
from indexer.search.sections import load_sections
from indexer.search.service import SearchService
from indexer.search.vocabulary import Vocabulary
from indexer.settings import config_dir, load_settings
from webapp.services import Services

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"

LINE_PT = 16.0
LEFT_PT = 72.0
TOP_PT = 90.0
CHARACTER_PT = 6.2


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def typeset(text: str) -> tuple[Word, ...]:
    """A box for each word, as on a typewriter; a Han character is a word."""
    words, start = [], 0
    for row, line in enumerate(text.split("\n")):
        column = 0
        for part in line.split(" "):
            for piece in [*part] if part and part[0] > "\u2e80" else [part]:
                if piece:
                    x0, top = LEFT_PT + column * CHARACTER_PT, TOP_PT + row * LINE_PT
                    box = BBox(x0, top, x0 + CHARACTER_PT * len(piece), top + 11)
                    words.append(Word(start + column, start + column + len(piece), box))
                column += len(piece)
            column += 1
        start += len(line) + 1
    return tuple(words)


def page(number: int, text: str = "", **values: object) -> Page:
    source = "text_layer" if text else "none"
    made = Page(number, 612.0, 792.0, text=text, words=typeset(text), language="en", source=source)
    return replace(made, **values)  # type: ignore[arg-type]


@dataclass
class FakeCatalog:
    """`CatalogReader` over records."""

    documents: list[DocumentRecord] = field(default_factory=list)
    pages: dict[str, list[Page]] = field(default_factory=dict)
    found: dict[tuple[str, int], tuple[Mention, ...]] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)

    def document(self, id_or_prefix: str) -> DocumentRecord:
        for record in self.documents:
            if record.document.id.startswith(id_or_prefix):
                return record
        raise NotFound(id_or_prefix)

    def documents_by_number(self, numbers: Sequence[int]) -> tuple[DocumentRecord, ...]:
        by_number = {record.document.number: record for record in self.documents}
        return tuple(by_number[number] for number in numbers if number in by_number)

    def newest_document(self) -> int:
        return max((record.document.number for record in self.documents), default=0)

    def list_documents(self, offset: int, limit: int) -> tuple[DocumentRecord, ...]:
        return tuple(self.documents[offset : offset + limit])

    def page(self, document: str, number: int) -> StoredPage:
        for one in self.pages.get(document, []):
            if one.number == number:
                return StoredPage(page_key(self.document(document).document.number, number), document, one)
        raise NotFound(document)

    def pages_by_key(self, keys: Sequence[int]) -> tuple[StoredPage, ...]:
        return tuple(self.page(self._id(key), split_key(key)[1]) for key in keys)

    def page_texts(self, keys: Sequence[int]) -> tuple[PageText, ...]:
        return tuple(
            PageText(
                one.key, one.document, one.page.number, one.page.label, one.page.text, one.page.furniture,
                one.page.withheld, one.page.redacted_share, one.page.sections,
            )
            for one in self.pages_by_key(keys)
        )  # fmt: skip

    def page_heads(self, document: str) -> tuple[PageHead, ...]:
        return tuple(
            PageHead(
                one.number, one.label, one.outcome, one.reason, one.width_pt, one.height_pt, one.redacted_share,
                one.withheld,
            )
            for one in self.pages.get(document, [])
        )  # fmt: skip

    def mentions(self, document: str, number: int) -> tuple[Mention, ...]:
        return self.found.get((document, number), ())

    def mentions_by_key(self, keys: Sequence[int]) -> tuple[tuple[Mention, ...], ...]:
        return tuple(self.mentions(self._id(key), split_key(key)[1]) for key in keys)

    def labels(self, facet: str, values: Sequence[str]) -> tuple[str, ...]:
        known = {"gac": "Global Affairs Canada", "wechat": "WeChat", "douyin": "Douyin"}
        return tuple(known.get(value, value) for value in values)

    def state(self) -> str:
        return ""

    def facet_labels(self, values: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], str]:
        pairs = (
            (name, one, label)
            for name, some in values.items()
            for one, label in zip(some, self.labels(name, some), strict=True)
        )
        return {(name, one): label for name, one, label in pairs if label != one}

    def coverage(self, document: str | None = None, unseen_limit: int = 0, unseen_offset: int = 0) -> Coverage:
        chosen = [record for record in self.documents if document in (None, record.document.id)]
        unseen = [one for record in chosen for one in self._unseen(record.document)]
        heads = [head for record in chosen for head in self.page_heads(record.document.id)]
        listed = sum(1 for one in unseen if one.page)
        outcomes = [record.document.outcome for record in chosen]
        reasons = {one.reason: sum(1 for other in unseen if other.reason == one.reason) for one in unseen}
        return Coverage(
            files=len(chosen),
            files_read=outcomes.count("read"),
            files_partly_read=outcomes.count("partly_read"),
            files_unreadable=outcomes.count("unreadable"),
            files_waiting=outcomes.count("waiting"),
            pages_total=len(heads),
            pages_searchable=len(heads) - listed,
            pages_listed=listed,
            pages_waiting=0,
            pages_withheld=4,
            reasons=tuple(reasons.items()),
            unseen=tuple(unseen[unseen_offset : unseen_offset + unseen_limit]),
        )

    def set_aside(self, limit: int = 1000, offset: int = 0) -> tuple[Unseen, ...]:
        found = [one for one in self.coverage(unseen_limit=1000).unseen if one.reason == "hidden_text_under_redaction"]
        return tuple(found[offset : offset + limit])

    def outside(self, limit: int = 1000, offset: int = 0) -> tuple[Unseen, ...]:
        found = [
            Unseen(record.document.id, record.document.name, None, record.document.outcome, f"outside:{place}")
            for record in self.documents
            for place in record.document.outside
        ]
        return tuple(found[offset : offset + limit])

    def withheld_originals(self) -> int:
        return sum(record.document.original_withheld for record in self.documents)

    def password_env(self, document: str) -> str | None:
        return self.passwords.get(document)

    def unseen_pages(self, filters: Filters) -> int:
        return self.coverage().pages_listed

    def unread_documents(self, filters: Filters) -> Iterator[UnreadDocument]:
        for record in self.documents:
            if not any(one.outcome == "read" for one in self.pages.get(record.document.id, [])):
                yield UnreadDocument(record, described(record))

    def release(self, release_id: str) -> Release:
        for record in self.documents:
            for release in record.releases:
                if release.id == release_id:
                    return release
        raise NotFound(release_id)

    def regimes(self, releases: Sequence[str]) -> frozenset[str | None]:
        return frozenset(self.release(one).regime for one in releases)

    def list_releases(self, offset: int, limit: int) -> tuple[ReleaseRecord, ...]:
        known = {release.id: release for record in self.documents for release in record.releases}
        rows = [ReleaseRecord(one, len(self.release_documents(one.id, 0, 99)), 12) for one in known.values()]
        return tuple(rows[::-1][offset : offset + limit])

    def count_releases(self) -> int:
        return len(self.list_releases(0, 1000))

    def release_documents(self, release_id: str, offset: int, limit: int) -> tuple[DocumentRecord, ...]:
        rows = [record for record in self.documents if any(one.id == release_id for one in record.releases)]
        return tuple(rows[offset : offset + limit])

    def _id(self, key: int) -> str:
        return self.documents_by_number((split_key(key)[0],))[0].document.id

    def _unseen(self, document: Document) -> list[Unseen]:
        if document.outcome == "unreadable":
            return [Unseen(document.id, document.name, None, "unreadable", document.reason or "")]
        return [
            Unseen(document.id, document.name, head.number, head.outcome, head.reason or "")
            for head in self.page_heads(document.id)
            if head.reason
        ]


class FakeRegistry:
    """Names what the catalog's mentions name; nobody has corrected anything. `shown`: people for a public site."""

    def __init__(self, catalog: FakeCatalog, shown: frozenset[str] = frozenset()) -> None:
        self._catalog, self._shown = catalog, shown

    def by_id(self, entity_ids: Iterable[str]) -> dict[str, EntityName]:
        wanted = set(entity_ids)
        return {
            one.entity: EntityName(kind, one.value or "", one.label or one.text)
            for mentions in self._catalog.found.values()
            for one in mentions
            if one.entity in wanted and one.entity and (kind := entity_kind(one))
        }

    def find(self, text: str, kind: str | None = None, limit: int = 10) -> tuple[Entity, ...]:
        named = {one.entity for mentions in self._catalog.found.values() for one in mentions if one.entity}
        return tuple(
            Entity(key, one.kind, one.value, one.name, (), False, False, one.value in self._shown, (), 1, 1, 1)
            for key, one in self.by_id(named).items()
            if text.casefold() in one.name.casefold()
        )[:limit]

    def publishable(self, values: Iterable[str]) -> frozenset[str]:
        return frozenset(values) & self._shown

    def hidden(self, kind: str) -> frozenset[str]:
        return frozenset()

    def canonical(self, kind: str, values: Iterable[str]) -> dict[str, str]:
        return {}

    def left_out(self, document: str, page: int) -> tuple[Mention, ...]:
        return ()

    def waiting(self) -> int:
        return 0

    def __getattr__(self, name: str) -> object:
        """The rest is tested over a real catalog (test_entities)."""
        raise AttributeError(name)


class NothingCorrected:
    """Descriptions that nobody has corrected; the rest is tested over a real catalog (test_describing)."""

    def origins(self, kind: str, subject: str) -> tuple[()]:
        return ()

    def moved_out(self, release: str) -> tuple[()]:
        return ()


class NothingDown:
    """Nothing was taken down; the rest is tested over a real catalog (test_takedowns)."""

    def of_document(self, id_or_prefix: str, page: int | None = None) -> None:
        return None

    def of_release(self, release: str) -> None:
        return None

    def pages_of(self, document: str) -> tuple[()]:
        return ()


@dataclass(frozen=True)
class FakeOriginals:
    folder: Path

    def has(self, sha256: str) -> bool:
        return True

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        path = self.folder / f"{sha256}.pdf"
        if not path.exists():
            path.write_bytes(b"%PDF-1.4 " + sha256.encode())
        yield path


@dataclass
class FakeRenderer:
    """Draws the words where their boxes are, so that a screenshot shows whether boxes fit."""

    catalog: FakeCatalog
    calls: int = 0
    passwords: list[str | None] = field(default_factory=list)

    def page_image(
        self, path: Path, number: int, width_px: int, image_format: str = "jpeg", password: str | None = None
    ) -> bytes:
        self.calls += 1
        self.passwords.append(password)
        try:
            one = self.catalog.page(path.stem, number).page
        except NotFound as error:
            raise InputError("There is no such sheet.") from error
        scale = width_px / one.width_pt
        picture = Image.new("RGB", (width_px, round(one.height_pt * scale)), "white")
        draw = ImageDraw.Draw(picture)
        for word in one.words:
            height = scale * 10
            draw.text(
                (word.bbox.x0 * scale, word.bbox.top * scale),
                one.text[word.start : word.end],
                "black",
                font_size=height,
            )
        for redaction in one.redactions:
            draw.rectangle([edge * scale for edge in redaction.bbox], fill="black")
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=75)
        return out.getvalue()


ANALYSIS = """UNCLASSIFIED // NON CLASSIFIÉ
Narratives on the Conservative platform
RRM Canada identified several popular WeChat news accounts that began to
share articles on 8 September 2021. The account Youli-Youmian likely
amplified them. There is no evidence of foreign interference by the party.
The Conservative Party of Canada was named in most of them 有理儿有面 .
A-2021-01234 000012"""


def release_gac() -> Release:
    return Release(
        id="gac/A-2021-01234", name="gac-package", institution="gac", request_number="A-2021-01234", regime="atia_ca",
        released="2022-06-20", disposition="disclosed_in_part", summary_en=f"Analyses of narratives {HOSTILE}",
        source_url="javascript:alert(1)", basis="manifest",
    )  # fmt: skip


def analysis_pages() -> list[Page]:
    redaction = Redaction(BBox(72, 250, 300, 290), "filled", ("15(1)", "19(1)"), "atia_ca")
    first = page(
        1, ANALYSIS, label="000012", printed_label="1 of 3", furniture=(Span(0, 29),), redactions=(redaction,),
        redacted_share=0.18, sections=("15(1)", "19(1)"), markings=("UNCLASSIFIED",),
    )  # fmt: skip
    more = [
        page(n, f"Page {n} speaks of foreign interference and of WeChat\nand of weather.", label=f"0000{n + 11}")
        for n in range(2, 8)
    ]
    unread = page(8, outcome="unreadable", reason="no_text")
    withheld = page(9, "Pages 9 to 12 are withheld", withheld=True, withheld_pages=4, redacted_share=1.0)
    return [first, *more, unread, withheld]


def analysis_mentions() -> tuple[Mention, ...]:
    words = typeset(ANALYSIS)

    def at(text: str) -> tuple[int, int, tuple[BBox, ...]]:
        start = ANALYSIS.index(text)
        return start, start + len(text), boxes_of(words, start, start + len(text))

    start, end, boxes = at("Youli-Youmian")
    account = Mention(
        "account", start, end, "Youli-Youmian", "wechat:youli-youmian", "Youli-Youmian " + HOSTILE, 0.9, "accounts/1",
        AccountDetails("wechat", "phrase", "Youli-Youmian", "youli-youmian"), "likely", boxes,
    )  # fmt: skip
    start, end, boxes = at("WeChat")
    platform = Mention("platform", start, end, "WeChat", "wechat", "WeChat", 1.0, "platforms/1", None, None, boxes)
    start, end, boxes = at("8 September 2021")
    date = Mention(
        "date", start, end, "8 September 2021", "2021-09-08", "8 Sept 2021", 1.0, "dates/1",
        DateDetails("2021-09-08", "DATE"), None, boxes,
    )  # fmt: skip
    start, end, boxes = at("Conservative Party of Canada")
    party = Mention(
        "party", start, end, "Conservative Party of Canada", "cpc", "Conservative Party of Canada", 1.0, "parties/1",
        PartyDetails("political_party", "cpc"), None, boxes,
    )  # fmt: skip
    person = Mention("party", 0, 4, "UNCL", "Jane Doe", "Jane Doe", 0.5, "names/1", PartyDetails("person"), None, boxes)
    found = (account, platform, date, party, person)
    return tuple(replace(one, entity=entity_of(one)) for one in found)


def make_catalog() -> FakeCatalog:
    catalog = FakeCatalog()
    release, other = release_gac(), Release(id="unknown/box-2", name="box-2")

    def add(document: Document, pages: list[Page], of: Release, share: float = 0.0) -> None:
        catalog.documents.append(DocumentRecord(document, (of,), share))
        catalog.pages[document.id] = pages

    made = Document(
        sha("analysis"), 1, "gac/analysis.pdf", 123_456, "application/pdf", 9, "partly_read", "no_text",
        "Narratives on the platform of the Conservative Party of Canada", "2021-09-13", "RRM Canada", "en",
        "A-2021-01234", "page 1", "page 1",
    )  # fmt: skip
    add(made, analysis_pages(), release, 0.18)
    catalog.found[made.id, 1] = analysis_mentions()
    hostile = Document(sha("hostile"), 2, "x/évil.pdf", 999, "application/pdf", 1, "read", None, HOSTILE, "2020-05")
    add(hostile, [page(1, f"Before wechat {HOSTILE} after")], other)
    hidden = Document(
        sha("hidden"), 3, "memo.pdf", 2_400_000, "application/pdf", 2, "read", None, None, "2021",
        original_withheld=True,
    )  # fmt: skip
    add(
        hidden,
        [
            page(1, "A memo on Douyin"),
            page(
                2,
                outcome="quarantined",
                reason="hidden_text_under_redaction",
                redactions=(Redaction(BBox(72.2, 685, 150, 705.4), "filled"),),
            ),
        ],
        other,
    )
    told = Document(
        sha("told"), 30, "told.pdf", 10, "application/pdf", 1, "read", None, "Told", "2019",
        original_withheld=True, outside=("outline", "revisions"),
    )  # fmt: skip
    add(told, [page(1, "Nothing of note")], other)
    locked = Document(sha("locked"), 4, "locked.pdf", 10, "application/pdf", None, "unreadable", "encrypted")
    add(locked, [], other)
    for n in range(5, 30):
        letter = Document(
            sha(f"letter{n}"), n, f"letter-{n}.pdf", 5000, "application/pdf", 1, "read", None, f"Letter {n}"
        )
        add(replace(letter, date=f"{1990 + n}-01-0{n % 9 + 1}"), [page(1, f"Letter number {n} on elections")], other)
    return catalog


def records_of(catalog: FakeCatalog) -> list[PageRecord]:
    """What the index holds: every page that has words."""
    found = []
    for record in catalog.documents:
        document = record.document
        year = (document.date or "")[:4]
        readable = [one for one in catalog.pages[document.id] if not one.reason]
        for one in readable:
            facets = {
                "year": (year or "unknown",),
                "institution": (record.releases[0].institution or "unknown",),
                "release": (record.releases[0].id,),
                "language": ("en",),
                "withheld": ("yes" if one.withheld else "no",),
                "redacted_share": ("1-24" if one.redacted_share else "0",),
                "section": one.sections,
                "marking": one.markings,
                "platform": tuple(name for name in ("wechat", "douyin") if name in one.text.casefold()),
                "person": ("Jane Doe",) if one.redactions else (),
            }
            day = int((document.date or "0").replace("-", "").ljust(8, "0")[:8])
            found.append(
                PageRecord(
                    page_key(document.number, one.number), document.number, one.text,
                    tuple((span.start, span.end) for span in one.furniture),
                    document.title or document.name, one.label or "",
                    facets={name: values for name, values in facets.items() if values}, date_from=day, date_to=day,
                    first=one is readable[0],
                )
            )  # fmt: skip
    return found


def make_services(
    folder: Path, catalog: FakeCatalog | None = None, mode: str = "private", people: frozenset[str] = frozenset()
) -> Services:
    """A wired site over a catalog in memory."""
    catalog = make_catalog() if catalog is None else catalog
    settings = load_settings(folder / "archive", {"ATI_SITE__MODE": mode})
    index = MemoryIndex()
    index.writer().write(records_of(catalog), ())
    search = SearchService(index, catalog, settings.search, Vocabulary(sections=load_sections(config_dir())))
    registry = cast(Registry, FakeRegistry(catalog, people))
    nowhere = cast(Any, None)  # entity pages are tested over a real catalog
    return Services(
        settings, search, catalog, FakeOriginals(folder), FakeRenderer(catalog), registry,
        nowhere, nowhere, nowhere, nowhere, nowhere, nowhere,
        cast(Any, NothingCorrected()), cast(Any, NothingDown()),
    )  # fmt: skip
