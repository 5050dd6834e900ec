"""The help on how to write a query: examples that can be followed, and what each means."""

from __future__ import annotations

from webapp.languages import gettext as _

Rows = tuple[tuple[str, str], ...]
"""An example, as a link to its search, and its meaning."""


def operators() -> Rows:
    """Words, phrases and what stands between them; in French with the French names of the operators."""
    return (
        (_("interference election"), _("pages with both words")),
        (
            _('"foreign interference"'),
            _("the exact words side by side; no endings are ignored. « » and “ ” do as well"),
        ),
        (_("wechat OR weixin"), _("either word. French: OU")),
        (_("wechat AND (douyin OR tiktok)"), _("brackets group. French: ET")),
        (_("interference -russia"), _("pages without a word. Also NOT, French: SAUF")),
        (_("interfer*"), _("any ending; * stands for any letters, ? for one: wech?t")),
        (_('"conservative platform"~5'), _("two words with at most five between them, in either order")),
        ("e-mail", _("with a hyphen or without: e-mail, email; in quotation marks as written")),
        ("微信", _("Chinese characters, side by side as written")),
        (_("wechat election scope:document"), _("the words may stand on different pages of one document")),
        (
            _('"foreign interference" equivalents:off'),
            _("a fixed term as written only; it is else also looked for in the other language"),
        ),
    )


def fields() -> Rows:
    """What may stand before a colon."""
    return (
        (_("title:narratives"), _("in the title of the document")),
        (_('account:"youli youmian"'), _("an account that a page names")),
        (_("platform:wechat"), _("a platform that a page names; platform:* any platform")),
        (_("party:conservative"), _("a party, person, organisation or state that a page names")),
        (_('section:"15(1)"'), _("pages that cite a section of the Act")),
        (_("marking:secret"), _("pages with a classification marking")),
        (_("institution:gac"), _("released by an institution")),
        (_("request:A-2021-01234"), _("released under a request number")),
        (_("stamp:000012"), _("the page with this stamped number")),
        (_("furniture:protected"), _("a word in running heads, footers or stamps, as written")),
        (_("year:2021"), _("of documents of a year")),
        ("date:2021-09-01..2021-09-30", _("of documents dated in a range; either end may be left open")),
        (_("language:fr"), _("of pages in a language: en, fr, zh")),
    )
