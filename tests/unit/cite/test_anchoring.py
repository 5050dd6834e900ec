"""A picked passage is found again when its page is read anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.cite.timeline.anchoring import anchored
from indexer.model.timeline import Moment

TEXT = "Heading\nOn 8 September 2021 the RCMP met CSIS. The end."
PASSAGE = "On 8 September 2021 the RCMP met CSIS."
MOMENT = Moment("event", "d" * 64, 1, None, PASSAGE, 8, 11, "8 September 2021", "2021-09-08", 1, 1, "day", "explicit")


@pytest.mark.parametrize(
    ("text", "state", "passage"),
    [
        (TEXT, "same", PASSAGE),
        ("x" + TEXT, "moved", PASSAGE),
        (f"{PASSAGE} A copy far away. {'x' * 30} {PASSAGE}", "moved", PASSAGE),
        (TEXT.replace("2021 the", "2021\nthe"), "moved", "On 8 September 2021\nthe RCMP met CSIS."),
        (TEXT.replace("RCMP", "RCNP").replace("CSIS", "C5IS"), "changed", "On 8 September 2021 the RCNP met C5IS."),
        ("Nothing of the kind stands here any more, whatever was read before.", "gone", PASSAGE),
        ("", "gone", PASSAGE),
    ],
)
def test_where_a_passage_stands_now(text: str, state: str, passage: str) -> None:
    found = anchored(MOMENT, text)
    assert (found.state, found.moment.text) == (state, passage)
    if state not in ("gone",):
        assert text[found.moment.start :].startswith(passage)
        assert text[found.moment.date_start :].startswith(found.moment.date_text)
        assert found.moment.date_text == "8 September 2021"


def test_of_equal_passages_the_nearest_is_meant() -> None:
    text = f"{PASSAGE} and {PASSAGE}"
    assert anchored(MOMENT, text).moment.start == 0
    assert anchored(replace(MOMENT, start=40), text).moment.start == len(PASSAGE) + 5
