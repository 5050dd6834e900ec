"""`ati annotate`: plain text on standard input, the mentions in it on standard output."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterable
from typing import Any, TextIO

import click

from indexer.commands.options import json_option, print_json
from indexer.entities.as_json import mention_json
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.errors import ConfigError, InputError
from indexer.model.mention import Mention
from indexer.settings import config_dir

LANGUAGES = ("en", "fr", "zh")
LINES_TOGETHER = 16
"""Lines of --jsonl that the language model reads in one go; output follows in the same steps."""

_UNENCODABLE = re.compile("[\x00\ud800-\udfff]")


@click.command()
@click.option("--date", help="The document's date (EDTF): years and relative dates hang on it.", metavar="YYYY-MM-DD")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the text; guessed when left out.")
@click.option("--jsonl", is_flag=True, help='One {"text", "date", "language"} a line in, one {"mentions"} a line out.')
@json_option
def annotate(date: str | None, language: str | None, as_json: bool, jsonl: bool) -> None:
    """What accounts, platforms, dates, parties and figures a text on standard input mentions.

    Example: echo "RRM Canada saw posts on WeChat on 8 September." | ati annotate --date 2021-09-13
    """
    if date is not None and not _is_date(date):
        raise ConfigError(f"--date {date}: write a day such as 2021-09-13, or another EDTF date")
    annotator = Annotator(config_dir())
    source = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="surrogateescape")
    if jsonl:
        _each_line(annotator, source, Context(language, date, range_ends=True))
        return
    text = readable(source.read())
    mentions = annotator.annotate(text, Context(language, date, range_ends=True))
    if as_json:
        print_json({"mentions": [mention_json(mention) for mention in mentions]})
    else:
        _listed(mentions)


def readable(text: str) -> str:
    """The text with NUL and lone surrogates as U+FFFD, one for one (design.md, rule 5)."""
    return _UNENCODABLE.sub("\ufffd", text)


def _each_line(annotator: Annotator, source: TextIO, default: Context) -> None:
    waiting: list[tuple[str, Context]] = []
    for number, line in enumerate(source, 1):
        if line.strip():
            try:
                waiting.append(_line(line, number, default))
            except InputError:
                _answer(annotator, waiting)  # the lines before a bad one are answered all the same
                raise
        if len(waiting) == LINES_TOGETHER:
            _answer(annotator, waiting)
            waiting = []
    _answer(annotator, waiting)


def _line(line: str, number: int, default: Context) -> tuple[str, Context]:
    try:
        given: Any = json.loads(line)
    except ValueError as error:
        raise InputError(f"Line {number} is not JSON: {error}", "not_json") from error
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise InputError(f'Line {number} needs {{"text": "..."}}, and may have "date" and "language"', "no_text")
    date, language = given.get("date") or default.date, given.get("language") or default.language
    if language is not None and language not in LANGUAGES:
        raise InputError(f"Line {number}: language is one of {', '.join(LANGUAGES)}, not {language!r}", "language")
    if date is not None and not _is_date(str(date)):
        raise InputError(f"Line {number}: {date!r} is not a date such as 2021-09-13", "date")
    return readable(given["text"]), Context(language, str(date) if date else None, range_ends=True)


def _is_date(text: str) -> bool:
    """An EDTF date; the library takes some milliseconds, a plain day none."""
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return all(1 <= int(part) <= limit for part, limit in zip(text.split("-")[1:], (12, 31), strict=False))
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parse_edtf(text)
    except EDTFParseException:
        return False
    return True


def _answer(annotator: Annotator, texts: Iterable[tuple[str, Context]]) -> None:
    for mentions in annotator.annotate_pages(list(texts)):
        found = {"mentions": [mention_json(mention) for mention in mentions]}
        click.echo(json.dumps(found, ensure_ascii=False))
    sys.stdout.flush()


def _listed(mentions: Iterable[Mention]) -> None:
    """A line a mention: place, kind, what stands there, what it is taken for."""
    for mention in mentions:
        surface = " ".join(mention.text.split())
        value = mention.value or "not settled"
        hedge = f"  [{mention.hedge}]" if mention.hedge else ""
        click.echo(f"{mention.start:>6}-{mention.end:<6} {mention.kind:<9} {surface}  →  {value}{hedge}")
