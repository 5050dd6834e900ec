"""The gazetteer that platforms, parties, organisations, states, persons and known accounts share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from indexer.entities.config import Row, listed, read_rows
from indexer.entities.folding import is_han
from indexer.entities.gazetteer import Case, Gazetteer, Phrase, Source


def load_gazetteer(config: Path) -> tuple[Gazetteer, dict[tuple[Source, str], str]]:
    """The matcher and the label of each `(source, id)`.

    Raises:
        ConfigError: a data file is missing or lacks a column.
    """
    phrases: list[Phrase] = []
    labels: dict[tuple[Source, str], str] = {}
    for source, file, columns, read in _FILES:
        for row in read_rows(config / file, ("id", *columns)):
            labels[source, row["id"]] = row.get("label") or row.get("name") or row["id"]
            phrases.extend(read(row))
    phrases.extend(_world_parties(config, labels))
    return Gazetteer(phrases), labels


SHARED = "="
"""Begins the id of a name that parties of several countries bear: it says which name, not which party."""


def _world_parties(config: Path, labels: dict[tuple[Source, str], str]) -> Iterator[Phrase]:
    """Parties of the world; abbreviations and names that are ordinary words too count only beside a party."""
    rows = read_rows(config / "world_parties.csv", ("id", "country", "label", "names", "short", "beside_only"))
    bearers: dict[str, set[str]] = {}
    ordinary: set[str] = set()
    for row in rows:
        labels["political_party", row["id"]] = row["label"]
        ordinary.update(listed(row["beside_only"]))
        for name in (*listed(row["names"]), *listed(row["short"]), *listed(row["beside_only"])):
            bearers.setdefault(name, set()).add(row["id"])
    for name, ids in bearers.items():
        short = _is_abbreviation(name) or (" " not in name and sum(char.isupper() for char in name) > 1)
        for id in sorted(ids) if short or len(ids) == 1 else (SHARED + name,):
            labels.setdefault(("political_party", id), name)
            yield Phrase(name, "political_party", id, "exact" if short else "capital", cue=short or name in ordinary)


def _named(row: Row, source: Source) -> Iterator[Phrase]:
    for column in ("names_en", "names_fr", "names_zh"):
        for name in listed(row[column]):
            case: Case = "exact" if _is_abbreviation(name) else "capital"
            yield Phrase(name, source, row["id"], case)


def _platforms(row: Row) -> Iterator[Phrase]:
    for name in listed(row["names"]):
        # "WeChat channels" are channels on WeChat, not WeChat Channels
        yield Phrase(name, "platform", row["id"], "capital" if " " in name else "any")
    for name in listed(row["word_like"]):
        yield Phrase(name, "platform", row["id"], "exact", cue=True)


def _political_parties(row: Row) -> Iterator[Phrase]:
    yield from _named(row, "political_party")
    for name in listed(row["short"]):
        yield Phrase(name, "political_party", row["id"], "capital")
    for name in listed(row["bare"]):
        yield Phrase(name, "political_party", row["id"], "capital", bare=True)
    for name in listed(row["abbr_en"]):
        yield Phrase(name, "political_party", row["id"], "exact")
    for name in listed(row["abbr_fr"]):
        if name not in listed(row["abbr_en"]):
            yield Phrase(name, "political_party", row["id"], "exact", languages=_french_only(name))


def _french_only(abbreviation: str) -> tuple[str, ...]:
    # "PLC" is a company form and "PCC" many things in English
    return ("fr",) if abbreviation in {"PLC", "PCC"} else ()


def _organisations(row: Row) -> Iterator[Phrase]:
    yield from _named(row, "organisation")
    for name in listed(row["abbr"]):
        yield Phrase(name, "organisation", row["id"], "exact")
    for name in listed(row["if_defined"]):
        yield Phrase(name, "organisation", row["id"], "exact" if name.isupper() else "capital", cue=True)


def _states(row: Row) -> Iterator[Phrase]:
    yield from _named(row, "state")


def _persons(row: Row) -> Iterator[Phrase]:
    for name in (row["name"], *listed(row["names"]), *listed(row["names_zh"])):
        yield Phrase(name, "person", row["id"], "capital")
    for name in listed(row["after_full_name"]):
        yield Phrase(name, "person", row["id"], "capital", cue=True)


def _accounts(row: Row) -> Iterator[Phrase]:
    for name in listed(row["names"]):
        yield Phrase(name, "account", row["id"], "any")


def _is_abbreviation(name: str) -> bool:
    return name.replace(".", "").isupper() and len(name) <= ABBREVIATION_LENGTH and not is_han(name[0])


ABBREVIATION_LENGTH = 6

_FILES: tuple[tuple[Source, str, tuple[str, ...], Callable[[Row], Iterator[Phrase]]], ...] = (
    ("platform", "platforms.csv", ("names", "word_like"), _platforms),
    (
        "political_party",
        "political_parties.csv",
        ("names_en", "names_fr", "names_zh", "short", "bare", "abbr_en", "abbr_fr"),
        _political_parties,
    ),
    ("organisation", "organisations.csv", ("names_en", "names_fr", "names_zh", "abbr", "if_defined"), _organisations),
    ("state", "states.csv", ("names_en", "names_fr", "names_zh"), _states),
    ("person", "persons.csv", ("name", "names", "names_zh", "after_full_name"), _persons),
    ("account", "accounts.csv", ("platform", "handle", "names"), _accounts),
)  # fmt: skip
