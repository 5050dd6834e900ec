"""Runs of text as markup. The only place where markup is made outside templates; each text goes through `escape`."""

from __future__ import annotations

import json
from collections.abc import Iterable

from markupsafe import Markup

from indexer.cite.runs import Run as CitedRun
from indexer.cite.runs import as_html
from webapp.contexts import Segment
from webapp.entity_contexts import Run
from webapp.quick_templates import written

_MATCH = Markup("<mark>{}</mark>")
_LINKED = Markup('<a class="hit-link" id="mark-{}" href="#hit-{}"><mark>{}</mark></a>')
_AGAIN = Markup('<a class="hit-link" href="#hit-{}"><mark>{}</mark></a>')
_FURNITURE = Markup('<span class="furniture">{}</span>')
_NOTHING = Markup("")
_KINDS = {
    "mention": _MATCH,
    "hedge": Markup('<em class="hedge">{}</em>'),
    "date": Markup('<span class="when">{}</span>'),
}


def marked(segments: Iterable[Segment]) -> Markup:
    """Matches in `<mark>`; no white space is added, so that a text reads as it stands on the page."""
    return Markup(  # noqa: S704 - each text is escaped here
        "".join(f"<mark>{written(one.text)}</mark>" if one.match else written(one.text) for one in segments)
    )


def page_text(segments: Iterable[Segment]) -> Markup:
    """The same, each match a link to its box; banners and stamps are set quietly."""
    seen = 0
    runs = []
    for one in segments:
        run = Markup.escape(one.text)
        if one.match > seen:
            seen = one.match
            run = _LINKED.format(seen, seen, one.text)
        elif one.match:
            run = _AGAIN.format(one.match, one.text)
        runs.append(_FURNITURE.format(run) if one.furniture else run)
    return _NOTHING.join(runs)


def runs(told: Iterable[Run]) -> Markup:
    """A passage with the name, its hedge words and the date of an event marked."""
    return _NOTHING.join(_KINDS[one.kind].format(one.text) if one.kind else Markup.escape(one.text) for one in told)


def cited(told: Iterable[CitedRun]) -> Markup:
    """A formatted citation: escaped text in a few tags, without an attribute."""
    return Markup(as_html(told))  # noqa: S704 - each run is escaped there, and a test holds it


def json_block(value: dict[str, object]) -> Markup:
    """Data for a `<script type="application/ld+json">`, in which no text can end the element."""
    text = json.dumps(value, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - no "<" is left in it
