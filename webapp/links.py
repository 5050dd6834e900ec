"""Addresses, built from one prefix and `urlencode`: url_for in facet loops was 59 % of a page (measured)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, urlencode

from indexer.model.addresses import document_url, mention_url, page_url
from webapp.params import SearchUrl

SLUG_LENGTH = 60
SHEET_WIDTHS_PX = (700, 1100, 1600, 2200)
"""Widths a page image is made in; what is asked is rounded up, so that nobody fills the disk with sizes."""


def encoded(parameters: Mapping[str, str]) -> str:
    """Parameters of an address."""
    return urlencode(dict(parameters))


def search(url: SearchUrl) -> str:
    return "/search?" + url.query_string()


def search_json(url: SearchUrl) -> str:
    return "/search.json?" + url.query_string()


def facet_values(url: SearchUrl, name: str) -> str:
    """Values of one facet of a search, to be looked through."""
    return f"/search/values/{name}?" + url.query_string()


def similar(sha256: str, number: int) -> str:
    """Pages that speak of the same as this one."""
    return f"{page_url(sha256, number)}/similar"


def document(sha256: str, title: str, query: str = "") -> str:
    """The document's own address, with its title for people; the title may change, the id never."""
    slug = slug_of(title)
    address = document_url(sha256) + (f"-{quote(slug)}" if slug else "")
    return address + (f"?{_asked(query)}" if query else "")


def hit(sha256: str, number: int, query: str) -> str:
    """A sheet that a search found."""
    return page_url(sha256, number) + (f"?{_asked(query)}" if query else "")


@lru_cache(maxsize=64)
def _asked(query: str) -> str:
    """A query as each link of its results carries it."""
    return urlencode({"q": query})


def page(sha256: str, number: int, **parameters: str) -> str:
    """A sheet in the reader; empty parameters are left out."""
    kept = {name: value for name, value in parameters.items() if value}
    return page_url(sha256, number) + (f"?{urlencode(kept)}" if kept else "")


def reading(sha256: str, number: int, query: str = "") -> str:
    """The sheets from this one on, one below the other."""
    return f"{document_url(sha256)}/read?" + urlencode({"from": number} | ({"q": query} if query else {}))


def table_csv(sha256: str, number: int, table: int) -> str:
    return f"{page_url(sha256, number)}/tables/{table}.csv"


def image(sha256: str, number: int, width_px: int) -> str:
    return f"{page_url(sha256, number)}/image?w={width_px}"


def thumbnail(sha256: str, number: int) -> str:
    return f"{page_url(sha256, number)}/thumbnail"


def original(sha256: str) -> str:
    return f"{document_url(sha256)}/original"


def entity(entity_id: str, **parameters: str) -> str:
    """The page of an entity; empty parameters are left out."""
    kept = {name: value for name, value in parameters.items() if value}
    return f"/entities/{entity_id}" + (f"?{urlencode(kept)}" if kept else "")


def timeline(url: SearchUrl | None = None, entity: str = "") -> str:
    """The timeline of a search or of an entity."""
    pairs = [*replace(url or SearchUrl(), page=1, order="relevance").pairs(), *([("entity", entity)] if entity else [])]
    return "/timeline" + (f"?{urlencode(pairs)}" if pairs else "")


def mention(sha256: str, number: int, start: int) -> str:
    """A sheet in the reader with the mention that begins at `start` of its text boxed."""
    return mention_url(sha256, number, start)


def mention_anchor(start: int) -> str:
    """The anchor of the first mention that begins there; it stays the same when others are taken out."""
    return f"mention-{start}"


def release(release_id: str) -> str:
    return "/releases/" + quote(release_id, safe="/")


def slug_of(title: str) -> str:
    """Lower-case words of a title joined by hyphens, letters of every script kept; "" when there are none."""
    folded = unicodedata.normalize("NFKD", title)
    plain = unicodedata.normalize("NFC", "".join(one for one in folded if not unicodedata.combining(one)))
    slug = re.sub(r"[\W_]+", "-", plain.lower()).strip("-")
    if len(slug) > SLUG_LENGTH:
        slug = slug[:SLUG_LENGTH].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return slug


def sheet_width(asked_px: int) -> int:
    """The next width that is made; the largest for anything wider."""
    return next((width for width in SHEET_WIDTHS_PX if width >= asked_px), SHEET_WIDTHS_PX[-1])
