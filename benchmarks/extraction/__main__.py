"""`python -m benchmarks.extraction [PART...]`: speed, words, truth, verdicts, rectangles, memory, gold; default all.
`python -m benchmarks.extraction overlay FILE --page N --out PICTURE.png` draws what is seen over one page.

Needs `pdftotext` (Debian's poppler-utils) and the corpus (ATI_CORPUS); a part without its means says so.
"""

from __future__ import annotations

import shutil
import sys

from benchmarks.extraction.files import corpus
from benchmarks.extraction.memory import memory
from benchmarks.extraction.overlay import overlay
from benchmarks.extraction.quality import gold, rectangles, truth, verdicts, words
from benchmarks.extraction.speed import speed

PARTS = {
    "speed": speed,
    "words": words,
    "truth": truth,
    "verdicts": verdicts,
    "rectangles": rectangles,
    "memory": memory,
    "gold": gold,
}


def main() -> None:
    """Prints the parts that were named, else all."""
    if sys.argv[1:2] == ["overlay"]:
        overlay(sys.argv[2:])
        return
    if shutil.which("pdftotext") is None:
        sys.exit("pdftotext is missing: install poppler-utils")
    if not corpus().exists():
        sys.exit(f"there is no corpus at {corpus()}: set ATI_CORPUS")
    unknown = set(sys.argv[1:]) - set(PARTS)
    if unknown:
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()
