"""Columns of running text that lie on the same lines are read one after the other; tables and forms row by row."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from indexer.extract.layout import page_text
from indexer.extract.words import RawWord
from indexer.model.geometry import BBox

LETTER_PT = 5.0
LEADING_PT = 13.0

PROSE = (
    "The unit saw accounts that shared dis-",
    "information about several candidates",
    "within minutes of each other, and then",
    "returned to other subjects. Officials",
    "assessed with some confidence that it",
    "was amplified by outlets which have",
    "ties to a state; no order was seen.",
)
OTHER = (
    "Members of the task force met twice a",
    "week to share what they knew, and they",
    "briefed the panel on each development",
    "that bore on the vote. The co-",
    "operation went on until the end of the",
    "period, and a report was written for",
    "the ministers who had asked for it.",
)


def rows(*columns: tuple[str, ...], x0s: tuple[float, ...], stretched: float = 0.0) -> list[RawWord]:
    """Words as PDFium gives them: all columns of a row in one line. `stretched`: more white between words."""
    words = []
    for line, cells in enumerate(zip_longest(*columns, fillvalue="")):
        top = 100.0 + LEADING_PT * line
        for start, cell in zip(x0s, cells, strict=True):
            x = start
            for text in cell.split():
                end = x + LETTER_PT * len(text)
                words.append(RawWord(text, line, x > x0s[0], BBox(x, top, end, top + 10.0), 0, 0))
                x = end + LETTER_PT + stretched
    return words


@pytest.mark.parametrize(("gutter", "stretched"), [(75.0, 0.0), (12.0, 0.0), (24.0, 4.5)])
def test_columns_are_read_one_after_the_other(gutter: float, stretched: float) -> None:
    width = 190.0 + 6 * stretched
    words = rows(PROSE, OTHER, x0s=(72.0, 72.0 + width + gutter), stretched=stretched)
    text, placed = page_text(words)
    assert text == "\n".join((*PROSE, *OTHER))
    assert [text[word.start : word.end] for word in placed] == text.split()


def test_three_columns_and_one_that_is_longer() -> None:
    longer = (*PROSE, "and the accounts fell silent after it")
    text, _ = page_text(rows(PROSE, longer, OTHER, x0s=(40.0, 250.0, 460.0)))
    assert text == "\n".join((*PROSE, *longer, *OTHER))


def test_a_heading_across_the_page_and_its_header_stay_above() -> None:
    header = rows(("Global Affairs",), ("PROTECTED",), x0s=(72.0, 400.0))
    header = [word._replace(line=-1, bbox=word.bbox._replace(top=20.0, bottom=30.0)) for word in header]
    text, _ = page_text(header + rows(PROSE, OTHER, x0s=(72.0, 300.0)))
    assert text == "\n".join(("Global Affairs PROTECTED", *PROSE, *OTHER))


FORM = (
    ("Name of the institution in full:", "Person responsible for the file:", "Type of records that are asked:") * 3,
    ("Global Affairs Canada, the bureau", "Jean Tremblay and his two analysts", "E-mails and reports on accounts") * 3,
)
HEADERS = (
    ("From:", "Sent:", "To:", "Cc:", "Subject:", "Attached:", "Importance:"),
    ("the whole of the desk",) * 7,
)
CONTENTS = (("what the unit saw in the first of the weeks",) * 8, ("4", "9", "12", "17", "20", "31", "40", "44"))
TABLE = (PROSE, ("164,000", "52,310", "8,004", "1,200", "14", "9,100", "77"), OTHER)


@pytest.mark.parametrize("cells", [FORM, HEADERS, CONTENTS, TABLE, (PROSE[:4], OTHER[:4])])
def test_forms_headers_tables_and_few_lines_stay_row_by_row(cells: tuple[tuple[str, ...], ...]) -> None:
    text, _ = page_text(rows(*cells, x0s=(60.0, 300.0, 400.0)[: len(cells)]))
    assert text == "\n".join(" ".join(row) for row in zip(*cells, strict=True))


def test_words_of_a_turned_page_keep_the_order_of_reading() -> None:
    upside_down = [word._replace(line=-word.line) for word in reversed(rows(PROSE, x0s=(72.0,)))]
    text, _ = page_text([word._replace(gap=True) for word in upside_down], turned=True)
    assert text == "\n".join(" ".join(reversed(line.split())) for line in reversed(PROSE))
