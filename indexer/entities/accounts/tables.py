"""Accounts in table rows: the header says which column is the platform, the name, the handle, the operator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.entities.accounts.found import Found, Reading
from indexer.entities.accounts.urls import Urls
from indexer.entities.figures import amount
from indexer.entities.folding import fold
from indexer.model.geometry import Span

_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("platform", re.compile(r"platforms?|plateformes?|network|site|平台")),
    ("operator", re.compile(r"registered entity|registrant|operator|owner|subject|operated by|exploitant|主体|运营")),
    ("followers", re.compile(r"followers?|subscribers?|abonnes|fans|粉丝|粉絲")),
    ("handle", re.compile(r"handles?|user ?names?|(?:wechat |account |user )?ids?|uid|identifiants?|url|link|lien"
        r"|address|账号id|微信号|@")),
    ("name", re.compile(r"accounts?(?: name)?|names?|comptes?|noms?(?: du compte)?|channels?|pages?|chaines?|账号|帐号"
        r"|名称|公众号")),
)  # fmt: skip
_CELL_CHARACTERS = 200
_PLAIN_ROW = re.compile(r"[^|\n]{1,200}(?:\|[^|\n]{0,200}){1,12}")
_NOTHING = frozenset({"", "n/a", "n.a.", "none", "-", "s.o.", "s/o", "unknown", "aucun", "inconnu", "无"})
_FOLLOWERS = re.compile(r"(\d[\d, .]*)\s?(k|m|万|萬)?")


def table_accounts(reading: Reading, rows: Sequence[Sequence[Span]], urls: Urls) -> Iterator[Found]:
    """One account for each row below a header that names an account or handle column."""
    columns: dict[str, int] = {}
    for row in rows:
        header = _header(reading.text, row)
        if header is not None:
            columns = header
        elif columns and len(row) > max(columns.values()):
            yield from _row(reading, row, columns, urls)


def plain_rows(text: str) -> tuple[tuple[Span, ...], ...]:
    """Rows of a table that was typed with `|` between its cells; empty where there is none."""
    if "|" not in text:
        return ()
    rows: list[tuple[Span, ...]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.count("|") >= 1 and _PLAIN_ROW.match(line):
            rows.append(tuple(_cells(text, line, at)))
        at += len(line)
    return tuple(rows)


def _cells(text: str, line: str, at: int) -> Iterator[Span]:
    start = at
    for cell in line.rstrip("\r\n").split("|"):
        stripped = cell.strip()
        lead = len(cell) - len(cell.lstrip()) if stripped else 0
        yield Span(start + lead, start + lead + len(stripped))
        start += len(cell) + 1


def _header(text: str, row: Sequence[Span]) -> dict[str, int] | None:
    """Which column is what; None for a row that is no header."""
    columns: dict[str, int] = {}
    for index, cell in enumerate(row):
        words = fold(text[cell.start : cell.end]).strip()
        if len(words) > 40:
            return None
        for head, pattern in _HEADS:
            if head not in columns and pattern.fullmatch(words):
                columns[head] = index
                break
    return columns if len(columns) >= 2 and ("name" in columns or "handle" in columns) else None


def _row(reading: Reading, row: Sequence[Span], columns: dict[str, int], urls: Urls) -> Iterator[Found]:
    cells = {head: row[index] for head, index in columns.items()}
    texts = {head: reading.text[cell.start : cell.end].strip() for head, cell in cells.items()}
    name, handle = (_written(texts.get(head, "")) for head in ("name", "handle"))
    if not (name or handle) or max(map(len, texts.values())) > _CELL_CHARACTERS:
        return
    platform = _platform_in(reading, cells.get("platform"))
    address = next(urls.find(handle), None) if handle else None
    if address is not None:
        handle, platform = address.handle, platform or address.platform
    if platform is None and "platform" in columns:
        return
    shown = cells["name"] if name else cells["handle"]
    everything = [cell for cell in (cells.get("name"), cells.get("handle")) if cell is not None]
    yield Found(
        shown.start, shown.end, platform, "list" if platform else None, name=name,
        handle=handle.lstrip("@") if handle else None, operator=texts.get("operator") or None,
        followers=_count(texts.get("followers", "")), confidence=0.9, priority=-1,
        claim_start=min(cell.start for cell in everything), claim_end=max(cell.end for cell in everything),
    )  # fmt: skip


_SECTION_OF_THE_ACT = re.compile(r"(?i)(?:s|ss|al|par|art)\. ?\d+.*")


def _written(cell: str) -> str | None:
    """The cell, unless it says that there is nothing, or holds the ground of a removal."""
    return None if fold(cell) in _NOTHING or _SECTION_OF_THE_ACT.fullmatch(cell) else cell


def _platform_in(reading: Reading, cell: Span | None) -> str | None:
    if cell is None:
        return None
    inside = [one.id for one in reading.platforms if cell.start <= one.start < cell.end]
    return inside[0] if inside else None


def _count(written: str) -> int | None:
    match = _FOLLOWERS.match(fold(written))
    return amount(match[1].strip().rstrip(".,"), match[2]) if match else None
