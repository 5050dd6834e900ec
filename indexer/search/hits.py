"""Scored pages → hits with passages, from the page texts in the catalog."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.model.plain import plain
from indexer.model.result import DocumentHits, PageHit
from indexer.model.stored import CatalogReader, DocumentRecord, PageText
from indexer.search.matching import Matcher
from indexer.search.passages import PASSAGES_A_PAGE, find_passages
from indexer.search.ports import ScoredPage


def hits_by_key(
    catalog: CatalogReader, matcher: Matcher, pages: Sequence[ScoredPage], passages: int = PASSAGES_A_PAGE
) -> dict[int, PageHit]:
    """A hit for each page that the catalog has, in the order given, with up to so many passages."""
    scores = {page.key: page.score for page in pages}
    return {text.key: page_hit(matcher, text, scores[text.key], passages) for text in catalog.page_texts(tuple(scores))}


def page_hit(matcher: Matcher, page: PageText, score: float = 0.0, passages: int = PASSAGES_A_PAGE) -> PageHit:
    """The page with its passages, best first."""
    return PageHit(
        document=page.document,
        page=page.number,
        label=page.label,
        score=score,
        passages=find_passages(matcher, page.text, page.furniture, passages),
        withheld=page.withheld,
        redacted_share=page.redacted_share,
    )


def document_hits(
    record: DocumentRecord, titles: Matcher, pages: tuple[PageHit, ...] = (), matching_pages: int = 0
) -> DocumentHits:
    """A document of a result; its file name stands in for a title that is not known.

    `titles`: from `matching.title_matcher`.
    """
    document = record.document
    title = plain(document.title or document.name)
    return DocumentHits(
        document=document.id,
        title=title,
        date=document.date,
        language=document.language,
        releases=record.releases,
        pages_total=document.pages_total,
        redacted_share=record.redacted_share,
        pages=pages,
        matching_pages=matching_pages,
        title_matches=tuple((span.start, span.end) for span in titles.spans(title)),
    )
