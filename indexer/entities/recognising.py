"""All recognisers together: a page's text in, its mentions out, overlaps settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from indexer.entities.accounts.recogniser import Accounts
from indexer.entities.bare_parties import BareParties
from indexer.entities.dates.recogniser import Dates
from indexer.entities.figures import Figures, bound_to_accounts
from indexer.entities.hedges import Hedges
from indexer.entities.language import guess_language
from indexer.entities.name_spans import GivenNames
from indexer.entities.names import Names
from indexer.entities.names_list import load_gazetteer
from indexer.entities.parties import Parties
from indexer.entities.platforms import Platforms
from indexer.entities.ports import Context, Recogniser
from indexer.entities.spans import Taken, by_position
from indexer.model.geometry import Span
from indexer.model.mention import AccountDetails, FigureDetails, Mention

VERSION = "entities/2"


class Annotator:
    """Every recogniser over one set of data files. One per process: it keeps models and the last text."""

    def __init__(self, config_dir: Path, *, names: bool = True) -> None:
        """Reads the data files; language models are loaded at the first text that needs them.

        Raises:
            ConfigError: a data file is missing or lacks a column.
        """
        gazetteer, labels = load_gazetteer(config_dir)
        platforms = {id: label for (source, id), label in labels.items() if source == "platform"}
        self._gazetteer = gazetteer
        self._recognisers: tuple[Recogniser, ...] = (
            Accounts(gazetteer, platforms, config_dir),
            Dates(config_dir),
            Figures(),
            Platforms(gazetteer, platforms),
            Parties(gazetteer, labels, BareParties(config_dir)),
        )
        self._names = Names(self._known, GivenNames(config_dir)) if names else None
        self._hedges = Hedges(config_dir)

    @property
    def version(self) -> str:
        """Changes when any recogniser does: the entities step runs again."""
        parts = [recogniser.name for recogniser in self._recognisers]
        return " ".join([VERSION, *parts, *([self._names.name] if self._names else [])])

    def annotate(self, text: str, context: Context) -> tuple[Mention, ...]:
        """Mentions of one text by position; see `annotate_pages`."""
        return self.annotate_pages([(text, context)])[0]

    def annotate_pages(self, pages: Sequence[tuple[str, Context]], *, names: bool = True) -> list[tuple[Mention, ...]]:
        """Mentions of each page by position, without boxes.

        Mentions of one kind do not overlap, except accounts that one name has on several platforms. A language
        that is not given is guessed. Without `names` no language model is loaded or asked.
        """
        known = [(text, _with_language(text, context)) for text, context in pages]
        by_names = self._names.find_all(known) if self._names and names else [()] * len(known)
        return [self._together(text, context, names) for (text, context), names in zip(known, by_names, strict=True)]

    def _together(self, text: str, context: Context, names: Sequence[Mention]) -> tuple[Mention, ...]:
        if len(text) > PIECE_CHARACTERS:
            return tuple(self._in_pieces(text, context, names))
        found = [mention for recogniser in self._recognisers for mention in recogniser.find(text, context)]
        mentions = self._hedges.marked(text, _settled([*found, *names]))
        return tuple(bound_to_accounts(text, mentions))

    def _in_pieces(self, text: str, context: Context, names: Sequence[Mention]) -> list[Mention]:
        """A text longer than any sheet of paper, piece by piece, so that time stays linear."""
        result: list[Mention] = []
        for start, end in _pieces(text):
            here = [_moved(one, -start, 0) for one in names if start <= one.start and one.end <= end]
            found = self._together(text[start:end], _part_of(context, start, end), here)
            before = len(result)
            result.extend(_moved(one, start, before) for one in found)
        return result

    def _known(self, text: str) -> list[Span]:
        return [
            Span(match.start, match.end)
            for match in self._gazetteer.find(text)
            if not any(phrase.cue for phrase in match.phrases)
        ]


PIECE_CHARACTERS = 200_000
"""Longer texts are read in pieces, cut at a line end or a space: no sheet of paper holds so much."""


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > PIECE_CHARACTERS:
        limit = start + PIECE_CHARACTERS
        cut = text.rfind("\n", start + PIECE_CHARACTERS // 2, limit)
        if cut < 0:
            cut = text.rfind(" ", start + PIECE_CHARACTERS // 2, limit)
        end = cut + 1 if cut > start else limit
        yield start, end
        start = end
    yield start, len(text)


def _part_of(context: Context, start: int, end: int) -> Context:
    """The context of a piece: furniture and whole table rows inside it."""
    skip = tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for span in context.skip
        if span.start < end and start < span.end
    )
    rows = tuple(
        tuple(Span(cell.start - start, cell.end - start) for cell in row)
        for row in context.table_rows
        if all(start <= cell.start and cell.end <= end for cell in row)
    )
    return replace(context, skip=skip, table_rows=rows)


def _moved(mention: Mention, by: int, index: int) -> Mention:
    """The mention further on in the text; a figure's account further on in the list."""
    details = mention.details
    if isinstance(details, FigureDetails) and details.of is not None:
        details = replace(details, of=details.of + index)
    return replace(mention, start=mention.start + by, end=mention.end + by, details=details)


def _with_language(text: str, context: Context) -> Context:
    return context if context.language else replace(context, language=guess_language(text))


def _settled(mentions: Sequence[Mention]) -> list[Mention]:
    """What is left when accounts take their spans first, then platforms, dates, listed names, names by spaCy."""
    accounts = [mention for mention in mentions if mention.kind == "account"]
    chosen = list(accounts)
    for rank in _RANKS:
        taken = Taken()
        for mention in chosen:
            if _blocks(mention, rank):
                taken.add(mention.start, mention.end)
        chosen.extend(
            mention
            for mention in sorted(mentions, key=by_position)
            if _rank(mention) == rank
            # the ends of a range stand inside it, where they are asked for
            and (
                not taken.meets(mention.start, mention.end) if rank == "date" else taken.add(mention.start, mention.end)
            )
        )
    return sorted(chosen, key=lambda mention: (mention.start, mention.end, mention.kind))


_RANKS = ("platform", "date", "listed", "name", "figure")


def _rank(mention: Mention) -> str:
    if mention.kind == "party":
        return "name" if mention.recogniser.startswith("names/") else "listed"
    return mention.kind


def _blocks(mention: Mention, rank: str) -> bool:
    """A figure may share words with the accounts it counts; a listed party may stand in an unnamed account."""
    if rank == "figure":
        return mention.kind in {"date", "figure"}
    if mention.kind != "account":
        return True
    named = isinstance(mention.details, AccountDetails) and (mention.details.name or mention.details.handle)
    return rank in {"platform", "date", "name"} or bool(named)
