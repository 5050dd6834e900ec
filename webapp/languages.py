"""The site in English and, under `/fr/`, in French: which language an address asks for, and addresses that keep it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DEFAULT = "en"
LANGUAGES = {"en": "English", "fr": "Français"}
"""By code, each in its own words."""
TRANSLATIONS = Path(__file__).parent / "translations"
_ENVIRON = "ati.language"


def language() -> str:
    """The language of the page that is asked for; English outside a request."""
    return request.environ.get(_ENVIRON, DEFAULT) if has_request_context() else DEFAULT


def here(address: str) -> str:
    """The address of a page of this site, in the language of the page that links to it."""
    return in_language(address, language())


def in_language(address: str, code: str) -> str:
    """The twin of a page's address; an address of another site, or a part of one, stays as it is."""
    if code == DEFAULT or not address.startswith("/") or address.startswith("//"):
        return address
    return f"/{code}{address}"


class ByPrefix:
    """WSGI: takes `/fr` off the path and remembers it, so that views know one address for each page."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        first, slash, rest = environ.get("PATH_INFO", "").lstrip("/").partition("/")
        if first in LANGUAGES and first != DEFAULT:
            environ = {**environ, _ENVIRON: first, "PATH_INFO": "/" + rest if slash else "/"}
        return self._app(environ, start_response)


class _Words(Domain):  # type: ignore[misc]
    """All `.po` files of a language as one catalog, read once: nothing is compiled or kept beside them."""

    def get_translations(self) -> Translations:
        return _translations(language())


class _TwoLanguages(Babel):  # type: ignore[misc]
    domain_instance = _Words()


@cache
def _translations(code: str) -> Translations:
    merged = Catalog(code)
    for path in sorted((TRANSLATIONS / code).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, code):
                if message.id:
                    merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)


def register(app: Flask) -> None:
    """Gives the app its two languages: gettext in Python and templates, the filter `here`, and `/fr/`."""
    _TwoLanguages(app, locale_selector=language)
    app.jinja_env.filters["here"] = here
    app.wsgi_app = ByPrefix(app.wsgi_app)  # type: ignore[method-assign]
