"""The page of the design system shows what the style sheet holds, and its colours pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.web.fakes import make_services
from webapp import create_app, style_page

CSS = (ROOT / "webapp" / "static" / "site.css").read_text(encoding="utf-8")


def test_contrast_is_reckoned_as_wcag_says() -> None:
    assert style_page.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert style_page.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_every_colour_of_words_passes_on_every_ground_in_both_themes() -> None:
    found = style_page.colours(CSS)
    assert {one.name for one in found} >= {*style_page.TEXTS, *style_page.GROUNDS}
    assert [one for one in found if not one.passes] == []


def test_the_page_shows_each_token_in_both_languages(tmp_path: Path) -> None:
    client = create_app(make_services(tmp_path)).test_client()
    for address in ("/style", "/fr/style"):
        html = client.get(address).get_data(as_text=True)
        for name in re.findall(r"--([\w-]+):\s*light-dark\(#\w{6}, #\w{6}\)", CSS):
            assert f"--{name}" in html
        assert html.count('class="theme is-') == 2
    assert "4,5 à 1" in html


def test_a_public_site_does_not_have_it(tmp_path: Path) -> None:
    client = create_app(make_services(tmp_path, mode="public")).test_client()
    assert client.get("/style").status_code == 404
    assert '"/style"' not in client.get("/").get_data(as_text=True)


def test_an_example_with_quotation_marks_is_whole_in_its_box(tmp_path: Path) -> None:
    html = create_app(make_services(tmp_path)).test_client().get("/").get_data(as_text=True)
    assert "Words, &#34;a phrase&#34;, a name" in html
