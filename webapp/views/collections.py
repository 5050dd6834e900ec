"""`/collections` and `/collect`: what the operator keeps of an archive. Private sites only; changes are POST."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Blueprint, Response, make_response, redirect, render_template, request, stream_with_context
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.cite.formats import OF_CITATIONS
from indexer.cite.options import Options
from indexer.cite.styles import StyleError
from indexer.commands.options import operator
from indexer.errors import InputError
from indexer.model.collection import Collection, Item
from webapp import collect_form, collecting, collection_table, languages, links, package, said
from webapp.contexts import MessageContext
from webapp.languages import gettext as _
from webapp.params import clean, read_number
from webapp.views.common import download, services
from webapp.views.failures import message

ID = re.compile(r"[0-9a-f]{12}")
FIELD_LENGTH = 20_000
"""Of a note that is read at all; the catalog says how long it may be."""
STYLE_LENGTH = 120

blueprint = Blueprint("collections", __name__)


@blueprint.get("/collections")
def collections() -> str:
    """All of them, and a form for a new one."""
    return _list()


@blueprint.post("/collections")
def make() -> Response:
    """A new, empty collection."""
    name = request.form.get("name", "")[:FIELD_LENGTH]
    try:
        made = services().desk.collections.make(name, "", operator())
    except InputError as error:
        return make_response(_list(typed=name, failed=said.said(str(error))), 400)
    return _over(collecting.href(made.id), "made")


@blueprint.get("/collections/<key>")
def collection(key: str) -> Response:
    """Its items in their order, with citations in a style."""
    return _page(_find(key))


@blueprint.post("/collections/<key>")
def change(key: str) -> Response:
    """Name and note."""
    found = _find(key)
    try:
        services().desk.collections.change(found.id, _field("name"), _field("note"))
    except InputError as error:
        return _page(found, failed=said.said(str(error)), status=400)
    return _over(collecting.href(found.id), "changed")


@blueprint.post("/collections/<key>/<action>")
def act(key: str, action: str) -> Response:
    """Removes the collection, or puts it back."""
    found = _find(key)
    desk = services().desk.collections
    actions = {"remove": desk.remove, "restore": desk.restore}
    if action not in actions:
        raise NoSuchPage
    actions[action](found.id)
    return _over("/collections" if action == "remove" else collecting.href(found.id), action)


@blueprint.post("/collections/<key>/items/<item_key>/<action>")
def change_item(key: str, item_key: str, action: str) -> Response:
    """Note and tags, place, out and back in."""
    found, item = _find(key), _item(key, item_key)
    desk = services().desk.collections
    try:
        match action:
            case "edit":
                desk.edit(item.id, _field("note"), collect_form.tags_of(_field("tags")))
            case "move":
                desk.move(item.id, read_number(request.form.get("place", "")) or 1)
            case "take-out":
                desk.take_out(item.id)
            case "put-back":
                desk.put_back(item.id)
            case _:
                raise NoSuchPage
    except InputError as error:
        typed = (_field("note"), _field("tags"))
        return _page(found, failed=said.said(str(error)), failed_item=item.id, typed=typed, status=400)
    anchor = f"#item-{item.id}" if action != "take-out" else ""
    return _over(collecting.href(found.id), action, anchor)


@blueprint.get("/collections/<key>/cite/<name>")
def cite(key: str, name: str) -> Response:
    """Its citation list as a file, in the order of the collection."""
    found = _find(key)
    shown = collecting.present(services(), services().desk.collections.items(found.id))
    stem = links.slug_of(found.name) or "collection"
    if name == "csv":
        lines = collection_table.lines(services(), shown)
        return _file(Response(stream_with_context(lines), mimetype="text/csv"), f"{stem}.csv")
    if name not in OF_CITATIONS:
        raise NoSuchPage
    form = OF_CITATIONS[name]
    try:
        options = Options(_style(request.args), found.name)
        data = b"".join(form.pieces(collecting.citations(services(), shown), options))
    except StyleError as error:
        context = MessageContext(_("This style cannot be used"), said.said(str(error)), _("Choose another style."), ())
        return message(context, 400)
    return _file(Response(data, content_type=form.media_type), f"{stem}.{form.extension}")


@blueprint.get("/collections/<key>/package.zip")
def as_package(key: str) -> Response:
    """Page, pictures and citations in one file, to be published with a story."""
    found = _find(key)
    try:
        pieces = package.pieces(services(), found, _style(request.args))
    except StyleError as error:
        context = MessageContext(_("This style cannot be used"), said.said(str(error)), _("Choose another style."), ())
        return message(context, 400)
    response = Response(stream_with_context(pieces), mimetype="application/zip")
    return _file(response, f"{links.slug_of(found.name) or 'collection'}.zip")


@blueprint.get("/collect")
def ask() -> Response:
    """The form that puts a document, page or passage into a collection."""
    return _form(request.args)


@blueprint.post("/collect")
def collect() -> Response:
    """Puts it there; into a new collection where one is named."""
    asked = collect_form.read(services(), request.form)
    try:
        key = collect_form.put(services(), asked, operator())
    except InputError as error:
        return _form(request.form, said.said(str(error)), 400)
    return _over(collecting.href(key), "added")


def _form(fields: Mapping[str, str], failed: str = "", status: int = 200) -> Response:
    asked = collect_form.read(services(), fields)
    view = collect_form.context(services(), asked, failed)
    return make_response(render_template("collect.html", view=view), status)


def _list(typed: str = "", failed: str = "") -> str:
    done = request.args.get("done", "")
    view = collecting.list_context(services(), _said(done) if done in ("remove",) else "", typed, failed)
    return render_template("collections.html", view=view)


def _page(
    found: Collection, failed: str = "", failed_item: str = "", typed: tuple[str, str] | None = None, status: int = 200
) -> Response:
    screen = read_number(request.args.get("page", "")) or 1
    done = _said(request.args.get("done", ""))
    view = collecting.context(services(), found, _style(request.args), screen, done, failed, failed_item, typed)
    return make_response(render_template("collection.html", view=view), status)


def _said(done: str) -> str:
    sentences = {
        "made": _("The collection is made. Collect pages and passages while you read."),
        "changed": _("The name and the note were kept."),
        "restore": _("The collection is back."),
        "remove": _("The collection was removed. It can be put back from this page."),
        "added": _("It is in the collection."),
        "edit": _("The note was kept."),
        "move": _("It was moved."),
        "take-out": _("It was taken out. It can be put back from the end of this page."),
        "put-back": _("It is back in its place."),
    }
    return str(sentences.get(done, ""))


def _find(key: str) -> Collection:
    """Raises NotFound."""
    if not ID.fullmatch(key):
        raise NoSuchPage
    return services().desk.collections.get(key)


def _item(collection: str, key: str) -> Item:
    if not ID.fullmatch(key):
        raise NoSuchPage
    found = services().desk.collections.item(key)
    if found.collection != collection:
        raise NoSuchPage
    return found


def _field(name: str) -> str:
    return request.form.get(name, "")[:FIELD_LENGTH]


def _style(fields: Mapping[str, str]) -> str:
    return clean(fields.get("other", "") or fields.get("style", ""))[:STYLE_LENGTH]


def _over(address: str, done: str, anchor: str = "") -> Response:
    return make_response(redirect(languages.here(f"{address}?done={done}{anchor}"), 303))


def _file(response: Response, name: str) -> Response:
    return download(response, name, name if name.isascii() else f"collection.{name.rpartition('.')[2]}")
