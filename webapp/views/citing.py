"""Citations and exports as files: of a document, of pages or a passage in it, and of all matches of a search."""

from __future__ import annotations

from flask import Blueprint, Response, request, stream_with_context
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.cite.formats import OF_CITATIONS, OF_PAGES
from indexer.cite.options import Options
from indexer.cite.styles import StyleError
from indexer.errors import NotFound
from indexer.model.citation import Citation
from webapp import citing, exports, people
from webapp.contexts import Link, MessageContext
from webapp.languages import gettext as _
from webapp.params import read_search
from webapp.said import said
from webapp.views.common import download, services, split_document_key
from webapp.views.failures import message

blueprint = Blueprint("citing", __name__)


@blueprint.get("/documents/<key>/cite/<name>")
def cite(key: str, name: str) -> Response:
    """The document, its `pages`, or the passage `from`–`to` on one page, as a file."""
    if name not in OF_CITATIONS:
        raise NoSuchPage
    form, wanted = OF_CITATIONS[name], citing.asked(request.args)
    citation = _cited(key, wanted)
    try:
        data = b"".join(form.pieces((citation,), Options(wanted.style or citing.usual_style())))
    except StyleError as error:
        return _refused(error)
    return _file(Response(data, content_type=form.media_type), citing.file_name((citation,), form.extension))


@blueprint.get("/search/export/<name>")
def export(name: str) -> Response:
    """All matching pages in page order, streamed."""
    if name not in OF_PAGES:
        raise NoSuchPage
    form, wired = OF_PAGES[name], services()
    pairs = [(one, value) for one, value in request.args.items(multi=True) if one not in ("style", "other")]
    url = people.checked_search(wired, read_search(pairs)).url
    try:
        found = exports.pieces(wired, url, form, citing.asked(request.args).style if form.styled else "")
    except StyleError as error:
        return _refused(error)
    response = Response(stream_with_context(found), content_type=form.media_type)
    return _file(response, exports.file_name(url, form.extension))


def _cited(key: str, wanted: citing.Asked) -> Citation:
    """Raises NotFound for a document or a sheet that is not there."""
    document_id, _ = split_document_key(key)
    record = services().catalog.document(document_id)
    sheets = citing.read_sheets(wanted.pages, record.document.pages_total or 0)
    if sheets is None:
        raise NoSuchPage
    if len(sheets) == 1 and wanted.span:
        try:
            page = services().catalog.page(record.document.id, sheets[0]).page
        except NotFound as error:
            raise NoSuchPage from error
        return citing.cited_page(services(), record, page, wanted.span)
    return citing.cited_sheets(services(), record, wanted.pages)[0]


def _file(response: Response, name: str) -> Response:
    return download(response, name, name if name.isascii() else f"citations.{name.rpartition('.')[2]}")


def _refused(error: StyleError) -> Response:
    context = MessageContext(
        _("This style cannot be used"),
        said(str(error)),
        _("Choose another style."),
        (Link(_("Search the archive"), "/"),),
    )
    return message(context, 400)
