"""Text folded one code point for one, so that offsets in the folded text are offsets in the page's text."""

from __future__ import annotations

import unicodedata
from functools import cache

from indexer.entities.config import read_rows
from indexer.errors import ConfigError
from indexer.settings import config_dir

_OTHERS = {
    **dict.fromkeys("\t\n\r\f\v\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000", " "),
    **dict.fromkeys("’‘‛ʼ´`＇", "'"),
    **dict.fromkeys("“”„‟«»「」『』《》〈〉＂", '"'),
    **dict.fromkeys("‐‑‒–—―−－", "-"),
    "【": "[", "】": "]", "〔": "[", "〕": "]", "ᵉ": "e", "ʳ": "r", "ˢ": "s", "ᵗ": "t", "\u1d48": "d", "ⁿ": "n",
    # the only code point whose lower() is longer than one
    "İ": "i", "ı": "i", "ø": "o", "Ø": "o", "œ": "œ", "。": ".",
}  # fmt: skip


def _bases() -> dict[int, str]:
    """Latin letters without their accents, full-width forms as ASCII."""
    table: dict[int, str] = {}
    for block in (range(0xC0, 0x250), range(0x1E00, 0x1F00)):
        for code in block:
            base = unicodedata.normalize("NFD", chr(code))[0]
            if base != chr(code) and base.isascii():
                table[code] = base.lower()
    table.update({code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)})
    return table


_TABLE: dict[int, str] = {**_bases(), **{ord(char): replacement for char, replacement in _OTHERS.items()}}


@cache
def _table() -> dict[int, str]:
    """The table with traditional Han characters as simplified ones (config/han_simplified.csv).

    Raises:
        ConfigError: the file cannot be read, or its columns do not pair.
    """
    table = dict(_TABLE)
    for row in read_rows(config_dir() / "han_simplified.csv", ("traditional", "simplified")):
        if len(row["traditional"]) != len(row["simplified"]):
            raise ConfigError("config/han_simplified.csv: a row's traditional and simplified characters do not pair")
        table.update({ord(one): other for one, other in zip(row["traditional"], row["simplified"], strict=True)})
    return table


def fold(text: str) -> str:
    """Lower case, without accents, with plain quotes, hyphens and spaces, Han simplified; as long as `text`."""
    if text.isascii():
        return text.translate(_WHITE).lower()
    return encodable(text.translate(_table()).lower())


_WHITE = dict.fromkeys(b"\t\n\r\x0c\x0b", " ") | {ord("`"): "'"}


def encodable(text: str) -> str:
    """The text with `?` for each lone surrogate, which neither matcher nor model can take; as long as `text`."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def is_han(char: str) -> bool:
    """Han characters, which are written without spaces (CJK unified ideographs, extensions A and B on)."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003ffff"


def joined(left: str, right: str) -> bool:
    """True when two neighbouring characters belong to one word; a Han character never joins."""
    return (
        (left.isalnum() or left == "_") and (right.isalnum() or right == "_") and not is_han(left) and not is_han(right)
    )


def bounded(text: str, start: int, end: int) -> bool:
    """True when `text[start:end]` begins and ends where words do."""
    if start > 0 and joined(text[start - 1], text[start]):
        return False
    return not (end < len(text) and joined(text[end - 1], text[end]))


_PLAIN = {ord(char): replacement for char, replacement in _OTHERS.items() if replacement in " '\"-[]"} | {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)
}


def plain(text: str) -> str:
    """Plain quotes, hyphens, spaces and half-width signs, letters as they are; as many code points as `text`."""
    return text.translate(_WHITE) if text.isascii() else text.translate(_PLAIN)


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())
