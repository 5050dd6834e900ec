"""Quality of political parties, people and organisations beside spaCy alone, on gold names of several kinds of text."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import spacy

from benchmarks.entities.conll import Read, Sentence, hipe, sentences, two_columns, universal
from benchmarks.entities.corpus import corpus
from benchmarks.entities.dates import SHOW
from benchmarks.entities.scoring import Counts, Marked, added, matched
from indexer.entities.names import MODELS
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.mention import PartyDetails

SENTENCES_A_PAGE = 40
"""Sentences that are read together, as on a page; each file is one document."""
LIMIT = "ATI_LIMIT"
"""Set to read only so many sentences of each file, while developing."""

_SPACY = {"PERSON": "person", "PER": "person", "ORG": "organisation", "NORP": "political_party"}


@dataclass(frozen=True, slots=True)
class _Set:
    """A labelled file: how its labels are called here; those left out are of no party."""

    name: str
    path: str
    read: Read
    language: str
    kinds: dict[str, str]
    one_document: bool = False


SETS = (
    _Set("CrossNER politics dev", "crossner_politics/dev.txt", two_columns, "en",
         {"politicalparty": "political_party", "politician": "person", "person": "person",
          "organisation": "organisation"}),
    _Set("CrossNER politics train", "crossner_politics/train.txt", two_columns, "en",
         {"politicalparty": "political_party", "politician": "person", "person": "person",
          "organisation": "organisation"}),
    _Set("HIPE newseye, French OCR", "hipe_newseye_fr/HIPE-2022-v1.0-newseye-dev-fr.tsv", hipe, "fr",
         {"per": "person", "org": "organisation"}),
    _Set("Universal NER, English web", "uner_en/en_ewt-ud-test.iob2", universal, "en",
         {"PER": "person", "ORG": "organisation"}),
    _Set("WNUT 17, emerging names", "wnut17/emerging.dev.conll", two_columns, "en",
         {"person": "person", "corporation": "organisation", "group": "organisation"}),
    _Set("Broad Twitter", "broad_twitter/a.conll", two_columns, "en", {"PER": "person", "ORG": "organisation"}),
)  # fmt: skip


def measure(annotator: Annotator, write: Callable[[str], None], only: str = "") -> None:
    """Prints F1 by kind, ours beside spaCy alone: exact spans, and spans that overlap."""
    write("parties (exact spans; in brackets: spans that overlap)")
    folder = corpus()
    if folder is None:
        write("  the shared corpus is absent: parties are not measured")
        return
    peers = {language: spacy.load(model, enable=["tok2vec", "ner"]) for language, model in MODELS.items()}
    for one in SETS:
        if only in one.name:
            _measure(one, folder / "04_ner", annotator, peers[one.language], write)


def _measure(one: _Set, folder: Path, annotator: Annotator, peer: spacy.Language, write: Callable[[str], None]) -> None:
    limit = int(os.environ.get(LIMIT, "0")) or None
    read = list(islice(sentences(folder / one.path, one.read), limit))
    gold = [[Marked(mark.start, mark.end, one.kinds[mark.value]) for mark in each.gold if mark.value in one.kinds]
            for each in read]  # fmt: skip
    ours = _ours(read, one, annotator)
    theirs = [
        [Marked(name.start_char, name.end_char, _SPACY[name.label_]) for name in done.ents if name.label_ in _SPACY]
        for done in peer.pipe(each.text for each in read)
    ]
    write(f"  {one.name}: {len(read)} sentences")
    for kind in dict.fromkeys(one.kinds.values()):
        mine, his = _counts(gold, ours, kind), _counts(gold, theirs, kind)
        loose, his_loose = _counts(gold, ours, kind, exact=False), _counts(gold, theirs, kind, exact=False)
        write(f"    {kind:<16} ours {mine} [{loose.f1:.3f}]   spaCy alone F1 {his.f1:.3f} [{his_loose.f1:.3f}]"
              f"   {100 * (mine.f1 - his.f1):+.1f} points")  # fmt: skip
        if os.environ.get(SHOW) == kind:
            _faults(read, gold, ours, kind, write)


def _ours(read: Sequence[Sentence], one: _Set, annotator: Annotator) -> list[list[Marked]]:
    """The sentences as pages of one document, as they would stand in a report."""
    found: list[list[Marked]] = [[] for _ in read]
    pages: list[tuple[str, list[tuple[int, int]]]] = []
    for first in range(0, len(read), SENTENCES_A_PAGE):
        parts, places, at = [], [], 0
        for number, each in enumerate(read[first : first + SENTENCES_A_PAGE], first):
            places.append((at, number))
            parts.append(each.text)
            at += len(each.text) + 2
        pages.append(("\n\n".join(parts), places))
    whole = "\n\n".join(text for text, _ in pages) if one.one_document else ""
    contexts = [(text, Context(language=one.language, document_text=whole)) for text, _ in pages]
    for (_, places), mentions in zip(pages, annotator.annotate_pages(contexts), strict=True):
        for mention in mentions:
            if isinstance(mention.details, PartyDetails):
                at, number = next(place for place in reversed(places) if place[0] <= mention.start)
                kind = mention.details.party_kind
                found[number].append(Marked(mention.start - at, mention.end - at, kind))
    return found


def _counts(
    gold: Iterable[Sequence[Marked]], found: Iterable[Sequence[Marked]], kind: str, *, exact: bool = True
) -> Counts:
    counts = Counts()
    for wanted, given in zip(gold, found, strict=True):
        mine = [one for one in given if one.value == kind]
        added(counts, matched([one for one in wanted if one.value == kind], mine, exact=exact))
    return counts


def _faults(
    read: Sequence[Sentence], gold: Sequence[Sequence[Marked]], found: Sequence[Sequence[Marked]], kind: str,
    write: Callable[[str], None],
) -> None:  # fmt: skip
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for each, wanted, given in zip(read, gold, found, strict=True):
        mine = {(one.start, one.end) for one in given if one.value == kind}
        theirs = {(one.start, one.end) for one in wanted if one.value == kind}
        for start, end in theirs - mine:
            near = [each.text[one.start : one.end] + "=" + one.value[:3] for one in given
                    if one.start < end and start < one.end]  # fmt: skip
            missed[f"{each.text[start:end]} <- {near}"] += 1
        for start, end in mine - theirs:
            near = [each.text[one.start : one.end] + "=" + one.value[:3] for one in each.gold
                    if one.start < end and start < one.end]  # fmt: skip
            wrong[f"{each.text[start:end]} <- {near}"] += 1
    for name, counter in (("missed", missed), ("wrong", wrong)):
        for text, number in counter.most_common(400):
            write(f"      {name} {number} {text}")
