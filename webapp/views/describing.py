"""Descriptions corrected by the operator, one at a time or many in a table. Only a private site has these addresses."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.errors import InputError
from indexer.model.describing import FIELDS, SubjectKind
from indexer.model.query import SearchRequest
from indexer.model.stored import DocumentRecord
from webapp import describing, describing_table, links, records, words
from webapp.contexts import Hidden, Link
from webapp.describing import Typed
from webapp.describing_contexts import DescribeContext
from webapp.describing_table import IN_A_ROW, OF_RELEASE, OF_TICKED, Asked, Frame
from webapp.languages import gettext as _
from webapp.languages import here
from webapp.params import clean, read_number
from webapp.said import said
from webapp.views.common import services, split_document_key

ROWS_A_SCREEN = 50
FIELD_LENGTH = 25_000

blueprint = Blueprint("describing", __name__)


@blueprint.get("/describe/documents/<key>")
def document(key: str) -> Response:
    """The form of a document's description."""
    return _page(describing.document_form(services(), _document(key).document.id, Typed(), _done()))


@blueprint.post("/describe/documents/<key>")
def describe_document(key: str) -> Response:
    """Keeps what was changed, or says what cannot be kept."""
    record = _document(key)
    typed = _typed("document")
    problem = _saved("document", record.document.id, typed)
    if problem is not None:
        return _page(describing.document_form(services(), record.document.id, problem, ""), 400)
    return _over(f"/describe/documents/{record.document.short_id}")


@blueprint.get("/describe/releases/<path:release_id>")
def release(release_id: str) -> Response:
    """The form of a release's description."""
    return _page(describing.release_form(services(), release_id, Typed(), _done()))


@blueprint.post("/describe/releases/<path:release_id>")
def describe_release(release_id: str) -> Response:
    """Keeps what was changed, or says what cannot be kept."""
    found = services().catalog.release(release_id)
    problem = _saved("release", found.id, _typed("release"))
    if problem is not None:
        return _page(describing.release_form(services(), found.id, problem, ""), 400)
    return _over("/describe" + links.release(found.id))


@blueprint.get("/describe/table")
def table() -> Response:
    """Documents in a table: of a `release`, of a search (`q`), or those without a date (`undated`)."""
    frame, found = _frame(request.args.to_dict())
    return _table(frame, found, Asked(), _done())


@blueprint.post("/describe/table")
def describe_many() -> Response:
    """Keeps what was changed in all rows, and what is said of the ticked ones, all or nothing."""
    kept = request.form.to_dict()
    frame, found = _frame(kept)
    asked = _asked_table(found)
    rules, asked = describing_table.rules_for(services(), found, asked)
    if not asked.error and not rules:
        asked = replace(asked, error=str(_("Nothing was changed in the table.")))
    if not asked.error:
        try:
            services().registry.describe(rules)
        except InputError as error:
            asked = replace(asked, error=said(str(error)))
    if asked.error:
        return _table(frame, found, asked, "", 400)
    target = next((rule.into for rule in rules if rule.into), None)
    names = {"release": target} if target else {one.name: one.value for one in frame.kept}
    return _over("/describe/table?" + links.encoded(names), "&")


def _saved(kind: SubjectKind, subject: str, typed: Typed) -> Typed | None:
    """None when it was kept; else the form with what is wrong with it."""
    rules, typed = describing.rules_for(kind, subject, typed, services().descriptions.origins(kind, subject))
    if typed.problems:
        return replace(typed, error=str(_("Nothing was saved: see the fields that are marked.")))
    if not rules:
        return replace(typed, error=str(_("Nothing was changed in the form.")))
    try:
        services().registry.describe(rules)
    except InputError as error:
        return replace(typed, error=said(str(error)))
    return None


def _typed(kind: SubjectKind) -> Typed:
    """A filled form; a button that takes an offer fills its field."""
    values = {name: _field(name) for name in FIELDS[kind] if name in request.form}
    was = {name: _field(f"was-{name}") for name in values}
    name, equals, value = request.form.get("use", "").partition("=")
    if equals and name in FIELDS[kind]:
        values[name] = clean(value)[:FIELD_LENGTH]
    return Typed(values, was, new_institution="new_institution" in request.form, why=_field("why"))


def _asked_table(found: tuple[DocumentRecord, ...]) -> Asked:
    rows = {}
    for record in found:
        id_ = record.document.id
        values = {name: _field(f"{name}-{id_}") for name in IN_A_ROW if f"{name}-{id_}" in request.form}
        rows[id_] = Typed(values, {name: _field(f"was-{name}-{id_}") for name in values})
    return Asked(
        rows=rows,
        ticked=frozenset(request.form.getlist("document")) & rows.keys(),
        together={name: _field(f"all-{name}") for name in (*OF_TICKED, *OF_RELEASE)},
        into=_field("into"),
        new_institution="new_institution" in request.form,
        why=_field("why"),
    )


def _field(name: str) -> str:
    value = request.form.get(name, "")[:FIELD_LENGTH]
    lines = [clean(line) for line in value.splitlines()] if "summary" in name else [clean(value)]
    return "\n".join(lines)


def _frame(asked: dict[str, str]) -> tuple[Frame, tuple[DocumentRecord, ...]]:
    """What the table is of, and its documents. Raises NotFound."""
    screen = read_number(asked.get("page", "")) or 1
    start = (screen - 1) * ROWS_A_SCREEN
    names = {name: clean(asked.get(name, "")) for name in ("release", "q", "undated")}
    wired = services()
    ways: tuple[Link, ...] = ()
    undated = (Link(_("Documents without a date"), "/describe/table?undated=1"),)
    if names["release"]:
        release = wired.catalog.release(names["release"])
        found = wired.catalog.release_documents(release.id, start, ROWS_A_SCREEN + 1)
        name = records.release_name(release)
        title, back, kept = (
            _("Documents of %(release)s", release=name),
            Link(name, links.release(release.id)),
            "release",
        )
        ways = (Link(_("Correct the release"), "/describe" + links.release(release.id)), *undated)
    elif names["undated"]:
        found = wired.descriptions.undated(start, ROWS_A_SCREEN + 1)
        title, back, kept = _("Documents without a date"), Link(_("Documents"), "/documents"), "undated"
    else:
        query = names["q"]
        groups = wired.search.find_documents(SearchRequest(query, limit=ROWS_A_SCREEN + 1, offset=start)).groups
        found = tuple(wired.catalog.document(one.document) for one in groups)
        title = _("Documents found by “%(query)s”", query=query) if query else _("Documents")
        back, kept, ways = Link(_("The search"), "/search?" + links.encoded({"q": query})), "q", undated
    fields = {kept: names[kept]} | ({"page": str(screen)} if screen > 1 else {})
    screens = screen + (len(found) > ROWS_A_SCREEN)
    hrefs = {
        number: "/describe/table?" + links.encoded({kept: names[kept], "page": str(number)})
        for number in records.screens(screen, screens)
    }
    lead = _("Change what is wrong in the rows, or tick rows and say something of them together.")
    shown = tuple(one for one in found[:ROWS_A_SCREEN] if not one.document.taken_down)
    frame = Frame(
        title, lead, back, ways, tuple(Hidden(name, value) for name, value in fields.items()),
        records.pagination(screen, screens, hrefs),
    )  # fmt: skip
    return frame, shown


def _document(key: str) -> DocumentRecord:
    record = services().catalog.document(split_document_key(key)[0])
    if record.document.taken_down:
        raise NoSuchPage
    return record


def _done() -> str:
    count = services().registry.waiting()
    if request.args.get("done") != "1":
        return ""
    follows = _("; search follows for %(documents)s", documents=words.counted(count, "document")) if count else ""
    return str(_("It was saved%(follows)s.", follows=follows))


def _over(address: str, joint: str = "?") -> Response:
    return make_response(redirect(here(f"{address}{joint}done=1"), 303))


def _page(view: DescribeContext, status: int = 200) -> Response:
    response = make_response(render_template("describe.html", view=view), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _table(frame: Frame, found: tuple[DocumentRecord, ...], asked: Asked, done: str, status: int = 200) -> Response:
    view = describing_table.context(services(), frame, found, asked, done)
    response = make_response(render_template("describe_table.html", view=view), status)
    response.headers["Cache-Control"] = "no-store"
    return response
