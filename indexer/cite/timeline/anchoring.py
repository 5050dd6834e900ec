"""Where a picked passage stands on its page now: pages are read anew, and then positions move."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from indexer.model.timeline import Moment

LEAST_ALIKE = 85.0
"""Per cent of a passage's letters that must still stand there; OCR of another version changes fewer."""

State = Literal["same", "moved", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Anchored:
    """`moment` as the page says it now; "gone": as it was picked. "changed": other words at the same place."""

    state: State
    moment: Moment


def anchored(moment: Moment, text: str) -> Anchored:
    """The passage on a page with this text: where it was, where it stands now, what it became, or that it is gone."""
    end = moment.start + len(moment.text)
    if text[moment.start : end] == moment.text:
        return Anchored("same", moment)
    if exact := _nearest(moment, re.escape(moment.text), text):
        return Anchored("moved", _at(moment, text, exact))
    spaced = r"\s+".join(re.escape(word) for word in moment.text.split())
    if spaced and (found := _nearest(moment, spaced, text)):
        return Anchored("moved", _at(moment, text, found))
    alike = fuzz.partial_ratio_alignment(moment.text, text, score_cutoff=LEAST_ALIKE) if moment.text else None
    if alike is not None and len(text) >= len(moment.text):
        return Anchored("changed", _at(moment, text, (alike.dest_start, alike.dest_end)))
    return Anchored("gone", moment)


def _nearest(moment: Moment, pattern: str, text: str) -> tuple[int, int] | None:
    spans = [match.span() for match in re.finditer(pattern, text)]
    return min(spans, key=lambda span: abs(span[0] - moment.start), default=None)


def _at(moment: Moment, text: str, span: tuple[int, int]) -> Moment:
    start, end = span
    wanted = r"\s+".join(re.escape(word) for word in moment.date_text.split())
    date = re.search(wanted, text[start:end]) if wanted else None
    return replace(
        moment,
        start=start,
        text=text[start:end],
        date_start=start + date.start() if date else -1,
        date_text=date[0] if date else "",
    )
