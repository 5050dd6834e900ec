"""What a date is of, from its line; and that no stamp or release becomes the document's date."""

from __future__ import annotations

import pytest

from indexer.entities.dates.recogniser import Dates
from indexer.entities.document_date import find_document_date, is_covering_letter
from indexer.entities.ports import Context
from indexer.model.mention import DateDetails
from indexer.settings import config_dir

DATES = Dates(config_dir())


def roles(text: str) -> list[str]:
    mentions = DATES.find(text, Context(language="en", date=None))
    return [one.details.role for one in mentions if isinstance(one.details, DateDetails)]


def document_date(*texts: str) -> str | None:
    pages = [(number, text, DATES.find(text, Context(language="en"))) for number, text in enumerate(texts, 1)]
    found = find_document_date(pages)
    return found.edtf if found else None


RELEASES = [
    "Approved For Release 2004/05/06 : CIA-RDP99X00001R000100010001-1",
    "Sanitized Copy Approved for Release 2015/02/03 : CIA-RDP99X00001",
    "Robin Specimen Declassified/Released US Department of State EO Systematic Review 20 MAR 2014",
    "Declassified/Released\nUS Department of State\nEO Systematic Review\n20 Mar 2014",
    "2019/08/20 C09999999",
    "Released in part under the Access to Information Act 2021-09-13",
    "Document divulgué en vertu de la Loi sur l’accès à l’information 2022-06-20",
    "U.S. Department of State Case No. F-2099-00001 Doc No. C09999999 Date: 08/31/2015",
]
STAMPS = [
    "Archived: January 10, 2022 1:49:28 PM",
    "RECEIVED SEP 13 2021",
    "SEP 13 2021\nRECEIVED",
    "Reçu le 13 septembre 2021",
    "Date d’impression : 2021-09-13",
    "Imprimé le 13 septembre 2021",
    "https://example.org/page.html (1 of 3) [9/13/2021 1:44:15 PM]",
    "9/13/21, 10:02 AM Mail - Duty Desk",
    "FROM : EXAMPLE OFFICE FAX NO. : 613 555 0100 Sep. 13 2021 02:15PM P1",
    "Case 1:21-cv-00001 Document 7-2 Filed 09/13/21 Page 3 of 10",
    "Snapshot: 2021-09-13 14:00",
    "存档时间：2021-09-13",
]
DOCUMENTS = [
    "Date: 13 September 2021",
    "DATE\n13 September 2021",
    "Date: 13 September 2021 Fax: 613-555-0100",
    "From: A - To: B - Date: September 13, 2021",
    "Draft Date: 13 sep 2021",
    "Date du document : 13 septembre 2021",
    "Dated 13 September 2021",
    "R 131530Z SEP 21\nFM EMBASSY",
    "131530Z SEP 21",
]
EVENTS = [
    "Due Date: 13 September 2021",
    "REQUEST DATE: September 13, 2021",
    "Review Date: 13 sep 2021",
    "an affidavit dated\n13 September 2021 was read",
    "your request, received on 13 September 2021, asks for",
    "information disclosed under the Access to Information Act shows that on 13 September 2021 they met",
    "13/09/2021, 14:22 - Robin: seen",
    "your request under the Access to Information Act (the Act), received on September\n13, 2021, for:",
    "REF: STATE 207984 131530Z SEP 21",
]


@pytest.mark.parametrize(
    ("text", "role"),
    [(text, role) for role, texts in (("release", RELEASES), ("stamp", STAMPS), ("document", DOCUMENTS),
                                      ("event", EVENTS)) for text in texts],
)  # fmt: skip
def test_a_date_has_the_role_that_its_line_says(text: str, role: str) -> None:
    assert roles(text) == [role]


@pytest.mark.parametrize("text", [*RELEASES, *STAMPS, *EVENTS])
def test_no_release_no_stamp_and_no_event_becomes_the_documents_date(text: str) -> None:
    assert document_date(f"Example Office\n{text}\nThe analysis follows.") is None


@pytest.mark.parametrize("text", DOCUMENTS)
def test_a_labelled_date_does_under_any_banner(text: str) -> None:
    banner = "Approved For Release 2003/04/02\nDeclassified/Released EO Systematic Review 20 MAR 2014\n"
    assert document_date(banner + text + "\nThe analysis follows.") == "2021-09-13"


LETTER = (
    "Our file: A-2099-00001\nJune 20, 2022\nDear requester:\nThis is in response to your request under the Access to "
    "Information Act. You may complain to the Commissioner.\n"
)
LETTRE = (
    "Date : le 20 juin 2022\nMadame, Monsieur,\nLa présente fait suite à la demande que vous avez présentée en vertu "
    "de la Loi sur l’accès à l’information.\n"
)


def test_a_package_is_not_dated_by_the_letter_with_which_it_was_released() -> None:
    assert is_covering_letter(LETTER)
    assert is_covering_letter(LETTRE)
    assert document_date(LETTER, LETTRE, "Date: 13 October 2021\nFindings", "More") == "2021-10-13"
    assert document_date(LETTER, LETTRE, "Findings", "More") is None
    assert document_date(LETTER) == "2022-06-20"
    assert not is_covering_letter("From: A\nSubject: FOIA\nDear Robin, your request is with us. " + LETTER)


def test_a_stamp_gives_no_year_to_a_date_without_one() -> None:
    text = "Approved for Release: 2019/05/08 C09999999\nOn 6 June it began."
    _, day = DATES.find(text, Context(language="en"))
    assert day.value == "XXXX-06-06"
