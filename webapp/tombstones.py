"""At the address of what was taken down: 410, the reason, and nothing of what it held (interfaces.md, `ati hide`).

One guard before every view: whatever is added under a document's, page's or release's address honours it.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Flask, Response, make_response, redirect, render_template, request

from indexer.model.takedown import Takedown
from webapp import history, languages, words
from webapp.contexts import Link, MessageContext
from webapp.languages import gettext as _
from webapp.services import Services
from webapp.views.common import json_response, services, wants_json

GONE = 410
_DOCUMENT = re.compile(r"/documents/([0-9a-f]{12,64})(-[^/]*)?(?:/pages/0*(\d{1,9})(?![^/.]))?")
_RELEASE = re.compile(r"/releases/(.+?)(?:\.json)?/?")
_PICTURES = ("/image", "/thumbnail")


def register(app: Flask) -> None:
    """Looks at each address before its view does."""
    app.before_request(_guard)


def _guard() -> Response | None:
    wired = services()
    if match := _DOCUMENT.match(request.path):
        found = wired.takedowns.of_document(match[1], int(match[3]) if match[3] else None)
        if found is not None and match[2]:  # the title stood in the address
            rest = request.path[match.end(2) :]
            return make_response(redirect(languages.here(f"/documents/{match[1]}{quote(rest)}"), 302))
    elif match := _RELEASE.fullmatch(request.path):
        found = wired.takedowns.of_release(match[1])
    else:
        return None
    return tombstone(wired, found) if found is not None else None


def tombstone(wired: Services, found: Takedown) -> Response:
    """What stands at the address now, in the form that was asked for."""
    if request.path.endswith(_PICTURES):
        response = Response("", GONE, mimetype="text/plain")
    elif wants_json() or request.path.endswith(".json"):
        response = json_response(_json(wired, found), GONE)
    else:
        response = make_response(render_template("message.html", view=_context(wired, found)), GONE)
    response.headers["Cache-Control"] = "no-store"
    return response


def reason_of(found: Takedown) -> str:
    """The category as a sentence."""
    return words.reason(found.reason, public=True)


def _context(wired: Services, found: Takedown) -> MessageContext:
    title = {
        "page": _("This page was taken down"),
        "document": _("This document was taken down"),
        "release": _("This release was taken down"),
    }[found.kind]
    told = [reason_of(found)]
    links = [Link(_("Search the archive"), "/"), Link(_("What can be searched"), "/coverage")]
    if not wired.public:
        told += _told_operator(found)
        links.insert(0, Link(_("Bring it back"), f"/takedowns/{found.id}/undo"))
        links.append(Link(_("All that was taken down"), "/takedowns"))
    next_step = _("What it held is in no search, page, picture or file of this archive.")
    return MessageContext(title, " ".join(told), next_step, tuple(links))


def _told_operator(found: Takedown) -> list[str]:
    variables = {"who": found.who, "when": history.day(found.when)}
    if found.removed:
        told = [_("%(who)s removed it for good on %(when)s: original and text were destroyed.", **variables)]
    else:
        told = [_("%(who)s hid it on %(when)s; it can be brought back.", **variables)]
    if found.why:
        told.append(_("Noted for operators: %(why)s", why=words.steady(found.why)))
    return told


def _json(wired: Services, found: Takedown) -> dict[str, object]:
    known: dict[str, object] = {"error": "gone", "category": found.category, "detail": reason_of(found)}
    if wired.public:
        return known
    told = {"kind": found.kind, "removed": found.removed, "when": found.when, "who": found.who, "why": found.why}
    return known | told
