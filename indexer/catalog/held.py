"""Pages and documents taken out of every table that is read, and put back: no reading path can show what is not there.

A page stays as a bare row with its reason, a document as a bare row with its bare pages. Functions inside a transaction
that others opened.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from indexer.catalog import dialect, events, mentions, tallies
from indexer.catalog.tables import (
    CONTENT,
    DOCUMENT,
    EVENT,
    EVENT_MENTION,
    MENTION,
    PAGE,
    RELEASE_FILE,
    STEP,
    DocumentRow,
    LedgerRow,
    PageContentRow,
    PageRow,
    ReleaseFileRow,
)
from indexer.catalog.takedown_tables import HELD, HeldRow
from indexer.model.document import SHORT_ID_LENGTH
from indexer.model.event import Event
from indexer.model.record import page_key, split_key
from indexer.model.takedown import TAKEN_DOWN

_PAGES_AT_ONCE = 100
_BARE_PAGE = {
    "label": None, "printed_label": None, "language": None, "source": "none", "ocr_confidence": None,
    "redacted_share": 0.0, "withheld": False, "withheld_pages": 0, "hidden_text": False, "outcome": TAKEN_DOWN,
    "readable": False,
}  # fmt: skip
_OF_DOCUMENT = (
    "name", "title", "title_basis", "date", "date_basis", "author", "language", "request_number", "outside",
    "read_json", "outcome", "reason",
)  # fmt: skip
_OF_FILE = ("name", "title", "date", "author", "language", "password_env", "origin_name")


def held_pages(connection: Connection, document: int) -> set[int]:
    """Numbers of the sheets of a document that are held."""
    between = HELD.c.key.between(page_key(document, 0), page_key(document + 1, 0) - 1)
    keys = connection.scalars(select(HELD.c.key).where(HELD.c.kind == "page", between))
    return {split_key(key)[1] for key in keys}


def hold_pages(
    connection: Connection, document: int, numbers: Iterable[int], reason: str, *, keep: bool, whole: bool = True
) -> None:
    """Takes these sheets out; `keep` False destroys what they held. Those that are held already stay so, with the
    reason; one that was read anew meanwhile is held as it was read. `whole`: all steps have been at them."""
    before = held_pages(connection, document)
    for some in _runs(numbers):
        keys = [page_key(document, number) for number in some]
        taken = list(_taken(connection, keys)) if keep else [(key, b"") for key in keys]
        fresh = {
            row[0]
            for row in connection.execute(select(PAGE.c.key, PAGE.c.outcome).where(PAGE.c.key.in_(keys)))
            if row[1] != TAKEN_DOWN
        }
        rows = [
            {"kind": "page", "key": key, "whole": whole and split_key(key)[1] not in before, "content": content}
            for key, content in taken
            if key in fresh or not keep
        ]
        dialect.upsert(connection, HELD, rows, ("kind", "key"), {"whole": dialect.NEW, "content": dialect.NEW})
        tallies.forget(connection, keys[0], keys[-1])
        for table in (EVENT_MENTION, EVENT):
            connection.execute(delete(table).where(table.c.page.in_(keys)))
        connection.execute(delete(PageContentRow).where(PageContentRow.key.in_(keys)))
        connection.execute(update(PageRow).where(PageRow.key.in_(keys)).values(**_BARE_PAGE, reason=reason))


def restore_pages(connection: Connection, document: int, numbers: Iterable[int]) -> bool:
    """Puts these held sheets back. False: some were read anew meanwhile and must go through the later steps."""
    whole = True
    for some in _runs(numbers):
        keys = [page_key(document, number) for number in some]
        rows = connection.execute(select(HELD).where(HELD.c.kind == "page", HELD.c.key.in_(keys))).all()
        contents = {row.key: _unpacked(row.content) for row in rows if row.content}
        whole = whole and all(row.whole for row in rows)
        for key, parts in contents.items():
            connection.execute(update(PageRow).where(PageRow.key == key).values(**_values(parts["page"][0], PAGE)))
            if parts["content"]:
                connection.execute(insert(CONTENT).values(**_values(parts["content"][0], CONTENT)))
        found = [(split_key(key)[1], _mentions(parts)) for key, parts in contents.items()]
        mentions.replace(connection, document, some[0], some[-1], found)
        dated = [(split_key(key)[1], _events(parts)) for key, parts in contents.items()]
        events.replace(connection, document, some[0], some[-1], dated)
        connection.execute(delete(HeldRow).where(HeldRow.kind == "page", HeldRow.key.in_(keys)))
    return whole


def forget_pages(connection: Connection, document: int, numbers: Iterable[int]) -> None:
    """Keeps nothing of sheets that the document has no longer."""
    keys = [page_key(document, number) for number in numbers]
    connection.execute(delete(HeldRow).where(HeldRow.kind == "page", HeldRow.key.in_(keys)))


def hold_document(connection: Connection, number: int, reason: str, *, keep: bool) -> None:
    """Makes the document a bare row. Nothing is done to it any more: its steps are held too, but for the index."""
    row = connection.execute(select(DOCUMENT).where(DOCUMENT.c.number == number)).one()
    if not row.taken_down or not keep:
        content = _document(connection, row) if keep else b""
        held = {"kind": "document", "key": number, "whole": True, "content": content}
        dialect.upsert(connection, HELD, [held], ("kind", "key"), {"whole": dialect.NEW, "content": dialect.NEW})
    bare: dict[str, Any] = dict.fromkeys(_OF_DOCUMENT) | {"date_from": 0, "date_to": 0, "taken_down": True}
    bare |= {"name": row.id[:SHORT_ID_LENGTH], "outcome": "unreadable", "reason": reason, "outside": ""}
    if not keep:
        bare["has_original"] = False
    connection.execute(update(DocumentRow).where(DocumentRow.number == number).values(**bare))
    nothing: dict[str, Any] = dict.fromkeys(_OF_FILE) | {"name": row.id}
    files = connection.execute(select(RELEASE_FILE.c.id).where(RELEASE_FILE.c.document == number)).scalars().all()
    for place, file in enumerate(files):  # a name once in each release
        name = row.id + (f" ({place + 1})" if place else "")
        connection.execute(update(ReleaseFileRow).where(ReleaseFileRow.id == file).values(**nothing | {"name": name}))
    connection.execute(delete(LedgerRow).where(LedgerRow.document == number, LedgerRow.step != "index"))


def restore_document(connection: Connection, number: int) -> None:
    """Puts the document's own row, its names in releases and its steps back; what was under way is due again."""
    row = connection.execute(select(HELD).where(HELD.c.kind == "document", HELD.c.key == number)).one()
    parts = _unpacked(row.content)
    values = {name: parts["document"][0][name] for name in _OF_DOCUMENT}
    connection.execute(update(DocumentRow).where(DocumentRow.number == number).values(**values, taken_down=False))
    for file in parts["files"]:
        kept = {name: file[name] for name in _OF_FILE}
        connection.execute(update(ReleaseFileRow).where(ReleaseFileRow.id == file["id"]).values(**kept))
    steps = [one for one in parts["steps"] if one["step"] != "index"]
    for one in steps:
        if one["state"] in ("sent", "running"):
            one |= {"state": "due", "lease_until": None, "sent_until": None, "worker": None}
    dialect.insert_new(connection, STEP, steps)
    connection.execute(delete(HeldRow).where(HeldRow.kind == "document", HeldRow.key == number))


def _taken(connection: Connection, keys: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Each page with all that stands in other tables of it, packed."""
    tables = {"page": PAGE, "content": CONTENT, "mentions": MENTION, "events": EVENT, "named": EVENT_MENTION}
    found: dict[int, dict[str, list[dict[str, Any]]]] = {key: {name: [] for name in tables} for key in keys}
    for name, table in tables.items():
        column = table.c.key if "key" in table.c else table.c.page
        for row in connection.execute(select(table).where(column.in_(keys))).mappings():
            found[row[column.name]][name].append(dict(row))
    return ((key, _packed(parts)) for key, parts in found.items())


def _document(connection: Connection, row: Row[Any]) -> bytes:
    files = connection.execute(select(RELEASE_FILE).where(RELEASE_FILE.c.document == row.number)).mappings()
    steps = connection.execute(select(STEP).where(STEP.c.document == row.number)).mappings()
    return _packed(
        {"document": [dict(row._mapping)], "files": [dict(one) for one in files], "steps": [dict(one) for one in steps]}
    )


def _mentions(parts: dict[str, list[dict[str, Any]]]) -> list[Any]:
    ordered = sorted(parts["mentions"], key=lambda row: int(row["position"]))
    return [mentions.mention_of(SimpleNamespace(**row)) for row in ordered]  # type: ignore[arg-type]


def _events(parts: dict[str, list[dict[str, Any]]]) -> list[Event]:
    ordered = sorted(parts["events"], key=lambda row: int(row["position"]))
    return [
        Event(
            row["start"], row["end"], row["date"],
            tuple(sorted(one["mention"] for one in parts["named"] if one["event"] == row["position"])),
            row["edtf"], row["lower"], row["upper"], row["precision"], row["basis"], row["ambiguous"], row["hedge"],
        )
        for row in ordered
    ]  # fmt: skip


def _runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Sheets that follow one another, some at a time: mentions are counted by range."""
    run: list[int] = []
    for number in sorted(set(numbers)):
        if run and (number != run[-1] + 1 or len(run) == _PAGES_AT_ONCE):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _values(row: dict[str, Any], table: Table) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in table.c}


def _packed(parts: dict[str, list[dict[str, Any]]]) -> bytes:
    return zlib.compress(json.dumps(parts, ensure_ascii=False, default=_bytes_text).encode("utf-8", "surrogatepass"))


def _unpacked(content: bytes) -> dict[str, Any]:
    text = zlib.decompress(content).decode("utf-8", "surrogatepass")
    found: dict[str, Any] = json.loads(text, object_hook=_text_bytes)
    return found


def _bytes_text(value: object) -> dict[str, str]:
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(bytes(value)).decode("ascii")}
    raise TypeError(type(value).__name__)


def _text_bytes(found: dict[str, Any]) -> Any:
    return base64.b64decode(found["base64"]) if found.keys() == {"base64"} else found
