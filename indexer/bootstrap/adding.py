"""Files into the archive, from the command line and from the site: the same intake, one file at a time."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.archive.intake import PlannedFile, take_in
from indexer.archive.store import OriginalStore
from indexer.catalog.writer import CatalogWriter
from indexer.model.stored import AddedFile


@dataclass(frozen=True, slots=True)
class Archived:
    """What became of a file: `problem` (a reason code) says why it is listed and not read, or was taken down and stays
    so."""

    file: AddedFile
    problem: str | None


def archive_file(
    planned: PlannedFile, store: OriginalStore, writer: CatalogWriter, priority: int | None = None
) -> Archived:
    """Copies a file into the store and enters it in the catalog; its extraction is due then.

    `priority`: lower is sooner; None goes by size. Raises Unavailable: the disk is full, or the catalog is busy.
    """
    taken = take_in(planned, store)
    added = writer.add_file(
        planned.release,
        planned.name,
        planned.description,
        stored=taken.stored,
        media_type=taken.media_type,
        problem=taken.problem,
        priority=priority,
    )
    if added.removed:  # its bytes were destroyed, and are not kept by being added again
        store.destroy(added.document)
    return Archived(added, added.taken_down or taken.problem)
