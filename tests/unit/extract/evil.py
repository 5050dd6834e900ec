"""PDFs made by hand, object by object, for what no ordinary writer makes."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
BOX = "0 g 295 685 150 20 re f\n"
BODY = (
    "BT /F1 14 Tf 72 720 Td (The source in this matter is known to us since many years) Tj ET\n"
    "BT /F1 14 Tf 72 690 Td (named by the committee as a) Tj ET\n"
)


def pdf(
    content: str = BODY,
    *,
    page: str = "",
    resources: str = "",
    catalog: str = "",
    info: str = "",
    more: Mapping[int, str] | None = None,
    pages: int = 1,
) -> bytes:
    """A file of sheets that all draw `content`. `page`, `resources`, `catalog`: more entries of these dictionaries;
    `more`: objects by number, from 20."""
    kids = " ".join(f"{100 + number} 0 R" for number in range(pages))
    objects = {
        1: f"<</Type/Catalog/Pages 2 0 R {catalog}>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        4: _stream(content.encode("latin-1")),
        5: FONT.encode(),
        **{number: text.encode("latin-1") for number, text in (more or {}).items()},
    }
    for number in range(pages):
        objects[100 + number] = (
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
            f"/Resources<</Font<</F1 5 0 R>>{resources}>> {page}>>"
        )
    if info:
        objects[6] = f"<<{info}>>"
    return assembled({number: one if isinstance(one, bytes) else one.encode() for number, one in objects.items()})


def assembled(objects: Mapping[int, bytes], before: bytes = b"%PDF-1.7\n", previous: int | None = None) -> bytes:
    """Objects with their table; after `before`, an update of the file in it."""
    body, places = bytearray(before), {}
    for number in sorted(objects):
        places[number] = len(body)
        body += b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n"
    start = len(body)
    body += b"xref\n"
    for number, place in places.items():
        body += b"%d 1\n%010d 00000 n \n" % (number, place)
    info = b"/Info 6 0 R" if 6 in objects else b""
    chain = b"/Prev %d" % previous if previous is not None else b""
    return bytes(body + b"trailer\n<</Size 1000/Root 1 0 R" + info + chain + b">>\nstartxref\n%d\n%%%%EOF\n" % start)


def updated(original: bytes, objects: Mapping[int, str]) -> bytes:
    """An incremental update: the earlier revision stays in front."""
    start = int(original.rpartition(b"startxref")[2].split()[0])
    return assembled({number: text.encode("latin-1") for number, text in objects.items()}, original, start)


def stream(content: str) -> str:
    """A stream object's text, for `more`."""
    return f"<</Length {len(content)}>>stream\n{content}\nendstream"


def drawn(parts: Sequence[str]) -> str:
    """Content from its parts, the usual lines first."""
    return BODY + "".join(parts)


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream"
