"""`/search.atom`: the newest documents that a search finds, as an Atom feed; and `/saved`: the searches one follows."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import parse_qsl
from xml.etree import ElementTree as Xml

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.commands.options import operator
from indexer.errors import InputError, QueryError, Unavailable
from indexer.model.plain import plain
from indexer.model.stored import DocumentRecord
from webapp import citing, following, languages, links, people, records, said, words
from webapp.languages import gettext as _
from webapp.params import ReadUrl, read_search
from webapp.views.common import services

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 50
ID = re.compile(r"[0-9a-f]{12}")
NAME_LENGTH = 500
QUERY_STRING_LENGTH = 20_000
LONG_AGO = "1970-01-01T00:00:00Z"
"""Of a document that came before the archive kept such times."""
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

feeds = Blueprint("feeds", __name__)
blueprint = Blueprint("saved", __name__)


@feeds.get("/search.atom")
def atom() -> Response:
    """The fifty newest documents that match, newest first; 400 or 503 in words where the search cannot be done."""
    wired = services()
    read = people.checked_search(wired, read_search(request.args.items(multi=True)))
    try:
        newest = wired.catalog.newest_document()
        numbers = wired.search.newest(read.url.request(1), newest, ENTRIES)
    except QueryError as error:
        return Response(said.said(str(error)), 400, mimetype="text/plain")
    except Unavailable as error:
        return Response(said.said(str(error)), 503, mimetype="text/plain")
    found = wired.catalog.documents_by_number(numbers)
    return Response(_feed(read, found), content_type="application/atom+xml; charset=utf-8")


@blueprint.get("/saved")
def saved() -> str:
    """The searches that one follows, with what is new."""
    return _list()


@blueprint.get("/saved/new")
def ask() -> str:
    """The form that keeps a search."""
    read = read_search(request.args.items(multi=True))
    return render_template("save_search.html", view=following.form(read.url))


@blueprint.post("/saved")
def save() -> Response:
    """Keeps a search under a name."""
    read = read_search(parse_qsl(request.form.get("search", "")[:QUERY_STRING_LENGTH]))
    name = request.form.get("name", "")[:NAME_LENGTH].strip() or following.name_of(read.url)
    try:
        _, new = following.save(services(), read.url, name, operator())
    except InputError as error:
        return make_response(_list(failed=said.said(str(error))), 400)
    return _over("saved" if new else "known")


@blueprint.post("/saved/<key>/<action>")
def act(key: str, action: str) -> Response:
    """Renames it, marks what is new as seen, or takes it off the list."""
    if not ID.fullmatch(key) or action not in ("rename", "see", "remove"):
        raise NoSuchPage
    wired = services()
    found = wired.desk.searches.get(key)
    try:
        match action:
            case "rename":
                wired.desk.searches.rename(found.id, request.form.get("name", "")[:NAME_LENGTH])
            case "see":
                wired.desk.searches.see(found.id, wired.catalog.newest_document())
            case _:
                wired.desk.searches.remove(found.id)
    except InputError as error:
        return make_response(_list(failed=said.said(str(error))), 400)
    if action == "remove":
        return make_response(redirect(languages.here(f"/search?{found.query_string}"), 303))
    return _over(action)


def _list(failed: str = "") -> str:
    sentences = {
        "saved": _("The search is kept. Documents that come from now on are counted as new."),
        "known": _("This search was on the list already."),
        "rename": _("It was renamed."),
        "see": _("What there is now counts as seen."),
    }
    done = str(sentences.get(request.args.get("done", ""), ""))
    return render_template("saved.html", view=following.context(services(), done, failed))


def _over(done: str) -> Response:
    return make_response(redirect(languages.here(f"/saved?done={done}"), 303))


def _feed(read: ReadUrl, found: tuple[DocumentRecord, ...]) -> bytes:
    Xml.register_namespace("", ATOM)
    origin = citing.citer(services()).origin
    feed = Xml.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": languages.language()})
    address = origin.address + languages.here(links.search(read.url))
    query = read.url.query or _("All pages")
    _add(feed, "id", address)
    _add(feed, "title", f"{query} – {services().settings.site.title}")
    _author(feed, services().settings.site.title)  # of entries without an institution: RFC 4287, 4.1.1
    _add(feed, "updated", max((_when(one) for one in found), default=LONG_AGO))
    _link(feed, "alternate", address)
    _link(feed, "self", origin.address + languages.here("/search.atom?" + read.url.query_string()))
    for one in found:
        feed.append(_entry(one, origin.address, read.url.query))
    return bytes(Xml.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(record: DocumentRecord, origin: str, query: str) -> Xml.Element:
    document, title = record.document, records.title_of(record.document)
    entry = Xml.Element(f"{{{ATOM}}}entry")
    _add(entry, "id", f"{origin}/documents/{document.short_id}")
    _add(entry, "title", title)
    _add(entry, "updated", _when(record))
    _link(entry, "alternate", origin + languages.here(links.document(document.id, title, query)))
    names = records.institutions(services().search, record.releases)
    author = next((names[one.institution] for one in record.releases if one.institution in names), "")
    if author:
        _author(entry, author)
    _add(entry, "summary", _summary(record))
    return entry


def _summary(record: DocumentRecord) -> str:
    document = record.document
    pages = words.counted(document.pages_total, "page") if document.pages_total else ""
    named = [one.request_number or plain(one.name) for one in record.releases]
    return " · ".join(part for part in (*named, words.edtf(document.date), pages) if part)


def _when(record: DocumentRecord) -> str:
    if record.document.added_at <= 0:
        return LONG_AGO
    return datetime.fromtimestamp(record.document.added_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, f"{{{ATOM}}}{name}").text = _NOT_IN_XML.sub("\ufffd", text)


def _author(parent: Xml.Element, name: str) -> None:
    _add(Xml.SubElement(parent, f"{{{ATOM}}}author"), "name", name)


def _link(parent: Xml.Element, relation: str, address: str) -> None:
    Xml.SubElement(parent, f"{{{ATOM}}}link", {"rel": relation, "href": address})
