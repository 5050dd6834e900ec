"""Writes PDF objects by hand, for what reportlab rightly refuses to write."""

import zlib


def stream(data: bytes, entries: str = "", compress: bool = True) -> bytes:
    """A stream object's body."""
    packed = zlib.compress(data, 9) if compress else data
    kind = "/Filter /FlateDecode " if compress else ""
    return f"<< {entries} {kind}/Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def assemble(objects: list[bytes | str]) -> bytes:
    """A file of the objects, numbered from 1; the first is the catalog."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def escaped(text: str) -> str:
    """A literal string of WinAnsi text, without its brackets."""
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
