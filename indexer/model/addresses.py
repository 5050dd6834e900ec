"""Addresses of the site, which commands and exports print too."""

from __future__ import annotations

from urllib.parse import quote

from indexer.model.document import SHORT_ID_LENGTH


def document_url(sha256: str, query: str = "") -> str:
    """The document's address without a slug; the site redirects it to the one with its title."""
    return f"/documents/{sha256[:SHORT_ID_LENGTH]}" + _asked(query)


def page_url(sha256: str, page: int, query: str = "") -> str:
    """The page's address, with the query so that its words are boxed."""
    return f"/documents/{sha256[:SHORT_ID_LENGTH]}/pages/{page}" + _asked(query)


def mention_url(sha256: str, page: int, start: int) -> str:
    """The page's address with the mention that begins at `start` of its text boxed; -1: the page alone."""
    return page_url(sha256, page) + (f"?rail=entities#mention-{start}" if start >= 0 else "")


def _asked(query: str) -> str:
    return f"?q={quote(query)}" if query else ""
