from __future__ import annotations

import pytest

from indexer.extract.authors import AuthorSearch
from indexer.extract.languages import language_of
from indexer.extract.title_words import is_institution, reads_well
from indexer.extract.titles import title_of
from indexer.model.page import Page


@pytest.mark.parametrize(
    "text", ["Memorandum to the Minister", "Situation Report No. 7", "关于社团登记的文章", "A $5 million programme"]
)
def test_titles(text: str) -> None:
    assert reads_well(text)


@pytest.mark.parametrize(
    "text",
    ["TOP SEBRET", "sac INFORMATION", "CURRENT", "Soup of the day £7.50", "6 June Copy No, 5 3", "S E C R E T text",
     "a_{b| ~ words here", "12 34 56 ab"],
)  # fmt: skip
def test_stamps_prices_and_debris_are_no_titles(text: str) -> None:
    assert not reads_well(text)


@pytest.mark.parametrize(
    "text",
    ["CENTRAL INTELLIGENCE AGENCY", "United States Court of Appeals",
     "In the Missouri Court of Appeals Eastern District", "Department of Example Affairs",
     "Ministère des Affaires exemplaires"],
)  # fmt: skip
def test_bare_names_of_institutions(text: str) -> None:
    assert is_institution(text)


@pytest.mark.parametrize(
    "text",
    ["Report of the Commission", "Order establishing the Digital Office", "Memorandum for the Department of Finance",
     "Commonwealth of Australia Gazette", "After-Action Report", "Strategy for the Canada Revenue Agency"],
)  # fmt: skip
def test_titles_that_name_an_institution(text: str) -> None:
    assert not is_institution(text)


TELEGRAM = """Message Text
PAGE 01 SAMPLE 01234
FM AMEMBASSY SAMPLE CITY
TO SECSTATE WASHDC 1234
TAGS: SMPL
SUBJECT: SAMPLE NOTE FROM THE MINISTER OF EXAMPLE AFFAIRS AND HIS
SUCCESSOR
{next}
TEXT OF THE TELEGRAM
"""


@pytest.mark.parametrize("following", ["REF: STATE 1234", "1. THE MINISTER SAID", "SUMMARY: THE MINISTER SAID"])
def test_a_telegram_says_its_subject_and_its_sender(following: str) -> None:
    page = Page(1, 612.0, 792.0, text=TELEGRAM.format(next=following))
    title = title_of([(page, ())], None)
    assert title is not None
    assert title.text == "SAMPLE NOTE FROM THE MINISTER OF EXAMPLE AFFAIRS AND HIS SUCCESSOR"
    search = AuthorSearch()
    search.add(page, ())
    author = search.author()
    assert author is not None
    assert author.name == "AMEMBASSY SAMPLE CITY"
    assert page.text[author.span.start : author.span.end] == author.name


def test_an_institution_alone_on_a_cover_is_the_author() -> None:
    search = AuthorSearch()
    search.add(Page(1, 612.0, 792.0, text="EXAMPLE BULLETIN\n3 May 2021\nOffice of Example Studies \\\\\n"), ())
    author = search.author()
    assert author is not None
    assert author.name == "Office of Example Studies"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Bericht wurde in der Sitzung an die Mitglieder verteilt. Niemand war damit zufrieden, und die Leitung hat"
         " in der Folge eine neue Fassung verlangt, die an alle Stellen geht. Was in der Anlage steht, ist nicht klar.",
         None),
        ("Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.", None),
        ("The report was sent to the members of the committee, and it has been read by all of them.", "en"),
        ("Le rapport a été envoyé aux membres du comité, et il a été lu par tous dans la réunion.", "fr"),
        ("有报道称该账号由某机构运营，但未能证实。", "zh"),
    ],
)  # fmt: skip
def test_no_language_is_claimed_for_texts_of_others(text: str, language: str | None) -> None:
    assert language_of(text) == language
