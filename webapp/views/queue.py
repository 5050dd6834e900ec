"""`/queue`: what is done now, what waits, what failed; try again, stop, do first. Only a private site has it."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import cast, get_args

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import BadRequest

from indexer.commands.queue_words import QueueView, look, queue_json
from indexer.errors import Unavailable
from indexer.model.queue import URGENCIES
from indexer.model.step import StepKey, StepName
from webapp import queue_page
from webapp.languages import gettext as _
from webapp.languages import here
from webapp.params import read_number
from webapp.queue_page import ROWS_A_SCREEN
from webapp.views.common import json_response, services, split_document_key
from webapp.words import ngettext

JSON_LIMIT = 500
PART = "queue"

blueprint = Blueprint("queue", __name__)


@blueprint.get("/queue")
def queue() -> Response:
    """The page, or with the header X-Part the part of it that is renewed."""
    waiting, failed = (read_number(request.args.get(name, "")) or 1 for name in ("waiting", "failed"))
    desk = services().work.queue
    view = QueueView(
        desk.sums(),
        desk.running(ROWS_A_SCREEN),
        desk.waiting(ROWS_A_SCREEN, (waiting - 1) * ROWS_A_SCREEN),
        desk.failed(ROWS_A_SCREEN, (failed - 1) * ROWS_A_SCREEN),
        time.time(),
    )
    context = queue_page.context(view, desk.count_failed(), waiting, failed, _done())
    template = "parts/queue.html" if request.headers.get("X-Part") == PART else "queue.html"
    response = make_response(render_template(template, view=context))
    response.vary.add("X-Part")
    return response


@blueprint.get("/queue.json")
def queue_twin() -> Response:
    """The same as JSON; `limit` rows of each list from `offset`."""
    limit = min(read_number(request.args.get("limit", "")) or ROWS_A_SCREEN, JSON_LIMIT)
    offset = read_number(request.args.get("offset", "")) or 0
    return json_response(queue_json(look(services().work.queue, limit, offset, time.time())))


@blueprint.post("/queue/retry")
def retry_all() -> Response:
    """Everything that failed; what people have cancelled stays so."""
    return _over("retry", _send(services().work.queue.retry()))


@blueprint.post("/queue/<key>/retry")
def retry(key: str) -> Response:
    """A document, or one step of it."""
    step = request.form.get("step", "")
    if step and step not in get_args(StepName):
        raise BadRequest
    return _over("retry", _send(services().work.queue.retry(_document(key), cast("StepName | None", step or None))))


@blueprint.post("/queue/<key>/cancel")
def cancel(key: str) -> Response:
    """Stops what is not done of a document."""
    return _over("cancel", services().work.queue.cancel(_document(key)))


@blueprint.post("/queue/<key>/priority")
def priority(key: str) -> Response:
    """Does a document before the others, in its turn, or after them."""
    urgency = request.form.get("urgency", "")
    if urgency not in URGENCIES:
        raise BadRequest
    return _over(urgency, services().work.queue.prioritise([_document(key)], urgency))


def _document(key: str) -> str:
    return services().catalog.document(split_document_key(key)[0]).document.id


def _send(keys: tuple[StepKey, ...]) -> int:
    """After the commit; a broker that is down costs time only."""
    with suppress(Unavailable):
        services().work.sender.send(keys)
    return len(keys)


def _over(what: str, count: int) -> Response:
    """Back to the page, or to the one that the button stands on."""
    back = request.form.get("back", "")
    where = back if back.startswith("/add/") and "?" not in back else "/queue"
    return make_response(redirect(here(f"{where}?done={what}&count={count}"), 303))


def _done() -> str:
    """What the last press of a button did, from the address it led to."""
    count = read_number(request.args.get("count", "")) or 0
    match request.args.get("done", ""):
        case "retry":
            return ngettext("%(num)s step is tried again.", "%(num)s steps are tried again.", count)
        case "cancel" if not count:
            return _("Nothing of it was waiting any more.")
        case "cancel":
            return _("It was cancelled. Its pages are listed with this reason; “Try again” goes on with it.")
        case "urgent":
            return _("It comes first now.")
        case "normal" | "backfill":
            return _("It waits for its turn now.")
    return ""
