"""Corrections as forms: what is asked, what will change, and the rule that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.commands.options import operator
from indexer.errors import InputError
from indexer.model.mention import Mention
from indexer.model.registry import Entity, MentionPlace, Rule, RuleAction, entity_id, entity_kind, new_rule, value_for
from indexer.model.stored import DocumentRecord
from webapp import alike, entity_page, history, links, records, words
from webapp.contexts import Hidden, Link
from webapp.entity_contexts import Candidate, Choice, DecisionContext, Run
from webapp.services import Services

CANDIDATES_SHOWN = 20
DOCUMENTS_OFFERED = 200
TEXTS_OFFERED = 100
CHOICES_LIMIT = 1_000
"""Ticked boxes taken from one form: as many as a rule may name."""

TITLES: dict[str, str] = {
    "rename": "Rename",
    "merge": "Merge",
    "split": "Split",
    "hide": "Hide",
    "confirm": "Confirm",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form or an address said, cleaned. `documents` and `texts`: the boxes ticked; `seen`: the state of the
    entities when the form was made (`RegistryReader.state`)."""

    name: str = ""
    why: str = ""
    into: str = ""
    query: str = ""
    documents: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    step: str = ""
    error: str = ""
    seen: str = ""


def wrong(asked: Asked, problem: str) -> Asked:
    """The same form with what is wrong with it."""
    return replace(asked, error=problem, step="")


def rule_for(services: Services, action: RuleAction, entity: Entity, asked: Asked) -> Rule:
    """The rule that a filled form asks for; `Registry.decide` says whether it can hold. Raises InputError, NotFound."""
    person, why = operator(), asked.why
    match action:
        case "rename":
            return new_rule("rename", entity.kind, entity.value, name=asked.name, who=person, why=why)
        case "merge":
            into = services.registry.entity(asked.into)
            if unlike := _unlike(entity, into):
                raise InputError(unlike)
            return new_rule("merge", entity.kind, entity.value, into=into.value, who=person, why=why)
        case "split":
            into_value, name = split_target(services, entity, asked.name)
            return new_rule(
                "split", entity.kind, entity.value, into=into_value, name=name, documents=asked.documents,
                texts=asked.texts, who=person, why=why,
            )  # fmt: skip
    return new_rule(action, entity.kind, entity.value, who=person, why=why)


def split_target(services: Services, entity: Entity, name: str) -> tuple[str, str | None]:
    """`(value, name)` of what the chosen mentions will count as; the name is None where there is such an entity."""
    value = value_for(entity.kind, name, entity.value)
    known = entity_id(entity.kind, value) in services.registry.by_id((entity_id(entity.kind, value),))
    return value, None if known else name


def reject_rule(place: MentionPlace, mention: Mention, why: str) -> Rule:
    """The rule that takes one mention out."""
    return new_rule("reject", entity_kind(mention) or mention.kind, mention.value, place=place, who=operator(), why=why)


def form(services: Services, action: str, entity: Entity, asked: Asked) -> DecisionContext:
    """The page of a correction: the fields, or what will change; with the state that they were made on."""
    into = services.registry.entity(asked.into) if asked.into and action == "merge" else None
    if into is not None and (unlike := _unlike(entity, into)):
        asked, into = replace(asked, into="", error=asked.error or unlike), None
    view = {"rename": _rename, "merge": _merge, "split": _split}.get(action, _simple)(services, action, entity, asked)
    seen = services.registry.state([entity.id, *([into.id] if into else [])])
    return replace(view, kept=(*view.kept, Hidden("seen", seen)))


def changed_since(services: Services, key: str, entity: Entity, asked: Asked) -> Asked | None:
    """The form anew, when it was made before one of its entities was merged, or without a state; else None."""
    if key != entity.id:
        said = f"Since this form was made, it was merged into “{history.short(entity.name)}”. Nothing was changed."
        return Asked(error=said, why=asked.why)
    if asked.into and (into := services.registry.entity(asked.into)).id != asked.into:
        said = f"Since this form was made, the other was merged into “{history.short(into.name)}”. Nothing was changed."
        return replace(wrong(asked, said), into=into.id if into.id != entity.id else "")
    if asked.step != "preview" and not asked.seen:
        return wrong(asked, "This form does not say what it was made on. Nothing was changed; send it again from here.")
    return None


def _unlike(entity: Entity, into: Entity) -> str:
    """Why two cannot be one, in a sentence; "" when they can."""
    if into.kind == entity.kind:
        return ""
    return (
        f"“{history.short(into.name)}” is another kind of name ({words.FACET_LABELS[into.kind].lower()}, not "
        f"{words.FACET_LABELS[entity.kind].lower()}); only two of one kind can be merged."
    )


def reject_form(
    record: DocumentRecord, page: int, mention: Mention, passage: Sequence[Run], asked: Asked
) -> DecisionContext:
    """Asks before one mention is taken out."""
    title = records.title_of(record.document)
    back = Link(
        f"Page {words.number(page)} of “{history.short(title)}”", links.mention(record.document.id, page, mention.start)
    )
    read = f", read as {mention.label or mention.value}" if mention.label or mention.value else ""
    return _context(
        "Take a mention out",
        back,
        asked,
        lead=f"“{history.short(mention.text)}” on this page{read}.",
        sentences=(
            "1 mention in 1 document is taken out: it counts for nothing, makes no event and is not boxed.",
            "The words of the page stay as they are. The program may find the same words on other pages.",
        ),
        step="check",
        action=f"{links.page(record.document.id, page)}/reject",
        kept=(Hidden("kind", mention.kind), Hidden("start", str(mention.start))),
        button="Take this mention out",
        passage=tuple(passage),
    )


def undo_form(services: Services, rule: Rule, asked: Asked) -> DecisionContext:
    """Asks before a correction is taken back."""
    return _context(
        "Undo a correction",
        Link("All corrections", "/corrections"),
        asked,
        lead=history.sentence(services, rule) + f" ({rule.who}, {history.day(rule.when)}).",
        sentences=("What this correction did alone is as before it; other corrections stay.",),
        step="check",
        action=f"/corrections/{rule.id}/undo",
        button="Undo it",
    )


def _context(
    title: str, back: Link, asked: Asked, *, action: str, lead: str = "", sentences: tuple[str, ...] = (),
    step: str = "", kept: tuple[Hidden, ...] = (), name: str | None = None, name_label: str = "", name_hint: str = "",
    button: str = "", passage: tuple[Run, ...] = (),
) -> DecisionContext:  # fmt: skip
    return DecisionContext(
        title=title, lead=lead, back=back, step=step, action=action, sentences=sentences, error=asked.error, kept=kept,
        name=name, name_label=name_label, name_hint=name_hint, why=asked.why, button=button, passage=passage,
        query=None, candidates=(), candidates_more=False, documents=(), texts=(), left_out="", who=operator(),
    )  # fmt: skip


def _rename(services: Services, action: str, entity: Entity, asked: Asked) -> DecisionContext:
    others = [name for name in entity.names[: entity_page.NAMES_SHOWN] if name != entity.name]
    return _context(
        f"Rename “{history.short(entity.name)}”",
        _back(entity),
        asked,
        lead="The name is shown in lists, filters and on its page. What is printed in the documents stays.",
        sentences=(_counts(entity) + " will be shown under the new name.",),
        step="choose",
        action=_action(entity, action),
        name=asked.name or entity_page.shown_name(services, entity),
        name_label="New name",
        name_hint=("Also read: " + ", ".join(others)) if others else "",
        button="Rename",
    )


def _simple(_: Services, action: str, entity: Entity, asked: Asked) -> DecisionContext:
    sentences: tuple[str, ...]
    if action == "hide":
        sentences = (
            f"{_counts(entity)} will count for nothing: no filter, no list, no timeline, no box in the reader.",
            "Its page stays for you, with a way back. The documents and their words are unchanged.",
        )
    else:
        sentences = ("You vouch that this is what the documents name.",)
        if entity.kind == "person":
            sentences += ("A public site of this archive will then show this person’s page and filters.",)
    return _context(
        f"{TITLES[action]} “{history.short(entity.name)}”",
        _back(entity),
        asked,
        sentences=sentences,
        step="check",
        action=_action(entity, action),
        button=TITLES[action],
    )


def _merge(services: Services, action: str, entity: Entity, asked: Asked) -> DecisionContext:
    base = _context(f"Merge “{history.short(entity.name)}”", _back(entity), asked, action=_action(entity, action))
    if asked.into:
        into = services.registry.entity(asked.into)
        this, other = _told_apart(entity, into), _told_apart(into, entity)
        return replace(
            base,
            lead=f"{this} into {other}",
            step="check",
            sentences=(
                f"{_counts(entity)} will count as {other}, beside its own {_counts(into)}.",
                f"The page of {this} will lead to that of {other}.",
                *([warning] if (warning := alike.platforms_differ(services, entity, into)) else []),
            ),
            kept=(Hidden("into", into.id),),
            button="Merge",
        )
    query = asked.query or alike.bare_name(services, entity)
    likely = () if asked.query else alike.twins(services, entity)
    found = alike.search(services, entity.kind, query, CANDIDATES_SHOWN + 2)
    others = list({one.id: one for one in (*likely, *found) if one.id != entity.id}.values())
    return replace(
        base,
        lead=f"{_counts(entity)} will count as the one that you choose.",
        step="find",
        query=query,
        candidates=tuple(_candidate(services, entity, one) for one in others[:CANDIDATES_SHOWN]),
        candidates_more=len(others) > CANDIDATES_SHOWN,
    )


def _split(services: Services, action: str, entity: Entity, asked: Asked) -> DecisionContext:
    base = _context(f"Split “{history.short(entity.name)}”", _back(entity), asked, action=_action(entity, action))
    base = replace(base, name=asked.name, name_label="Name that these mentions get", name_hint=_split_hint(entity))
    if asked.step == "preview" and not asked.error:
        return _split_check(services, base, entity, asked)
    documents = services.named.documents(entity.id, 0, DOCUMENTS_OFFERED)
    texts = services.named.texts(entity.id, TEXTS_OFFERED)
    left_out = max(0, entity.documents - len(documents))
    return replace(
        base,
        lead="Choose which mentions are of another. Those that have a ticked document and a ticked text are taken; "
        "tick nothing in one list to leave it open.",
        step="choose",
        documents=tuple(
            Choice(
                "document",
                one.record.document.id,
                records.title_of(one.record.document),
                " · ".join(
                    part
                    for part in (words.edtf(one.record.document.date), words.counted(one.mentions, "mention"))
                    if part
                ),
                one.record.document.id in asked.documents,
            )
            for one in documents
        ),
        texts=tuple(
            Choice("text", one.text, one.text, words.counted(one.mentions, "mention"), one.text in asked.texts)
            for one in texts
        ),
        left_out=f"{words.counted(left_out, 'more document')} cannot be ticked here; choose them by what is printed."
        if left_out
        else "",
        kept=(Hidden("step", "preview"),),
        button="See what will change",
    )


def _split_check(services: Services, base: DecisionContext, entity: Entity, asked: Asked) -> DecisionContext:
    mentions, documents = services.named.count(entity.id, asked.documents, asked.texts)
    value, name = split_target(services, entity, asked.name)
    known = services.registry.by_id((entity_id(entity.kind, value),))
    kept = [Hidden("document", one) for one in asked.documents] + [Hidden("text", one) for one in asked.texts]
    other = next((one.name for one in known.values()), asked.name)
    after = "which is already in the archive" if name is None else "which is new"
    left = entity.mentions - mentions
    return replace(
        base,
        step="check",
        name=None,
        sentences=(
            f"{words.counted(mentions, 'mention')} in {words.counted(documents, 'document')} will count as "
            f"“{history.short(other)}”, {after}.",
            f"{words.counted(left, 'mention')} {'stays' if left == 1 else 'stay'} with “{history.short(entity.name)}”.",
        ),
        kept=(Hidden("name", asked.name), *kept),
        button="Split",
    )


def _split_hint(entity: Entity) -> str:
    return "Another account on the same platform." if entity.kind == "account" else ""


def _candidate(services: Services, entity: Entity, one: Entity) -> Candidate:
    note = f"{entity_page.kind_note(services, one)}, {one.value.partition(':')[2] or one.value}"
    choose = f"{_action(entity, 'merge')}?into={one.id}"
    return Candidate(one.name, note, one.pages, one.documents, links.entity(one.id), choose)


def _told_apart(entity: Entity, other: Entity) -> str:
    """The name; with the value where the other has the same name."""
    return f"“{history.short(entity.name)}”" + (
        f" ({history.short(entity.value)})" if entity.name == other.name else ""
    )


def _counts(entity: Entity) -> str:
    return f"{words.counted(entity.mentions, 'mention')} in {words.counted(entity.documents, 'document')}"


def _back(entity: Entity) -> Link:
    return Link(entity.name, links.entity(entity.id))


def _action(entity: Entity, action: str) -> str:
    return f"{links.entity(entity.id)}/{action}"
