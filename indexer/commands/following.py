"""After a correction on the command line: search follows it."""

from __future__ import annotations

from collections.abc import Sequence

import click

from indexer.bootstrap.caring import needs_index
from indexer.bootstrap.reading import Reading
from indexer.settings import Settings


def follow(settings: Settings, reading: Reading, documents: Sequence[str] = ()) -> None:
    """Writes to the index what a rule made due; of these documents also what comes before it. The parts that do so are
    loaded only here: they take a second."""
    if not reading.registry.waiting() and not documents:
        return
    if needs_index(settings):
        click.echo("The search index must be rebuilt, and then it follows: ati reindex", err=True)
        return
    from indexer.bootstrap.processing import index_now

    index_now(settings, documents)
    if left := reading.registry.waiting():
        click.echo(f"Counts in search follow when {left:,} documents are indexed; another process is at it.", err=True)
