"""Our analyser: page text to tokens, the same for every engine and for the words boxed on a page.

Unicode, words, elision, lower case, Snowball stems, then accent folding; one token per Han character
(design.md, rule 6). Words are cut from the text as it is and normalised one by one, so spans need no map.
A token holds letters and digits only: the plainest tokenizer of any engine keeps it whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from indexer.model.geometry import Span
from indexer.model.query import Term

MAX_TOKEN_CHARS = 100
"""Longer runs are cut: Elasticsearch's standard tokenizer would split a token at 255 UTF-16 units."""

STREAM_GAP = 2
"""Positions from the last token of one stream to the first of the next, so that no phrase crosses."""

_CACHED_WORDS = 200_000
_WINDOW_TOKENS = 5

# Written without spaces: one token a character. Elasticsearch's standard tokenizer also splits Han and
# Hiragana so; Thai, Lao, Burmese and Khmer it would keep as runs that no one types as words.
_SINGLE = (
    "々〇〡-〩\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# Footnote marks stuck to a word ("platform²") are not part of it.
_RAISED = "²³¹⁰⁴-⁹₀-₉"
# Invisible inside a word: soft hyphen, zero-width space and joiners, marks of writing direction.
_JOINERS = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_TRIMMED = "".join(chr(c) for c in range(0x10000) if re.match(f"[{_JOINERS}]", chr(c)))
_APOSTROPHES = "'’ʼ＇`´′"


def _mark_class() -> str:
    """Combining marks that may stand inside a word (decomposed accents, vowel signs).

    None beyond the Basic Multilingual Plane: the regex compares those one by one with every character of a page, and
    took 1 ms a page where it takes 0.02.
    """
    blocks = ((0x300, 0x3400), (0xA000, 0xB000), (0xFB00, 0xFF00))
    marks = [chr(c) for low, high in blocks for c in range(low, high) if unicodedata.category(chr(c))[0] == "M"]
    return "".join(marks)


LETTER = rf"[^\W_{_RAISED}{_SINGLE}]"
"""A letter or digit that joins its neighbours into one word, as a regex class."""

SINGLE = f"[{_SINGLE}]"
"""A character that is a token of its own, as a regex class."""

_INSIDE = f"[{_mark_class()}{_JOINERS}]"
_PLAIN_WORD = re.compile(f"{LETTER}+|{SINGLE}")
_MARKED_WORD = re.compile(f"{LETTER}(?:{LETTER}|{_INSIDE})*|{SINGLE}")
_ONE_LETTER = re.compile(LETTER)
_ASCII_WORD = re.compile(r"[0-9A-Za-z]+")
_HAS_MARKS = re.compile(_INSIDE)
_HYPHENS = "-‐‑"
_COMPOUND = re.compile(
    rf"(?<!{LETTER})(?<![{_HYPHENS}])[^\W\d_{_RAISED}{_SINGLE}]++(?:[{_HYPHENS}][^\W\d_{_RAISED}{_SINGLE}]++)++"
    rf"(?!{LETTER})(?![{_HYPHENS}]{LETTER})"
)
_HAS_HYPHEN = re.compile(rf"\w[{_HYPHENS}]\w")
MARKED_LETTER = f"(?:{LETTER}|{_INSIDE})"

# l'ingérence, qu’elle: the elided word goes. Canada's: the possessive goes. Both are looked for around apostrophes.
_ELIDED = "[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu"
_LONGEST_ELIDED = 6
_ELISION = re.compile(
    rf"(?<!{LETTER})(?<!{_INSIDE})(?:{_ELIDED})[{_APOSTROPHES}](?={LETTER})",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(rf"(?<={LETTER}|{_INSIDE})[{_APOSTROPHES}]s(?!{LETTER}|{_INSIDE})", re.IGNORECASE)
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_BREAKING = "-‐\u00ad\ufffe\x02"
_LINE_BREAK = re.compile(rf"[{_BREAKING}](?<=(?:[^\W\d_]|{_INSIDE})[{_BREAKING}])[ \t]*\r?\n\s*(?=[^\W\d_])")
_BREAK_HINT = re.compile(rf"[{_BREAKING}][ \t]*\r?\n")

_UNFOLDED = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_english = Stemmer.Stemmer("english", 0)
_french = Stemmer.Stemmer("french", 0)


@dataclass(frozen=True, slots=True)
class Token:
    """A word at `text[start:end]`; a word broken at a line end spans both parts and what is between."""

    start: int
    end: int
    position: int
    term: Term


@dataclass(frozen=True, slots=True)
class Streams:
    """Tokens joined by spaces, as engines store them.

    `exact` holds one stream, and one more for each word broken at a line end (its parts with their
    neighbours); phrases do not cross streams. Stems have no order, and hold words of `compounds_in` joined.
    """

    exact: tuple[str, ...]
    english: str
    french: str


def fold(text: str) -> str:
    """Lower case without accents; other characters stay. For comparing values and labels."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(c for c in decomposed if unicodedata.category(c)[0] != "M")
    return unicodedata.normalize("NFC", bare.lower().translate(_UNFOLDED))


def term_of(word: str) -> Term | None:
    """The tokens of one word as cut by this module; None when nothing of it is a letter or digit."""
    return TERMS[word]


def analyse(text: str, furniture: Iterable[Span] = ()) -> tuple[Token, ...]:
    """Tokens by position; furniture is skipped. Empty for a text without letters and digits."""
    return tuple(token for stream in _streams(_prepared(text, furniture)) for token in stream)


def index_text(text: str, furniture: Iterable[Span] = ()) -> Streams:
    """The same tokens as `analyse`, ready to store. Fast: it runs over every page at indexing."""
    prepared = _prepared(text, furniture)
    if has_line_break(prepared):
        streams = _streams(prepared)
        terms = [token.term for stream in streams for token in stream]
        exact = tuple(" ".join([token.term.exact for token in stream]) for stream in streams)
    else:
        terms = [term for term in map(TERMS.__getitem__, words_in(prepared)) if term is not None]
        exact = (" ".join([term.exact for term in terms]),)
    stems = [*terms, *filter(None, map(joined_term, compounds_in(prepared)))]
    return Streams(exact, " ".join([t.english for t in stems]), " ".join([t.french for t in stems]))


def compounds_in(prepared: str) -> list[str]:
    """Words of letters joined by hyphens, as written: "e-mail", "state-owned"; not "A-2021-01234". Each once.

    Such a word also counts as one without hyphens, by its stems: who looks for "email" finds "e-mail".
    """
    if not any(hyphen in prepared for hyphen in _HYPHENS):
        return []
    pieces = [piece for piece in prepared.split() if _HAS_HYPHEN.search(piece)]
    return list(dict.fromkeys(found for piece in pieces for found in _COMPOUND.findall(piece)))


def joined(compound: str) -> str:
    """A word of `compounds_in` without its hyphens."""
    return re.sub(f"[{_HYPHENS}]", "", compound)


def joined_term(compound: str) -> Term | None:
    """The tokens of a word of `compounds_in` without its hyphens."""
    return TERMS[joined(compound)]


def words_in(prepared: str) -> list[str]:
    """Surfaces in order, of a text without furniture and elisions (`prepare`)."""
    return _pattern(prepared).findall(prepared)


def prepare(text: str, furniture: Iterable[Span] = ()) -> str:
    """The text with furniture, elided words and possessives blanked; same length, same offsets."""
    return _prepared(text, furniture)


def only(text: str, spans: Iterable[Span]) -> str:
    """The text with all but these spans blanked; same length, same offsets."""
    parts, at = [], 0
    for span in sorted(spans, key=lambda span: span.start):
        start, end = max(at, span.start), min(span.end, len(text))
        if start < end:
            parts += [" " * (start - at), text[start:end]]
            at = end
    return "".join((*parts, " " * (len(text) - at)))


def pieces(text: str, spans: Iterable[Span]) -> str:
    """What stands in these spans, those apart by one space: the tokens of `only`, of a text that is short and the same
    on every page that has the same banner."""
    found, at = [], 0
    for span in sorted(spans, key=lambda span: span.start):
        start, end = max(at, span.start), min(span.end, len(text))
        if start < end:
            found += ([" "] if start > at else []) + [text[start:end]]
            at = end
    return "".join(found)


def has_line_break(prepared: str) -> bool:
    """True when a word may be broken at a line end."""
    return any(hyphen in prepared for hyphen in _BREAKING) and _BREAK_HINT.search(prepared) is not None


def join_line_breaks(text: str) -> str:
    """Words broken at a line end joined; for queries pasted from a page."""
    return _LINE_BREAK.sub("", text)


def has_marks(prepared: str) -> bool:
    """True when combining marks or invisible joiners may stand inside words."""
    return not prepared.isascii() and _HAS_MARKS.search(prepared) is not None


def joins(character: str) -> bool:
    """True for a letter or digit that forms words with its neighbours; a Han character does not, "" neither."""
    return _ONE_LETTER.fullmatch(character) is not None


def word_pattern(prepared: str) -> re.Pattern[str]:
    """The regex that cuts this text into words."""
    return _pattern(prepared)


def words_like(prepared: str, initials: frozenset[str]) -> list[str]:
    """Of `words_in` those that begin with one of these characters or with one that is not ASCII. In a text of ASCII
    that takes a third of the time of cutting all words. None for no characters."""
    if not initials:
        return []
    if prepared.isascii():
        return _beginning(initials).findall(prepared)
    return [word for word in words_in(prepared) if word[0] in initials or word[0] > "\x7f"]


@lru_cache(maxsize=1_000)
def _beginning(initials: frozenset[str]) -> re.Pattern[str]:
    """The character comes first and is looked back at, since `re` runs fast over a text only to a first character."""
    first = re.escape("".join(sorted(initials)))
    return re.compile(rf"[{first}](?<![0-9A-Za-z].)[0-9A-Za-z]*")


def _pattern(text: str) -> re.Pattern[str]:
    if text.isascii():
        return _ASCII_WORD
    return _MARKED_WORD if _HAS_MARKS.search(text) else _PLAIN_WORD


def _prepared(text: str, furniture: Iterable[Span]) -> str:
    for span in furniture:
        text = text[: span.start] + " " * (min(span.end, len(text)) - span.start) + text[span.end :]
    parts, after = [], 0
    for found in _APOSTROPHE.finditer(text):
        silent = _silent(text, found.start(), after)
        if silent:
            parts += [text[after : silent.start()], " " * len(silent.group())]
            after = silent.end()
    return "".join((*parts, text[after:])) if parts else text


def _silent(text: str, apostrophe: int, after: int) -> re.Match[str] | None:
    """The elided word or the possessive at an apostrophe, beginning at `after` or later."""
    elided = _ELISION.search(text, max(after, apostrophe - _LONGEST_ELIDED), apostrophe + 2)
    if elided and elided.end() == apostrophe + 1:
        return elided
    return _POSSESSIVE.match(text, apostrophe) if apostrophe >= after else None


def _streams(prepared: str) -> list[list[Token]]:
    """The main stream, then one for each broken word."""
    pieces = [
        (match.start(), match.end(), term)
        for match in _pattern(prepared).finditer(prepared)
        if (term := TERMS[match.group()]) is not None
    ]
    groups = _broken(prepared, pieces) if _BREAK_HINT.search(prepared) else []
    main = _joined(prepared, pieces, groups)
    streams = [_positioned(main, 0)]
    shift = 0
    for first, last in groups:
        at = first - shift
        shift += last - first
        window = main[max(0, at - _WINDOW_TOKENS) : at] + pieces[first : last + 1]
        window += main[at + 1 : at + 1 + _WINDOW_TOKENS]
        streams.append(_positioned(window, streams[-1][-1].position + STREAM_GAP))
    return streams


_Piece = tuple[int, int, Term]


def _positioned(pieces: list[_Piece], first: int) -> list[Token]:
    return [Token(start, end, first + i, term) for i, (start, end, term) in enumerate(pieces)]


def _broken(text: str, pieces: list[_Piece]) -> list[tuple[int, int]]:
    """`(first, last)` pieces of each word broken at line ends, in order."""
    groups: list[tuple[int, int]] = []
    ends = {start + len(text[start:end].rstrip(_TRIMMED)): i for i, (start, end, _) in enumerate(pieces)}
    starts = {start: index for index, (start, _, _) in enumerate(pieces)}
    for match in _LINE_BREAK.finditer(text):
        left, right = ends.get(match.start()), starts.get(match.end())
        if left is None or right != left + 1 or not _one_word(text, pieces[left], pieces[right]):
            continue
        if groups and groups[-1][1] == left:
            groups[-1] = (groups[-1][0], right)
        else:
            groups.append((left, right))
    return groups


def _one_word(text: str, left: _Piece, right: _Piece) -> bool:
    """ "inter-/ference" and "INTER-/FERENCE" are one word; "Youli-/Youmian" is two."""
    head, tail = text[left[0] : left[1]], text[right[0] : right[1]]
    return tail[0].islower() or (len(head) > 1 and len(tail) > 1 and head.isupper() and tail.isupper())


def _joined(text: str, pieces: list[_Piece], groups: list[tuple[int, int]]) -> list[_Piece]:
    if not groups:
        return pieces
    main: list[_Piece] = []
    after = 0
    for first, last in groups:
        main += pieces[after:first]
        surface = "".join(text[start:end] for start, end, _ in pieces[first : last + 1])
        main.append((pieces[first][0], pieces[last][1], TERMS[surface] or pieces[first][2]))
        after = last + 1
    return main + pieces[after:]


def _term(word: str) -> Term | None:
    if word.isascii():
        lowered = word.lower()[:MAX_TOKEN_CHARS]
        return Term(lowered, _english.stemWord(lowered), _french.stemWord(lowered))
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).lower())
    lowered = "".join(c for c in composed if _is_letter(c) or unicodedata.category(c)[0] == "M")
    exact = _letters(lowered)
    if not exact:
        return None
    return Term(exact, _letters(_english.stemWord(lowered)) or exact, _letters(_french.stemWord(lowered)) or exact)


def _letters(text: str) -> str:
    """Folded, letters and digits only, cut to the length of a token."""
    folded = fold(text)
    if not folded.isalnum() or not folded.isascii():
        folded = "".join(c for c in folded if _is_letter(c))
    return folded[:MAX_TOKEN_CHARS]


def _is_letter(character: str) -> bool:
    """A letter, a decimal digit or a Han numeral ("二〇二一年"); not "②" or "Ⅷ", which folding resolves first."""
    return character.isalpha() or character.isdecimal() or "〇" <= character <= "〩"


class _Terms(dict[str, Term | None]):
    """Word → term, kept: page text repeats its words. Emptied when full, which bounds the memory."""

    def __missing__(self, word: str) -> Term | None:
        if len(self) >= _CACHED_WORDS:
            self.clear()
        term = self[word] = _term(word)
        return term


TERMS = _Terms()
"""Every word met lately and its term."""
