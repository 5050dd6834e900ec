"""A query as typed → lexemes. Every character sequence has lexemes; what was mended is said in `repairs`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from indexer.search.fields import query_field

Kind = Literal["word", "phrase", "field", "and", "or", "not", "plus", "open", "close"]

OPERATORS: dict[str, Kind] = {
    "AND": "and", "ET": "and", "&&": "and", "&": "and",
    "OR": "or", "OU": "or", "||": "or", "|": "or",
    "NOT": "not", "SAUF": "not", "!": "not",
}  # fmt: skip

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″〝〞「」『』", '"'))
_FIELD = re.compile(r"([^\W\d_]\w*):(?=[^\s:)])")
_RANGE = re.compile(r"[\[{]\s*(\S{1,40})\s+TO\s+(\S{1,40}?)\s*[\]}]")
"""[2019 TO 2021], as other engines write it."""

_SLOP = re.compile(r"~(\d*)")
_PREFIXES: dict[str, Kind] = {"-": "not", "−": "not", "–": "not", "!": "not", "+": "plus"}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """`text` of a word, phrase or field name; `slop` of a phrase, None where none was written."""

    kind: Kind
    text: str = ""
    slop: int | None = None


@dataclass(frozen=True, slots=True)
class Lexemes:
    items: tuple[Lexeme, ...]
    repairs: tuple[str, ...]


def lex(query: str) -> Lexemes:
    """All lexemes in order; quotation marks of every kind read as one."""
    return _Lexer(query.translate(_QUOTES)).run()


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._items: list[Lexeme] = []
        self._repairs: list[str] = []

    def run(self) -> Lexemes:
        while self._at < len(self._text):
            self._step(self._text[self._at])
        return Lexemes(tuple(self._items), tuple(self._repairs))

    def _step(self, character: str) -> None:
        following = self._text[self._at + 1 : self._at + 2]
        if character.isspace():
            self._at += 1
        elif character in "()":
            self._add(Lexeme("open" if character == "(" else "close"), 1)
        elif character == '"':
            self._phrase()
        elif character in "[{" and (found := _RANGE.match(self._text, self._at)):
            self._loose_range(found)
        elif character in _PREFIXES and following and not following.isspace() and following != ")":
            self._add(Lexeme(_PREFIXES[character]), 1)
        else:
            self._field_or_word()

    def _add(self, lexeme: Lexeme, length: int) -> None:
        self._items.append(lexeme)
        self._at += length

    def _phrase(self) -> None:
        end = self._text.find('"', self._at + 1)
        if end < 0:
            end = len(self._text)
            self._repairs.append("A quotation mark was left open; it was closed at the end of the query.")
        inner = " ".join(self._text[self._at + 1 : end].split())
        slop = _SLOP.match(self._text, end + 1)
        after = slop.end() if slop else end + 1
        wanted = int(slop[1][:6]) if slop and slop[1] else None
        self._add(Lexeme("phrase", inner, wanted), after - self._at)

    def _loose_range(self, found: re.Match[str]) -> None:
        self._repairs.append(f"“{found[0]}” is a range only after date: or year:; its words were searched for.")
        self._items += [Lexeme("word", found[1]), Lexeme("word", found[2])]
        self._at = found.end()

    def _range(self, found: re.Match[str]) -> None:
        read = "..".join("" if bound == "*" else bound for bound in found.groups())
        self._repairs.append(f"“{found[0]}” was read as “{read}”.")
        self._add(Lexeme("word", read), len(found[0]))

    def _field_or_word(self) -> None:
        match = _FIELD.match(self._text, self._at)
        name = query_field(match[1]) if match else None
        if match and name:
            self._add(Lexeme("field", name), match.end() - self._at)
            if bounds := _RANGE.match(self._text, self._at):
                self._range(bounds)
            elif self._at < len(self._text) and self._text[self._at] not in '"(':
                self._word(in_field=True)
            return
        if match and not self._text.startswith("//", match.end()):
            self._repairs.append(f"There is no field “{match[1]}”; its words were searched for on the page.")
        self._word(in_field=False)

    def _word(self, in_field: bool) -> None:
        end = self._word_end()
        word = self._text[self._at : end]
        if word in OPERATORS and not in_field:
            self._add(Lexeme(OPERATORS[word]), end - self._at)
            return
        self._add(Lexeme("word", word), end - self._at)

    def _word_end(self) -> int:
        """Parentheses glued to a word belong to it when they close without a space: "15(1)(c)"."""
        at = self._at
        while at < len(self._text):
            character = self._text[at]
            if character == "(" and at > self._at and self._text[self._at : at] not in OPERATORS:
                close = self._closing(at)
                if close is None:
                    break
                at = close + 1
            elif character.isspace() or character in '()"':
                break
            else:
                at += 1
        return max(at, self._at + 1)

    def _closing(self, start: int) -> int | None:
        depth = 0
        for at in range(start, len(self._text)):
            character = self._text[at]
            if character.isspace() or character == '"':
                return None
            depth += (character == "(") - (character == ")")
            if depth == 0:
                return at
        return None
