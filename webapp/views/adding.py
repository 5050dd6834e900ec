"""`/add`: files from the browser into the archive, and what becomes of them. Only a private site has it."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import cast

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.bootstrap.uploading import Received, Sent
from indexer.commands.options import operator
from indexer.errors import Unavailable
from webapp import receiving, upload_page, words
from webapp.languages import gettext as _
from webapp.languages import here
from webapp.params import read_number
from webapp.receiving import ReceivingRequest
from webapp.said import said
from webapp.upload_page import ROWS_A_SCREEN
from webapp.views.common import json_response, services

ENDPOINT = "adding.send"
NO_ROOM = 507
PART = "upload"
_ID = re.compile(r"[0-9a-f]{16}")

blueprint = Blueprint("adding", __name__)


def open_gate() -> Response | None:
    """Before anything reads the form: lets this one address take much, if the disk has room for it."""
    if request.endpoint != ENDPOINT:
        return None
    settings = services().settings
    free = receiving.free_bytes(settings)
    if (request.content_length or 0) > free:
        problem = _(
            "The disk of the archive has %(free)s left, and this is %(size)s. Nothing was kept. Free some space, or "
            "send less at once.", free=words.file_size(free), size=words.file_size(request.content_length or 0),
        )  # fmt: skip
        return _form({}, {"files": problem}, NO_ROOM)
    receiving.open_gate(cast(ReceivingRequest, request), settings)
    return None


@blueprint.get("/add")
def add() -> Response:
    """The form."""
    return _form({}, {})


@blueprint.post("/add")
def send() -> Response:
    """Takes files in as `ati ingest` would, before what waits already; then shows what becomes of them."""
    values, problems = upload_page.read_fields(request.form)
    files = [one for name in ("files", "folder") for one in request.files.getlist(name) if one.filename]
    if not files:
        problems["files"] = _("Choose at least one file.")
    if problems:
        return _form(values, problems, 400)
    try:
        received = _receive(files, values)
    except Unavailable as error:
        return _form(
            values,
            {"files": " ".join((said(str(error)), _("What was taken in so far is kept; send the same again.")))},
            503,
        )
    with suppress(Unavailable):  # a broker that is down costs time only
        services().work.sender.send(received.due)
    return make_response(redirect(here(f"/add/{received.upload}"), 303))


@blueprint.get("/add/<upload_id>")
def upload(upload_id: str) -> Response:
    """What became of each file; with the header X-Part the part of the page that is renewed."""
    uploads, known = services().work.uploads, _known(upload_id)
    screen = read_number(request.args.get("page", "")) or 1
    files = uploads.upload_files(known, ROWS_A_SCREEN, (screen - 1) * ROWS_A_SCREEN)
    view = upload_page.progress(uploads.upload(known), uploads.upload_sums(known), files, screen)
    template = "parts/upload.html" if request.headers.get("X-Part") == PART else "upload.html"
    response = make_response(render_template(template, view=view))
    response.vary.add("X-Part")
    return response


@blueprint.get("/add/<upload_id>.json")
def upload_twin(upload_id: str) -> Response:
    """The same as JSON; `page` for more than a hundred files."""
    uploads, known = services().work.uploads, _known(upload_id)
    screen = read_number(request.args.get("page", "")) or 1
    files = uploads.upload_files(known, ROWS_A_SCREEN, (screen - 1) * ROWS_A_SCREEN)
    return json_response(upload_page.progress_json(uploads.upload(known), uploads.upload_sums(known), files))


def _receive(files: list[FileStorage], values: dict[str, str]) -> Received:
    with receiving.staged(files, services().settings.incoming) as staged:
        stated = upload_page.manifest(values, staged.folder.name)
        return services().work.uploads.receive(Sent(staged.folder, stated, staged.refused), operator())


def _known(upload_id: str) -> str:
    if not _ID.fullmatch(upload_id):
        raise NoSuchPage
    return upload_id


def _form(values: dict[str, str], problems: dict[str, str], status: int = 200) -> Response:
    settings = services().settings
    view = upload_page.form(
        services().work.uploads, settings.upload, receiving.free_bytes(settings), values, problems
    )  # fmt: skip
    return make_response(render_template("add.html", view=view), status)
