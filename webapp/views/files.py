"""Bytes: page pictures, thumbnails and the original."""

from __future__ import annotations

import os

from flask import Blueprint, Response, current_app, make_response, render_template, request, send_file
from werkzeug.exceptions import NotFound

from indexer.model.document import Document
from indexer.model.plain import plain
from webapp import links, records
from webapp.contexts import Link, MessageContext
from webapp.images import VERSION, ImageCache
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext as _l
from webapp.params import read_number
from webapp.services import Services
from webapp.views.common import is_public, meter, services, split_document_key

PICTURE_AGE = "max-age=31536000, immutable"
DEFAULT_WIDTH_PX = 1100
PDF = "application/pdf"

WITHHELD_PRIVATE: str = _l(
    "Words lie hidden under the boxes of this file, where its makers meant to remove them. They could be copied out "
    "of the original, so the archive keeps it and does not hand it out."
)
REMOVED_WORDS: str = _l("Words were removed from the pages of this file, and could be copied out of the original.")
WITHHELD_PUBLIC: str = _l("The archive keeps it and does not hand it out.")

blueprint = Blueprint("files", __name__)


@blueprint.get("/documents/<key>/pages/<int:number>/image")
def image(key: str, number: int) -> Response:
    """A JPEG of the sheet, `w` pixels wide or the next width that is made."""
    asked_px = read_number(request.args.get("w", ""), 10_000) or DEFAULT_WIDTH_PX
    return _picture(key, number, links.sheet_width(asked_px))


@blueprint.get("/documents/<key>/pages/<int:number>/thumbnail")
def thumbnail(key: str, number: int) -> Response:
    """A small JPEG of the sheet."""
    return _picture(key, number, services().settings.render.thumbnail_width_px)


@blueprint.get("/documents/<key>/original")
def original(key: str) -> Response:
    """The file as received, always as a download; withheld when hidden words were found in it."""
    document_id, _ = split_document_key(key)
    document = services().catalog.document(document_id).document
    if document.original_withheld:
        return make_response(render_template("message.html", view=_withheld(document)), 403)
    name = plain(document.name.rpartition("/")[2]).strip() or f"{document.short_id}.pdf"
    media_type = PDF if document.media_type == PDF else "application/octet-stream"
    with services().originals.local(document.id) as path:  # the response holds it open, if it goes meanwhile
        response = send_file(
            path, mimetype=media_type, as_attachment=True, download_name=name, etag=document.id, conditional=True
        )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _picture(key: str, number: int, width_px: int) -> Response:
    document_id, _ = split_document_key(key)
    wired = services()
    document = wired.catalog.document(document_id).document
    if not 1 <= number <= (document.pages_total or 0):
        raise NotFound
    tag = f"{document.short_id}-{number}-{width_px}-{VERSION}"
    if request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        response = Response(page_picture(wired, document, number, width_px), mimetype="image/jpeg")
    response.set_etag(tag)
    reach = "public" if is_public() else "private"
    response.headers["Cache-Control"] = f"{reach}, {PICTURE_AGE}"
    return response


def page_picture(wired: Services, document: Document, number: int, width_px: int) -> bytes:
    """The JPEG of a sheet, from the cache where it was drawn before. Raises InputError, NotFound, Unavailable."""
    cache: ImageCache = current_app.extensions["ati.images"]
    kept = cache.get(document.id, number, width_px)
    meter().picture(cached=kept is not None)
    if kept is not None:
        return kept
    password = _password(wired.catalog.password_env(document.id))
    with wired.originals.local(document.id) as path:
        picture = wired.renderer.page_image(path, number, width_px, "jpeg", password)
    cache.put(document.id, number, width_px, picture)
    return picture


def _password(variable: str | None) -> str | None:
    """The password that `release.toml` names by its environment variable, as for reading; never kept."""
    return os.environ.get(variable) if variable else None


def _withheld(document: Document) -> MessageContext:
    """Why, in private mode only: a failed redaction is the operator's to know (design.md, rule 8)."""
    title = records.title_of(document)
    told = str(WITHHELD_PUBLIC)
    if services().takedowns.pages_of(document.id):
        held = str(_("A page of this document was taken down, and the file holds it too."))
        return _not_served(document, title, f"{held} {WITHHELD_PUBLIC}")
    if not is_public():
        beyond = [fact.value for fact in records.withheld_facts(document, public=False)]
        told = " ".join((str(REMOVED_WORDS), *beyond, str(WITHHELD_PUBLIC))) if beyond else str(WITHHELD_PRIVATE)
    return _not_served(document, title, f"{told} " + str(_("The visible text and the page pictures are complete.")))


def _not_served(document: Document, title: str, told: str) -> MessageContext:
    return MessageContext(
        _("The original of this document is not served"),
        told,
        _("Read the pages here, or ask the operator of the archive for a copy."),
        (Link(_("Back to “%(title)s”", title=title), links.document(document.id, title)),),
    )
