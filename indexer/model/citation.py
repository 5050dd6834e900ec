"""A citation: what a reader needs to name a released page, find it again and prove that it is the same file."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.geometry import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A cited sheet.

    Attributes:
        sheet: 1-based sheet in the file.
        label: the release's page number stamped on it ("000123"); None when not stamped.
        sections: of the Act, cited on the page.
        span: the cited passage in `Page.text`; None for the page as a whole. `passage` is its words.
    """

    sheet: int
    label: str | None = None
    sections: tuple[str, ...] = ()
    span: Span | None = None
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A document, or `places` in it. Texts are on one line; "" is unknown.

    Attributes:
        document: SHA-256 of the file in hex.
        title: as stated or read; where there is none the file's name, and `supplied` is True (print it in brackets).
        institution: name; `institution_id` as in config/.
        author: the unit or person that wrote it.
        genre: what kind of document it is, in words ("briefing note").
        date, released: EDTF.
        regime, disposition: codes as in release.toml.
        pages_total: sheets in the file; None when it could not be opened.
        url: where to read it, with the passage where there is one; `accessed` is an ISO day.
        archive: the name of the site.
    """

    document: str
    title: str
    url: str
    archive: str
    accessed: str
    supplied: bool = False
    institution: str = ""
    institution_id: str = ""
    author: str = ""
    genre: str = ""
    date: str = ""
    request_number: str = ""
    regime: str = ""
    disposition: str = ""
    released: str = ""
    release: str = ""
    language: str = ""
    pages_total: int | None = None
    places: tuple[Place, ...] = ()

    @property
    def shown_title(self) -> str:
        """The title as it is printed: one that the archive supplied stands in brackets."""
        return f"[{self.title}]" if self.supplied else self.title

    @property
    def sections(self) -> tuple[str, ...]:
        """Sections of the Act cited on the cited pages, each once."""
        return tuple(dict.fromkeys(code for place in self.places for code in place.sections))
