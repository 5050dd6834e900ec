"""Reads manuscripts: text files of blocks, one a paragraph, with the inline markup of `markup`.

# title   ## heading   ### sub-heading   - bullet   > indented   ^ 1 footnote text   = set tight  ! centred
| cell | cell |  (first row: head; a first line `|: 60 120` gives widths in points)
[box 15(1) 21(1)(a); h=120; style=outlined]   [page]   [rule]   [space 20]   [withheld 15(1)]   [language fr]
[letter 15(1) 19(1)]  (provisions that a covering letter lists)
"""

import re
from dataclasses import dataclass
from pathlib import Path

MANUSCRIPTS = Path(__file__).parent / "manuscripts"
_PREFIXES = ("###", "##", "#", "-", ">", "^", "=", "!")

_VARIANT_COVER = re.compile(r"⟦x@(\w) ([^|]*)\|([^⟧]*)⟧")
_VARIANT_BLOCK = re.compile(r"^\[variant (\w) (.*\]$)", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A paragraph, table, box or command."""

    kind: str
    text: str = ""
    key: str = ""
    sections: tuple[str, ...] = ()
    style: str = "black"
    height: float = 0.0
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()


def read(name: str, variant: str = "", **values: str) -> list[Block]:
    """The blocks of a manuscript.

    Args:
        variant: which release of a document; ⟦x@a 15(1)|words⟧ and [variant a box …] are removals in variant a only.
        values: fill its $NAMES.
    """
    source = (MANUSCRIPTS / f"{name}.txt").read_text("utf-8")
    source = _VARIANT_COVER.sub(lambda m: f"⟦x {m[2]}|{m[3]}⟧" if m[1] == variant else m[3], source)
    source = _VARIANT_BLOCK.sub(lambda m: f"[{m[2]}" if m[1] == variant else "", source)
    for key, value in values.items():
        source = source.replace(f"${key}", value)
    return [_block(chunk.strip("\n")) for chunk in source.split("\n\n") if chunk.strip()]


def _block(chunk: str) -> Block:
    if chunk.startswith("["):
        return _command(chunk.strip()[1:-1])
    if chunk.startswith("|"):
        return _table(chunk.splitlines())
    text = " ".join(chunk.splitlines())
    for prefix in _PREFIXES:
        if text.startswith(prefix + " "):
            return _paragraph(prefix, text[len(prefix) + 1 :])
    return Block("p", text)


def _paragraph(prefix: str, text: str) -> Block:
    if prefix == "^":
        key, _, text = text.partition(" ")
        return Block("^", text, key)
    return Block(prefix, f"• {text}" if prefix == "-" else text)


def _command(source: str) -> Block:
    head, *options = (part.strip() for part in source.split(";"))
    kind, *arguments = head.split()
    given = dict(option.split("=") for option in options)
    if kind == "space":
        return Block("space", height=float(arguments[0]))
    height = float(given.get("h", 60))
    text = " ".join(arguments)
    return Block(kind, text, sections=tuple(arguments), style=given.get("style", "black"), height=height)


def _table(lines: list[str]) -> Block:
    widths: tuple[float, ...] = ()
    if lines[0].startswith("|:"):
        widths = tuple(float(width) for width in lines[0][2:].split())
        lines = lines[1:]
    # ¦ divides cells, because | belongs to the inline markup.
    rows = tuple(tuple(cell.strip() for cell in line.strip("|").split("¦")) for line in lines)
    return Block("table", rows=rows, widths=widths)
