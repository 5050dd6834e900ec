"""Many documents described in one form: a row each, and what is said of the ticked ones together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.archive.institutions import institution_id, institution_names
from indexer.archive.saying import checked
from indexer.archive.slugs import slug
from indexer.commands.options import operator
from indexer.errors import InputError, NotFound
from indexer.model.describing import describe_rule, move_rule
from indexer.model.registry import Rule
from indexer.model.stored import DocumentRecord
from webapp import describing, links, records, words
from webapp.contexts import Hidden, Link
from webapp.describing import Typed
from webapp.describing_contexts import Field, TableContext, TableRow
from webapp.languages import gettext as _
from webapp.said import said
from webapp.services import Services

IN_A_ROW = ("title", "date", "author")
OF_TICKED = ("date", "author", "language")
OF_RELEASE = ("institution", "request_number", "released", "regime")
RELEASES_OFFERED = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A filled table: what was typed in each row, which rows are ticked, and what is said of those together.

    `into`: id of the release that gets the ticked ones, "new" for one made of institution and request number.
    """

    rows: Mapping[str, Typed] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    together: Mapping[str, str] = field(default_factory=dict)
    into: str = ""
    new_institution: bool = False
    why: str = ""
    error: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def rules_for(services: Services, found: Sequence[DocumentRecord], asked: Asked) -> tuple[list[Rule], Asked]:
    """The rules that the table asks for, and the table with what is wrong with it; with any problem nothing is to be
    saved."""
    rules, rows = list[Rule](), dict[str, Typed]()
    for record in found:
        id_ = record.document.id
        typed = asked.rows.get(id_, Typed())
        made, rows[id_] = describing.rules_for("document", id_, typed, services.descriptions.origins("document", id_))
        rules += made
    try:
        rules += _together(services, asked)
    except InputError as error:
        return [], replace(asked, rows=rows, error=said(str(error)))
    if any(one.problems for one in rows.values()):
        return [], replace(asked, rows=rows, error=str(_("Nothing was saved: see the rows that are marked.")))
    return [replace(rule, why=asked.why) for rule in rules], asked


def _together(services: Services, asked: Asked) -> list[Rule]:
    """What is said of the ticked rows. Raises InputError."""
    said_of_all = {name: checked(name, asked.together.get(name, "")) for name in OF_TICKED}
    given = {name: value for name, value in said_of_all.items() if value}
    if not asked.into and not given and not any(asked.together.get(name) for name in OF_RELEASE):
        return []
    if not asked.ticked:
        raise InputError(_("Tick the rows that this is about."))
    ids = sorted(asked.ticked)
    who = operator()
    rules = [describe_rule("document", id_, name, value, who=who) for id_ in ids for name, value in given.items()]
    return rules + _moves(services, asked, ids)


def _moves(services: Services, asked: Asked, ids: Sequence[str]) -> list[Rule]:
    described = {
        name: checked(name, asked.together.get(name, ""), unlisted=asked.new_institution) for name in OF_RELEASE
    }
    if not asked.into:
        if any(described.values()):
            raise InputError(_("Choose the release that the ticked rows go into: a new one, or one of the list."))
        return []
    who = operator()
    if asked.into != "new":
        try:
            target = services.catalog.release(asked.into).id
        except NotFound as error:
            raise InputError(_("There is no such release.")) from error
        return [move_rule(id_, target, who=who) for id_ in ids]
    number = described["request_number"]
    if not number:
        raise InputError(_("A new release needs a request number."))
    target = f"{slug(institution_id(described['institution']) or 'unknown')}/{slug(number)}"
    moves = [move_rule(id_, target, who=who, name=number) for id_ in ids]
    said_of_it = {name: value for name, value in described.items() if value}
    return moves + [describe_rule("release", target, name, value, who=who) for name, value in said_of_it.items()]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the table is of: its title and addresses."""

    title: str
    lead: str
    back: Link
    ways: tuple[Link, ...]
    kept: tuple[Hidden, ...]
    pagination: tuple[Link, ...]


def context(services: Services, frame: Frame, found: Sequence[DocumentRecord], asked: Asked, done: str) -> TableContext:
    """The page."""
    offered = services.catalog.list_releases(0, RELEASES_OFFERED)
    names = records.institutions(services.search, (one.release for one in offered))
    together = tuple(
        describing.empty(name, asked.together.get(name, ""), asked.problems.get(name, ""))
        for name in (*OF_TICKED, *OF_RELEASE)
    )
    return TableContext(
        title=frame.title,
        lead=frame.lead,
        back=frame.back,
        ways=frame.ways,
        action="/describe/table",
        kept=frame.kept,
        error=asked.error,
        done=done,
        rows=tuple(_row(services, record, asked) for record in found),
        ticked=together,
        new_institution=asked.new_institution,
        institutions=tuple(institution_names().values()),
        releases=tuple(
            (one.release.id, _named(records.release_name(one.release), names.get(one.release.institution or "", "")))
            for one in offered
        ),
        why=asked.why,
        who=operator(),
        pagination=frame.pagination,
    )


def _named(name: str, institution: str) -> str:
    return f"{name} ({institution})" if institution else name


def _row(services: Services, record: DocumentRecord, asked: Asked) -> TableRow:
    document = record.document
    typed = asked.rows.get(document.id, Typed())
    origins = services.descriptions.origins("document", document.id)
    fields: dict[str, Field] = {one.name: one for one in describing.fields(origins, {}, typed)}
    told = [words.counted(document.pages_total, "page")] if document.pages_total else []
    told += [records.release_name(one) for one in record.releases]
    return TableRow(
        id=document.id,
        href=links.document(document.id, records.title_of(document)),
        file=document.name.rpartition("/")[2],
        note=" · ".join(told),
        ticked=document.id in asked.ticked,
        title=fields["title"],
        date=fields["date"],
        author=fields["author"],
        problem=" ".join(typed.problems.values()),
    )
