"""What `ati serve` does beside its workers: after a correction the index follows without one."""

from __future__ import annotations

from pathlib import Path

from indexer.bootstrap.processing import open_processing
from indexer.catalog.database import Database
from indexer.model.query import FieldValue
from indexer.model.registry import new_rule
from indexer.settings import load_settings
from tests.unit.catalog.test_registry import Kept, person
from workers.supervisor import _index_here


def test_a_correction_is_indexed_here_when_nothing_else_is_to_be_done(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    kept = Kept(Database.open(settings.catalog_url))
    kept.document("a.pdf", [[person("x")], [person("y")]])
    processing = open_processing(settings)
    kept.registry.decide(new_rule("merge", "person", "x", who="ada", into="y"))
    added = kept.archive.add("b.pdf")
    _index_here(processing)
    assert kept.registry.waiting() == 1, "a file is to be read first: the workers come, and do this too"
    kept.archive.writer.fail_document(kept.archive.claim(added.document, "extract"), "encrypted")
    _index_here(processing)
    assert kept.registry.waiting() == 0
    assert processing.index.engine().count(FieldValue("person", "y")) == 2
    processing.close()
    kept.archive.database.close()
