"""What templates write is what Jinja writes, only quicker."""

from __future__ import annotations

import jinja2
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from webapp.quick_templates import SENTENCES, QuickEnvironment, written

TEMPLATE = """{% macro row(value) %}<i class="{{ value }}">{{ value ~ "<" }}</i>{% endmacro %}
{% for one in values %}{{ one }}|{{ row(one) }}|{{ one|upper }}|{{ "<&>" }}|{{ one.nothing }}{% endfor %}
{% set kept %}<b>{{ values[0] }}</b>{% endset %}{{ kept }}{{ kept|e }}"""


@given(st.one_of(st.text(), st.text("<>&\"'a"), st.integers(), st.none(), st.floats(), st.text("<&").map(Markup)))
def test_written_is_escaped(value: object) -> None:
    assert written(value) == escape(value)


@pytest.mark.parametrize("values", [["<script>alert('x') & \"y\"</script>", "plain"], [Markup("<b>"), 5, None, 2.5]])
def test_pages_are_the_same(values: list[object]) -> None:
    app = Flask("test")
    usual = jinja2.Environment(autoescape=True).from_string(TEMPLATE).render(values=values)
    assert QuickEnvironment(app, autoescape=True).from_string(TEMPLATE).render(values=values) == usual


def test_sentences_escape_what_stands_in_them() -> None:
    environment = QuickEnvironment(Flask("test"), autoescape=True)
    environment.globals.update(SENTENCES)
    shown = environment.from_string('{{ _("By <b>%(name)s</b>, 5%%", name=name) }} {{ _("5%%") }}').render(name="<&>")
    assert shown == "By <b>&lt;&amp;&gt;</b>, 5% 5%"
    many = environment.from_string('{{ ngettext("%(num)s page", "%(num)s pages", 1284) }}').render()
    assert many == "1,284 pages"
