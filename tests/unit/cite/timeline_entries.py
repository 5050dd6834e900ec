"""Entries for the tests of files, with hostile names among them."""

from __future__ import annotations

from dataclasses import replace

from indexer.cite.timeline.entries import Entry, Source

HOSTILE = "<script>alert(1)</script>&\"'=\u202e有理"


def source(page: int = 3, title: str = "Analysis", label: str = "000012") -> Source:
    return Source(
        "d" * 64, page, label, f"https://example.org/documents/dddddddddddd/pages/{page}?rail=entities#mention-5",
        title, "RRM Canada", "2021-09-13", "Global Affairs Canada", "A-2021-01234",
    )  # fmt: skip


DAY = Entry(
    "a" * 32, "event", "2021-09-08", "8 Sept 2021", 20210908, 20210908, "day", "Youli-Youmian (WeChat)",
    "The account likely posted on 8 September 2021.", (source(), source(7)), names=("Youli-Youmian (WeChat)", "RCMP"),
    basis="explicit", hedge="likely",
)  # fmt: skip
MONTH = replace(
    DAY, id="b" * 32, edtf="2021-12~", said="about Dec 2021", first=20211201, last=20211231, precision="month"
)
SINCE = replace(DAY, id="c" * 32, edtf="2019/..", said="since 2019", first=20190101, last=None, precision="range")
EITHER = replace(
    DAY, id="d" * 32, edtf="[2021-03-04,2021-04-03]", said="4 Mar 2021 or 3 Apr 2021", first=20210304, last=20210403
)
WRITTEN = replace(
    DAY, id="e" * 32, role="document", headline=HOSTILE, own="=cmd|' /C calc'!A0 " + HOSTILE, passage="", names=(),
    sources=(source(title=HOSTILE),),
)  # fmt: skip
GONE = replace(DAY, id="f" * 32, role="release", sources=(), passage="", headline="@gone", edtf="../2020",
               said="until 2020", first=None, last=20201231, precision="range")  # fmt: skip
ALL = (SINCE, EITHER, DAY, MONTH, WRITTEN, GONE)
