"""Writes all specimens and their truth below tests/data: `python -m tests.specimens [folder]`."""

import sys
from pathlib import Path

from tests.specimens import broken, fonts
from tests.specimens.catalogue import releases
from tests.specimens.library import write

DATA = Path(__file__).parent.parent / "data"


def main(data: Path = DATA) -> None:
    """Writes every release below `data`."""
    fonts.register()
    for release in releases():
        write(release, data)
    broken.write(data)


if __name__ == "__main__":
    try:
        main(*map(Path, sys.argv[1:2]))
    except fonts.MissingFontError as missing:
        sys.exit(str(missing))
