"""`ati describe`: what people state of releases and documents, above what manifests state and pages say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from indexer.archive.saying import checked
from indexer.bootstrap.reading import Reading, open_reading
from indexer.catalog.rule_files import rule_json
from indexer.commands.entity_words import counts, rule_words
from indexer.commands.following import follow
from indexer.commands.naming import document_of, rule_named
from indexer.commands.options import archive_option, existing_archive, json_option, operator, print_json
from indexer.errors import InputError
from indexer.model.describing import FIELDS, Origin, SubjectKind, describe_rule, move_rule
from indexer.model.plain import plain
from indexer.model.registry import Rule, RuleEffect
from indexer.suggesting import Suggestion, of_release

Function = TypeVar("Function", bound=Callable[..., Any])
DOCUMENTS_LIMIT = 100_000


@click.group()
def describe() -> None:
    """Correct what is known of releases and documents.

    A correction is a rule with who (ATI_USER, else your login name), when and why. It stands above release.toml and
    what the pages say, outlives reading again, and can be undone. Rules are listed, exported and imported by
    `ati entities rules`, `export` and `import`.

    Example: ati describe release unknown/box-2 --institution pco --request-number A-2022-00017 --released 2023-02
    """


def _describing(kind: SubjectKind) -> Callable[[Function], Function]:
    """An option for each field of a subject, and those of every command that makes a rule."""

    def with_options(function: Function) -> Function:
        for field in reversed(FIELDS[kind]):
            option = click.option("--" + field.replace("_", "-"), field, help=_HELP.get(field))
            function = option(function)
        unknown = click.option(
            "--unknown", multiple=True, type=click.Choice(FIELDS[kind]), help="Say that this is not known; repeatable."
        )
        why = click.option("--why", default="", help="The reason, kept with the rule.")
        return archive_option(json_option(why(unknown(function))))

    return with_options


_HELP = {
    "date": "2021-09-13, 2021-09, “13 September 2021” (EDTF is understood).",
    "released": "When it was released; written as a date of a document is.",
    "language": "en, fr or zh.",
    "regime": "The law: atia_ca, privacy_ca, cea_ca, foia_us, foi_uk.",
    "institution": "Its id, name or abbreviation.",
}


@describe.command()
@_describing("document")
@click.argument("document")
def document(archive: Path, as_json: bool, document: str, unknown: Sequence[str], why: str, **said: str | None) -> None:
    """Say a document's title, date, author or language. DOCUMENT is its id or the first 12 digits.

    Example: ati describe document 3fa4b1c9d2e0 --title "Narratives on WeChat" --date "13 September 2021"
    """
    with _describes(archive, as_json) as (reading, say):
        id_ = document_of(reading, document)
        say(reading.registry.describe(_rules("document", id_, said, unknown, why)), (id_,))


@describe.command()
@_describing("release")
@click.option("--new-institution", is_flag=True, help="Keep an institution's name that is not in config/.")
@click.argument("release")
def release(
    archive: Path, as_json: bool, release: str, unknown: Sequence[str], why: str, new_institution: bool,
    **said: str | None,
) -> None:  # fmt: skip
    """Say a release's institution, request number, date, law, outcome, source or summaries. RELEASE is its id.

    Example: ati describe release unknown/box-2 --institution "Privy Council Office" --released 2023-02-10
    """
    with _describes(archive, as_json) as (reading, say):
        rules = _rules("release", release, said, unknown, why, unlisted=new_institution)
        effect = reading.registry.describe(rules)
        found = reading.catalog.release_documents(release, 0, DOCUMENTS_LIMIT)
        say(effect, [record.document.id for record in found])


@describe.command()
@archive_option
@json_option
@click.option("--why", default="", help="The reason, kept with the rule.")
@click.option("--into", required=True, help="Id of the release that gets them; one that is not there yet is made.")
@click.option("--name", help="What a new release is called; by default the end of its id.")
@click.argument("documents", nargs=-1, required=True)
def move(archive: Path, as_json: bool, why: str, into: str, name: str | None, documents: Sequence[str]) -> None:
    """Move documents into one release, as when twelve bare files are one.

    Example: ati describe move 3fa4b1c9d2e0 77c01d9a5b32 --into gac/A-2021-01234
    """
    with _describes(archive, as_json) as (reading, say):
        ids = [document_of(reading, one) for one in documents]
        say(reading.registry.describe([move_rule(one, into, who=operator(), why=why, name=name) for one in ids]), ids)


@describe.command()
@archive_option
@json_option
@click.argument("subject")
def show(archive: Path, as_json: bool, subject: str) -> None:
    """What is shown of a document or release, and where each value came from. SUBJECT is its id.

    Example: ati describe show gac/A-2021-01234
    """
    with closing(open_reading(existing_archive(archive))) as reading:
        kind, id_ = _subject(reading, subject)
        origins = reading.descriptions.origins(kind, id_)
        offered = of_release(reading.catalog, id_) if kind == "release" else {}
    if as_json:
        suggested = {field: [asdict(one) for one in some] for field, some in offered.items()}
        print_json({"kind": kind, "id": id_, "values": [_origin_json(one) for one in origins], "suggested": suggested})
        return
    for one in origins:
        click.echo(f"{one.field:<15} {plain(one.value or '') or '–'}  [{_basis(one)}]")
        for other in offered.get(one.field, ()):
            if other.value != one.value:
                click.echo(f"{'':<15} perhaps {plain(other.value)}: {_where(other)}")


@describe.command()
@archive_option
@json_option
@click.option("--why", default="", help="The reason, kept with the rule.")
@click.argument("rule")
def undo(archive: Path, as_json: bool, why: str, rule: str) -> None:
    """Take a correction back. RULE is its id, or the first digits.

    Example: ati describe undo 5f0c2a --why "the stamp says otherwise"
    """
    with _describes(archive, as_json) as (reading, say):
        found = rule_named(reading.registry, rule)
        effect = reading.registry.undo(found.id, operator(), why)
        say(effect, [found.value] if found.kind == "document" and found.value else [])


Say = Callable[[RuleEffect, Sequence[str]], None]


@contextmanager
def _describes(archive: Path, as_json: bool) -> Iterator[tuple[Reading, Say]]:
    """The archive, and how to tell what changed; afterwards search follows the documents named."""
    settings, changed = existing_archive(archive), list[str]()

    def say(effect: RuleEffect, documents: Sequence[str]) -> None:
        changed.extend(documents)
        if as_json:
            print_json({"rule": rule_json(effect.rule), "documents": effect.documents})
            return
        done = "Undone: " if effect.rule.undone else ""
        words = rule_words(effect.rule)
        click.echo(f"{done}{words}. {counts(effect.documents, 'document')}. Rule {effect.rule.id[:8]}.")

    with closing(open_reading(settings)) as reading:
        yield reading, say
        follow(settings, reading, changed)


def _rules(
    kind: SubjectKind, subject: str, said: dict[str, str | None], unknown: Sequence[str], why: str, *,
    unlisted: bool = False,
) -> list[Rule]:  # fmt: skip
    """Raises InputError: a value cannot be kept, or none was given."""
    values = {field: checked(field, typed, unlisted=unlisted) for field, typed in said.items() if typed is not None}
    values |= dict.fromkeys(unknown, "")
    if not values:
        options = ", ".join("--" + field.replace("_", "-") for field in FIELDS[kind])
        raise InputError(f"Say what to correct: {options} or --unknown FIELD.")
    return [describe_rule(kind, subject, field, value, who=operator(), why=why) for field, value in values.items()]


def _subject(reading: Reading, text: str) -> tuple[SubjectKind, str]:
    if "/" in text:
        return "release", reading.catalog.release(text).id
    return "document", document_of(reading, text)


def _origin_json(one: Origin) -> dict[str, Any]:
    rule = rule_json(one.rule) if one.rule else None
    return {
        "field": one.field, "value": one.value, "basis": one.basis, "place": one.place or None, "before": one.before,
        "rule": rule,
    }  # fmt: skip


def _basis(one: Origin) -> str:
    if one.rule:
        return f"corrected by {plain(one.rule.who)}, {one.rule.when[:10]}; before: {plain(one.before or '') or '–'}"
    words = {"manifest": "release.toml", "letter": "covering letter", "unknown": "not known"}
    return words.get(one.basis) or (f"read on {one.place}" if one.place else "read from the pages")


def _where(one: Suggestion) -> str:
    letter = "the covering letter, " if one.letter else ""
    return f"“{plain(one.text)}” in {letter}{one.document[:12]} page {one.page}"
