"""A collection as a static page with its pictures and citation files, in one ZIP: to be published with a story.

The page needs no server, no script and nothing from elsewhere.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from flask import render_template

from indexer.cite.formats import OF_CITATIONS
from indexer.cite.options import Options
from indexer.cite.styles import format_citation, label_of, style_name
from indexer.errors import InputError, NotFound, Unavailable
from indexer.model.citation import Citation
from indexer.model.collection import Collection
from webapp import citing, collecting, collection_table, languages
from webapp.metadata import coins
from webapp.package_contexts import PackageContext, PackageItem
from webapp.services import Services
from webapp.views.files import page_picture

PICTURES_LIMIT = 300
"""Pages with a picture: some 45 MB. Further items have their words, citation and address."""
PICTURE_WIDTH_PX = 1100
PIECE_BYTES = 65_536
STYLE_SHEET = Path(__file__).parent / "static" / "package.css"


def pieces(services: Services, collection: Collection, style: str) -> Iterator[bytes]:
    """The ZIP, as it is read from a file that is gone afterwards. Raises StyleError before the first piece."""
    used = style_name(style) if style else citing.usual_style()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who reads it to its end
    _write(services, collection, used, file)
    return _read(file)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE_BYTES):
            yield piece


def _write(services: Services, collection: Collection, style: str, file: IO[bytes]) -> None:
    shown = collecting.present(services, services.desk.collections.items(collection.id))
    citations = collecting.citations(services, shown)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        pictures = _pictures(services, shown, archive)
        archive.writestr("index.html", _page(services, collection, shown, pictures, style))
        for form in OF_CITATIONS.values():
            content = b"".join(form.pieces(citations, Options(style, collection.name)))
            archive.writestr(f"citations.{form.extension}", content)
        archive.writestr("items.csv", "".join(collection_table.lines(services, shown)))


def _page(
    services: Services, collection: Collection, shown: Sequence[collecting.Present],
    pictures: dict[tuple[str, int], str], style: str,
) -> str:  # fmt: skip
    cited = [(one, citation) for one in shown if (citation := one.citation(services)) is not None]
    view = PackageContext(
        name=collection.name,
        note=collection.note,
        archive=services.settings.site.title,
        language=languages.language(),
        style=label_of(style),
        items=tuple(_item(one, citation, pictures, style) for one, citation in cited),
        left_out=len(shown) - len(cited),
        css=STYLE_SHEET.read_text(encoding="utf-8"),
    )
    return render_template("package.html", view=view)


def _pictures(
    services: Services, shown: tuple[collecting.Present, ...], archive: zipfile.ZipFile
) -> dict[tuple[str, int], str]:
    """File names of the pictures that were written, by document and sheet; a page that cannot be drawn has none."""
    names: dict[tuple[str, int], str] = {}
    for one in shown:
        if one.record is None or one.place is None or len(names) >= PICTURES_LIMIT:
            continue
        document, sheet = one.record.document, one.place.sheet
        if (document.id, sheet) in names:
            continue
        try:
            picture = page_picture(services, document, sheet, PICTURE_WIDTH_PX)
        except (InputError, NotFound, Unavailable):
            continue
        name = f"pages/{document.short_id}-{sheet}.jpg"
        archive.writestr(zipfile.ZipInfo(name), picture, zipfile.ZIP_STORED)
        names[document.id, sheet] = name
    return names


def _item(one: collecting.Present, citation: Citation, pictures: dict[tuple[str, int], str], style: str) -> PackageItem:
    place = citation.places[0] if citation.places else None
    return PackageItem(
        title=citation.shown_title,
        lang=citation.language,
        where=place.label or str(place.sheet) if place else "",
        passage=place.passage if place and place.span else "",
        note=one.item.note,
        tags=one.item.tags,
        entry=format_citation(citation, style).entry,
        coins=coins(citation),
        url=citation.url,
        sha256=citation.document,
        picture=pictures.get((citation.document, place.sheet), "") if place else "",
    )
