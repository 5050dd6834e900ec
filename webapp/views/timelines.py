"""`/timelines`: what researchers saved. On a public site the published ones, to be read and taken away."""

from __future__ import annotations

import re

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.errors import ConfigError
from indexer.model.saved_timeline import SavedTimeline
from webapp.contexts import MessageContext
from webapp.languages import gettext as _
from webapp.said import said
from webapp.timelines import saved, taking
from webapp.views.common import is_public, services
from webapp.views.failures import message

ID = re.compile(r"[0-9a-f]{32}")

blueprint = Blueprint("timelines", __name__)


@blueprint.get("/timelines")
def timelines() -> str:
    """The list."""
    return render_template("timelines.html", view=saved.list_context(services()))


@blueprint.get("/timelines/<key>")
def timeline(key: str) -> Response:
    """The page."""
    return shown(find(key), done=said_of(request.args.get("done", "")))


@blueprint.get("/timelines/<key>/<name>")
def file(key: str, name: str) -> Response:
    """Its entries as a file, in the researcher's order and words."""
    if name not in taking.FORMATS:
        raise NoSuchPage
    wired, found = services(), find(key)
    try:
        return taking.file_of(name, saved.entries(wired, found, taking.maker(wired)), found.name)
    except ConfigError as error:
        next_step = _("The list, the table and the SVG are not concerned.")
        return message(MessageContext(_("This picture cannot be drawn here"), said(str(error)), next_step, ()), 503)


def find(key: str) -> SavedTimeline:
    """The timeline with this id, as far as this site shows it. Raises NotFound."""
    if not ID.fullmatch(key):
        raise NoSuchPage
    return saved.find(services(), key)


def shown(
    found: SavedTimeline,
    error: str = "",
    done: str = "",
    typed: dict[str, tuple[str, str]] | None = None,
    status: int = 200,
) -> Response:
    """The page of a saved timeline; with what a form could not do, in words."""
    view = saved.context(services(), found, error, done, typed)
    return make_response(render_template("saved_timeline.html", view=view), status)


def said_of(done: str) -> str:
    """What a form has just changed: it sent the reader here with it."""
    if is_public():
        return ""
    sentences = {
        "pick": _("The picks were added."),
        "none": _("All of these were in the timeline already."),
        "word": _("The words were kept."),
        "hide": _("The entry is hidden: it is in no file and on no public site."),
        "show": _("The entry is shown again."),
        "remove": _("The entry was taken out; the history below can bring it back."),
        "rename": _("The timeline was renamed."),
        "publish": _("The timeline is published: a public site of this archive shows it."),
        "retract": _("The timeline is no longer published."),
        "delete": _("The timeline is deleted: no list has it. The history below can bring it back."),
        "undo": _("The change was taken back."),
        "sort": _("The entries stand by date."),
        "move": _("The entry was moved."),
    }
    return str(sentences.get(done, ""))
