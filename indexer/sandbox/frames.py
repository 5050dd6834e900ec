"""Messages between a parent and its child: a JSON header and an optional blob, each with its length before it.

Never pickle: a child that a hostile file has taken over must not be able to run code in its parent.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

LENGTHS = struct.Struct("<II")
"""Bytes of the header, bytes of the blob."""

HEADER_LIMIT_BYTES = 64 * 2**20


class BrokenFrame(ValueError):
    """What came is not a frame, or a frame over its limit."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`header` is plain JSON; `blob` is b"" when there is none."""

    header: dict[str, Any] = field(default_factory=dict)
    blob: bytes = b""


def encoded(header: Mapping[str, Any], blob: bytes = b"") -> bytes:
    """The bytes of one frame."""
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return b"".join((LENGTHS.pack(len(head), len(blob)), head, blob))


def read_frame(read: Callable[[int], bytes], blob_limit_bytes: int) -> Frame:
    """The next frame. `read(n)` gives exactly n bytes, or raises.

    Raises:
        BrokenFrame: a length is over its limit, or the header is not a JSON object.
    """
    head_bytes, blob_bytes = LENGTHS.unpack(read(LENGTHS.size))
    if head_bytes > min(HEADER_LIMIT_BYTES, blob_limit_bytes) or blob_bytes > blob_limit_bytes:
        raise BrokenFrame("frame over the output limit")
    try:
        header = json.loads(read(head_bytes)) if head_bytes else {}
    except ValueError as error:
        raise BrokenFrame("frame header is not JSON") from error
    if not isinstance(header, dict):
        raise BrokenFrame("frame header is not an object")
    return Frame(header, read(blob_bytes) if blob_bytes else b"")
