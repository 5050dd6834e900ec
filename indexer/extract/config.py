"""The tables that describe released documents, from config/: sections, stamps, notices, markings, request numbers."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from indexer.errors import ConfigError
from indexer.settings import config_dir


@dataclass(frozen=True, slots=True)
class Section:
    """One section of an Act: code as we write it ("21(1)(a)"), names, kind ("exemption", "exclusion" ...)."""

    code: str
    title_en: str
    title_fr: str
    kind: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """A pattern for one line. Kind "banner", "capture", "label" or "printed"; `regime` "" when it shows none."""

    id: str
    kind: str
    regime: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RequestForm:
    """A form of request numbers; `needs_label`: too loose to be taken without "Our file:" before it."""

    pattern: re.Pattern[str]
    needs_label: bool


@cache
def sections(regime: str) -> dict[str, Section]:
    """The sections of a regime by code; empty for a regime that we have no table of."""
    path = f"sections/{regime}.csv"
    if not (config_dir() / path).exists():
        return {}
    return {
        row["section"]: Section(row["section"], row["title_en"], row["title_fr"], row["kind"])
        for row in _rows(path)
        if row["kind"] not in ("none", "repealed")
    }


@cache
def stamps(kind: str) -> tuple[Stamp, ...]:
    """Patterns of one kind, most telling first."""
    return tuple(
        Stamp(row["id"], row["kind"], row["regime"], re.compile(row["regex"]))
        for row in _rows("stamps.csv")
        if row["kind"] == kind
    )


@cache
def notices() -> tuple[re.Pattern[str], ...]:
    """Patterns of withheld-page notices; group "pages" holds the numbers named, None for "this page"."""
    return tuple(re.compile(row["regex"]) for row in _rows("notices.csv"))


@cache
def markings() -> tuple[re.Pattern[str], ...]:
    """Patterns of classification and handling marks; portion marks of paragraphs are left out."""
    return tuple(re.compile(row["regex"]) for row in _rows("markings.csv") if row["kind"] != "portion mark")


@cache
def request_forms() -> tuple[RequestForm, ...]:
    """Forms of request numbers. Each hyphen in a pattern takes every kind of hyphen, and white space around it."""
    return tuple(
        RequestForm(re.compile(rf"(?<![\w-])(?:{_loose(row['regex'])})(?![\w]|-\d)"), row["needs_label"] == "yes")
        for row in _rows("request_numbers.csv")
    )


@cache
def given_names() -> frozenset[str]:
    """Given names, case folded."""
    return frozenset(name.casefold() for line in listed("given_names.txt") for name in line.split())


def listed(path: str) -> list[str]:
    """The lines of a list under config/ without its comments ("# ...").

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        lines = (config_dir() / path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"config/{path} cannot be read: {error}") from error
    return [line for line in lines if not line.startswith("#")]


HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"


def _loose(regex: str) -> str:
    inside = False
    parts = []
    for character in regex:
        inside = character == "[" or (inside and character != "]")
        parts.append(rf"(?:\s?[{HYPHENS}]\s?)" if character == "-" and not inside else character)
    return "".join(parts)


def _rows(path: str) -> list[dict[str, str]]:
    try:
        with (config_dir() / path).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"config/{path} cannot be read: {error}") from error
