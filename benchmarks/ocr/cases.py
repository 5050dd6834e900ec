"""Pictures with known words: scanned specimens, the test pictures of the corpus, and the same made noisy."""

from __future__ import annotations

import io
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFilter

from benchmarks.ocr.scoring import words
from indexer.extract.ocr_pages import picture_of
from indexer.extract.opening import open_document
from indexer.extract.pages import read_sheet

ROOT = Path(__file__).parent.parent.parent
SPECIMENS, TRUTH = ROOT / "tests/data/specimens", ROOT / "tests/data/truth"
SCANS = (("scanned-a-2021-00999", "analysis-scanned", None), ("1a-2023-00271", "briefing-book-mixed", 5))
PRINTED = (
    ("a-2021-00999", "analysis-package", 3, "eng"),
    ("a-2022-00058", "memorandum", 1, "eng"),
    ("a-2025-00417", "situation-report-7-fr", 1, "fra"),
    ("a-2025-00417", "situation-report-7-fr", 2, "fra"),
    ("a-2021-01002", "captured-article-zh", 1, "chi_sim"),
)
"""Born-digital pages drawn as pictures, for what no specimen scan has: French and Chinese."""

SKEW_DEG, JPEG_QUALITY, NOISE_SHARE = 0.6, 40, 0.002
CHARACTERS_LIMIT = 500_000


@dataclass(frozen=True)
class Case:
    """`kind`: clean or noisy. `languages`: what the bare program is told; ours is told nothing."""

    name: str
    kind: str
    picture: Image.Image
    dpi: int
    truth: Counter[str]
    languages: str = "eng"


def cases(corpus: Path) -> Iterator[Case]:
    """Clean ones first, each scan and printed page followed by its noisy copy."""
    for release, stem, only in SCANS:
        for number, truth in _truth(release, stem):
            if only in (None, number):
                yield from _both(release, stem, number, truth, "eng")
    for release, stem, number, languages in PRINTED:
        yield from _both(release, stem, number, dict(_truth(release, stem))[number], languages)
    for name, gold in (("phototest.tif", "phototest.gold.txt"),):
        folder = corpus / "08_ocr" / "tesseract_test"
        if (folder / name).is_file():
            truth = words([(folder / gold).read_text(encoding="utf-8")])
            yield Case(name, "clean", *_picture(folder / name, 1), truth)


def _both(release: str, stem: str, number: int, truth: Counter[str], languages: str) -> Iterator[Case]:
    picture, dpi = _picture(SPECIMENS / release / f"{stem}.pdf", number)
    yield Case(f"{stem} {number}", "clean", picture, dpi, truth, languages)
    noisy = _noisy(picture.resize((picture.width * 200 // dpi, picture.height * 200 // dpi)))
    yield Case(f"{stem} {number}", "noisy", noisy, 200, truth, languages)


def _truth(release: str, stem: str) -> list[tuple[int, Counter[str]]]:
    pages = json.loads((TRUTH / release / f"{stem}.json").read_text(encoding="utf-8"))["pages"]
    return [(page["number"], words(word["text"] for word in page["words"])) for page in pages]


def _picture(path: Path, number: int) -> tuple[Image.Image, int]:
    document = open_document(path)
    sheet = document.sheet(number)
    page, scene = read_sheet(sheet, number, CHARACTERS_LIMIT)
    picture = picture_of(sheet, scene, page)
    sheet.close()
    document.close()
    return picture


def _noisy(picture: Image.Image) -> Image.Image:
    """Slanted, specked, a little soft, and through a JPEG of low quality. Always the same."""
    chance = random.Random(7)
    slanted = picture.rotate(-SKEW_DEG, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.4))
    for _ in range(int(NOISE_SHARE * slanted.width * slanted.height)):
        slanted.putpixel((chance.randrange(slanted.width), chance.randrange(slanted.height)), chance.randrange(256))
    target = io.BytesIO()
    slanted.save(target, "JPEG", quality=JPEG_QUALITY)
    return Image.open(target).convert("L")
