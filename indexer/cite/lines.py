"""Texts of documents on one line, ready for any format: they are hostile (design.md, rule 9)."""

from __future__ import annotations

import re

from indexer.model.plain import plain

_PRIVATE = re.compile("[\ue000-\uf8ff\ufff0-\uffff\U000f0000-\U0010ffff]+")
"""Characters without a meaning that two programs share; `styles` uses some as its own marks."""
_UNSEEN = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff]")
"""Soft hyphens and characters of no width, which would part a word in two for a search."""


def one_line(text: str | None) -> str:
    """Without controls, marks that turn the writing around, unseen and private characters; single spaces."""
    return " ".join(plain(_UNSEEN.sub("", _PRIVATE.sub(" ", text or ""))).split())
