"""`ati search` and `ati export`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import IO, Any, Generic, cast

import click

from indexer.bootstrap.reading import Reading, open_reading
from indexer.cite.citing import Citer, Origin, entries
from indexer.cite.formats import FORMATS, OF_EVENTS, OF_PAGES, Format, Item, format_of
from indexer.cite.genres import load_genres
from indexer.cite.options import Options
from indexer.cite.rows import Entry
from indexer.cite.styles import style_name
from indexer.commands.options import archive_option, existing_archive, json_option, print_json
from indexer.commands.timelines import timeline_entries
from indexer.errors import ConfigError
from indexer.model.addresses import document_url, page_url
from indexer.model.plain import plain
from indexer.model.query import Filters, Order, SearchRequest
from indexer.model.reasons import in_words
from indexer.model.record import FACET_NAMES
from indexer.model.result import DocumentHits, PageHit, Passage, SearchResult, UnreadFiles
from indexer.search.as_json import search_json
from indexer.search.days import day_bounds
from indexer.search.furniture import furniture_sentence
from indexer.search.unread import UNREAD_FILES_LISTED
from indexer.settings import config_dir

_FACET_VALUES_IN_WORDS = 5


def _pairs(context: click.Context, option: click.Parameter, given: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """NAME=VALUE options as pairs; the name is that of a facet."""
    pairs = []
    for text in given:
        name, _, value = text.partition("=")
        if not value or name not in FACET_NAMES:
            raise click.BadParameter(
                f"{text!r} is not NAME=VALUE with one of: {', '.join(FACET_NAMES)}", context, option
            )
        pairs.append((name, value))
    return tuple(pairs)


def _dated(context: click.Context, option: click.Parameter, given: str | None) -> str | None:
    if given is not None and day_bounds(given) is None:
        raise click.BadParameter(f"{given!r} is not a date such as 2021, 2021-09 or 2021-09-01", context, option)
    return given


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the options of `filter_options` say. Values may be given by name: `--facet platform=WeChat`."""

    archive: Path
    facet: Sequence[tuple[str, str]]
    exclude: Sequence[tuple[str, str]]
    date_from: str | None
    date_to: str | None

    def filters(self, reading: Reading) -> Filters:
        """Values of one facet are alternatives."""
        include, exclude = (_selection(reading, pairs) for pairs in (self.facet, self.exclude))
        return Filters(include, exclude, self.date_from, self.date_to)


def filter_options(function: Callable[..., None]) -> Callable[..., None]:
    """The archive and the options by which `search` and `export` narrow their matches, given as `narrowed`."""

    @wraps(function)
    def gathered(
        archive: Path,
        facet: Sequence[tuple[str, str]],
        exclude: Sequence[tuple[str, str]],
        date_from: str | None,
        date_to: str | None,
        **others: object,
    ) -> None:
        function(narrowed=Narrowed(archive, facet, exclude, date_from, date_to), **others)

    selection: dict[str, Any] = {"multiple": True, "metavar": "NAME=VALUE", "callback": _pairs}
    dated: dict[str, Any] = {"metavar": "DATE", "callback": _dated}
    options = click.option("--date-to", help="Documents dated up to this day, month or year.", **dated)(gathered)
    options = click.option("--date-from", help="Documents dated from this day, month or year.", **dated)(options)
    options = click.option("--exclude", help="Leave out pages with this facet value.", **selection)(options)
    options = click.option("--facet", help="Only pages with this facet value; repeatable.", **selection)(options)
    return archive_option(options)


@click.command()
@click.argument("query", default="")
@filter_options
@click.option(
    "--sort",
    type=click.Choice(["relevance", "document_date", "release_date"]),
    default="relevance",
    show_default=True,
)
@click.option("--limit", type=click.IntRange(0, 10_000), default=20, show_default=True, help="Pages shown.")
@json_option
def search(
    query: str,
    narrowed: Narrowed,
    sort: str,
    limit: int,
    as_json: bool,
) -> None:
    """Pages that match, with facets.

    Example: ati search '"foreign interference" platform:wechat' --facet year=2021
    """
    with closing(open_reading(existing_archive(narrowed.archive))) as reading:
        request = SearchRequest(query, narrowed.filters(reading), cast(Order, sort), limit)
        found = reading.search.find_pages(request)
        unread = reading.search.unread_files(request, UNREAD_FILES_LISTED)
    if as_json:
        print_json(search_json(found, unread))
        return
    for line in (*_lines(found), *_unread_lines(unread)):
        click.echo(line)


@click.command()
@click.argument("query", default="")
@filter_options
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option("--style", help="Citation style, by name (chicago, apa, mla …); for text and docx.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; default: standard output.")
def export(
    query: str,
    narrowed: Narrowed,
    form: str,
    style: str | None,
    output: Path | None,
) -> None:
    """All matching pages, in page order, streamed; or the timeline of their dates.

    Example: ati export 'Youli-Youmian' --format csv --output pages.csv

    Example: ati export 'Youli-Youmian' --format timelinejs --output timeline.json
    """
    if form in OF_EVENTS:
        _export(narrowed, query, format_of(OF_EVENTS, form), timeline_entries, output, "entries", style or "")
        return
    _export(narrowed, query, format_of(OF_PAGES, form), _entries, output, "pages", style or "")


def _export(
    narrowed: Narrowed,
    query: str,
    chosen: Format[Item],
    items: Callable[[Reading, SearchRequest], Iterable[Item]],
    output: Path | None,
    unit: str,
    style: str,
) -> None:
    if style and not chosen.styled:
        raise ConfigError(f"--style is for lists of citations; {chosen.label} has none.")
    if style:
        style_name(style)
    if chosen.binary and output is None and sys.stdout.isatty():
        raise ConfigError(f"{chosen.label} is not text for a terminal: give --output FILE, or send it to a file.")
    with closing(open_reading(existing_archive(narrowed.archive))) as reading:
        counted = _Counted(items(reading, SearchRequest(query, narrowed.filters(reading))))
        with _output(output) as out:
            for piece in chosen.pieces(counted, Options(style, query)):
                out.write(piece)
    click.echo(f"{counted.count:,} {unit}.", err=True)


def _selection(reading: Reading, pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    values: dict[str, tuple[str, ...]] = {}
    for name, text in pairs:
        values[name] = (*values.get(name, ()), *reading.search.values(name, text))
    return tuple(values.items())


def _entries(reading: Reading, request: SearchRequest) -> Iterator[Entry]:
    @cache
    def named(institution: str) -> str:
        return reading.search.labels("institution", (institution,))[0]

    site = reading.settings.site
    address = site.address or f"http://{site.host}:{site.port}"
    origin = Origin(site.title, address.rstrip("/"), date.today().isoformat())
    citer = Citer(named, origin, load_genres(config_dir()))
    return entries(citer, reading.search.all_pages(request), request.query)


class _Counted(Generic[Item]):
    """Entries as they are taken, and how many were."""

    def __init__(self, entries: Iterable[Item]) -> None:
        self._entries = entries
        self.count = 0

    def __iter__(self) -> Iterator[Item]:
        for entry in self._entries:
            self.count += 1
            yield entry


@contextmanager
def _output(path: Path | None) -> Iterator[IO[bytes]]:
    """The file, or standard output, which stays open when we are done with it."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        file = path.open("wb")
    except OSError as error:
        raise ConfigError(f"--output {path} cannot be written: {error.strerror}") from error
    with file:
        yield file


def _lines(found: SearchResult) -> Iterator[str]:
    about = "about " if found.documents_approximate else ""
    pages = "1 page" if found.pages == 1 else f"{found.pages:,} pages"
    documents_found = "1 document" if found.documents == 1 else f"{found.documents:,} documents"
    yield f"{pages} in {about}{documents_found} for: {plain(found.understood)}"
    yield from (f"  {plain(sentence)}" for sentence in found.repairs)
    if found.furniture_pages:
        yield f"  {furniture_sentence(found.furniture_pages)} See them: {plain(found.furniture_query)}"
    if found.unseen_pages:
        yield f"  This search could not see {found.unseen_pages:,} pages; ati coverage says why."
    documents = {one.document: one for one in found.titled}
    for hit in found.hits:
        yield ""
        yield from _hit_lines(hit, documents[hit.document])
    yield ""
    for facet in found.facets:
        if facet.values:
            shown = ", ".join(f"{plain(one.label)} {one.pages:,}" for one in facet.values[:_FACET_VALUES_IN_WORDS])
            yield f"{facet.name}: {shown}" + (" …" if len(facet.values) > _FACET_VALUES_IN_WORDS else "")


def _unread_lines(unread: UnreadFiles) -> Iterator[str]:
    if unread.total:
        files = "file that cannot be read matches" if unread.total == 1 else "files that cannot be read match"
        yield ""
        yield f"{unread.total:,} {files} by name, title or release:"
    for one in unread.files:
        titled = f"{one.title}: " if one.title else ""
        yield f"  {plain(titled + one.name)}  {document_url(one.document)}  {in_words(one.reason)}"
    if unread.total > len(unread.files):
        yield f"  … and {unread.total - len(unread.files):,} more; ati coverage lists every file that cannot be read."


def _hit_lines(hit: PageHit, document: DocumentHits) -> Iterator[str]:
    stamp = f" (stamp {plain(hit.label)})" if hit.label else ""
    releases = ", ".join(release.id for release in document.releases)
    yield click.style(plain(document.title), bold=True) + f", page {hit.page}{stamp}"
    yield f"  {plain(releases)}  {page_url(hit.document, hit.page)}"
    yield from (f"  … {_marked(passage)} …" for passage in hit.passages[:1])


def _marked(passage: Passage) -> str:
    parts, after = [], 0
    for start, end in passage.matches:
        parts += [plain(passage.text[after:start]), click.style(plain(passage.text[start:end]), bold=True)]
        after = end
    return "".join((*parts, plain(passage.text[after:])))
