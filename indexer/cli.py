"""The `ati` command: assembled from entry points, so that webapp and workers add theirs (style.md)."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points, version

import click

from indexer.errors import ConfigError, IndexerError, QueryError

FAILED = 1
WRONG_USE = 2


class Commands(click.Group):
    """Commands of the entry-point group `ati.commands`, imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(entry.name for entry in entry_points(group="ati.commands"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for entry in entry_points(group="ati.commands", name=cmd_name):
            command: click.Command = entry.load()
            return command
        return None

    def invoke(self, ctx: click.Context) -> object:
        """Runs a command; our own errors become one plain sentence and the exit status of interfaces.md."""
        try:
            return super().invoke(ctx)
        except (ConfigError, QueryError) as error:
            click.echo(f"ati: {error}", err=True)
            ctx.exit(WRONG_USE)
        except IndexerError as error:
            click.echo(f"ati: {error}", err=True)
            ctx.exit(FAILED)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("ati-archive"), prog_name="ati")
def main() -> None:
    """ATI Archive: released reports as searchable, citable evidence.

    Example: ati ingest ~/releases && ati serve
    """


if __name__ == "__main__":
    sys.exit(main())
