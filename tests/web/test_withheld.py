"""Why an original is not handed out: told to the operator by place, on a public site not at all."""

from __future__ import annotations

from indexer.model.document import Document
from webapp.records import withheld_facts

HELD = Document("a" * 64, 1, "a.pdf", 1, "application/pdf", original_withheld=True, outside=("outline", "revisions"))


def test_the_operator_reads_where_words_lie() -> None:
    told = [fact.value for fact in withheld_facts(HELD, public=False)]
    assert told == [
        "The file's outline (bookmarks) holds words that no page shows.",
        "The file holds an earlier state of itself, from before its last change.",
    ]


def test_a_public_site_tells_nothing() -> None:
    assert withheld_facts(HELD, public=True) == ()
