"""Highlights from spans, and boxes over a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.model.geometry import Span
from indexer.model.result import Passage
from tests.web.fakes import HOSTILE, page
from webapp import marks, markup, overlay

TEXT = st.text(max_size=60)
SPANS = st.lists(st.builds(Span, st.integers(-5, 80), st.integers(-5, 80)), max_size=6)


@given(TEXT, SPANS, SPANS)
def test_runs_give_the_text_back_whatever_the_spans_are(text: str, matches: list[Span], furniture: list[Span]) -> None:
    runs = marks.segments(text, matches, furniture)
    assert "".join(run.text for run in runs) == text
    inside = {at for span in matches for at in range(max(0, span.start), min(len(text), span.end))}
    at = 0
    for run in runs:
        assert all((place in inside) is bool(run.match) for place in range(at, at + len(run.text)))
        at += len(run.text)


def test_marked_text_is_escaped_and_gains_no_space() -> None:
    text = f"a {HOSTILE} b"
    shown = markup.marked(marks.segments(text, [Span(2, 10)]))
    assert "<script" not in shown
    assert "<mark>&lt;script&gt;</mark>" in shown
    assert shown.unescape().replace("<mark>", "").replace("</mark>", "") == text


def test_page_text_links_each_match_to_its_box_once() -> None:
    shown = str(markup.page_text(marks.segments("one two one", [Span(0, 3), Span(8, 11)], [Span(1, 2)])))
    assert shown.count('id="mark-1"') == 1
    assert 'href="#hit-2"' in shown
    assert '<span class="furniture">' in shown


def test_a_passage_within_a_sentence_says_so() -> None:
    view = marks.passage(Passage("began to\nshare articles", 120, ((9, 14),)))
    assert [(run.text, run.match) for run in view.segments] == [
        ("…\u00a0", 0),
        ("began to ", 0),
        ("share", 1),
        (" articles", 0),
        ("\u00a0…", 0),
    ]


def test_boxes_lie_on_the_words_and_lines_hold_all_the_text() -> None:
    one = page(1, "foreign interference here\nand 干预 there")
    (boxes,) = overlay.match_boxes(one, [Span(0, 20)])
    assert boxes.id == "hit-1"
    (rect,) = boxes.rects
    first, last = one.words[0].bbox, one.words[1].bbox
    assert float(rect.x) <= first.x0
    assert float(rect.x) + float(rect.width) >= last.x1
    assert float(rect.y) <= first.top
    assert float(rect.height) < 16
    assert [line.text for line in overlay.text_lines(one)] == ["foreign interference here", "and 干预 there"]
