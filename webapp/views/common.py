"""What views share: the wired services, and the choice between a page and its JSON twin."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from flask import Response, current_app, request
from werkzeug.exceptions import NotFound

from indexer.model.document import Document
from webapp import links
from webapp.metrics import Meter
from webapp.params import clean
from webapp.services import Services

QUERY_LENGTH = 2000
"""A query in the address of a page; the search itself says so when it is longer than the setting allows."""

_KEY = re.compile(r"([0-9a-f]{12,64})(?:-(.*))?", re.DOTALL)


def services() -> Services:
    """The services that `create_app` was given."""
    wired: Services = current_app.extensions["ati"]
    return wired


def meter() -> Meter:
    """What counts the requests of this process."""
    counting: Meter = current_app.extensions["ati.meter"]
    return counting


def is_public() -> bool:
    """True for a read-only site that anybody may read."""
    return services().public


def original_href(sha256: str) -> str:
    """Where the original can be had; "" when the archive has no copy (it could not be read when it was added)."""
    return links.original(sha256) if services().originals.has(sha256) else ""


def served_href(document: Document) -> str:
    """Where the original is handed out; "" where this site has none to hand out."""
    return "" if document.original_withheld else original_href(document.id)


def split_document_key(key: str) -> tuple[str, str]:
    """`(id, slug)` of "0123456789ab-some-title". Raises NotFound when there is no id in it."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise NotFound
    return match[1], match[2] or ""


def asked_query() -> str:
    """`q` of the address, cleaned and cut; "" when there is none."""
    return clean(request.args.get("q", request.args.get("search_text", "")))[:QUERY_LENGTH]


def wants_json() -> bool:
    """True for a client that prefers JSON to a page."""
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def json_response(value: Mapping[str, object], status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
    response = Response(text, status=status, mimetype="application/json")
    response.vary.add("Accept")
    return response


def download(response: Response, name: str, plain_name: str) -> Response:
    """The response as a file to keep: `plain_name` (ASCII) for readers of headers that know no other letters, the
    real name in `filename*` (RFC 6266, section 5)."""
    response.headers["Content-Disposition"] = f"attachment; filename={plain_name}"
    if name != plain_name:
        response.headers["Content-Disposition"] += f"; filename*=UTF-8''{quote(name, safe='')}"
    return response
