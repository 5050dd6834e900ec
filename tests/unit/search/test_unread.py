"""Files that cannot be read are found by what is known of them (design.md, rule 2)."""

from __future__ import annotations

import pytest

from indexer.model.document import Document
from indexer.model.query import SearchRequest
from indexer.model.release import Release
from indexer.model.result import UnreadFiles
from indexer.model.stored import DocumentRecord
from tests.unit.search.fakes import make_service, sha

GAC = Release("gac/A-2021-01234", "box-7", "gac", "A-2021-01234", released="2022-06-20")
PCO = Release("pco/A-2020-00001", "émeutes", "pco", "A-2020-00001")


def unread(number: int, name: str, title: str | None, release: Release, **values: str) -> DocumentRecord:
    made = Document(
        sha(number), number, name, 1, "application/pdf", None, "unreadable", "encrypted", title=title, **values
    )  # type: ignore[arg-type]
    return DocumentRecord(made, (release,), 0.0)


FILES = [
    unread(1, "annexes/locked_narratives-2021.pdf", None, GAC),
    unread(2, "x.pdf", "Récits sur la plateforme conservatrice", GAC, date="2021-09-13", language="fr"),
    unread(3, "briefing.docx", "Interference in elections", PCO),
]


def ask(query: str, limit: int = 20) -> UnreadFiles:
    service, catalog = make_service([])
    catalog.unread = FILES
    return service.unread_files(SearchRequest(query), limit)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("locked", [1]),
        ("narrative", [1]),
        ("recits", [2]),
        ('"plateforme conservatrice"', [2]),
        ('"conservatrice plateforme"', []),
        ("elect*", [3]),
        ("A-2021-01234", [1, 2]),
        ('"Global Affairs"', [1, 2]),
        ("emeutes", [3]),
        ("locked OR election", [1, 3]),
        ("A-2021-01234 NOT locked", [2]),
        ("A-2021-01234 -title:récits", [1]),
        ("title:interference", [3]),
        ("request:A-2020-00001", [3]),
        ("institution:gac pdf", [1, 2]),
        ("date:2021-09 plateforme", [2]),
        ("year:2022 locked", [1]),
        ("language:fr plateforme", [2]),
        ("locked platform:wechat", []),
        ("locked interference", []),
    ],
)
def test_the_whole_grammar_works_on_what_is_known_of_a_file(query: str, numbers: list[int]) -> None:
    found = ask(query)
    assert [int(one.document, 16) for one in found.files] == numbers
    assert found.total == len(numbers)


@pytest.mark.parametrize("query", ["", "*", "NOT locked", "institution:gac", "-x", "()", "platform:wechat"])
def test_without_a_word_no_file_is_named(query: str) -> None:
    assert ask(query) == UnreadFiles()


def test_all_are_counted_and_the_first_listed_with_their_reason() -> None:
    found = ask("pdf OR docx", limit=2)
    assert (len(found.files), found.total) == (2, 3)
    first = found.files[0]
    assert (first.name, first.title, first.reason) == ("annexes/locked_narratives-2021.pdf", None, "encrypted")
    assert first.releases == (GAC,)
