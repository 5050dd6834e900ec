"""Metadata of a document or page for programs: Highwire tags, which Zotero reads as a report with all its fields, and
schema.org. COinS stand in lists of several only: Zotero prefers them where they are, and they have no field for a
report's number."""

from __future__ import annotations

from urllib.parse import urlencode

from indexer.cite import phrases
from indexer.cite.dates import in_words, month_of, year_of
from indexer.cite.pinpoints import locator, sheets
from indexer.model.citation import Citation
from webapp.cite_contexts import Metadata


def coins(citation: Citation) -> str:
    """The citation as OpenURL context object (COinS): what a list of several can tell a reference manager.

    A page of one document has Highwire tags instead, which tell more; a program that reads both takes these.
    """
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "report"),
        ("rft.btitle", citation.shown_title),
        ("rft.au", citation.author),
        ("rft.pub", citation.institution),
        ("rft.date", _iso(citation.date)),
        ("rft.pages", locator(citation.places)),
        ("rft.language", citation.language),
        ("rft_id", citation.url),
    ]
    return urlencode([(name, value) for name, value in pairs if value])


def metadata(citation: Citation, pdf_href: str) -> Metadata:
    """`pdf_href`: path of the original where this site hands it out, else ""."""
    pdf_url = _address(citation) + pdf_href if pdf_href else ""
    return Metadata(_highwire(citation, pdf_url), _schema(citation, pdf_url))


def _highwire(citation: Citation, pdf_url: str) -> tuple[tuple[str, str], ...]:
    """In the order of domain.md 5.3. The institution comes first: it is what makes a report of it."""
    first, last = _ends(citation)
    tags = (
        ("citation_technical_report_institution", citation.institution or citation.author or citation.archive),
        ("citation_technical_report_number", citation.request_number),
        ("citation_title", citation.shown_title),
        ("citation_author", citation.author or citation.institution),
        ("citation_publication_date", _day(citation.date)),
        ("citation_language", citation.language),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_pdf_url", pdf_url),
        ("citation_public_url", citation.url),
        ("citation_abstract", phrases.note(citation)),
    )
    return tuple(tag for tag in tags if tag[1])


def _schema(citation: Citation, pdf_url: str) -> dict[str, object]:
    publisher = {"@type": "Organization", "name": citation.institution} if citation.institution else None
    release = citation.request_number or citation.release
    values: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": citation.shown_title,
        "reportNumber": citation.request_number,
        "author": citation.author or publisher,
        "publisher": publisher,
        "dateCreated": _iso(citation.date),
        "datePublished": _iso(citation.released),
        "inLanguage": citation.language,
        "url": citation.url,
        "pagination": locator(citation.places),
        "description": phrases.note(citation),
        "isPartOf": {"@type": "Collection", "name": release} if release else None,
        "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": citation.document},
        "encoding": {"@type": "MediaObject", "contentUrl": pdf_url, "sha256": citation.document} if pdf_url else None,
    }
    return {name: value for name, value in values.items() if value}


def _day(edtf: str) -> str:
    """ "2021/09/13" as Highwire has it; in words where that would say more than is known."""
    iso = _iso(edtf)
    return iso.replace("-", "/") if iso else in_words(edtf)


def _iso(edtf: str) -> str:
    """A certain day, month or year; else ""."""
    certain = edtf == year_of(edtf) or month_of(edtf)
    return edtf[:10] if certain else ""


def _ends(citation: Citation) -> tuple[str, str]:
    """First and last page; a single one has no last."""
    if not citation.places:
        return "", ""
    labels = [place.label or sheets((place,)) for place in citation.places]
    return labels[0], labels[-1] if len(labels) > 1 else ""


def _address(citation: Citation) -> str:
    return citation.url.partition("/documents/")[0]
