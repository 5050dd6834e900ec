"""Tesseract in this process: the only importer of tesserocr. For `ocr_child` only: pictures are hostile."""

from __future__ import annotations

import os
import re

# Before the import: the OpenMP runtime reads it once, when it is loaded. Threads made a page 8 times slower.
os.environ["OMP_THREAD_LIMIT"] = "1"

from collections.abc import Iterator
from typing import NamedTuple

import tesserocr
from PIL import Image

from indexer.extract.patterns import HAN

OSD = "osd"
GAP, SINGLES_GAP = 0.25, 1.0
"""White space of so many heights of a character parts it from a Latin word, and from another character."""

_SINGLE = re.compile(f"[{HAN}\u3001-\u303f\uff01-\uff65]")
"""Words by themselves, as in a text layer: Han characters, and the full-width punctuation between them."""


class Seen(NamedTuple):
    """A word as read in a picture: `box` in pixels `(left, top, right, bottom)`, `confidence` 0.0 to 1.0.

    `line` counts the lines of text; `gap`: white space stands before it. A Han character is a word of its own.
    """

    text: str
    line: int
    gap: bool
    box: tuple[int, int, int, int]
    confidence: float


class Turned(NamedTuple):
    """How a picture lies: turned anticlockwise by `degrees` (0, 90, 180, 270) it is upright. `script`: "Latin" ..."""

    degrees: int
    degrees_certainty: float
    script: str
    script_certainty: float


class Tesseract:
    """Reads pictures. Keeps one engine for each set of languages, since loading one takes as long as a short page."""

    def __init__(self, data_folder: str) -> None:
        """`data_folder` holds the traineddata files of every language that will be asked for."""
        self._folder = data_folder.rstrip("/") + "/"
        self._engines: dict[str, tesserocr.PyTessBaseAPI] = {}

    def read(self, picture: Image.Image, dpi: int, languages: str) -> list[Seen]:
        """The words of a grey picture in reading order; [] when there are none. `languages` such as "eng+fra"."""
        engine = self._engine(languages, tesserocr.PSM.AUTO)
        try:
            engine.SetImageBytes(picture.tobytes(), picture.width, picture.height, 1, picture.width)
            engine.SetSourceResolution(dpi)
            return list(_words(engine)) if engine.Recognize() else []
        finally:
            engine.Clear()

    def turned(self, picture: Image.Image, dpi: int) -> Turned | None:
        """How a picture lies, and its script; None when there is too little text to tell. Needs the "osd" data."""
        engine = self._engine(OSD, tesserocr.PSM.OSD_ONLY)
        try:
            engine.SetImageBytes(picture.tobytes(), picture.width, picture.height, 1, picture.width)
            engine.SetSourceResolution(dpi)
            found = engine.DetectOrientationScript()
        finally:
            engine.Clear()
        if not found:
            return None
        return Turned(
            int(found["orient_deg"]), float(found["orient_conf"]), found["script_name"], float(found["script_conf"])
        )

    def close(self) -> None:
        """Frees the engines."""
        while self._engines:
            self._engines.popitem()[1].End()

    def _engine(self, languages: str, mode: int) -> tesserocr.PyTessBaseAPI:
        if languages not in self._engines:
            self._engines[languages] = tesserocr.PyTessBaseAPI(path=self._folder, lang=languages, psm=mode)
        return self._engines[languages]


def _words(engine: tesserocr.PyTessBaseAPI) -> Iterator[Seen]:
    word, line_level = tesserocr.RIL.WORD, tesserocr.RIL.TEXTLINE
    at = engine.GetIterator()
    line = -1
    before: Seen | None = None
    while at is not None and not at.Empty(word):
        first = at.IsAtBeginningOf(line_level)
        line += first
        text, box = "".join((at.GetUTF8Text(word) or "").split()), at.BoundingBox(word)
        if not text or not box:
            if not at.Next(word):
                return
            continue
        seen = Seen(text, line, not first, box, at.Confidence(word) / 100)
        if _SINGLE.search(text):
            for part in _characters(at, seen):
                yield _spaced(part, before)
                before = part
            continue
        yield _spaced(seen, before) if before is not None and _SINGLE.match(before.text) else seen
        before = seen
        if not at.Next(word):
            return


def _characters(at: tesserocr.PyResultIterator, seen: Seen) -> Iterator[Seen]:
    """The word at the iterator, each Han character by itself and what stands between them in runs. The iterator
    then stands at the next word, or at the end."""
    symbol, word = tesserocr.RIL.SYMBOL, tesserocr.RIL.WORD
    run: Seen | None = None
    gap = seen.gap
    while not at.Empty(symbol):
        text, box = (at.GetUTF8Text(symbol) or "").strip(), at.BoundingBox(symbol)
        if text and box:
            alone = _SINGLE.match(text) is not None
            if run is not None and not alone:
                run = run._replace(text=run.text + text, box=_around(run.box, box))
            else:
                if run is not None:
                    yield run
                run = seen._replace(text=text, box=box, gap=gap)
                gap = False
            if alone:
                yield run
                run = None
        if not at.Next(symbol) or at.IsAtBeginningOf(word):
            break
    if run is not None:
        yield run


def _spaced(seen: Seen, before: Seen | None) -> Seen:
    """With a gap only where there is white: Chinese has no spaces, and the engine's own are guesses."""
    if before is None or before.line != seen.line:
        return seen._replace(gap=False)
    white = (seen.box[0] - before.box[2]) / max(1, seen.box[3] - seen.box[1])
    both = _SINGLE.match(seen.text) and _SINGLE.match(before.text)
    return seen._replace(gap=white > (SINGLES_GAP if both else GAP))


def _around(one: tuple[int, int, int, int], two: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])
