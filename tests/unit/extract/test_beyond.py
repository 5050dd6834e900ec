"""Removed words that a file still holds outside its pages: found, told by place, never in words."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from indexer.extract.beyond import has_removals, is_file_name, outside_of, words_of
from indexer.extract.inside import earlier_ends
from indexer.extract.reading import Extractor
from indexer.model.geometry import BBox
from indexer.model.page import Page, Redaction
from tests.unit.extract.conftest import DATA
from tests.unit.extract.evil import BODY, BOX, drawn, pdf, stream, updated

SPECIMENS = DATA / "specimens_hidden_text"
ANNOTATION = "<</Type/Annot/Subtype/{}/Rect[10 10 20 20]{}>>"
XMP = "<x:xmpmeta><rdf:RDF><dc:title><rdf:Alt><rdf:li>{}</rdf:li></rdf:Alt></dc:title></rdf:RDF></x:xmpmeta>"


def outside(extractor: Extractor, path: Path) -> tuple[str, ...]:
    pages = tuple(extractor.pages(path, 1, extractor.open(path).pages_total))
    assert has_removals(pages)
    return outside_of(extractor.beyond(path), pages)


def annotated(kind: str, entries: str) -> bytes:
    return pdf(drawn([BOX]), page="/Annots[20 0 R]", more={20: ANNOTATION.format(kind, entries)})


def field(value: str) -> bytes:
    widget = ANNOTATION.format("Widget", f"/FT/Tx/T(n)/V{value}")
    return pdf(drawn([BOX]), page="/Annots[20 0 R]", catalog="/AcroForm<</Fields[20 0 R]>>", more={20: widget})


def outline(title: str) -> bytes:
    more = {20: "<</First 21 0 R/Last 21 0 R>>", 21: f"<</Title({title})/Parent 20 0 R/Dest[100 0 R/Fit]>>"}
    return pdf(drawn([BOX]), catalog="/Outlines 20 0 R", more=more)


def metadata(text: str) -> bytes:
    packet = stream(text).replace("<<", "<</Type/Metadata/Subtype/XML", 1)
    return pdf(drawn([BOX]), catalog="/Metadata 20 0 R", more={20: packet})


def attached() -> bytes:
    more = {
        20: "<</Type/Filespec/F(a.txt)/EF<</F 21 0 R>>>>",
        21: stream("Zebrafish").replace("<<", "<</Type/EmbeddedFile", 1),
    }
    return pdf(drawn([BOX]), catalog="/Names<</EmbeddedFiles<</Names[(a.txt)20 0 R]>>>>", more=more)


def linked(rect: str, address: str) -> bytes:
    link = f"<</Type/Annot/Subtype/Link/Rect[{rect}]/A<</S/URI/URI({address})>>>>"
    return pdf(drawn([BOX]), page="/Annots[20 0 R]", more={20: link})


def tagged(entries: str) -> bytes:
    more = {20: "<</Type/StructTreeRoot/K 21 0 R>>", 21: f"<</S/Figure/P 20 0 R{entries}>>"}
    return pdf(drawn([BOX]), catalog="/StructTreeRoot 20 0 R/MarkInfo<</Marked true>>", more=more)


def captioned(tag: int, value: object) -> bytes:
    """A JPEG with one EXIF tag."""
    picture, exif, out = Image.new("L", (40, 20), 200), Image.Exif(), io.BytesIO()
    exif[tag] = value
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def pictured(jpeg: bytes) -> bytes:
    entries = "/Type/XObject/Subtype/Image/Width 40/Height 20/ColorSpace/DeviceGray/BitsPerComponent 8"
    image = f"<<{entries}/Filter/DCTDecode/Length {len(jpeg)}>>stream\n{jpeg.decode('latin-1')}\nendstream"
    return pdf(drawn([BOX]), resources="/XObject<</I 20 0 R>>", more={20: image})


UNDER_BOX, ELSEWHERE = "300 688 430 702", "72 500 200 512"
HELD = {
    "link under a box": (linked(UNDER_BOX, "https://example.ca/zebrafish"), ("links",)),
    "coded link under a box": (linked(UNDER_BOX, "https://example.ca/?q=z%65brafish"), ("links",)),
    "text for reading aloud": (tagged("/Alt(Portrait of Zebrafish)"), ("structure",)),
    "text in place of letters": (tagged("/ActualText(Zebrafish)"), ("structure",)),
    "caption of a picture": (pictured(captioned(0x010E, "Zebrafish at the door")), ("pictures",)),
    "comment of a picture": (pictured(captioned(0x9C9C, "Zebrafish".encode("utf-16-le"))), ("pictures",)),
    "subject of a printed e-mail": (pdf(drawn([BOX]), info="/_EmailSubject(RE: zebrafish)"), ("metadata",)),
    "comment": (annotated("Text", "/Contents(Zebrafish Quandary)"), ("annotations",)),
    "comment in UTF-16": (annotated("Text", "/Contents<FEFF005A00650062007200610066>"), ("annotations",)),
    "address of a link": (annotated("Link", "/A<</S/URI/URI(mailto:zebrafish@x.ca)>>"), ("annotations",)),
    "hidden text box": (annotated("FreeText", "/F 2/Contents(Zebrafish)"), ("annotations",)),
    "field": (field("(Zebrafish)"), ("form",)),
    "outline": (outline("Message of Zebrafish"), ("outline",)),
    "title": (pdf(drawn([BOX]), info="/Title(Zebrafish)"), ("metadata",)),
    "title after a program's words": (pdf(drawn([BOX]), info="/Title(Document1 on Zebrafish)"), ("metadata",)),
    "subject": (pdf(drawn([BOX]), info="/Subject(On the zebrafish matter)"), ("metadata",)),
    "keywords": (pdf(drawn([BOX]), info="/Keywords(committee, zebrafish)"), ("metadata",)),
    "XMP": (metadata(XMP.format("Zebrafish")), ("metadata",)),
    "attachment": (attached(), ("attachments",)),
    "replaced drawing left in the file": (pdf(drawn([BOX]), more={20: stream(BODY)}), ("revisions",)),
    "earlier revision": (updated(pdf(BODY + BOX), {4: stream(drawn([BOX]))}), ("revisions",)),
}
CLEAN = {
    "drawing without words left in the file": pdf(drawn([BOX]), more={20: stream(BOX), 21: stream("(BT) in no text")}),
    "link beside a box": linked(ELSEWHERE, "https://example.ca/zebrafish"),
    "link of shown words under a box": linked(UNDER_BOX, "https://www.committee.ca"),
    "who made the file": pdf(drawn([BOX]), info="/Author(Zebra Fish)/Creator(Zebrafish 3)/Company(Zebrafish)"),
    "words of a program": tagged("/Alt(A picture containing text. Description automatically generated)"),
    "text of shown words": tagged("/Alt(The committee)"),
    "maker of a picture": pictured(captioned(0x010F, "Zebrafish Cameras")),
    "script": pdf(drawn([BOX]), catalog="/OpenAction<</S/JavaScript/JS(app.alert\\(zebrafish\\))>>"),
    "comment of shown words": annotated("Text", "/Contents(The Source, known!)"),
    "link to a site": annotated("Link", "/A<</S/URI/URI(https://example.ca/notice)>>"),
    "text box": annotated("FreeText", "/Contents(Zebrafish)"),
    "field of shown words": field("(committee)"),
    "outline of shown words": outline("The matter, the committee"),
    "file name of Word": pdf(drawn([BOX]), info="/Title(Microsoft Word - Zebrafish memo.docx)"),
    "file name": pdf(drawn([BOX]), info="/Title(A-2021-00999_release_final.pdf)"),
    "title of a program": pdf(drawn([BOX]), info="/Title(PowerPoint Presentation)"),
    **{
        f"title that says nothing: {title}": pdf(drawn([BOX]), info=f"/Title({title})")
        for title in (
            "untitled",
            "unspecified",
            "\\(anonymous\\)",
            "Document1",
            "Book2",
            "Slide 12",
            "Classeur1",
            "Microsoft Word",
            "Full page photo",
            "Acrobat Distiller 9.0",
            "New Document",
            "C:\\\\My Files\\\\Zebrafish note.doc",
            "Microsoft PowerPoint - Zebrafish [Read-Only]",
            "Adobe Photoshop PDF",
        )
    },
    "title of shown words": pdf(drawn([BOX]), info="/Title(Named by the Committee)/Subject()"),
    "XMP of shown words": metadata(XMP.format("The source in this matter")),
    "nothing": pdf(drawn([BOX])),
}


@pytest.mark.parametrize("name", HELD)
def test_removed_words_outside_the_pages(extractor: Extractor, tmp_path: Path, name: str) -> None:
    data, expected = HELD[name]
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    assert outside(extractor, path) == expected


@pytest.mark.parametrize("name", CLEAN)
def test_words_that_the_pages_show_and_names_of_files_give_nothing_away(
    extractor: Extractor, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(CLEAN[name])
    assert outside(extractor, path) == ()


@pytest.mark.parametrize(("name", "place"), [("in_file_title", "metadata"), ("in_outline", "outline")])
def test_specimens_that_hide_words_outside_the_page(extractor: Extractor, name: str, place: str) -> None:
    assert place in outside(extractor, SPECIMENS / f"hidden_text_{name}.pdf")


@pytest.mark.parametrize("path", sorted(SPECIMENS.glob("clean_*.pdf")), ids=lambda path: path.stem)
def test_clean_specimens_are_handed_out(extractor: Extractor, path: Path) -> None:
    pages = tuple(extractor.pages(path, 1, 1))
    assert outside_of(extractor.beyond(path), pages) == ()
    assert not any(page.hidden_text for page in pages)


def test_what_a_picture_file_says_of_itself_counts_too(extractor: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    page = Page(1, 612.0, 792.0, text="The committee", redactions=(Redaction(BBox(0, 0, 9, 9), "image"),))
    for caption, expected in (("Zebrafish", ("pictures",)), ("The committee", ()), ("SCAN0001.JPG", ())):
        path.write_bytes(captioned(0x010E, caption))
        assert outside_of(extractor.beyond(path), [page]) == expected, caption


def test_the_child_tells_no_word(extractor: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(outline("Zebrafish"))
    one, other = extractor.beyond(path), extractor.beyond(path)
    assert "ebrafish" not in repr(one)
    assert one.words != other.words, "another salt each time"


def test_a_file_that_cannot_be_looked_through_stays_closed(extractor: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4 and nothing more")
    assert extractor.beyond(path).present == ("not_examined",)


def test_a_linearised_file_is_one_revision() -> None:
    linearised = b"%PDF-1.5\n1 0 obj<</Linearized 1>>endobj startxref\n0\n%%EOF\n x startxref\r\n9\r\n%%EOF\r\n"
    assert earlier_ends(linearised) == []
    assert len(earlier_ends(updated(pdf(), {4: stream("")}))) == 1


def test_an_update_of_the_title_only_is_judged_by_its_words(extractor: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    for title, expected in (("The committee", ()), ("Zebrafish", ("metadata",))):
        info = {6: "<</Producer(x)/Title(The source)>>", 1: "<</Type/Catalog/Pages 2 0 R/Lang(en)>>"}
        path.write_bytes(updated(pdf(drawn([BOX]), info=f"/Producer(x)/Title({title})"), info))
        assert outside(extractor, path) == expected


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word - x.doc", "memo.pdf", "A-2021-00999", "scan_0001", "finalReport", r"C:\My Files\Note to file"],
)
def test_file_names(title: str) -> None:
    assert is_file_name(title)


@pytest.mark.parametrize("title", ["Zebrafish", "Message of Orchid Lantern", "Note to file, 3", "橙色灯笼"])
def test_titles_are_no_file_names(title: str) -> None:
    assert not is_file_name(title)


def test_words_are_folded_and_han_text_comes_in_pairs() -> None:
    assert words_of("Élan vit\u00adal, a b") == {"elan", "vital"}
    assert words_of("张三在 x") == {"张三", "三在"}
