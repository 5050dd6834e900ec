"""Takedowns by the operator: asked, made, listed, undone. Only a private site has these addresses."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.commands.options import operator
from indexer.errors import InputError
from webapp import records, takedowns
from webapp.languages import gettext as _
from webapp.languages import here
from webapp.params import clean, read_number
from webapp.said import said
from webapp.takedown_contexts import TakedownForm, TakedownsContext
from webapp.takedowns import Asked, Wanted
from webapp.views.common import services
from webapp.views.entities import DOCUMENT_ID, RULE_ID

ROWS_A_SCREEN = 50
FIELD_LENGTH = 5_000

blueprint = Blueprint("takedowns", __name__)


@blueprint.get("/takedowns")
def listed() -> str:
    """What was taken down, the newest first."""
    wired = services()
    total = wired.takedowns.count()
    screens = -(-total // ROWS_A_SCREEN)
    screen = min(read_number(request.args.get("page", "")) or 1, max(1, screens))
    found = wired.takedowns.listed((screen - 1) * ROWS_A_SCREEN, ROWS_A_SCREEN)
    hrefs = {number: f"/takedowns?page={number}" for number in records.screens(screen, screens)}
    done = {"down": _("It was taken down."), "back": _("It was brought back.")}.get(request.args.get("done", ""), "")
    view = TakedownsContext(takedowns.lines(found), total, records.pagination(screen, screens, hrefs), done)
    return render_template("takedowns.html", view=view)


@blueprint.get("/takedowns/new")
def ask() -> Response:
    """Asks before something is taken down: `document` with or without `page`, or `release`."""
    return _page(takedowns.form(services(), _wanted(request.args.to_dict()), Asked()))


@blueprint.post("/takedowns/new")
def take_down() -> Response:
    """Takes it down, or says in words why that cannot be."""
    wired, fields = services(), request.form
    wanted = _wanted(fields.to_dict())
    asked = Asked(
        category=fields.get("reason", ""), why=clean(fields.get("why", ""))[:FIELD_LENGTH],
        remove=fields.get("remove") == "1", typed=clean(fields.get("typed", ""))[:FIELD_LENGTH],
    )  # fmt: skip
    try:
        wired.takedowns.take_down(takedowns.takedown_for(wanted, asked))
    except InputError as error:
        return _page(takedowns.form(wired, wanted, replace(asked, error=said(str(error)))), 400)
    return make_response(redirect(here("/takedowns?done=down"), 303))


@blueprint.get("/takedowns/<key>/undo")
def ask_undo(key: str) -> Response:
    """Asks before something is brought back."""
    return _page(takedowns.undo_form(services().takedowns.one(_checked(key)), Asked()))


@blueprint.post("/takedowns/<key>/undo")
def undo(key: str) -> Response:
    """Brings it back."""
    found = services().takedowns.one(_checked(key))
    why = clean(request.form.get("why", ""))[:FIELD_LENGTH]
    try:
        services().takedowns.undo(found.id, operator(), why)
    except InputError as error:
        return _page(takedowns.undo_form(found, Asked(why=why, error=said(str(error)))), 400)
    return make_response(redirect(here("/takedowns?done=back"), 303))


def _wanted(fields: dict[str, str]) -> Wanted:
    """Raises NotFound: it names nothing that is shown."""
    if release := clean(fields.get("release", "")):
        return Wanted(release=release)
    document = fields.get("document", "")
    if not DOCUMENT_ID.fullmatch(document):
        raise NoSuchPage
    record, page = services().catalog.document(document), None
    if record.document.taken_down:
        raise NoSuchPage
    if "page" in fields:  # never the whole document because its page cannot be read
        page = read_number(fields["page"], record.document.pages_total or 0)
        if page is None:
            raise NoSuchPage
    return Wanted(record.document.id, page)


def _checked(key: str) -> str:
    if not RULE_ID.fullmatch(key):
        raise NoSuchPage
    return key


def _page(view: TakedownForm, status: int = 200) -> Response:
    response = make_response(render_template("takedown.html", view=view), status)
    response.headers["Cache-Control"] = "no-store"
    return response
