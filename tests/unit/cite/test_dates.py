"""EDTF in citations: what is not certain is never made so."""

from __future__ import annotations

import pytest

from indexer.cite.dates import csl_date, in_words, month_of, printed_date, ris_date, year_of

TABLE = [
    # EDTF, CSL, printed, RIS, year, month
    ("2021-09-13", {"date-parts": [[2021, 9, 13]]}, {"date-parts": [[2021, 9, 13]]}, "2021/09/13/", "2021", 9),
    ("2021-09", {"date-parts": [[2021, 9]]}, {"date-parts": [[2021, 9]]}, "2021/09//", "2021", 9),
    ("2021", {"date-parts": [[2021]]}, {"date-parts": [[2021]]}, "2021///", "2021", 0),
    ("2021~", {"date-parts": [[2021]], "circa": True}, {"literal": "about 2021"}, "2021///about 2021", "2021", 0),
    ("2021-22", {"date-parts": [[2021]], "season": 2}, {"literal": "summer 2021"}, "2021///summer 2021", "2021", 0),
    (
        "2021-09/2021-10", {"date-parts": [[2021, 9], [2021, 10]]}, {"literal": "September 2021 – October 2021"},
        "2021/09//September 2021 – October 2021", "2021", 0,
    ),
    ("2019/..", {"literal": "since 2019"}, {"literal": "since 2019"}, "///since 2019", "", 0),
    ("202X", {"literal": "2020s"}, {"literal": "2020s"}, "///2020s", "", 0),
    (
        "[2021-03-04,2021-04-03]", {"literal": "4 March 2021 or 3 April 2021"},
        {"literal": "4 March 2021 or 3 April 2021"}, "///4 March 2021 or 3 April 2021", "", 0,
    ),
    ("2021-35", {"literal": "third quarter of 2021"}, {"literal": "third quarter of 2021"},
     "2021///third quarter of 2021", "2021", 0),
    ("soon", {"literal": "soon"}, {"literal": "soon"}, "///soon", "", 0),
    ("", None, None, "///", "", 0),
]  # fmt: skip


@pytest.mark.parametrize(("edtf", "csl", "printed", "ris", "year", "month"), TABLE)
def test_every_precision(edtf: str, csl: object, printed: object, ris: str, year: str, month: int) -> None:
    assert csl_date(edtf) == csl
    assert printed_date(edtf, "en") == printed
    assert ris_date(edtf) == ris
    assert year_of(edtf) == year
    assert month_of(edtf) == month


def test_months_are_written_out_in_both_languages() -> None:
    assert in_words("2021-09-01") == "1 September 2021"
    assert in_words("2021-09-01", "fr") == "1er septembre 2021"
    assert in_words("2021~", "fr") == "vers 2021"
