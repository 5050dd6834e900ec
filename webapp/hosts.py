"""The names by which a site may be asked for: a page elsewhere that points its own name here must not read it."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, request

from indexer.settings import SiteSettings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def names_of(settings: SiteSettings) -> frozenset[str] | None:
    """Names that the site answers to; None: to all. Those of this machine are always among them."""
    named = settings.trusted_hosts.lower().split()
    if named:
        return frozenset((*named, *LOOPBACK))
    if settings.host in LOOPBACK and settings.mode == "private":
        return frozenset(LOOPBACK)
    return None


def register(app: Flask, settings: SiteSettings) -> None:
    """Refuses requests for other names (DNS rebinding). Werkzeug's TRUSTED_HOSTS would do, but it knows no IPv6 address
    (3.1)."""
    names = names_of(settings)
    if names is None:
        return

    def only_known_names() -> None:
        if urlsplit(f"//{request.host}").hostname not in names:
            abort(400)

    app.before_request(only_known_names)
