"""Templates that write their texts without making a `Markup` of each: that was a third of a page of results (measured).

What is written is what Jinja would write; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from flask.templating import Environment
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from webapp.languages import language, translations
from webapp.words import number


def written(value: object) -> str:
    """What stands on the page for `{{ value }}`: text as `markupsafe.escape` gives it, markup as it is."""
    if type(value) is not str:
        return value if type(value) is Markup else escape(value)
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    if ">" in value:
        value = value.replace(">", "&gt;")
    if '"' in value:
        value = value.replace('"', "&#34;")
    if "'" in value:
        value = value.replace("'", "&#39;")
    return value


class _Generator(CodeGenerator):
    """Compiles `{{ value }}` to a call of `written`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


class QuickEnvironment(Environment):
    """Flask's environment with quick output."""

    code_generator_class = _Generator
    written = staticmethod(written)


def _gettext(message: str, **variables: object) -> Markup:
    code = language()
    return _filled(_translated(code, message), variables) if variables else _fixed(code, message)


def _ngettext(one: str, many: str, value: int, **variables: object) -> Markup:
    sentence: str = translations(language()).ungettext(one, many, value)
    return _filled(sentence, {"num": number(value), **variables})


def _translated(code: str, message: str) -> str:
    sentence: str = translations(code).ugettext(message)
    return sentence


@cache
def _fixed(code: str, message: str) -> Markup:
    """A sentence without holes. Templates have some hundreds of them, in two languages."""
    return _filled(_translated(code, message), {})


def _filled(sentence: str, variables: Mapping[str, object]) -> Markup:
    """A sentence of ours, which may hold tags, around texts that are escaped."""
    return Markup(sentence % {name: written(value) for name, value in variables.items()})  # noqa: S704


SENTENCES = {"_": _gettext, "gettext": _gettext, "ngettext": _ngettext}
"""What templates say their sentences with: the way over the request and its translations took a tenth of a page."""
