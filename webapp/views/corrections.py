"""Corrections by the operator. Only a private site has these addresses; everything that changes something is POST."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound as NoSuchPage

from indexer.catalog.rule_files import read_rules, rule_lines
from indexer.commands.options import operator
from indexer.errors import InputError, NotFound, Outdated
from indexer.model.mention import Mention
from indexer.model.named import NamedMention
from indexer.model.registry import Imported, MentionPlace, Rule, RuleAction
from indexer.model.stored import DocumentRecord
from webapp import decisions, entity_page, history, links, records, telling, words
from webapp.contexts import Link
from webapp.decisions import Asked
from webapp.entity_contexts import CorrectionsContext, DecisionContext, Done
from webapp.languages import gettext as _
from webapp.params import PAGE_LIMIT, clean, read_number
from webapp.said import said
from webapp.views.common import json_response, services, split_document_key
from webapp.views.entities import ID, RULE_ID, done, find_entity

ROWS_A_SCREEN = 50
QUERY_LENGTH = 200
FIELD_LENGTH = 5_000
"""Of a name or reason that is read at all; the registry says how long they may be."""
CHANGED_SINCE = 409
REFUSALS_SHOWN = 50
RULES_A_READING = 500

blueprint = Blueprint("corrections", __name__)


@blueprint.get("/entities/<key>/<action>")
def ask(key: str, action: str) -> Response:
    """The form of a correction."""
    if action not in decisions.TITLES:
        raise NoSuchPage
    entity = find_entity(key)
    asked = Asked(into=_known_id(request.args.get("into", "")), query=clean(request.args.get("q", ""))[:QUERY_LENGTH])
    return _page(decisions.form(services(), action, entity, asked))


@blueprint.post("/entities/<key>/<action>")
def decide(key: str, action: str) -> Response:
    """Makes the correction, or says in words why it cannot be; a split is shown before it is made."""
    if action not in decisions.TITLES:
        raise NoSuchPage
    entity = find_entity(key)
    asked = _asked()
    wired = services()
    problem = _problem(action, asked)
    if problem:
        return _page(decisions.form(wired, action, entity, decisions.wrong(asked, problem)), 400)
    if anew := decisions.changed_since(wired, key, entity, asked):
        return _page(decisions.form(wired, action, entity, anew), CHANGED_SINCE)
    if asked.step == "preview":
        return _page(decisions.form(wired, action, entity, asked))
    try:
        effect = wired.registry.decide(decisions.rule_for(wired, cast(RuleAction, action), entity, asked), asked.seen)
    except Outdated as error:
        return _page(decisions.form(wired, action, entity, decisions.wrong(asked, said(str(error)))), CHANGED_SINCE)
    except InputError as error:
        return _page(decisions.form(wired, action, entity, decisions.wrong(asked, said(str(error)))), 400)
    return _over(wired.registry.entity(entity.id).id, action, effect.rule)


@blueprint.get("/documents/<key>/pages/<int:number>/reject")
def ask_reject(key: str, number: int) -> Response:
    """Asks before one mention is taken out."""
    record, mention = _mention(key, number, request.args.get("kind", ""), request.args.get("start", ""))
    return _page(_reject_form(record, number, mention, Asked()))


@blueprint.post("/documents/<key>/pages/<int:number>/reject")
def reject(key: str, number: int) -> Response:
    """Takes one mention out."""
    record, mention = _mention(key, number, request.form.get("kind", ""), request.form.get("start", ""))
    asked = _asked()
    place = MentionPlace(record.document.id, number, mention.kind, mention.start, mention.text)
    try:
        effect = services().registry.decide(decisions.reject_rule(place, mention, asked.why))
    except InputError as error:
        return _page(_reject_form(record, number, mention, decisions.wrong(asked, said(str(error)))), 400)
    if mention.entity:
        return _over(mention.entity, "reject", effect.rule)
    return make_response(redirect(links.page(record.document.id, number, rail="entities"), 303))


@blueprint.get("/corrections")
def corrections() -> Response:
    """All corrections, the newest first; with `entity`, those of one."""
    return make_response(render_template("corrections.html", view=_corrections()))


@blueprint.get("/corrections/<rule_id>/undo")
def ask_undo(rule_id: str) -> Response:
    """Asks before a correction is taken back."""
    return _page(decisions.undo_form(services(), _rule(rule_id), Asked()))


@blueprint.post("/corrections/<rule_id>/undo")
def undo(rule_id: str) -> Response:
    """Takes a correction back."""
    rule, asked = _rule(rule_id), _asked()
    try:
        services().registry.undo(rule.id, operator(), asked.why)
    except InputError as error:
        return _page(decisions.undo_form(services(), rule, decisions.wrong(asked, said(str(error)))), 400)
    return make_response(redirect(f"/corrections?done=undo&rule={rule.id}", 303))


@blueprint.get("/corrections/waiting.json")
def waiting() -> Response:
    """How many documents still have to follow a correction: for the module that looks again by itself."""
    return json_response({"waiting": services().registry.waiting()})


@blueprint.get("/corrections/export")
def export() -> Response:
    """All corrections as a file that other archives can take over (JSON lines)."""
    lines = (line + "\n" for line in rule_lines(services().registry.export()))
    response = Response(lines, mimetype="application/jsonl")
    response.headers.set("Content-Disposition", "attachment", filename="corrections.jsonl")
    return response


@blueprint.post("/corrections/import")
def take_over() -> Response:
    """Takes over a file of corrections, and says what of it could not be."""
    file = request.files.get("file")
    try:
        text = file.read().decode("utf-8-sig") if file else ""
        taken = services().registry.take_over(read_rules(text.splitlines()))
    except UnicodeDecodeError:
        return _imported("", (str(_("The file is not text in UTF-8. Nothing was changed.")),), 400)
    except InputError as error:
        return _imported("", (f"{said(str(error))} {_nothing_changed()}",), 400)
    return _imported(_summary(taken), _refusals(taken), 400 if taken.refused and not taken.added else 200)


def _imported(sentence: str, problems: tuple[str, ...], status: int) -> Response:
    view = replace(_corrections(), done=Done(sentence, "") if sentence else None, problems=problems)
    return make_response(render_template("corrections.html", view=view), status)


def _nothing_changed() -> str:
    return str(_("Nothing was changed."))


def _summary(taken: Imported) -> str:
    parts = [words.ngettext("%(num)s correction taken over", "%(num)s corrections taken over", taken.added)]
    if taken.known_already:
        parts.append(str(_("%(num)s known already", num=words.number(taken.known_already))))
    if taken.taken_back:
        parts.append(str(_("%(num)s taken back", num=words.number(taken.taken_back))))
    if taken.refused:
        parts.append(str(_("%(num)s cannot hold here", num=words.number(len(taken.refused)))))
    return ", ".join(parts) + "."


def _refusals(taken: Imported) -> tuple[str, ...]:
    wired = services()
    shown = [
        str(_("%(rule)s: %(why)s", rule=history.sentence(wired, rule), why=said(why)))
        for rule, why in taken.refused[:REFUSALS_SHOWN]
    ]
    rest = len(taken.refused) - len(shown)
    more = words.ngettext("%(num)s more cannot hold either.", "%(num)s more cannot hold either.", rest)
    return (*shown, more) if rest else tuple(shown)


def _corrections() -> CorrectionsContext:
    wired = services()
    asked = request.args.get("entity", "")
    entity = find_entity(asked) if asked else None
    total = wired.registry.count_rules(entity.id if entity else None)
    screens = -(-total // ROWS_A_SCREEN)
    screen = min(read_number(request.args.get("page", "")) or 1, max(1, screens))
    found = wired.registry.rules(entity.id if entity else None, (screen - 1) * ROWS_A_SCREEN, ROWS_A_SCREEN)
    base = "/corrections?" + (f"entity={entity.id}&" if entity else "")
    hrefs = {number: f"{base}page={number}" for number in records.screens(screen, screens)}
    return CorrectionsContext(
        rows=history.rows(wired, found),
        total=total,
        entity=Link(entity.name, links.entity(entity.id)) if entity else None,
        pagination=records.pagination(screen, screens, hrefs),
        who=operator(),
        done=done(),
        problems=(),
        updating=entity_page.updating(wired, "/corrections"),
    )


def _asked() -> Asked:
    fields = request.form
    return Asked(
        name=clean(fields.get("name", ""))[:FIELD_LENGTH],
        why=clean(fields.get("why", ""))[:FIELD_LENGTH],
        into=_known_id(fields.get("into", "")),
        documents=tuple(dict.fromkeys(fields.getlist("document"))),
        texts=tuple(dict.fromkeys(fields.getlist("text"))),
        step=fields.get("step", ""),
        seen=fields.get("seen", "")[:FIELD_LENGTH],
    )


def _problem(action: str, asked: Asked) -> str:
    """What a form lacks that only the site can say; the rest is the registry's to judge."""
    if max(len(asked.documents), len(asked.texts)) > decisions.CHOICES_LIMIT:
        limit = words.number(decisions.CHOICES_LIMIT)
        return str(_("At most %(limit)s boxes of one list can be used at once. Nothing was changed.", limit=limit))
    if action == "split" and not asked.name:
        return str(_("Give the other a name."))
    if action == "split" and not asked.documents and not asked.texts:
        return str(_("Tick at least one document or one printed text."))
    if action == "merge" and not asked.into:
        return str(_("Choose the one to merge into."))
    return ""


def _known_id(text: str) -> str:
    return text if ID.fullmatch(text) else ""


def _mention(key: str, number: int, kind: str, start: str) -> tuple[DocumentRecord, Mention]:
    document_id, _ = split_document_key(key)
    record = services().catalog.document(document_id)
    if number > PAGE_LIMIT:
        raise NoSuchPage
    found = services().catalog.mentions(record.document.id, number)
    for one in found:
        if one.kind == kind and str(one.start) == start:
            return record, one
    raise NoSuchPage


def _reject_form(record: DocumentRecord, number: int, mention: Mention, asked: Asked) -> DecisionContext:
    page = services().catalog.page(record.document.id, number).page
    start = max(0, mention.start - telling.AROUND)
    piece = page.text[start : mention.end + telling.AROUND]
    one = NamedMention(record.document.id, number, None, mention, piece, start, page.furniture)
    passage = telling.told((one,), telling.sentence_of(one))
    return decisions.reject_form(record, number, mention, passage, asked)


def _rule(rule_id: str) -> Rule:
    """By its id. Raises NotFound."""
    if not RULE_ID.fullmatch(rule_id):
        raise NoSuchPage
    start = 0
    while some := services().registry.rules(None, start, RULES_A_READING):
        for rule in some:
            if rule.id == rule_id:
                return rule
        start += len(some)
    raise NotFound(rule_id)


def _page(view: DecisionContext, status: int = 200) -> Response:
    response = make_response(render_template("decision.html", view=view), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _over(entity_id: str, action: str, rule: Rule) -> Response:
    return make_response(redirect(links.entity(entity_id, done=action, rule=rule.id), 303))
