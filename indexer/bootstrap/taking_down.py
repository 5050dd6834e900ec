"""Taking down whole: the catalog, the page pictures on disk, and originals that are removed."""

from __future__ import annotations

import shutil
from pathlib import Path

from indexer.archive.store import OriginalStore
from indexer.catalog.takedowns import TakedownCatalog
from indexer.model.takedown import Takedown, TakedownEffect


class TakingDown(TakedownCatalog):
    """`model.takedown.Takedowns` over one archive. `images`: the folder of page pictures."""

    def __init__(self, catalog: TakedownCatalog, originals: OriginalStore, images: Path) -> None:
        super().__init__(catalog.database)
        self._originals = originals
        self._images = images

    def take_down(self, takedown: Takedown) -> TakedownEffect:
        """The decision in the catalog first: from then on nothing is shown; then what lies on disk goes."""
        effect = super().take_down(takedown)
        for document in self.down_with(takedown):
            forget_pictures(self._images, document, takedown.page)
        if takedown.removed:
            self.destroy_removed()
        return effect

    def destroy_removed(self) -> int:
        """Destroys originals of removed documents that are there, as after a crash or a restored copy; how many."""
        return sum(self._originals.destroy(document) for document in self.removed_documents())


def forget_pictures(images: Path, document: str, page: int | None = None) -> None:
    """Deletes the pictures of a document, or of one sheet; made anew when the page is shown again."""
    for folder in images.glob(f"*/{document[:2]}/{document}"):
        if page is None:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            for picture in folder.glob(f"{page}-*"):
                picture.unlink(missing_ok=True)
