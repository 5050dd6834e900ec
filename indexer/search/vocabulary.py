"""How people read and write facet values that config/ knows: platforms, parties, languages; sections by their law.

The files are read leniently: one that is missing or lacks a column gives fewer names, never an error.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from indexer.model.query import FieldText, FieldValue, Node, Pattern, Phrase
from indexer.model.record import UNKNOWN
from indexer.search.analyser import analyse, fold
from indexer.search.equivalents import Glossary, load_glossary
from indexer.search.fields import WORD_FACETS, facet_key
from indexer.search.nodes import any_of, with_leaves
from indexer.search.sections import Sections, load_sections
from indexer.search.wildcards import wildcard

_FILES: dict[str, tuple[str, ...]] = {
    "platform": ("platforms.csv",),
    "political_party": ("political_parties.csv", "parties_ca.csv"),
    "organisation": ("organisations.csv",),
    "institution": ("organisations.csv",),
    "person": ("persons.csv",),
    "state": ("states.csv",),
}
_WORLD_PARTIES = "world_parties.csv"
_LABEL_COLUMNS = ("label", "name_en", "name", "names_en")
_NAME_COLUMNS = (
    "id", "label", "name", "name_en", "name_fr", "name_zh", "names", "names_en", "names_fr", "names_zh",
    "abbr", "abbr_en", "abbr_fr",
)  # fmt: skip

_FIXED: dict[str, dict[str, tuple[str, ...]]] = {
    "language": {
        "en": ("English", "anglais", "eng"),
        "fr": ("French", "français", "fra"),
        "zh": ("Chinese", "chinois", "中文"),
    },
    "withheld": {"yes": ("Withheld", "oui", "true"), "no": ("Not withheld", "non", "false")},
    "redacted_share": {
        "0": ("Nothing redacted",),
        "1-24": ("Up to a quarter",),
        "25-49": ("A quarter to a half",),
        "50-99": ("More than half",),
        "100": ("All of the page",),
    },
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`labels`: (facet, value) → label. `names`: facet → folded name → values, in the files' order."""

    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    sections: Sections = field(default_factory=Sections)
    glossary: Glossary = field(default_factory=Glossary)

    def label(self, facet: str, value: str) -> str | None:
        """How people read the value; None when config/ does not know it."""
        return "Unknown" if value == UNKNOWN else self.labels.get((facet, value))

    def values(self, facet: str, text: str) -> tuple[str, ...]:
        """Values whose id or one of whose names is this text, whatever its case and accents. Empty when none is."""
        known = self.names.get(facet, {})
        folded = " ".join(fold(text).split())
        found = known.get(folded, ())
        return (folded,) if folded in found and (facet, folded) in self.labels else found

    def values_with(self, facet: str, node: Phrase | Pattern) -> tuple[str, ...]:
        """Values one of whose names holds the phrase or has a word that fits the wildcard."""
        found = (values for name, values in self.names.get(facet, {}).items() if _holds(name, node))
        return tuple(dict.fromkeys(value for values in found for value in values))

    def resolve(self, node: Node, exact: frozenset[str] = frozenset()) -> Node:
        """The tree with names put into values: `platform:"微信"` asks for the value "wechat".

        Values of the facets `exact` stand for themselves: another value with the same words is not meant.
        """
        return with_leaves(node, lambda leaf: self._resolved(leaf, exact))

    def _resolved(self, node: Node, exact: frozenset[str]) -> Node:
        match node:
            case FieldValue(name, value) if name not in exact:
                return self._resolved_value(node, name, value)
            case FieldText(name, Phrase() | Pattern() as inner) if name in WORD_FACETS and inner.raw != "*":
                return any_of((node, *(FieldValue(name, value) for value in self.values_with(name, inner))))
            case _:
                return node

    def _resolved_value(self, node: FieldValue, name: str, value: str) -> Node:
        values: list[Node] = [FieldValue(name, one) for one in self.values(name, value)]
        if name not in WORD_FACETS or (values and name != "person"):
            same = any(facet_key(name, value) == facet_key(name, one) for one in self.values(name, value))
            return any_of(values if same else (*values, node))
        # A family name finds everybody who has it, also the one that config/ knows by it.
        tokens = tuple(token.term.exact for token in analyse(value))
        if not tokens:
            return node
        words = Phrase(tokens, value)
        values += [FieldValue(name, one) for one in self.values_with(name, words)]
        return any_of(dict.fromkeys((*values, node, FieldText(name, words))))


def load_vocabulary(folder: Path) -> Vocabulary:
    """What config/ knows, from `settings.config_dir()`."""
    labels: dict[tuple[str, str], str] = {}
    names: dict[str, dict[str, tuple[str, ...]]] = {}
    for facet, value, label, others in _entries(folder):
        labels.setdefault((facet, value), label)
        known = names.setdefault(facet, {})
        for name in dict.fromkeys(" ".join(fold(other).split()) for other in (value, label, *others)):
            if name and value not in known.get(name, ()):
                known[name] = (*known.get(name, ()), value)
    for row in _rows(folder, (_WORLD_PARTIES,)):  # named where a mention may mean one of several; never by words
        labels.setdefault(("political_party", row["id"]), f"{row['label']} ({row['country']})")
    return Vocabulary(labels, names, load_sections(folder), load_glossary(folder))


def _entries(folder: Path) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for facet, files in _FILES.items():
        for row in _rows(folder, files):
            label = next((row[column].split("|")[0] for column in _LABEL_COLUMNS if row.get(column)), row.get("id", ""))
            others = tuple(name for column in _NAME_COLUMNS for name in (row.get(column) or "").split("|"))
            if row.get("id"):
                yield facet, row["id"], label, others
    for facet, values in _FIXED.items():
        for value, (label, *others_list) in values.items():
            yield facet, value, label, tuple(others_list)


def _rows(folder: Path, files: Iterable[str]) -> Iterator[dict[str, str]]:
    """Rows of the first of the files that is there."""
    for name in files:
        path = folder / name
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as lines:
                yield from csv.DictReader(lines)
            return


def _holds(name: str, node: Phrase | Pattern) -> bool:
    tokens = [token.term.exact for token in analyse(name)]
    if isinstance(node, Pattern):
        return any(wildcard(node.pattern).fullmatch(token) for token in tokens)
    width = len(node.tokens)
    return any(tuple(tokens[at : at + width]) == node.tokens for at in range(len(tokens) - width + 1))
