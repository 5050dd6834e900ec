"""`python -m benchmarks.ocr`: a line for each picture, then the figures that have goals."""

from __future__ import annotations

import os

os.environ["OMP_THREAD_LIMIT"] = "1"  # for the bare program too, which is eight times slower without

import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.ocr.cases import ROOT, SPECIMENS, Case, cases
from benchmarks.ocr.scoring import f1, words
from indexer.extract.ocr import PageReader
from indexer.extract.ocr_languages import find_data
from indexer.extract.ocr_reading import Recogniser
from indexer.extract.tesseract import Tesseract
from indexer.settings import load_settings

ROUNDS = 3
TIME_GOAL, SCALING_GOAL = 1.15, 1.8
F1_GOALS = {"clean": 0.95, "noisy": 0.93}
SCALING_PAGES = 12


def main() -> int:
    """Status 1 when a goal is missed."""
    corpus = Path(os.environ.get("ATI_CORPUS", ROOT.parent / "shared" / "corpus"))
    data = find_data()
    with tempfile.TemporaryDirectory() as scratch:
        folder = data.one_folder(Path(scratch))
        reader = PageReader(Tesseract(str(folder)), data.languages)
        rows = [measured(case, reader, folder, Path(scratch)) for case in cases(corpus)]
    print(f"{'picture':34} {'kind':6} {'px':>11} {'ours s':>7} {'bare s':>7} {'ratio':>6} {'F1':>6} {'bare':>6}")
    for row in rows:
        print(
            f"{row['name']:34} {row['kind']:6} {row['size']:>11} {row['ours']:7.2f} {row['bare']:7.2f} "
            f"{row['ours'] / row['bare']:6.2f} {row['f1']:6.3f} {row['bare_f1']:6.3f}  {row['languages']}"
        )
    missed = []
    ratio = sum(row["ours"] for row in rows) / sum(row["bare"] for row in rows)
    print(f"time, all pictures: {ratio:.2f} of bare Tesseract (goal at most {TIME_GOAL})")
    if ratio > TIME_GOAL:
        missed.append("time")
    for kind, goal in F1_GOALS.items():
        mine = [row["f1"] for row in rows if row["kind"] == kind]
        bare = [row["bare_f1"] for row in rows if row["kind"] == kind]
        low = min(mine)
        print(
            f"word F1, {kind}: median {statistics.median(mine):.3f}, lowest {low:.3f}; "
            f"bare {statistics.median(bare):.3f}, {min(bare):.3f} (goal: median at least {goal})"
        )
        if statistics.median(mine) < goal:
            missed.append(kind)
    gain = scaling()
    print(f"two processes: {gain:.2f} times one (goal at least {SCALING_GOAL})")
    if gain < SCALING_GOAL:
        missed.append("scaling")
    print("missed: " + ", ".join(missed) if missed else "all goals met")
    return 1 if missed else 0


def measured(case: Case, reader: PageReader, folder: Path, scratch: Path) -> dict:  # type: ignore[type-arg]
    """Both in turn, ROUNDS times; the median of each."""
    file = scratch / "picture.png"
    case.picture.save(file, dpi=(case.dpi, case.dpi))
    ours, bare = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        reading = reader.read(case.picture, case.dpi)
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        text = bare_tesseract(file, folder, case.languages)
        bare.append(time.perf_counter() - began)
    return {
        "name": case.name,
        "kind": case.kind,
        "size": f"{case.picture.width}x{case.picture.height}",
        "ours": statistics.median(ours),
        "bare": statistics.median(bare),
        "f1": f1(case.truth, words(word.text for word in reading.words)),
        "bare_f1": f1(case.truth, words([text])),
        "languages": reading.languages,
    }


def bare_tesseract(file: Path, folder: Path, languages: str) -> str:
    """The text of the program's TSV: boxes and confidences are asked of it as they are of ours."""
    program = shutil.which("tesseract")
    if program is None:
        raise SystemExit("The peer is missing: apt install tesseract-ocr")
    command = [program, str(file), "-", "--tessdata-dir", str(folder), "-l", languages, "tsv"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in done.stdout.splitlines()[1:]]
    return " ".join(row[11] for row in rows if len(row) > 11 and row[0] == "5")


def scaling() -> float:
    """How many times faster two recognising processes do the same pages."""
    settings = load_settings(Path("none"))
    path = SPECIMENS / "scanned-a-2021-00999" / "analysis-scanned.pdf"
    numbers = [1 + at % 3 for at in range(SCALING_PAGES)]
    pair = [Recogniser(settings.ocr, settings.extract) for _ in range(2)]
    for one in pair:
        list(one.pages(path, [1]))
    began = time.perf_counter()
    list(pair[0].pages(path, numbers))
    single = time.perf_counter() - began
    threads = [
        threading.Thread(target=lambda one=one, half=half: list(one.pages(path, half)))
        for one, half in zip(pair, (numbers[::2], numbers[1::2]), strict=True)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    both = time.perf_counter() - began
    for one in pair:
        one.close()
    return single / both


if __name__ == "__main__":
    sys.exit(main())
