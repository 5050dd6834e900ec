"""Lists: documents, releases, coverage; and the help on operators, and the health check."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from indexer.model.coverage import Unseen
from indexer.model.stored import CatalogReader
from webapp import links, operators, origins, records, words
from webapp.contexts import Link
from webapp.document_contexts import CoverageContext, DocumentsContext, ReleaseContext
from webapp.params import SearchUrl, read_number
from webapp.views.common import is_public, services

ROWS_A_SCREEN = 50
UNSEEN_A_SCREEN = 500
"""Entries of the list; runs of pages with one reason become one row."""

ASIDE_LISTED = 200
"""Pages and files with hidden words on the page of coverage; `ati coverage --json` lists all."""

blueprint = Blueprint("archive", __name__)


@blueprint.get("/documents")
def documents() -> str:
    """Every file, read or not, the last archived first."""
    catalog = services().catalog
    total = catalog.coverage().files
    screen, screens = _screen(total, ROWS_A_SCREEN)
    end = max(0, total - (screen - 1) * ROWS_A_SCREEN)
    start = max(0, end - ROWS_A_SCREEN)
    rows = catalog.list_documents(start, end - start)[::-1] if end else ()
    view = DocumentsContext(
        records.document_rows(services().search, rows, public=is_public()),
        total,
        _pagination("/documents", screen, screens),
    )
    return render_template("documents.html", view=view)


@blueprint.get("/releases/<path:release_id>")
def release(release_id: str) -> str:
    """What an institution disclosed for one request, with all its files."""
    catalog = services().catalog
    found = catalog.release(release_id)
    institution = records.institutions(services().search, (found,)).get(
        found.institution or "", found.institution or ""
    )
    screen = read_number(request.args.get("page", "")) or 1
    rows = catalog.release_documents(found.id, (screen - 1) * ROWS_A_SCREEN, ROWS_A_SCREEN + 1)
    screens = screen + (len(rows) > ROWS_A_SCREEN)
    view = ReleaseContext(
        title=records.release_name(found),
        institution=institution,
        release=found,
        facts=origins.sourced(services(), "release", found.id, records.release_facts(found, institution)),
        moved=_moved(found.id) if not rows else (),
        summaries=tuple((code, text) for code, text in (("en", found.summary_en), ("fr", found.summary_fr)) if text),
        rows=records.document_rows(services().search, rows[:ROWS_A_SCREEN], public=is_public()),
        total=len(rows),
        search_href=links.search(SearchUrl().toggled("release", found.id)),
        pagination=_pagination(links.release(found.id), screen, screens),
    )
    return render_template("release.html", view=view)


def _moved(release_id: str) -> tuple[Link, ...]:
    """Where the documents of a release went that a person moved everything out of."""
    return tuple(Link(one, links.release(one)) for one in services().descriptions.moved_out(release_id))


@blueprint.get("/coverage")
def coverage() -> str:
    """What can be searched and what not, each listed file and page with its reason."""
    catalog = services().catalog
    screen = read_number(request.args.get("page", "")) or 1
    start = (screen - 1) * UNSEEN_A_SCREEN
    sums = catalog.coverage(unseen_limit=UNSEEN_A_SCREEN + 1, unseen_offset=start)
    screens = screen + (len(sums.unseen) > UNSEEN_A_SCREEN)
    aside, outside = _withheld(catalog)
    view = CoverageContext(
        coverage=sums,
        reasons=tuple((words.reason(code, public=is_public()), count) for code, count in sums.reasons),
        rows=records.unseen_rows(sums.unseen[:UNSEEN_A_SCREEN], public=is_public()),
        pagination=_pagination("/coverage", screen, screens),
        withheld=catalog.withheld_originals(),
        aside=tuple(records.aside_row(one, catalog.page(one.document, one.page or 1).page) for one in aside),
        outside=records.unseen_rows(outside, public=False),
        more=max(len(aside), len(outside)) >= ASIDE_LISTED,
    )
    return render_template("coverage.html", view=view)


def _withheld(catalog: CatalogReader) -> tuple[tuple[Unseen, ...], tuple[Unseen, ...]]:
    """Pages and files that hold hidden words; on a public site nothing is told of them (design.md, rule 8)."""
    if is_public():
        return (), ()
    return catalog.set_aside(ASIDE_LISTED), catalog.outside(ASIDE_LISTED)


@blueprint.get("/operators")
@blueprint.get("/about")
def help_on_operators() -> str:
    """How to write a query, what the archive does, and the keys."""
    return render_template("operators.html", operators=operators.operators(), fields=operators.fields())


def _screen(total: int, size: int) -> tuple[int, int]:
    screens = -(-total // size)
    return min(read_number(request.args.get("page", "")) or 1, max(1, screens)), screens


def _pagination(base: str, screen: int, screens: int) -> tuple[Link, ...]:
    hrefs = {number: f"{base}?{urlencode({'page': number})}" for number in records.screens(screen, screens)}
    return records.pagination(screen, screens, hrefs)
