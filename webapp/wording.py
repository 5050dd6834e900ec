"""Sentences in the language of the page, as typed text: flask-babel has no types."""

from __future__ import annotations

import flask_babel


def gettext(text: str, **values: object) -> str:
    """The sentence in the language of the page, `%(name)s` filled from `values`."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The sentence for one or for many, `%(num)s` being the number."""
    return str(flask_babel.ngettext(one, many, num, **values))
