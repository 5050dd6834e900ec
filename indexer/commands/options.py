"""Options that every command shares (interfaces.md)."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from indexer.errors import ConfigError
from indexer.settings import CATALOG_FILE, Settings, load_settings

NAME_CHARS = 100

Function = TypeVar("Function", bound=Callable[..., Any])


def archive_option(function: Function) -> Function:
    """`--archive DIR` (or ATI_ARCHIVE; default `./archive`), given to the command as `archive: Path`."""
    return click.option(
        "--archive",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="ATI_ARCHIVE",
        default=Path("archive"),
        show_default=True,
        help="The archive folder (or set ATI_ARCHIVE).",
    )(function)


def json_option(function: Function) -> Function:
    """`--json`: one JSON document on standard output and nothing else there; given as `as_json: bool`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(function)


def existing_archive(archive: Path) -> Settings:
    """Settings of an archive that is there.

    Raises:
        ConfigError: nothing was archived in this folder yet; the message says how to begin.
    """
    settings = load_settings(archive)
    if not settings.catalog.url and not (settings.archive / CATALOG_FILE).exists():
        raise ConfigError(f"There is no archive in {settings.archive}. Make one: ati ingest FOLDER --archive {archive}")
    return settings


def operator() -> str:
    """Who decides: ATI_USER, else the login name ("operator" where there is none, as in a bare container)."""
    if named := os.environ.get("ATI_USER", "").strip():
        return named[:NAME_CHARS]
    try:
        return getpass.getuser()[:NAME_CHARS]
    except (KeyError, OSError):
        return "operator"


def print_json(value: object) -> None:
    """One JSON document on standard output, in UTF-8 and readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
