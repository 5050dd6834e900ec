"""Beside each fact of a document or release: where it came from. And for the operator: ways to correct it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask import Flask

from indexer.model.describing import SubjectKind
from indexer.model.document import SHORT_ID_LENGTH
from webapp import describing, links
from webapp.contexts import Fact, Link
from webapp.languages import gettext as _
from webapp.services import Services
from webapp.views.common import is_public


def sourced(services: Services, kind: SubjectKind, subject: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts, each with its origin where one is known."""
    names = {
        str(_("Title")): "title", str(_("Date")): "date", str(_("Author")): "author", str(_("Language")): "language",
    } if kind == "document" else {
        str(_("Institution")): "institution", str(_("Request number")): "request_number", str(_("Law")): "regime",
        str(_("Released")): "released", str(_("Outcome")): "disposition", str(_("Published at")): "source_url",
    }  # fmt: skip
    origins = {one.field: one for one in services.descriptions.origins(kind, subject)}
    found = []
    for fact in facts:
        origin = origins.get(names.get(fact.name, ""))
        told = origin is not None and (origin.rule is not None or (origin.value and not fact.basis))
        basis = describing.origin_words(origin, public=services.public) if origin and told else fact.basis
        found.append(replace(fact, basis=basis))
    return tuple(found)


def register(app: Flask) -> None:
    """Gives templates `ways_to_correct(kind, id, page)`."""
    app.jinja_env.globals["ways_to_correct"] = ways_to_correct


def ways_to_correct(kind: str, subject: str, page: int = 0) -> tuple[Link, ...]:
    """What the operator can do about a document, page or release; () on a public site."""
    if is_public():
        return ()
    if kind == "release":
        return (
            Link(_("Correct the description"), "/describe" + links.release(subject)),
            Link(_("Describe its documents in a table"), describing.table_href(subject)),
            Link(_("Take the release down"), "/takedowns/new?" + links.encoded({"release": subject})),
        )
    short = subject[:SHORT_ID_LENGTH]
    document = {"document": short}
    ways = [Link(_("Correct title, date, author or language"), f"/describe/documents/{short}")]
    if page:
        down = "/takedowns/new?" + links.encoded({**document, "page": str(page)})
        ways.append(Link(_("Take this page down"), down))
    return (*ways, Link(_("Take the document down"), "/takedowns/new?" + links.encoded(document)))
