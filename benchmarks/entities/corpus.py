"""Where the real texts and gold data lie: ATI_CORPUS, by default beside the project. Nothing of it is copied here."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]


def corpus() -> Path | None:
    """The folder of real documents; None where it is absent, which a benchmark says aloud."""
    folder = Path(os.environ.get("ATI_CORPUS", ROOT.parent / "shared" / "corpus"))
    return folder if folder.is_dir() else None
