from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.config import sections
from indexer.extract.sections import NOT_RELEVANT, codes, only_codes


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("s.19(1)", ("19(1)",)),
        ("s. 21(1)(a)", ("21(1)(a)",)),
        ("s.15(1) - I.A.", ("15(1)",)),
        ("par. 15(1) - A.I.", ("15(1)",)),
        ("s.15(1) - Int'l", ("15(1)",)),
        ("15(1) Int’l, 21(1)(a)", ("15(1)", "21(1)(a)")),
        ("s.15(1) - Déf.", ("15(1)",)),
        ("21(1)(a)(b)", ("21(1)(a)", "21(1)(b)")),
        ("s.69(1)(g) re (a)", ("69(1)(g)",)),
        ("15(1), 16(2)(c) and 23", ("15(1)", "16(2)(c)", "23")),
        ("al. 21(1)b)", ("21(1)(b)",)),
        ("art. 19(1)", ("19(1)",)),
        ("al. 68a)", ("68(a)",)),
        ("s.20(1)(b.1)", ("20(1)(b.1)",)),
        ("LAI - 19(1)", ("19(1)",)),
        ("s.15(1), s.21(1)(a)", ("15(1)", "21(1)(a)")),
        ("## s.19(1)", ("19(1)",)),
        ("19(l)", ("19(1)",)),
        ("$.19(1)", ("19(1)",)),
        ("s.2l(1)(a)", ("21(1)(a)",)),
        ("15(1 )", ("15(1)",)),
        ("16{2)(c)", ("16(2)(c)",)),
        ("s.15(1), s. 19[1]", ("15(1)", "19(1)")),
        ("15(1)(k)", ("15(1)",)),
        ("paragraphe 19(1)", ("19(1)",)),
        ("Not Relevant", (NOT_RELEVANT,)),
        ("Non pertinent", (NOT_RELEVANT,)),
    ],
)
def test_codes_as_institutions_print_them(printed: str, found: tuple[str, ...]) -> None:
    assert only_codes(printed, "atia_ca") == found


@pytest.mark.parametrize(
    "printed",
    ["2019", "A-2021-00019", "115(1)", "15 (fifteen)", "23", "s.70.1", "v.19(1)", "19(1) of the Limitation Act",
     "R238(1)", "A49(2)(a)", "$15(1)", "12 to 15"],
)  # fmt: skip
def test_what_only_looks_like_a_code(printed: str) -> None:
    assert only_codes(printed, "atia_ca") == ()


def test_a_bare_number_counts_in_a_box_only() -> None:
    assert only_codes("23", "atia_ca", boxed=True) == ("23",)
    assert only_codes("23", "atia_ca") == ()


def test_the_regime_decides_never_the_code() -> None:
    assert only_codes("(b)(7)(E), 1.4(c)", "foia_us") == ("(b)(7)(E)", "1.4(c)")
    assert only_codes("(b)(7)(E)", "atia_ca") == ()
    assert only_codes("s.40(2)", "foi_uk") == ("40(2)",)
    assert only_codes("s.40(2)", "atia_ca") == ()
    assert only_codes("3.3(h)(2) 3.5(c)", "foia_us") == ("3.3(h)(2)", "3.5(c)")
    assert only_codes("(b)(6) (b)(7)(C)", "foia_us") == ("(b)(6)", "(b)(7)(C)")


def test_a_misread_code_is_repaired_to_the_one_section_that_it_can_be() -> None:
    assert only_codes("35(0)", "foia_us") == ("3.5(c)",)
    assert only_codes("35(6)", "foia_us") == ()
    assert only_codes("35(0)", None) == ()
    assert only_codes("35(0)", "foi_uk") == ()
    assert only_codes("19(7)", "atia_ca") == ()


def test_every_section_of_the_act_is_read_back_from_its_english_form() -> None:
    lost = [
        code
        for code, section in sections("atia_ca").items()
        if section.kind in ("exemption", "exclusion") and only_codes(f"s.{code}", "atia_ca") != (code,)
        and "re (" not in code and " - " not in code
    ]  # fmt: skip
    assert lost == []


@given(st.text(max_size=80))
def test_codes_lie_where_they_say(text: str) -> None:
    for code in codes(text, None):
        assert 0 <= code.start < code.end <= len(text)
        assert any(character.isdigit() for character in text[code.start : code.end])
