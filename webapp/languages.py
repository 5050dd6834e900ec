"""The site in English and, under `/fr/`, in French: which language an address asks for, and addresses that keep it."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, Response, has_request_context, request
from flask_babel import Babel, Domain
from flask_babel.speaklater import LazyString
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.utils import redirect

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DEFAULT = "en"
LANGUAGES = {"en": "English", "fr": "Français"}
"""By code, each in its own words."""
NARROW = "\u202f"
"""The narrow no-break space that French sets between thousands."""
NO_BREAK = "\u00a0"
"""What French sets before ":" and "%", and inside « »."""
TRANSLATIONS = Path(__file__).parent / "translations"
MOVED = 308
_PLURALS = "nplurals=2; plural=(n > 1);"
"""French of 0 and 1, and of more: the two forms that each `.po` entry has. Newer Babels (2.19) reckon with a
third, for millions; with theirs every number above 1 was said in English."""
_ENVIRON = "ati.language"
_PASSING = frozenset({"rail", "m", "mention", "more", "open", "done", "rule", "from_hit"})
"""Parameters that say how a page is shown or what was just done: its address for others has none of them."""
_BARE = frozenset({"reader.page"})
"""Pages whose address for others has no parameter at all."""
_SAFE = "!$&'()*+,;=:@/-._~%?"
"""What stays as it is in an address; all else is written as %XX."""

_asked: ContextVar[str | None] = ContextVar("language", default=None)
"""The language while a page is made, which asks for it some hundred times; a stream asks its request."""


@dataclass(frozen=True, slots=True)
class Twin:
    """This very page in one language. `href` keeps the whole query, `canonical` what others should be given."""

    code: str
    name: str
    href: str
    canonical: str
    current: bool


def language() -> str:
    """The language of the page that is asked for; English outside a request."""
    return _asked.get() or (request.environ.get(_ENVIRON, DEFAULT) if has_request_context() else DEFAULT)


def prefix() -> str:
    """What stands before the plain address of a page in this language: "" or "/fr"."""
    code = language()
    return "" if code == DEFAULT else f"/{code}"


def here(address: str) -> str:
    """The address of a page of this site, in the language of the page that links to it."""
    return in_language(address, language())


def in_language(address: str, code: str) -> str:
    """The twin of a page's plain address; one of another site, a part of one, or one that has a language stays."""
    if code == DEFAULT or address[:1] != "/" or address[:2] == "//" or _split(address)[0]:
        return address
    return f"/{code}{address}"


def twins() -> tuple[Twin, ...]:
    """The page that is asked for in each language, English first."""
    path, query, current = _path(), quote(request.query_string, safe=_SAFE), language()
    bare = "&".join(part for part in query.split("&") if part and part.partition("=")[0] not in _PASSING)
    if request.endpoint in _BARE:
        bare = ""
    return tuple(
        Twin(code, name, _with(in_language(path, code), query), _with(in_language(path, code), bare), code == current)
        for code, name in LANGUAGES.items()
    )


class ByPrefix:
    """WSGI: moves `/fr` from the path to the script name and remembers it, so that views know one address for each
    page, and what Werkzeug redirects by itself keeps the language."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        code, rest = _split(path)
        if code and not rest:
            query = environ.get("QUERY_STRING", "")
            moved = redirect(f"{path}/" + (f"?{query}" if query else ""), MOVED)
            return moved(environ, start_response)
        if code:
            script = f"{environ.get('SCRIPT_NAME', '')}/{code}"
            environ = {**environ, _ENVIRON: code, "PATH_INFO": rest, "SCRIPT_NAME": script}
        token = _asked.set(code or DEFAULT)
        try:
            return self._app(environ, start_response)
        finally:
            _asked.reset(token)


def _split(path: str) -> tuple[str, str]:
    """`("fr", "/x")` of "/fr/x"; `("", path)` of one without a language."""
    first, slash, rest = path[1:].partition("/")
    return (first, slash + rest) if first in LANGUAGES and first != DEFAULT else ("", path)


def _path() -> str:
    """The plain address of the page that is asked for; of the front page, where it can only be sent to."""
    rule = request.url_rule
    if rule is not None and "GET" not in (rule.methods or ()):
        return "/"
    return "/" + quote(request.path.lstrip("/"), safe=_SAFE.replace("?", "").replace("%", ""))


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


class _Words(Domain):  # type: ignore[misc]
    """All `.po` files of a language as one catalog, read once: nothing is compiled or kept beside them."""

    def get_translations(self) -> Translations:
        return translations(language())


class _TwoLanguages(Babel):  # type: ignore[misc]
    domain_instance = _Words()


@cache
def translations(code: str) -> Translations:
    """The sentences of a language; those that it lacks stay English."""
    merged = Catalog(code)
    merged.mime_headers = [("Plural-Forms", _PLURALS)]
    for path in po_files(code):
        with path.open("rb") as file:
            found = read_po(file, code)
        merged.mime_headers = [("Plural-Forms", found.plural_forms)]  # as the file has them, not as Babel's CLDR
        for message in found:
            if message.id:
                merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str, **variables: object) -> str:
    """The sentence in the language of the page. As flask_babel's, which looks for the page's language by way of the
    request each time: a tenth of a page of results (measured)."""
    sentence: str = translations(language()).ugettext(message)
    return sentence % variables if variables else sentence


def lazy_gettext(message: str) -> LazyString:
    """For tables of a module: the sentence in the language of the page that shows it."""
    return LazyString(gettext, message)


def po_files(code: str) -> tuple[Path, ...]:
    """The files of a language, in the order in which they are read."""
    return tuple(sorted((TRANSLATIONS / code).glob("*.po")))


@pass_context
def _here(_context: Context, address: str) -> str:
    """The filter. Without the context Jinja would reckon `"/search"|here` once, in the language of the first reader."""
    return here(address)


def _kept(response: Response) -> Response:
    """Redirects between pages stay in the language; JSON has no twin."""
    target = response.headers.get("Location", "")
    if target and not target.partition("?")[0].endswith(".json"):
        response.headers["Location"] = here(target)
    return response


def register(app: Flask) -> None:
    """Gives the app its two languages: gettext in Python and templates, the filter `here`, and `/fr/`."""
    _TwoLanguages(app, locale_selector=language)
    app.jinja_env.filters["here"] = _here
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(language=language, prefix=prefix, twins=twins)
    app.after_request(_kept)
    app.wsgi_app = ByPrefix(app.wsgi_app)  # type: ignore[method-assign]
