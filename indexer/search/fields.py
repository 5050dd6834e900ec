"""The fields of the index, and the names people may write before a colon."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.record import FACET_NAMES
from indexer.search.analyser import fold


@dataclass(frozen=True, slots=True)
class TextField:
    """A field of tokens: `exact` keeps their order; the stems are None where names are matched as written."""

    exact: str
    english: str | None = None
    french: str | None = None


TEXT = TextField("exact", "english", "french")
"""The main field: the words of the page."""

FURNITURE = "furniture"
"""The field of the words in running heads, footers and stamps, as written; the main field leaves them out."""

NAMED_TEXTS: dict[str, TextField] = {
    "title": TextField("title", "title_english", "title_french"),
    "account_names": TextField("account_names"),
    "party_names": TextField("party_names"),
    "stamp": TextField("stamp"),
    "request": TextField("request"),
    FURNITURE: TextField(FURNITURE),
}

FACET_WORDS = "facet_words"
"""Words of facet values, each token led by its facet (`word_lead`), so that one field serves all facets."""

WORD_FACETS = frozenset(
    ("institution", "platform", "account", "political_party", "person", "organisation", "state", "marking", "release")
)
"""Facets whose values are names or codes of which people type a part."""


QUERY_FIELDS: dict[str, str] = {
    **{name: name for name in FACET_NAMES},
    "account": "account_names",
    "party": "party_names",
    "title": "title",
    "stamp": "stamp",
    "request": "request",
    "furniture": FURNITURE,
    "date": "date",
    "compte": "account_names",
    "parti": "party_names",
    "titre": "title",
    "timbre": "stamp",
    "demande": "request",
    "bandeau": FURNITURE,
    "annee": "year",
    "langue": "language",
    "plateforme": "platform",
    "parti_politique": "political_party",
    "personne": "person",
    "organisme": "organisation",
    "organization": "organisation",
    "etat": "state",
    "article": "section",
    "mention": "marking",
    "divulgation": "release",
}
"""What is written before the colon (lower case, no accents) → facet, text field or "date"."""

PRINTED_NAMES = {"account_names": "account", "party_names": "party"}
"""Text fields that are written under another name in a query."""


def query_field(written: str) -> str | None:
    """The field that a written name means, French and accents included; None when there is none."""
    return QUERY_FIELDS.get(fold(written))


def text_field(name: str) -> TextField:
    """The token fields behind a `FieldText` name."""
    return NAMED_TEXTS.get(name) or TextField(FACET_WORDS)


def word_lead(name: str) -> str:
    """What leads each token of a facet in FACET_WORDS: letters only. "" for a field of its own."""
    return "" if name in NAMED_TEXTS else name.replace("_", "")


def facet_key(name: str, value: str) -> str:
    """One string for a facet and its value; case, accents and spacing do not matter."""
    return f"{name}={' '.join(fold(value).split())}"
