"""`/timeline`: the dated points of a search or a name, with their sources."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.errors import ConfigError, NotFound
from indexer.model.registry import Entity
from webapp import people
from webapp.contexts import MessageContext
from webapp.languages import gettext as _
from webapp.params import ReadUrl
from webapp.said import said
from webapp.timelines import page, taking
from webapp.timelines.url import ReadTimelineUrl, read_timeline
from webapp.views.common import services
from webapp.views.failures import message

blueprint = Blueprint("timeline", __name__)


@blueprint.get("/timeline")
def timeline() -> Response:
    """The page."""
    read, entity = asked()
    view = page.context(services(), read, entity)
    return make_response(render_template("timeline.html", view=view), 503 if view.state == "failed" else 200)


@blueprint.get("/timeline/<name>")
def file(name: str) -> Response:
    """All entries that pass the filters, as a file."""
    if name not in taking.FORMATS:
        raise NoSuchPage
    wired, (read, entity) = services(), asked()
    try:
        return taking.file_of(name, taking.entries(wired, read.url), page.title_of(wired, read.url, entity))
    except ConfigError as error:
        return message(
            MessageContext(
                _("This picture cannot be drawn here"),
                said(str(error)),
                _("The list, the table and the SVG are not concerned."),
                (),
            ),
            503,
        )


def asked() -> tuple[ReadTimelineUrl, Entity | None]:
    """The timeline that the address asks for, as far as this site may show it, and the entity it is of.

    Raises NotFound when it is of a name alone that is not there.
    """
    wired = services()
    read = read_timeline(request.args.items(multi=True))
    checked = people.checked_search(wired, ReadUrl(read.url.search, read.notices))
    url, notices = replace(read.url, search=checked.url), checked.notices
    if wired.public and url.collection:
        raise NoSuchPage
    if not url.entity:
        return ReadTimelineUrl(url, notices), None
    entity = _entity(url.entity)
    if entity is None and not url.search.query and not url.search.is_filtered:
        raise NoSuchPage
    if entity is None:
        gone = _("This site shows no such name now; the timeline is of the search alone.")
        return ReadTimelineUrl(replace(url, entity=""), (*notices, gone)), None
    return ReadTimelineUrl(replace(url, entity=entity.id), notices), entity


def _entity(key: str) -> Entity | None:
    wired = services()
    try:
        found = people.checked(wired, wired.registry.entity(key))
    except NotFound:
        return None
    return None if found.hidden else found
