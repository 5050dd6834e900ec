"""Headers of printed e-mails as fields, in English and French, whole and with removed values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.emails import emails_of, plain_subject
from tests.unit.extract.conftest import Specimens

ENGLISH = """From: Placeholder, Robin
Sent: Wednesday, September 8, 2021 4:12 PM
To: Specimen, Jordan; Exemple, Camille;
Sample, Alex
Cc: Duty Desk
Subject: RE: WeChat article – four copies
Attachments: captures.zip
Jordan,
Thanks for this. From: here on it is prose."""
FRENCH = """De : Exemple, Camille
Envoyé : vendredi 3 septembre 2021 17:48
À : Specimen, Jordan
Objet\u00a0: TR : Article WeChat
Importance : Haute
Bonjour,"""


def test_english_fields() -> None:
    (header,) = emails_of(ENGLISH)
    assert header.value("from") == "Placeholder, Robin"
    assert header.value("date") == "Wednesday, September 8, 2021 4:12 PM"
    assert header.value("to") == "Specimen, Jordan; Exemple, Camille; Sample, Alex"
    assert header.value("cc") == "Duty Desk"
    assert header.value("subject") == "RE: WeChat article – four copies"
    assert ENGLISH[header.span.start : header.span.end].endswith("captures.zip")


def test_french_fields() -> None:
    (header,) = emails_of(FRENCH)
    assert [field.name for field in header.fields] == ["from", "date", "to", "subject"]
    assert header.value("subject") == "TR : Article WeChat"


def test_removed_values_are_kept_as_empty() -> None:
    (header,) = emails_of("From:\nSent: May 4, 2023\nTo: Cc:\nSubject: Update\n\nHello")
    assert (header.value("from"), header.value("to"), header.value("cc")) == ("", "", "")


def test_names_on_one_line() -> None:
    (header,) = emails_of("Subject: RE: Request\nFrom: Sam Sample - To: Doe, Max - Date: July 31, 2017 at 1:28 PM\nHi")
    assert header.value("from") == "Sam Sample"
    assert header.value("to") == "Doe, Max"
    assert header.value("date") == "July 31, 2017 at 1:28 PM"


@pytest.mark.parametrize(
    "text",
    ["Date: May 4, 2023\nPrepared by: the Unit", "To: all staff\nFrom: the Director", "From: a\nplain text\nTo: b", ""],
)
def test_prose_and_memos_are_no_emails(text: str) -> None:
    assert emails_of(text) == ()


@given(
    st.lists(
        st.sampled_from(["From: a b", "To: c;", "Sent: May 4", "Objet : x", "À :", "prose", "Cc:  ", ""]), max_size=30
    )
)
def test_spans_hold_their_values(lines: list[str]) -> None:
    text = "\n".join(lines)
    for header in emails_of(text):
        for field in header.fields:
            assert " ".join(text[field.span.start : field.span.end].split()) == " ".join(field.value.split())
            assert header.span.start <= field.span.start <= field.span.end <= header.span.end


def test_subjects_lose_what_mail_programs_put_before_them() -> None:
    assert plain_subject("RE: RE: TR : Article") == "Article"
    assert plain_subject("Fw: ") == ""


def test_every_header_of_the_specimen_thread(described: Specimens) -> None:
    pages = described.described("e-mails-without-manifest/e-mail-thread").pages
    subjects = [header.value("subject") for page in pages for header in page.emails]
    assert len(subjects) == 7
    assert all(subjects)
