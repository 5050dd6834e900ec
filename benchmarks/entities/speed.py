"""Speed on real pages, one core, warm models: every recogniser beside spaCy NER alone."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import spacy

from benchmarks.entities.texts import pages
from indexer.entities.names import BATCH_PAGES, MODELS
from indexer.entities.names_list import load_gazetteer
from indexer.entities.recognising import Annotator
from indexer.settings import config_dir

PAGES = 300


def timed(run: Callable[[], object]) -> float:
    """Processor seconds of this process: other work on the machine does not count."""
    start = time.process_time()
    run()
    return time.process_time() - start


def measure(rules: Annotator, annotator: Annotator, write: Callable[[str], None], number: int = PAGES) -> None:
    """Prints words and pages a second, and the ratio to the peer in the same run."""
    texts = pages(number)
    words = sum(len(text.split()) for text, _ in texts)
    write(f"speed: {len(texts)} pages, {words} words")
    gazetteer, _ = load_gazetteer(config_dir())
    annotator.annotate_pages(texts[:8])
    peers = {language: spacy.load(name, enable=["tok2vec", "ner"]) for language, name in MODELS.items()}

    def peer() -> None:
        for language, model in peers.items():
            mine = [text for text, context in texts if context.language == language]
            list(model.pipe(mine, batch_size=BATCH_PAGES))

    seconds = {
        "gazetteer": timed(lambda: [gazetteer.find(text) for text, _ in texts]),
        "all recognisers but spaCy": timed(lambda: rules.annotate_pages(texts)),
        "all recognisers": timed(lambda: annotator.annotate_pages(texts)),
        "peer: spaCy NER alone": timed(peer),
    }
    for name, used in seconds.items():
        write(f"  {name:<28} {words / used:>12,.0f} words/s {1000 * used / len(texts):>8.2f} ms/page"
              f" {len(texts) / used:>8.1f} pages/s")  # fmt: skip
    write(f"  all against spaCy NER alone: {seconds['all recognisers'] / seconds['peer: spaCy NER alone']:.2f} times")
    write(f"  memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
