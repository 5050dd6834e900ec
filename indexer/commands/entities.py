"""`ati entities`: who and what the pages name, and the rules by which people correct the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from indexer.bootstrap.reading import Reading, open_reading
from indexer.catalog.rule_files import read_rules, rule_json, rule_lines
from indexer.commands.entity_words import counts, entity_line, entity_words, rule_line, rule_object, rule_words
from indexer.commands.following import follow
from indexer.commands.naming import document_of, entity_named, mention_at, rule_named
from indexer.commands.options import archive_option, existing_archive, json_option, operator, print_json
from indexer.errors import InputError
from indexer.model.plain import plain
from indexer.model.registry import KINDS, Imported, MentionPlace, Rule, RuleEffect, new_rule, value_for

FAILED = 1
LISTED = 50
RULES_SHOWN = 1_000_000
COUNT_LIMIT = 1_000_000_000
"""Of rows, pages and letters; what is beyond overflows a database's integers."""
Function = TypeVar("Function", bound=Callable[..., Any])


@click.group()
def entities() -> None:
    """Entities that the pages name, and people's corrections of them.

    ENTITY is an id or its first digits, kind=value, or a name that only one entity has. A correction is a rule with
    who (ATI_USER, else your login name), when and why; it outlives another extraction and can be undone.

    Example: ati entities list --kind account --contains youli
    """


def deciding(function: Function) -> Function:
    """Options of every command that makes a rule."""
    why = click.option("--why", default="", help="The reason, kept with the rule.")
    return archive_option(json_option(why(function)))


@entities.command("list")
@archive_option
@json_option
@click.option("--kind", type=click.Choice(KINDS), help="Only entities of this kind.")
@click.option("--contains", default="", help="Only those with this in a name, whatever its case and accents.")
@click.option("--hidden", is_flag=True, help="Those that people have hidden, instead.")
@click.option("--order", type=click.Choice(["pages", "name"]), default="pages", show_default=True)
@click.option("--offset", type=click.IntRange(0, COUNT_LIMIT), default=0, help="Pass over so many.")
@click.option("--limit", type=click.IntRange(1, COUNT_LIMIT), default=LISTED, show_default=True)
def list_entities(
    archive: Path, as_json: bool, kind: str | None, contains: str, hidden: bool, order: Any, offset: int, limit: int
) -> None:
    """Entities with the pages that name them, the most frequent first.

    Example: ati entities list --kind person --contains chong --json
    """
    with _reading(archive) as reading:
        found = reading.registry.entities(kind, contains, order, offset, limit, hidden=hidden)
        total = reading.registry.count_entities(kind, contains, hidden=hidden)
    if as_json:
        print_json({"total": total, "entities": [asdict(one) for one in found]})
        return
    for one in found:
        click.echo(entity_line(one))
    click.echo(f"{len(found):,} of {total:,} entities.", err=True)


@entities.command()
@archive_option
@json_option
@click.argument("entity")
def show(archive: Path, as_json: bool, entity: str) -> None:
    """One entity: names, counts, and the rules about it.

    Example: ati entities show account=wechat:youli-youmian
    """
    with _reading(archive) as reading:
        found = entity_named(reading.registry, entity)
        rules = reading.registry.rules(found.id, 0, RULES_SHOWN)
        idle = reading.registry.without_mention(rules)
    if as_json:
        print_json({**asdict(found), "rules": [rule_object(rule, idle) for rule in rules]})
        return
    click.echo(entity_line(found))
    if found.names:
        click.echo("  also: " + "; ".join(plain(name) for name in found.names))
    if found.merged:
        click.echo("  merged into it: " + "; ".join(plain(value) for value in found.merged))
    for rule in rules:
        click.echo(f"  {rule_line(rule, idle)}")


@entities.command()
@deciding
@click.argument("entity")
@click.argument("name")
def rename(archive: Path, as_json: bool, why: str, entity: str, name: str) -> None:
    """Give an entity the name that people read.

    Example: ati entities rename account=wechat:youli-youmian "Youli-Youmian (有理儿有面)"
    """
    with _deciding(archive, as_json) as (reading, say):
        found = entity_named(reading.registry, entity)
        rule = new_rule("rename", found.kind, found.value, who=operator(), why=why, name=" ".join(name.split()))
        say(reading.registry.decide(rule), f"{entity_words(found)} is now called {plain(rule.name or '')}.")


@entities.command()
@deciding
@click.argument("entity")
@click.argument("into")
def merge(archive: Path, as_json: bool, why: str, entity: str, into: str) -> None:
    """Let ENTITY be one with INTO, which keeps its name.

    Example: ati entities merge "person=m. chong" person=chong --why "the member for Wellington—Halton Hills"
    """
    with _deciding(archive, as_json) as (reading, say):
        one = entity_named(reading.registry, entity)
        other = entity_named(reading.registry, into, one.kind)
        rule = new_rule("merge", one.kind, one.value, who=operator(), why=why, into=other.value)
        say(reading.registry.decide(rule), f"{entity_words(one)} is merged into {entity_words(other)}.")


@entities.command()
@deciding
@click.argument("entity")
@click.option("--into", required=True, help="The entity that gets the mentions, or the name of a new one.")
@click.option("--document", "documents", multiple=True, help="Only mentions in this document (id); repeatable.")
@click.option("--text", "texts", multiple=True, help="Only mentions with this text, as printed; repeatable.")
def split(
    archive: Path, as_json: bool, why: str, entity: str, into: str, documents: Sequence[str], texts: Sequence[str]
) -> None:
    """Give some of an entity's mentions to another, or to a new one.

    Example: ati entities split person=chong --into "Chong (analyst)" --document 3fa4b1c9d2e0
    """
    with _deciding(archive, as_json) as (reading, say):
        one = entity_named(reading.registry, entity)
        chosen = [document_of(reading, document) for document in documents]
        there = reading.registry.find(into, one.kind, 2)
        other = entity_named(reading.registry, into, one.kind) if there else None
        value = other.value if other else value_for(one.kind, into, one.value)
        name = None if other else " ".join(into.split())
        rule = new_rule(
            "split", one.kind, one.value, who=operator(), why=why, into=value, name=name, documents=chosen, texts=texts
        )
        say(reading.registry.decide(rule), f"{entity_words(one)} is split; {plain(name or value)} got its mentions.")


@entities.command()
@deciding
@click.argument("entity")
def hide(archive: Path, as_json: bool, why: str, entity: str) -> None:
    """Take an entity out of facets, lists and pages. Its words stay searchable; `undo` brings it back.

    Example: ati entities hide "organisation=Annex A" --why "not an organisation"
    """
    with _deciding(archive, as_json) as (reading, say):
        found = entity_named(reading.registry, entity)
        rule = new_rule("hide", found.kind, found.value, who=operator(), why=why)
        say(reading.registry.decide(rule), f"{entity_words(found)} is hidden.")


@entities.command()
@deciding
@click.argument("entity")
def confirm(archive: Path, as_json: bool, why: str, entity: str) -> None:
    """Vouch for an entity. Public sites show people only when they stand in config/ or are confirmed.

    Example: ati entities confirm "person=jane doe" --why "named in the minister's statement"
    """
    with _deciding(archive, as_json) as (reading, say):
        found = entity_named(reading.registry, entity)
        rule = new_rule("confirm", found.kind, found.value, who=operator(), why=why)
        say(reading.registry.decide(rule), f"{entity_words(found)} is confirmed.")


@entities.command()
@deciding
@click.argument("document")
@click.argument("page", type=click.IntRange(1, COUNT_LIMIT))
@click.option("--text", required=True, help="The mention's text, as printed.")
@click.option("--start", type=click.IntRange(0, COUNT_LIMIT), help="Where it begins, if the page has it several times.")
@click.option("--kind", help="Its kind (account, platform, party, date, figure), if several have the text.")
def reject(
    archive: Path, as_json: bool, why: str, document: str, page: int, text: str, start: int | None, kind: str | None
) -> None:
    """Say that one mention is none: it counts nowhere any more.

    Example: ati entities reject 3fa4b1c9d2e0 12 --text "Page" --why "a word, not an account"
    """
    with _deciding(archive, as_json) as (reading, say):
        id_ = document_of(reading, document)
        mention, of_kind = mention_at(reading.catalog.mentions(id_, page), text, start, kind)
        place = MentionPlace(id_, page, mention.kind, mention.start, mention.text)
        rule = new_rule("reject", of_kind, mention.value, who=operator(), why=why, place=place)
        say(reading.registry.decide(rule), f"“{plain(mention.text)}” on page {page} is rejected.")


@entities.command()
@archive_option
@json_option
@click.option("--entity", help="Only rules about this entity.")
@click.option("--limit", type=click.IntRange(1, COUNT_LIMIT), default=LISTED, show_default=True)
def rules(archive: Path, as_json: bool, entity: str | None, limit: int) -> None:
    """The rules that people made, the newest first, undone ones too.

    Example: ati entities rules --json
    """
    with _reading(archive) as reading:
        chosen = entity_named(reading.registry, entity).id if entity else None
        found = reading.registry.rules(chosen, 0, limit)
        total = reading.registry.count_rules(chosen)
        idle = reading.registry.without_mention(found)
    if as_json:
        print_json({"total": total, "rules": [rule_object(rule, idle) for rule in found]})
        return
    for rule in found:
        click.echo(rule_line(rule, idle))
    click.echo(f"{len(found):,} of {total:,} rules.", err=True)


@entities.command()
@deciding
@click.argument("rule")
def undo(archive: Path, as_json: bool, why: str, rule: str) -> None:
    """Take a rule back. RULE is its id, or the first digits.

    Example: ati entities undo 5f0c2a --why "two people after all"
    """
    with _deciding(archive, as_json) as (reading, say):
        found = rule_named(reading.registry, rule)
        say(reading.registry.undo(found.id, operator(), why), f"Undone: {rule_words(found)}.")


@entities.command("export")
@archive_option
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=True))
def export_rules(archive: Path, file: IO[str]) -> None:
    """Write all rules to FILE (- for standard output), as JSON lines that another archive can import.

    Example: ati entities export corrections.jsonl
    """
    with _reading(archive) as reading:
        lines = 0
        for line in rule_lines(reading.registry.export()):
            file.write(line + "\n")
            lines += 1
    click.echo(f"{lines - 1:,} rules written.", err=True)


@entities.command("import")
@archive_option
@json_option
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.pass_context
def import_rules(context: click.Context, archive: Path, as_json: bool, file: IO[str]) -> None:
    """Take over the rules of FILE (- for standard input). Status 1: some cannot hold here; they are listed.

    Example: ati entities import corrections.jsonl
    """
    settings = existing_archive(archive)
    with closing(open_reading(settings)) as reading:
        taken = reading.registry.take_over(_rules_in(file))
        follow(settings, reading)
    if as_json:
        print_json(_imported_json(taken))
    else:
        for rule, reason in taken.refused:
            click.echo(f"Refused: {rule_words(rule)} ({rule.id}): {plain(reason)}")
        click.echo(
            f"{taken.added:,} rules added, {taken.known_already:,} known already, {taken.taken_back:,} taken back, "
            f"{len(taken.refused):,} refused.",
            err=True,
        )
    context.exit(FAILED if taken.refused else 0)


@entities.command()
@archive_option
def recount(archive: Path) -> None:
    """Put every mention where the rules say and count all entities anew. Only needed when `ati verify` says so.

    Example: ati entities recount
    """
    settings = existing_archive(archive)
    with closing(open_reading(settings)) as reading:
        changed = reading.registry.recount()
        follow(settings, reading)
    click.echo(f"{changed:,} documents changed.", err=True)


Say = Callable[[RuleEffect, str], None]


@contextmanager
def _reading(archive: Path) -> Iterator[Reading]:
    with closing(open_reading(existing_archive(archive))) as reading:
        yield reading


@contextmanager
def _deciding(archive: Path, as_json: bool) -> Iterator[tuple[Reading, Say]]:
    """The archive, and how to tell what a rule changed; afterwards the index follows."""
    settings = existing_archive(archive)

    def say(effect: RuleEffect, sentence: str) -> None:
        if as_json:
            print_json(
                {"rule": rule_json(effect.rule), "mentions": effect.mentions, "documents": effect.documents}
            )  # fmt: skip
        else:
            counted = f"{counts(effect.mentions, 'mention')} in {counts(effect.documents, 'document')}."
            click.echo(f"{sentence} {counted} Rule {effect.rule.id[:8]}.")

    with closing(open_reading(settings)) as reading:
        yield reading, say
        follow(settings, reading)


def _rules_in(file: IO[str]) -> Iterator[Rule]:
    try:
        yield from read_rules(file)
    except UnicodeDecodeError as error:
        raise InputError("The file is not text in UTF-8.", reason="rules_file") from error


def _imported_json(taken: Imported) -> dict[str, Any]:
    refused = [{"rule": rule_json(rule), "reason": reason} for rule, reason in taken.refused]
    return {
        "added": taken.added, "known_already": taken.known_already, "taken_back": taken.taken_back, "refused": refused,
    }  # fmt: skip
