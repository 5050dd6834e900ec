from __future__ import annotations

from collections import Counter

import pytest

from indexer.extract.lines import Piece, pieces
from indexer.extract.stamps import label_of, marking_of, notice_of, printed_of, request_number, request_numbers
from indexer.model.geometry import BBox
from indexer.model.page import Page


def line(text: str, band: bool = True) -> Piece:
    return Piece(text, 0, len(text), BBox(0, 0, 100, 10), band)


@pytest.mark.parametrize(
    ("stamp", "label", "request_"),
    [
        ("1A-2025-13519-000001", "000001", "1A-2025-13519"),
        ("A3969113_1-000002", "000002", None),
        ("001508", "001508", None),
        ("### A3969124_4-000007", "000007", None),
        ("CAN000123", "CAN000123", None),
    ],
)
def test_page_stamps(stamp: str, label: str, request_: str | None) -> None:
    assert label_of([line("Some text"), line(stamp)]) == (label, request_, 1)


@pytest.mark.parametrize("text", ["2001508", "01508", "A-2021-00123", "12345678901", "2021-09"])
def test_what_is_no_page_stamp(text: str) -> None:
    assert label_of([line(text)]) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "number"), [("Page 3 of 6", "3 of 6"), ("2 of 67", "2 of 67"), ("Page 1 de 2", "1 de 2"), ("Page 7", "7")]
)
def test_printed_numbers(text: str, number: str) -> None:
    assert printed_of([line(text)]) == (number, 0)
    assert printed_of([line(text, band=False)]) == (None, None)


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("SECRET", "SECRET"),
        ("TOP SECRET // CANADIAN EYES ONLY", "TOP SECRET // CANADIAN EYES ONLY"),
        ("PROTECTED B / PROTÉGÉ B", "PROTECTED B / PROTÉGÉ B"),
        ("UNCLASSIFIED // NON CLASSIFIÉ", "UNCLASSIFIED // NON CLASSIFIÉ"),
        ("Protected A", "PROTECTED A"),
        ("This e-mail is confidential and may be privileged", None),
        ("The secret of the article is its title", None),
        ("CEO of the company", None),
    ],
)
def test_markings_stand_alone_in_the_band(text: str, marking: str | None) -> None:
    assert marking_of(line(text)) == marking
    assert marking_of(line(text, band=False)) is None


@pytest.mark.parametrize(
    ("text", "pages", "sections"),
    [
        ("Page 4 is withheld pursuant to section(s) 15(1), 21(1)(a)", 1, ("15(1)", "21(1)(a)")),
        ("Pages 12 to 15 are withheld pursuant to sections 13(1), 15(1)", 4, ("13(1)", "15(1)")),
        ("Les pages 12 à 15 sont retenues en vertu des articles 13(1), 15(1)", 4, ("13(1)", "15(1)")),
        ("Cette page a été retirée conformément aux alinéas 21(1)a)", 1, ("21(1)(a)",)),
        ("This page has been withheld in its entirety pursuant to section 69(1)(a)", 1, ("69(1)(a)",)),
        (
            "# Page 4515\n\nis withheld pursuant to section est retenue en vertu de l'article\n\n19(1)\n\nof the Act",
            1,
            ("19(1)",),
        ),
        (
            "Page(s) 30 to 45\nIs(Are) exempted in whole pursuant to section(s)\n13(1)(a) and 15(1)\nof the Act",
            16,
            ("13(1)(a)", "15(1)"),
        ),
        (
            "Pages 30 to / à 45\nare withheld pursuant to sections / sont retenues en vertu des articles\n"
            "15(1) Int'l, 21(1)(a)",
            16,
            ("15(1)", "21(1)(a)"),
        ),
        (
            "Le document aux pages 3 à 8\nfait l'objet d'une exception totale en vertu de l'article 15(1)",
            6,
            ("15(1)",),
        ),
        ("Six pages ont été retirées en vertu de l'art. 23", 6, ("23",)),
        ("Twelve pages have been removed under s. 23", 12, ("23",)),
        ("6 pages withheld in full under s. 21(1)(b)", 6, ("21(1)(b)",)),
        ("PAGES 20 THROUGH 25 EXEMPTED UNDER s. 16(1)(c)", 6, ("16(1)(c)",)),
        ("Pages 11, 12 and 14-16 have been withheld in their entirety under subsection 19(1)", 5, ("19(1)",)),
        ("WITHHELD IN FULL - s. 23", 1, ("23",)),
        ("Retenu en totalité en vertu de l'art. 23", 1, ("23",)),
    ],
)
def test_withheld_notices(text: str, pages: int, sections: tuple[str, ...]) -> None:
    notice = notice_of(text, "atia_ca")
    assert notice is not None
    assert (notice.pages, notice.sections) == (pages, sections)


@pytest.mark.parametrize(
    "text",
    [
        "Pages 12 to 15 are attached",
        "Les pages 12 à 15 sont jointes",
        "The page is blank",
        "The minister said pages 4 to 9 were withheld pursuant to section 15 of an earlier release,\n"
        "and that page 10 is withheld too.",
        "The minister said on Monday that\npages 4 to 9 were withheld pursuant to section 15 of an earlier release.",
        "Withheld in full: 12 pages",
        "Under s.19(1) of the Limitations Act the claim fails. See R. v. Smith, s.21(1)(a).",
    ],
)
def test_what_is_no_notice(text: str) -> None:
    assert notice_of(text, "atia_ca") is None


def test_white_space_in_a_notice_costs_nothing() -> None:
    wide = " " * 50_000
    assert notice_of(f"Pages{wide}4{wide}to{wide}9{wide}are attached", "atia_ca") is None
    notice = notice_of(f"Pages{wide}4{wide}to{wide}9{wide}are{wide}withheld", "atia_ca")
    assert notice is not None
    assert notice.pages == 6


def test_a_notice_of_another_country() -> None:
    notice = notice_of("WITHHELD IN FULL (b)(1), (b)(3)", "foia_us")
    assert notice is not None
    assert (notice.pages, notice.sections) == (1, ("(b)(1)", "(b)(3)"))


def test_a_letter_that_mentions_withheld_pages_is_no_notice() -> None:
    assert notice_of("Pages 12 to 15 are withheld pursuant to section 15(1). " + "word " * 200, "atia_ca") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Our file: A-2021-01234", "A-2021-01234"),
        ("Notre référence : A‑2011‑00062", "A-2011-00062"),
        ("File A–2010–\n00028", "A-2010-00028"),
        ("Request 1A-2025-13519", "1A-2025-13519"),
        ("A-2011-00303/RC", "A-2011-00303/RC"),
        ("Request no. A10-019", "A10-019"),
        ("LAI-2012-2013-0022", "LAI-2012-2013-0022"),
    ],
)
def test_request_numbers_in_the_forms_of_the_field(text: str, number: str) -> None:
    assert request_number([text], Counter()) == number


@pytest.mark.parametrize("text", ["A10-019", "Call 1463-02/10-03", "2025 OIC 36", "5822-00319", "B-2021-01234"])
def test_loose_forms_need_a_label(text: str) -> None:
    assert request_numbers(text) == []


def test_the_stamped_number_wins() -> None:
    assert request_number(["Our file: A-2021-00001"], Counter({"A-2021-00999": 2})) == "A-2021-00999"


def test_plain_text_is_cut_into_lines_with_first_and_last_in_the_band() -> None:
    page = Page(1, 0.0, 0.0, text="\n".join(f"line {number}" for number in range(20)))
    found = pieces(page)
    assert [page.text[piece.start : piece.end] for piece in found] == [piece.text for piece in found]
    assert [piece.band for piece in found] == [True] * 4 + [False] * 12 + [True] * 4
