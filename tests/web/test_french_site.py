"""The site walked in French: every link and form stays there, and no English sentence of ours is left."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import messages
from tests.conftest import ROOT
from tests.web.fakes import make_services, sha
from tests.web.real import make_real
from webapp import create_app
from webapp.languages import translations

TEMPLATES = sorted((ROOT / "webapp" / "templates").rglob("*.html"))
FILES = re.compile(
    r"/static/|.*(\.\w{2,5}|/(image|thumbnail|original|export|metrics|(export|cite)/[\w-]+)|/timeline/[\w-]+)(\?.*)?$"
)
"""Addresses that are no pages: both languages share them."""
UNFAKED = (
    "/fr/add", "/fr/collect", "/fr/corrections", "/fr/descri", "/fr/entities", "/fr/queue", "/fr/saved",
    "/fr/takedowns", "/fr/timeline",
)  # fmt: skip
"""What the fake services have no lists of; these pages are walked over a real catalog."""
PAGES_WALKED = 120
LONG = 3
"""Words of an English sentence that is looked for; shorter ones stand in titles and passages too."""
FAKE_PAGES = (
    "/fr/", "/fr/documents", "/fr/coverage", "/fr/operators", "/fr/search?q=wechat", "/fr/search?q=zzz",
    "/fr/search?q=zzz&year=2021&-platform=wechat", "/fr/search?q=(a+or&date_from=x&sort=y&page=0&colour=red",
    "/fr/search?q=wechat&page=99", f"/fr/documents/{sha('analysis')[:12]}/pages/1?q=wechat",
    f"/fr/documents/{sha('hidden')[:12]}/original", "/fr/nothing-of-the-kind",
)  # fmt: skip


@dataclass
class Seen(HTMLParser):
    """Addresses of a page, and its text without what is marked as being in another language or somebody's name."""

    links: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    inside: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("a", "form"):
            self.links.append((given.get("href") or given.get("action") or "", given))
        if tag not in VOID:
            foreign = given.get("lang", "fr") != "fr" or tag in ("bdi", "blockquote", "script", "title")
            self.inside.append(foreign or given.get("class", "") in FOREIGN)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.inside:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.inside):
            self.text.append(data)


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FOREIGN = {"passage", "text", "query", "file", "stamp"}


def walk(client: FlaskClient, starts: tuple[str, ...], apart: tuple[str, ...]) -> Iterator[tuple[str, Seen]]:
    """The pages that can be reached from some, by links of ours; those whose address begins with `apart` are left."""
    due, known = list(starts), set(starts)
    walked = 0
    while due and walked < PAGES_WALKED:
        address = due.pop(0)
        response = client.get(address, follow_redirects=True)
        if response.mimetype != "text/html":
            continue
        assert response.status_code < 500, address
        walked += 1
        seen = Seen()
        seen.feed(response.get_data(as_text=True))
        yield address, seen
        for link, given in seen.links:
            plain = urldefrag(html.unescape(link))[0]
            if plain.startswith("/fr/") and "method" not in given and plain not in known:
                if plain.startswith(apart):
                    continue
                known.add(plain)
                due.append(plain)


def astray(seen: Seen) -> list[str]:
    """Addresses of pages of this site that leave the language."""
    return [
        link
        for link, given in seen.links
        if link.startswith("/") and not link.startswith("/fr/") and "data-twin" not in given and not FILES.match(link)
    ]


def english() -> tuple[str, ...]:
    """Our sentences that must not stand on a French page."""
    known = translations("fr")
    ids = {one.id for one in messages.used() if isinstance(one.id, str) and "%(" not in one.id and "<" not in one.id}
    return tuple(id_ for id_ in ids if len(id_.split()) >= LONG and str(known.ugettext(id_)) != id_)


def check(client: FlaskClient, starts: tuple[str, ...], least: int, apart: tuple[str, ...] = ()) -> None:
    sentences = english()
    walked = 0
    for address, seen in walk(client, starts, apart):
        walked += 1
        assert astray(seen) == [], address
        text = " ".join(" ".join(seen.text).split())
        assert [one for one in sentences if one in text] == [], address
    assert walked >= least


def test_documents_and_searches(tmp_path: Path) -> None:
    check(create_app(make_services(tmp_path)).test_client(), FAKE_PAGES, 60, apart=UNFAKED)


@pytest.fixture
def corrected(tmp_path: Path) -> Flask:
    """A site over a catalog with one correction of each kind."""
    real = make_real(tmp_path)
    app = create_app(real.services)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    first, second = real.registry.entities("organisation", "", "pages", 0, 2)
    client.get("/entities")  # in English first: a template is compiled once for both
    client.post(f"/fr/entities/{first.id}/rename", data={"name": "Autre nom", "seen": real.registry.state([first.id])})
    client.post(f"/fr/entities/{second.id}/hide", data={"seen": real.registry.state([second.id])})
    return app


def test_names_and_corrections(corrected: Flask) -> None:
    check(
        corrected.test_client(),
        (
            "/fr/entities?kind=account",
            "/fr/corrections",
            "/fr/search?q=rcmp",
            "/fr/timelines",
            "/fr/collections",
            "/fr/saved",
        ),
        60,
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_words_that_cannot_be_translated(path: Path) -> None:
    source = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    source = re.sub(r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", "", source, flags=re.DOTALL)
    source = re.sub(r"{% block body_class %}.*?{% endblock", "{% endblock", source)
    source = re.sub(r"{{.*?}}|{%.*?%}|SHA-256", "", source, flags=re.DOTALL)  # SHA-256 has one name in all languages
    shown = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*[A-Za-z]{2}[^"]*)"', source)
    text = re.sub(r'<(script|kbd|span class="query"|span lang="\w+").*?</\w+>|<[^>]*>', " ", source, flags=re.DOTALL)
    assert shown == []
    assert re.findall(r"[A-Za-z]{2,}(?: [a-z]+)*", html.unescape(text)) == []
