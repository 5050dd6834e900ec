"""`create_app`: the site over the library. A public site is read-only; a private one takes corrections."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Flask, Response, current_app, request, send_from_directory
from flask_wtf.csrf import CSRFProtect

from indexer.errors import ConfigError
from indexer.secret_files import read_secret
from indexer.settings import SiteSettings
from webapp import hosts, languages, markup, origins, packing, tombstones, watching, words
from webapp.images import ImageCache
from webapp.kept_pages import KeptPages
from webapp.quick_templates import SENTENCES, QuickEnvironment
from webapp.receiving import ReceivingRequest
from webapp.services import Services
from webapp.views import (
    adding,
    archive,
    citing,
    collections,
    corrections,
    describing,
    documents,
    entities,
    failures,
    feeds,
    files,
    front,
    health,
    queue,
    reader,
    reading,
    search,
    search_values,
    style,
    suggesting,
    takedowns,
    timeline,
    timeline_edits,
    timelines,
)
from webapp.watching import WatchedFlask

PAGES = (
    front,
    search,
    search_values,
    suggesting,
    documents,
    reader,
    reading,
    archive,
    files,
    entities,
    timeline,
    timelines,
    health,
    citing,
)
"""Views of every site."""
STATIC = Path(__file__).parent / "static"
KEY_BYTES_LEAST = 32
YEAR_S = 31_536_000
UPLOAD_LIMIT_BYTES = 8_000_000
"""A file of corrections: some 20,000 rules. A form with 10,000 ticked boxes is read, to say that these are too many."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Site:
    """What every template may know: `site.title`, `site.asset("site.css")`."""

    title: str
    public: bool
    assets: dict[str, str]

    def asset(self, name: str) -> str:
        """Address of a static file with its content's hash, so that it can be kept for a year."""
        return self.assets[name]


def create_app(services: Services) -> Flask:
    """The WSGI application over wired services; nothing is opened here but the static folder."""
    app = WatchedFlask(__name__, static_folder=None)
    app.jinja_environment = QuickEnvironment
    settings = services.settings.site
    app.config.update(SECRET_KEY=_secret_key(settings), MAX_CONTENT_LENGTH=UPLOAD_LIMIT_BYTES)
    app.config.update(SESSION_COOKIE_SAMESITE="Strict", SESSION_COOKIE_HTTPONLY=True)
    app.extensions["ati.meter"] = watching.register(app)
    hosts.register(app, settings)
    app.extensions["ati"] = services.for_readers()
    limit_bytes = services.settings.render.cache_mb * 1_000_000
    app.extensions["ati.images"] = ImageCache(services.settings.images, limit_bytes)
    if settings.mode == "private":
        app.request_class = ReceivingRequest
        app.before_request(adding.open_gate)
    app.extensions["ati.pages"] = KeptPages()
    CSRFProtect(app)
    languages.register(app)
    app.jinja_env.globals.update(SENTENCES)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["site"] = Site(settings.title, settings.mode == "public", _assets())
    app.jinja_env.filters.update(number=words.number, decimal=words.decimal, counted=words.counted, edtf=words.edtf)
    app.jinja_env.filters.update(
        marked=markup.marked,
        page_text=markup.page_text,
        runs=markup.runs,
        cited=markup.cited,
        json_block=markup.json_block,
    )
    for blueprint in PAGES:
        app.register_blueprint(blueprint.blueprint)
    app.register_blueprint(feeds.feeds)
    if settings.mode == "private":
        for private in (corrections, timeline_edits, queue, adding, collections, feeds, describing, takedowns, style):
            app.register_blueprint(private.blueprint)
    origins.register(app)
    tombstones.register(app)
    app.add_url_rule("/static/<path:name>", "static", _static)
    failures.register(app)
    app.after_request(_protected)
    return app


def _secret_key(settings: SiteSettings) -> bytes:
    """Signs forms. Made anew at each start unless a file is named, which two sites over one archive need."""
    if not settings.secret_key_file:
        return secrets.token_bytes(32)
    key = read_secret(settings.secret_key_file, "site.secret_key_file").encode()
    if len(key) < KEY_BYTES_LEAST:
        raise ConfigError(f"site.secret_key_file: {settings.secret_key_file} holds fewer than {KEY_BYTES_LEAST} bytes")
    return key


def _protected(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    packing.pack(response)
    if response.mimetype in {"text/html", "application/json"} and response.status_code == 200:
        response.add_etag()
        response.make_conditional(request)
    return response


def _assets() -> dict[str, str]:
    """Static files by name; a folder hash, since the modules name each other without one."""
    paths = sorted(path for path in STATIC.iterdir() if path.is_file())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]
    return {path.name: f"/static/{digest}/{path.name}" for path in paths}


def _static(name: str) -> Response:
    stamp, _, bare = name.rpartition("/")
    response = send_from_directory(STATIC, bare)
    fresh = f"/static/{stamp}/{bare}" in _site().assets.values()
    response.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable" if fresh else "no-cache"
    return response


def _site() -> Site:
    return cast(Site, current_app.jinja_env.globals["site"])
