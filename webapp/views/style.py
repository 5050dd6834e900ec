"""`/style`: the design system on a page of its own, of a private site."""

from __future__ import annotations

from flask import Blueprint, render_template

from webapp import style_page

blueprint = Blueprint("style", __name__)


@blueprint.get("/style")
def style() -> str:
    """Tokens with their contrast, and each part in both themes."""
    return render_template("style.html", view=style_page.context())
