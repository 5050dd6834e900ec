"""Citations to test with, and hostile text."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from indexer.cite.citing import Citer, Origin
from indexer.cite.genres import load_genres
from indexer.model.citation import Citation, Place
from indexer.model.document import Document
from indexer.model.release import Release
from indexer.model.stored import DocumentRecord
from indexer.settings import config_dir

SHA = "ab" * 32
ADDRESS = "https://archive.example.org"
TITLE = "Narratives on WeChat"
NASTY = (
    "<script>alert(1)</script>", "{unbalanced", "}\\end", "%comment", "#1 & $x_y^z~", "a\r\nER  - \r\nTY  - GEN",
    "\u202egnp.exe", "\u200fRTL", "=1+1", '"quoted", “both”', "<i>x</i>", '<span class="nocase">Q',
    "有理儿有面", "\ue000\ue001", "\ud800", "a\x00b\x1b[31m", "@techreport{x,", "\\input{/etc/passwd}",
    "and others", "İstanbul", "",
)  # fmt: skip

hostile = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), min_size=1, max_size=5).map(" ".join)


def record(
    title: str | None = TITLE, name: str = "folder/analysis.pdf", author: str | None = "RRM Canada"
) -> DocumentRecord:
    release = Release(
        "gac/A-2021-01234", "A-2021-01234", "gac", "A-2021-01234", "atia_ca", "2022-06-20", "disclosed_in_part"
    )
    document = Document(
        SHA, 7, name, 10, "application/pdf", 12, "read", title=title, date="2021-09-13", author=author, language="en"
    )
    return DocumentRecord(document, (release,), 0.1)


def citer(institution: str = "Global Affairs Canada") -> Citer:
    return Citer(lambda _: institution, Origin("ATI Archive", ADDRESS, "2026-11-29"), load_genres(config_dir()))


def places(*sheets: int) -> tuple[Place, ...]:
    return tuple(Place(sheet, f"{sheet + 120:06}", ("15(1)",)) for sheet in sheets)


def citation(title: str | None = TITLE, **changes: object) -> Citation:
    """Three pages of a report; `changes` replace fields."""
    made = citer().pages(record(title), places(3, 4, 5))
    return replace(made, **changes)  # type: ignore[arg-type]
