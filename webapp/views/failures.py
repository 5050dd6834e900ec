"""Error pages in plain words: what happened, what was kept, what to do next."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from indexer.errors import IndexMissing, InputError, NotFound, QueryError, Unavailable
from webapp.contexts import Link, MessageContext
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext as _l
from webapp.said import said
from webapp.views.common import json_response, wants_json

RETRY_S = "5"
HOME = (Link(_l("Search the archive"), "/"), Link(_l("All documents"), "/documents"))

BAD = MessageContext(
    _l("This address cannot be read"),
    _l("Something in the address or the request is not in the form the archive expects. Nothing was changed."),
    _l("Go back and try again, or start from the search page."),
    HOME,
)
MISSING = MessageContext(
    _l("There is no such page here"),
    _l(
        "No release, document, page or name of this archive has this address. Addresses of documents stay the same for "
        "ever, so it was probably cut short or mistyped."
    ),
    _l("Check the address, or search for words from the document."),
    HOME,
)
METHOD = MessageContext(
    _l("This address can only be read"),
    _l("Nothing was changed."),
    _l("Open it without sending anything."),
    HOME,
)
TOO_LARGE = MessageContext(
    _l("That is too large"),
    _l("More was sent than the archive takes at once. Nothing was changed."),
    _l("Go back and choose less, or use the commands of “ati entities” for large files."),
    HOME,
)
FAILED = MessageContext(
    _l("Something went wrong in the archive"),
    _l(
        "The page could not be made. The archive itself is not affected: nothing was changed or lost. "
        "What happened is in the log of the program."
    ),
    _l("Try again; if it happens each time, run “ati doctor” or tell the operator this address."),
    HOME,
)
BUSY = MessageContext(
    _l("The archive is busy"),
    _l("A part of it (the index, the catalog or the page pictures) does not answer just now. Nothing was lost."),
    _l("Wait a few seconds and load the page again."),
    HOME,
)


def register(app: Flask) -> None:
    """Hangs the pages in: library errors and HTTP errors."""
    app.register_error_handler(NotFound, lambda error: message(MISSING, 404))
    app.register_error_handler(Unavailable, lambda error: busy())
    app.register_error_handler(IndexMissing, lambda error: busy(_unindexed(error)))
    app.register_error_handler(QueryError, lambda error: message(_said(error), 400))
    app.register_error_handler(InputError, lambda error: message(_said(error), 404))
    app.register_error_handler(CSRFError, lambda error: message(BAD, 400))
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(500, lambda error: message(FAILED, 500))


def http_error(error: HTTPException) -> Response:
    """Any HTTP error by its number; redirects pass."""
    code = error.code or 500
    if code < 400:
        return make_response(error.get_response())
    return message(
        {404: MISSING, 405: METHOD, 413: TOO_LARGE, 503: BUSY}.get(code, BAD if code < 500 else FAILED), code
    )


def busy(context: MessageContext = BUSY) -> Response:
    """503, to be tried again."""
    response = message(context, 503)
    response.headers["Retry-After"] = RETRY_S
    return response


def message(context: MessageContext, status: int) -> Response:
    """An explaining page, or the same as JSON."""
    if wants_json() or request.path.endswith(".json"):
        return json_response(_plain(context), status)
    return make_response(render_template("message.html", view=context), status)


def _plain(context: MessageContext) -> dict[str, object]:
    said = {"error": context.title, "detail": context.happened, "next": context.next_step}
    return {name: str(sentence) for name, sentence in said.items()}


def _unindexed(error: Exception) -> MessageContext:
    next_step = _("Documents can be read meanwhile; nothing was lost.")
    return MessageContext(_("Search is not ready"), said(str(error)), next_step, HOME)


def _said(error: Exception) -> MessageContext:
    return MessageContext(
        _("This cannot be shown"), said(str(error)), _("Go back, or start from the search page."), HOME
    )
