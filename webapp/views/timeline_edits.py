"""Picking, wording, ordering and hiding on saved timelines. Only a private site has these addresses; all are POST."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.commands.options import operator
from indexer.errors import InputError, NotFound
from indexer.model.timeline import Moment
from webapp.contexts import Link, MessageContext
from webapp.languages import gettext as _
from webapp.languages import here
from webapp.params import clean, read_number
from webapp.said import said
from webapp.services import Services
from webapp.timelines import page, saved
from webapp.timelines.url import read_timeline
from webapp.views.common import services
from webapp.views.failures import message
from webapp.views.timelines import find, shown

PICKS_LIMIT = 500
FIELD_LENGTH = 20_000
"""Of a text that is read at all; the catalog says how long it may be."""
_PICK = re.compile(r"(event|document|release):([0-9a-f]{12}):(\d{1,7}):(.{1,300})", re.DOTALL)
_ENTRY = re.compile(r"[0-9a-f]{32}")

blueprint = Blueprint("timeline_edits", __name__)


@blueprint.post("/timelines/pick")
def pick() -> Response:
    """Adds the ticked entries of a timeline's page to a saved one, or to a new one."""
    wired, who = services(), operator()
    picks = list(dict.fromkeys(request.form.getlist("pick")))
    source = _source(request.form.get("source", ""))
    into, name = request.form.get("into", ""), clean(request.form.get("name", ""))
    if not picks or len(picks) > PICKS_LIMIT or (not into and not name):
        return _wrong(source, _unpicked(len(picks)))
    moments = [one for one in (_moment(wired, text) for text in picks) if one is not None]
    try:
        key = find(into).id if into else wired.timelines.make(name, source, who)
        added = wired.timelines.pick(key, moments, who)
    except InputError as error:
        return _wrong(source, said(str(error)))
    return _to(saved.href(key) + f"?done={'pick' if added else 'none'}")


@blueprint.post("/timelines/<key>/entries/<entry>/<action>")
def change_entry(key: str, entry: str, action: str) -> Response:
    """One change of one entry."""
    found, desk, who = find(key), services().timelines, operator()
    headline = clean(request.form.get("headline", ""))[:FIELD_LENGTH]
    own = "\n".join(clean(line) for line in request.form.get("own", "")[:FIELD_LENGTH].splitlines()).strip()
    actions: dict[str, tuple[str, Callable[[], None]]] = {
        "word": ("word", lambda: desk.word(found.id, entry, headline, own, who)),
        "up": ("move", lambda: desk.move(found.id, entry, -1, who)),
        "down": ("move", lambda: desk.move(found.id, entry, 1, who)),
        "hide": ("hide", lambda: desk.hide(found.id, entry, True, who)),
        "show": ("show", lambda: desk.hide(found.id, entry, False, who)),
        "remove": ("remove", lambda: desk.remove(found.id, entry, who)),
    }
    if action not in actions or not _ENTRY.fullmatch(entry):
        raise NoSuchPage
    done, act = actions[action]
    try:
        act()
    except InputError as error:
        typed = {entry: (headline, own)} if action == "word" else None
        return shown(find(key), error=said(str(error)), typed=typed, status=400)
    anchor = "#history" if action == "remove" else f"#entry-{entry[:12]}"
    return _to(f"{saved.href(key)}?done={done}{anchor}")


@blueprint.post("/timelines/<key>/<action>")
def change(key: str, action: str) -> Response:
    """One change of the timeline, or taking one back."""
    found, desk, who = find(key), services().timelines, operator()
    number = read_number(request.form.get("change", ""), 1 << 31) or 0
    actions: dict[str, Callable[[], None]] = {
        "rename": lambda: desk.rename(found.id, clean(request.form.get("name", ""))[:FIELD_LENGTH], who),
        "publish": lambda: desk.publish(found.id, True, who),
        "retract": lambda: desk.publish(found.id, False, who),
        "sort": lambda: desk.sort(found.id, who),
        "delete": lambda: desk.delete(found.id, who),
        "undo": lambda: desk.undo(found.id, number, who),
    }
    if action not in actions:
        raise NoSuchPage
    try:
        actions[action]()
    except InputError as error:
        return shown(find(key), error=said(str(error)), status=400)
    return _to(f"{saved.href(key)}?done={action}")


def _moment(wired: Services, text: str) -> Moment | None:
    """The point that a ticked box names, as it stands now; None when it is gone."""
    match = _PICK.fullmatch(text)
    if match is None:
        return None
    try:
        document = wired.catalog.document(match[2]).document
    except NotFound:
        return None
    if match[1] == "event":
        start = int(match[4]) if match[4].isascii() and match[4].isdigit() else -1
        found: Sequence[Moment] = wired.moments.at(document.id, int(match[3]), start)
    else:
        found = tuple(wired.moments.read(wired.moments.of_documents((document.number,))))
    return next((one for one in found if one.anchor == text), None)


def _source(text: str) -> str:
    """The address of the timeline that the form stood on, made anew from its query; "" for any other."""
    parts = urlsplit(text)
    if parts.path != "/timeline" or parts.netloc:
        return ""
    return page.source_of(read_timeline(parse_qsl(parts.query)).url)


def _unpicked(picks: int) -> str:
    if picks > PICKS_LIMIT:
        return str(_("At most %(limit)s entries can be picked at once. Nothing was changed.", limit=PICKS_LIMIT))
    if not picks:
        return str(_("Tick the entries first. Nothing was changed."))
    return str(_("Give the new timeline a name, or choose one that is there. Nothing was changed."))


def _wrong(source: str, sentence: str) -> Response:
    back = Link(_("Back to the timeline"), source or "/timeline")
    return message(MessageContext(_("Nothing was picked"), sentence, _("Go back and try again."), (back,)), 400)


def _to(address: str) -> Response:
    return make_response(redirect(here(address), 303))
