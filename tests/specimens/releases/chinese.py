"""Captures of a reposted article in Chinese."""

from tests.specimens.furniture import Dress, dress
from tests.specimens.house import CHINESE, pages
from tests.specimens.library import Release, Specimen

_SIGNATURE = "Department of Example Affairs / Ministère des Affaires exemplaires"
_TITLE = "关于“社团登记”传言的转载文章"
_MANIFEST = """\
institution = "Department of Example Affairs"
request_number = "A-2021-01002"
regime = "atia_ca"
released = "2022-08"
disposition = "disclosed_in_part"
summary_en = "Specimen, fictional. Captures of articles in Chinese."
summary_fr = "Spécimen fictif. Captures d’articles en chinois."

[[file]]
name = "captured-article-zh.pdf"
title = "关于“社团登记”传言的转载文章"
date = "2021-09-02"
language = "zh"
"""


def releases() -> list[Release]:
    """The release of the captures."""
    look = Dress(signature=_SIGNATURE, stamp="A-2021-01002-{page:06d}")
    sheets = dress(pages("repost_zh", "zh", CHINESE), look, stamp=212)
    return [
        Release(
            "a-2021-01002", [Specimen("captured-article-zh.pdf", sheets, _TITLE, request="A-2021-01002")], _MANIFEST
        )
    ]
