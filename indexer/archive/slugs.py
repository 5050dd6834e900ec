"""Names that are safe in a URL and in a file system."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LENGTH = 80
_HASH_LENGTH = 8
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def slug(name: str) -> str:
    """ASCII letters, digits, `.`, `_` and `-`; case is kept (request numbers are read by people).

    A name that loses letters (Chinese ones) or is cut gets a hash of itself, so that two stay two.
    """
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    safe = _UNSAFE.sub("-", plain).strip("-.")[:_LENGTH]
    lossless = len(plain) <= _LENGTH and not any(ord(char) > 127 and char.isalnum() for char in plain)
    if safe and lossless:
        return safe
    return f"{safe or 'release'}-{short_hash(name)}"


def short_hash(text: str) -> str:
    """Eight hex digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_HASH_LENGTH]


def clean_name(name: str) -> str:
    """A file name for people and databases: bytes that are no UTF-8, and controls, become U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cs") else char for char in name)
