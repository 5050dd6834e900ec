"""A catalog of an earlier version, brought up to date with what is in it."""

from __future__ import annotations

from alembic import command
from sqlalchemy import text

from indexer.catalog.database import Database
from indexer.catalog.entities import EntityCatalog
from indexer.catalog.migrations.run import config_for
from indexer.catalog.reader import Catalog
from indexer.model.record import page_key
from indexer.model.registry import entity_id
from tests.unit.catalog.made import sha

_DOCUMENT = (
    "INSERT INTO document (number, id, name, size_bytes, media_type, has_original, outcome, date_from, date_to, "
    "original_withheld, redacted_share, over_limit_pages, pages_readable, pages_listed, pages_withheld, index_state, "
    "priority) VALUES (:number, :id, 'a.pdf', 1, 'application/pdf', true, 'read', 0, 0, false, 0, 0, 1, 0, 0, "
    "'indexed', 5)"
)
_PAGE = (
    "INSERT INTO page (key, document, number, width_pt, height_pt, source, redacted_share, withheld, withheld_pages, "
    "hidden_text, outcome, readable) VALUES (:key, :document, 1, 612, 792, 'text_layer', 0, false, 0, false, 'read', "
    "true)"
)
_MENTION = (
    'INSERT INTO mention (page, position, kind, start, "end", text, facet, value, label, confidence, recogniser, '
    "details_json) VALUES (:page, :position, 'party', 0, 3, :text, :facet, :value, :label, 1, 'x/1', :details)"
)


def test_entities_are_filled_from_mentions_read_before_there_was_a_registry(url: str) -> None:
    database = Database(url)
    with database.write() as connection:
        command.upgrade(config_for(connection), "0002")
        rows = [
            {"page": page_key(document, 1), "position": position, "text": said, "facet": facet, "value": value,
             "label": label, "details": '{"details":null,"bboxes":[]}'}
            for document in (1, 2)
            for position, (said, facet, value, label) in enumerate(
                [("CPC", "state", "cpc", "Conservatives"), ("Tory", "state", "cpc", "Conservatives"),
                 ("x", "state", "cpc", "Tories"), ("2021", None, None, None)]
            )
        ]  # fmt: skip
        for document in (1, 2):
            connection.execute(text(_DOCUMENT), {"number": document, "id": sha(str(document))})
            connection.execute(text(_PAGE), {"key": page_key(document, 1), "document": document})
        connection.execute(text(_MENTION), rows)
    database.upgrade()
    found = EntityCatalog(database).entity(entity_id("state", "cpc"))
    assert (found.name, found.mentions, found.pages, found.documents) == ("Conservatives", 6, 2, 2)
    assert set(found.names) == {"CPC", "Tory", "Tories", "x"}
    assert Catalog(database).mentions(sha("1"), 1)[0].entity == found.id
    database.close()


def test_what_was_read_before_there_were_events_is_due_for_them(url: str) -> None:
    database = Database(url)
    with database.write() as connection:
        command.upgrade(config_for(connection), "0003")
        connection.execute(text(_DOCUMENT), {"number": 1, "id": sha("1")})
        connection.execute(
            text(
                "INSERT INTO step (document, step, part, state, first_page, last_page, attempt, version, due_at, "
                "priority) VALUES (1, 'extract', 0, 'done', 1, 1, 1, 'x', 5, 5), (1, 'entities', 0, 'done', 1, 1, 1, "
                "'x', 5, 5), (1, 'index', 0, 'done', 0, 0, 1, 'x', 5, 5)"
            )
        )
    database.upgrade()
    with database.read() as connection:
        states = connection.execute(text("SELECT step, state FROM step ORDER BY step")).all()
    assert [tuple(row) for row in states] == [("entities", "due"), ("extract", "done"), ("index", "done")]
    database.close()
