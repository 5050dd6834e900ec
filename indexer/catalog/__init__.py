"""The truth: releases, documents, pages, mentions and the step ledger, in SQLite or PostgreSQL.

    database = Database.open(url)          database.py   migrated, fork-safe; read(), write()
    Catalog(database)                      reader.py     model.stored.CatalogReader, and pages_between()
    CatalogWriter(database)                writer.py     add_file, plan_parts, save_*, fail_document
    Ledger(database, attempts)             ledger.py     claim, renew, fail, due, mark_sent, counts, reset ...
    IndexFeed(database)                    indexing.py   claim_index, page_records, finish_index

How the parts of a document meet: `add_file` makes extract part 0 due; it opens the file, calls `plan_parts`
(page rows, further parts) and `save_pages` for its own range. After the last part "describe" is due
(`save_description`), then the entities of each part (`save_mentions`), then "index".
"""
