"""`/entities`: the list, the page of each, its mentions and timeline to take away."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.cite.tables import csv_lines
from indexer.model.registry import KINDS, Entity
from webapp import alike, downloads, entity_list, entity_page, links, people, twins
from webapp.contexts import Link, MessageContext
from webapp.entity_contexts import Done
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext as _l
from webapp.params import clean, read_number
from webapp.views.common import download, is_public, json_response, services, wants_json
from webapp.views.failures import message

ID = re.compile(r"[0-9a-f]{16}")
DOCUMENT_ID = re.compile(r"[0-9a-f]{12,64}")
RULE_ID = re.compile(r"[0-9a-f]{32}")
HIDDEN = MessageContext(
    _l("This name was taken out"),
    _l("The people who run this archive have taken this name out of its lists. The documents are unchanged."),
    _l("Search for words of the document instead."),
    (Link(_l("Search the archive"), "/"), Link(_l("All names"), "/entities")),
)
DONE: dict[str, str] = {
    "rename": _l("The name was changed."),
    "merge": _l("They count as one now."),
    "split": _l("The chosen mentions count for another now."),
    "hide": _l("It is hidden."),
    "confirm": _l("It is confirmed."),
    "reject": _l("The mention was taken out."),
    "undo": _l("The correction was taken back."),
}

blueprint = Blueprint("entities", __name__)


@blueprint.get("/entities")
def entities() -> str:
    """Browse by kind; `name` filters, `order` is "pages" or "name", `hidden=1` for the operator."""
    asked, notices = request.args.get("kind", "account"), []
    kind = asked if asked in KINDS else "account"
    if kind != asked:
        notices.append(str(_("There is no such kind of name; these are the accounts.")))
    name = clean(request.args.get("name", ""))
    if len(name) > entity_list.NAME_LENGTH:
        name = name[: entity_list.NAME_LENGTH]
        limit = entity_list.NAME_LENGTH
        notices.append(str(_("Only the first %(limit)s characters of the name were used.", limit=limit)))
    view = entity_list.context(
        services(),
        kind,
        name,
        request.args.get("order", ""),
        read_number(request.args.get("page", "")) or 1,
        hidden=request.args.get("hidden") == "1" and not is_public(),
        notices=tuple(notices),
    )
    return render_template("entities.html", view=view)


@blueprint.get("/entities/<key>")
def entity(key: str) -> Response:
    """The page; that of a merged entity leads to the one it was merged into."""
    bare = key.removesuffix(".json")
    found = find_entity(bare)
    if found.hidden and is_public():
        return message(HIDDEN, 404)
    if found.id != bare:
        query = request.query_string.decode("ascii", "ignore")
        suffix = ".json" if bare != key else ""
        return make_response(redirect(f"/entities/{found.id}{suffix}" + (f"?{query}" if query else ""), 302))
    if bare != key or wants_json():
        return json_response(twins.entity_json(found, entity_page.timeline_of(services(), found)))
    document = request.args.get("document", "")
    if document and not DOCUMENT_ID.fullmatch(document):
        raise NoSuchPage
    screen = read_number(request.args.get("page", "")) or 1
    twins_offered = () if is_public() else alike.offers(services(), found)
    view = replace(entity_page.context(services(), found, screen, document, done()), twins=twins_offered)
    response = make_response(render_template("entity.html", view=view))
    response.vary.add("Accept")
    return response


@blueprint.get("/entities/<key>/mentions.csv")
def mentions(key: str) -> Response:
    """Every mention with its sentence, page and document."""
    found = _shown(key)
    wired = services()
    rows = downloads.mention_rows(wired, found.name, found.kind, wired.named.all_mentions(found.id))
    return _csv(downloads.MENTION_FIELDS, rows, "mentions", found)


@blueprint.get("/entities/<key>/timeline.csv")
def timeline(key: str) -> Response:
    """Every event whose passage names the entity."""
    found = _shown(key)
    wired = services()
    points = entity_page.shown_points(wired, wired.events.of_entity(found.id))
    return _csv(downloads.EVENT_FIELDS, downloads.event_rows(wired, points), "timeline", found)


def find_entity(key: str) -> Entity:
    """The entity with this id, as far as this site may show it. Raises NotFound."""
    if not ID.fullmatch(key):
        raise NoSuchPage
    return people.checked(services(), services().registry.entity(key))


def done() -> Done | None:
    """What a correction has just changed: the form sent the reader here with it."""
    action, rule = request.args.get("done", ""), request.args.get("rule", "")
    if is_public() or action not in DONE:
        return None
    undo = f"/corrections/{rule}/undo" if RULE_ID.fullmatch(rule) and action != "undo" else ""
    return Done(str(DONE[action]), undo)


def _shown(key: str) -> Entity:
    found = find_entity(key)
    if found.hidden and is_public():
        raise NoSuchPage
    return found


def _csv(fields: tuple[str, ...], rows: downloads.Rows, what: str, entity: Entity) -> Response:
    response = Response(csv_lines(fields, rows), mimetype="text/csv")
    slug = links.slug_of(entity.name) or entity.id
    return download(response, f"{what}-{slug}.csv", f"{what}-{slug if slug.isascii() else entity.id}.csv")
