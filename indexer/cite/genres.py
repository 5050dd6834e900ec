"""What kind of document a title says that it is: "RRM Canada weekly situation report" is a situation report."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of document in both languages; `words` finds it in a title."""

    words: re.Pattern[str]
    names: tuple[str, str]


@lru_cache(maxsize=8)
def load_genres(folder: Path) -> tuple[Genre, ...]:
    """The kinds of config/genres.csv, the more particular ones first."""
    with (folder / "genres.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_genre(row) for row in csv.DictReader(file))


def genre_of(title: str, genres: tuple[Genre, ...]) -> str:
    """The kind that the title names, in English ("situation report"); "" when it names none."""
    return next((genre.names[0] for genre in genres if genre.words.search(title)), "")


def in_language(name: str, language: str, genres: tuple[Genre, ...]) -> str:
    """An English name of a kind in "en" or "fr"; unknown ones as they are."""
    if language != "fr":
        return name
    return next((genre.names[1] for genre in genres if genre.names[0] == name), name)


def _genre(row: dict[str, str]) -> Genre:
    alternatives = "|".join(re.escape(word) for word in row["words"].split("|"))
    return Genre(re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE), (row["en"], row["fr"]))
