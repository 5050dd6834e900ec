"""Names compared without case and accents, in the catalog's columns."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Without case, accents and double spaces: "Ô'Toole" and "ô'toole" are "o'toole"."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def bare(text: str) -> str:
    """A text as printed, without case and without its line breaks: how a rule names mentions by their text."""
    return " ".join(text.split()).casefold()
