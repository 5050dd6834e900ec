"""(b) to (e): what extraction finds, against peers and against the truth of the specimens."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.extraction.files import BAD, BAD_REDACTIONS, DATA, DOUBLE_STRUCK, OPEN, PAGES_A_FILE, corpus, real_files
from indexer.extract.describing import describe
from indexer.extract.documents import Document
from indexer.extract.patterns import HAN
from indexer.extract.reading import Extractor
from indexer.model.geometry import BBox
from indexer.model.page import Page
from indexer.settings import load_settings

MEETING = 0.5
"""Of two boxes, intersection over union: from here on they are the same redaction."""

RECT_PT = 3.0
RECT_TOLERANCE_PT = 1.5
_WORD = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
_SECTION = re.compile(r"s\.\d+(?:\.\d+)?(?:\(\w\))*")
_POPPLER = re.compile(r"<word [^>]*>(.*?)</word>")


class Score:
    """Found, true and agreed; precision, recall and F1 of them."""

    def __init__(self) -> None:
        self.found = self.true = self.agreed = 0

    def add(self, found: int, true: int, agreed: int) -> None:
        self.found, self.true, self.agreed = self.found + found, self.true + true, self.agreed + agreed

    def bags(self, found: Iterable[Any], true: Iterable[Any]) -> None:
        """Counts the elements that both have."""
        one, other = Counter(found), Counter(true)
        self.add(one.total(), other.total(), (one & other).total())

    @property
    def f1(self) -> float:
        return 2 * self.agreed / (self.found + self.true) if self.found + self.true else 1.0

    def __str__(self) -> str:
        precision = self.agreed / self.found if self.found else 1.0
        recall = self.agreed / self.true if self.true else 1.0
        return f"precision {precision:.3f} recall {recall:.3f} F1 {self.f1:.3f} ({self.agreed} of {self.true})"


def extractor() -> Extractor:
    """With the settings that the program comes with."""
    return Extractor(load_settings(Path("archive"), {}).extract)


def words() -> None:
    """Word F1 against `pdftotext`, which is another opinion and not the truth."""
    plain, struck, worst = Score(), Score(), []
    with extractor() as reading:
        for path in real_files():
            score = _agreement(reading, path)
            plain.add(score.found, score.true, score.agreed)
            worst.append((score.f1, path.name))
        for name in DOUBLE_STRUCK:
            score = _agreement(reading, corpus() / name)
            struck.add(score.found, score.true, score.agreed)
    print(f"(b) words against pdftotext, {len(worst)} files: {plain}")
    print(f"    printed twice for bold: {struck}")
    print("    least alike: " + ", ".join(f"{name} {value:.3f}" for value, name in sorted(worst)[:6]))


def truth() -> None:
    """Redactions, sections, labels, tables, withheld notices against the truth of the specimens."""
    scores = {name: Score() for name in ("redactions", "sections", "labels", "printed numbers", "markings",
                                         "withheld notices", "rows of tables", "furniture lines")}  # fmt: skip
    with extractor() as reading:
        for file in sorted((DATA / "truth").glob("*/*.json")):
            path = DATA / "specimens" / file.parent.name / f"{file.stem}.pdf"
            if path.exists():
                read = tuple(reading.pages(path, 1, reading.open(path).pages_total))
                pages = describe(read, "foia_us" if file.parent.name.startswith("f-") else None).pages
                true = json.loads(file.read_text(encoding="utf-8"))["pages"]
                for one, page in zip(true, pages, strict=True):
                    if not one["scanned"]:
                        _compare(scores, one, page)
    print("(c) specimens with a text layer, against their truth")
    for name, score in scores.items():
        print(f"    {name:<18} {score}")


def verdicts() -> None:
    """Failed redactions reported, and false alarms."""
    missed, alarms, seen = [], [], 0
    with extractor() as reading:
        for path in sorted((corpus() / BAD_REDACTIONS).glob("*.pdf")):
            bad = _quarantined(reading, path)
            seen += 1
            if path.name in OPEN:
                print(f"    open: {path.name} {'reported' if bad else 'not reported'}")
            elif bad != (path.name in BAD):
                (alarms if bad else missed).append(path.name)
        for path in sorted((DATA / "specimens_hidden_text").glob("*.pdf")):
            seen += 1
            hides = _quarantined(reading, path) or any(page.hidden_text for page in _pages(reading, path))
            page_has = not path.stem.endswith(("in_file_title", "in_outline"))
            if page_has and hides != path.name.startswith("hidden_text"):
                (alarms if hides else missed).append(path.name)
    print(f"(d) hidden words, {seen} files: missed {missed or 'none'}, false alarms {alarms or 'none'}")


def rectangles() -> None:
    """Painted filled rectangles that pdfplumber sees and we see."""
    import pdfplumber

    score, worst = Score(), []
    for path in real_files():
        document, own = Document(path), Score()
        with pdfplumber.open(path) as pdf:
            for number in range(1, min(document.pages_total, PAGES_A_FILE) + 1):
                page, sheet = pdf.pages[number - 1], document.sheet(number)
                theirs = [_box(rect, page) for rect in page.rects if rect["fill"]]
                theirs = list({box for box in theirs if _shows(box, sheet.width_pt, sheet.height_pt)})
                ours = [item.bbox for item in sheet.scene().painted if item.kind == "path" and item.filled]
                met = sum(any(_near(box, other) for other in ours) for box in theirs)
                own.add(len(theirs), len(theirs), met)
                sheet.close()
                page.close()
        document.close()
        score.add(own.found, own.true, own.agreed)
        worst.append((own.agreed / own.true if own.true else 1.0, own.true, path.name))
    print(f"(e) pdfplumber's filled rectangles that we see too: {score.agreed} of {score.true}"
          f" ({score.agreed / max(1, score.true):.3f})")  # fmt: skip
    print("    least: " + ", ".join(f"{name} {value:.2f} of {count}" for value, count, name in sorted(worst)[:4]))


def _agreement(reading: Extractor, path: Path) -> Score:
    total = min(reading.open(path).pages_total, PAGES_A_FILE)
    command = ["pdftotext", "-bbox", "-l", str(PAGES_A_FILE), str(path), "-"]
    said = subprocess.run(command, capture_output=True, check=False).stdout.decode("utf-8", "replace")
    theirs = "\n".join(re.sub(r"&(amp|lt|gt|quot);", " ", word) for word in _POPPLER.findall(said))
    ours = "\n".join(page.text for page in reading.pages(path, 1, total))
    score = Score()
    score.bags(_tokens(ours), _tokens(theirs))
    return score


def _tokens(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text))


def _compare(scores: dict[str, Score], true: dict[str, Any], page: Page) -> None:
    boxes = [BBox(*item["bbox"]) for item in true["redactions"]]
    found = [item.bbox for item in page.redactions]
    scores["redactions"].add(len(found), len(boxes), matched(found, boxes))
    scores["sections"].bags(page.sections, true["sections"])
    scores["labels"].bags([page.label] if page.label else [], [true["label"]] if true["label"] else [])
    printed = true["printed_label"]
    scores["printed numbers"].bags([page.printed_label] if page.printed_label else [], [printed] if printed else [])
    scores["markings"].bags(page.markings, true["markings"])
    scores["withheld notices"].add(page.withheld, true["withheld"], page.withheld and true["withheld"])
    rows = [tuple(row) for table in page.tables for row in table.rows]
    scores["rows of tables"].bags(map(_row, rows), [_row(row) for table in true["tables"] for row in table])
    marked = " ".join(page.text[span.start : span.end] for span in page.furniture)
    scores["furniture lines"].bags(_tokens(marked), _tokens(" ".join(true["furniture"])))


def matched(found: Sequence[BBox], true: Sequence[BBox]) -> int:
    """How many true boxes have a found box of their own that meets them."""
    left, count = list(found), 0
    for box in true:
        best = max(left, key=box.intersection, default=None)
        if best is not None and _alike(best, box) >= MEETING:
            left.remove(best)
            count += 1
    return count


def _alike(one: BBox, other: BBox) -> float:
    shared = one.intersection(other)
    return shared / (one.area + other.area - shared) if shared else 0.0


def _row(cells: Sequence[str]) -> str:
    """Cells without spaces (the truth has none between Han characters) and section codes, which it leaves out."""
    return "|".join(_SECTION.sub("", "".join(cell.split())) for cell in cells)


def _quarantined(reading: Extractor, path: Path) -> bool:
    return any(page.outcome == "quarantined" for page in _pages(reading, path))


def _pages(reading: Extractor, path: Path) -> list[Page]:
    return list(reading.pages(path, 1, reading.open(path).pages_total))


def _box(rect: dict[str, Any], page: Any) -> BBox:
    left, top = page.cropbox[0] - page.mediabox[0], page.cropbox[1] - page.mediabox[1]
    x0, y0, x1, y1 = rect["x0"] - left, rect["top"] - top, rect["x1"] - left, rect["bottom"] - top
    return BBox(round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))


def _shows(box: BBox, width: float, height: float) -> bool:
    """Large enough to be a box and no rule, and on the page."""
    large = box.x1 - box.x0 >= RECT_PT and box.bottom - box.top >= RECT_PT
    return large and box.x0 < width and box.top < height and box.x1 > 0 and box.bottom > 0


def _near(one: BBox, other: BBox) -> bool:
    return all(abs(a - b) <= RECT_TOLERANCE_PT for a, b in zip(one, other, strict=True))


def gold() -> None:
    """Redactions burnt into real scans, against boxes that were looked at one by one."""
    for name in ("redactions.json", "redactions_held_out.json"):
        alarms: list[str] = []
        score, pages = Score(), json.loads((DATA / "gold" / name).read_text(encoding="utf-8"))["pages"]
        with extractor() as reading:
            for one in pages:
                path = corpus() / one["file"]
                (page,) = reading.pages(path, one["page"], one["page"])
                found, true = [item.bbox for item in page.redactions], [BBox(*box) for box in one["boxes"]]
                agreed = matched(found, true)
                score.add(len(found), len(true), agreed)
                alarms += [f"{path.name} {one['page']}"] * (len(found) - agreed)
        print(f"(g) redactions on {len(pages)} scanned pages, {name}: {score}; false alarms: {alarms or 'none'}")
