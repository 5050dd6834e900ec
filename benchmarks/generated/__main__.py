"""`python -m benchmarks.generated FOLDER --pages 100000`: an archive of generated pages, with its index."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.scale.making import make
from indexer.settings import load_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=100_000)
    options = parser.parse_args()
    make(options.folder, load_settings(options.folder, {}), options.pages)


if __name__ == "__main__":
    main()
