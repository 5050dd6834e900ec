"""A release under another country's law, whose codes look different."""

from tests.specimens.furniture import Dress, dress
from tests.specimens.house import MEMO, pages
from tests.specimens.library import Release, Specimen

_TITLE = "Reuse of Canadian narratives by accounts aimed at readers in the United States"
_MANIFEST = f"""\
institution = "Federal Specimen Agency (United States)"
request_number = "F-2023-00081"
regime = "foia_us"
released = "2023-07-14"
disposition = "disclosed_in_part"
summary_en = "Specimen, fictional. Information environment brief released under the Freedom of Information Act."

[[file]]
name = "brief-2022-14.pdf"
title = "{_TITLE}"
date = "2022-11-18"
language = "en"
"""


def releases() -> list[Release]:
    """The release of a fictional agency of the United States."""
    look = Dress(
        banner=("Released under the Freedom of Information Act", "F-2023-00081"),
        signature="Federal Specimen Agency",
        struck="CONFIDENTIAL",
        marking="UNCLASSIFIED",
        printed="Page {n} of {total}",
    )
    sheets = dress(pages("cable", styles=MEMO), look)
    specimen = Specimen("brief-2022-14.pdf", sheets, _TITLE, "Federal Specimen Agency", request="F-2023-00081")
    return [Release("f-2023-00081", [specimen], _MANIFEST)]
