"""What a release module hands back, and how it becomes files."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.specimens import truth
from tests.specimens.render import render
from tests.specimens.sheet import Sheet


@dataclass(frozen=True)
class Specimen:
    """A PDF to be: its sheets and the metadata in the file."""

    file: str
    sheets: list[Sheet]
    title: str
    author: str = "Department of Example Affairs / Ministère des Affaires exemplaires"
    outline: tuple[str, ...] = ()
    request: str | None = None  # as letter or stamps show it
    raw: bytes = b""  # the file itself, where reportlab cannot write it

    def pdf(self) -> bytes:
        """The file."""
        return self.raw or render(self.sheets, self.title, self.author, self.outline)


@dataclass(frozen=True)
class Release:
    """A folder of specimens; `manifest` is the text of release.toml, empty for none; no slug: straight in `folder`."""

    slug: str
    specimens: list[Specimen]
    manifest: str = ""
    folder: str = field(default="specimens")


def write(release: Release, data: Path) -> None:
    """Writes the PDFs, the manifest and the truth of a release below `data`."""
    folder = data / release.folder / release.slug
    truths = data / "truth" / (release.slug or release.folder)
    folder.mkdir(parents=True, exist_ok=True)
    truths.mkdir(parents=True, exist_ok=True)
    if release.manifest:
        (folder / "release.toml").write_text(release.manifest, "utf-8")
    for specimen in release.specimens:
        pdf = specimen.pdf()
        (folder / specimen.file).write_bytes(pdf)
        record = truth.document(specimen.file, pdf, specimen.sheets, specimen.request)
        (truths / specimen.file).with_suffix(".json").write_text(record, "utf-8")
