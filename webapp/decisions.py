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
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext as _l
from webapp.services import Services

CANDIDATES_SHOWN = 20
DOCUMENTS_OFFERED = 200
TEXTS_OFFERED = 100
CHOICES_LIMIT = 1_000
"""Ticked boxes taken from one form: as many as a rule may name."""

CHOOSING: str = _l(
    "Choose which mentions are of another. Those that have a ticked document and a ticked text are taken; "
    "tick nothing in one list to leave it open."
)
TITLES: dict[str, str] = {
    "rename": _l("Rename"),
    "merge": _l("Merge"),
    "split": _l("Split"),
    "hide": _l("Hide"),
    "confirm": _l("Confirm"),
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
        said = _("Since this form was made, it was merged into “%(name)s”. Nothing was changed.")
        return Asked(error=str(said) % {"name": history.short(entity.name)}, why=asked.why)
    if asked.into and (into := services.registry.entity(asked.into)).id != asked.into:
        said = _("Since this form was made, the other was merged into “%(name)s”. Nothing was changed.")
        return replace(
            wrong(asked, str(said) % {"name": history.short(into.name)}), into=into.id if into.id != entity.id else ""
        )
    if asked.step != "preview" and not asked.seen:
        said = _("This form does not say what it was made on. Nothing was changed; send it again from here.")
        return wrong(asked, str(said))
    return None


def _unlike(entity: Entity, into: Entity) -> str:
    """Why two cannot be one, in a sentence; "" when they can."""
    if into.kind == entity.kind:
        return ""
    kinds = {"kind": words.FACET_LABELS[into.kind].lower(), "other": words.FACET_LABELS[entity.kind].lower()}
    said = _("“%(name)s” is another kind of name (%(kind)s, not %(other)s); only two of one kind can be merged.")
    return str(said) % {"name": history.short(into.name), **kinds}


def reject_form(
    record: DocumentRecord, page: int, mention: Mention, passage: Sequence[Run], asked: Asked
) -> DecisionContext:
    """Asks before one mention is taken out."""
    title = records.title_of(record.document)
    back = Link(
        str(_("Page %(number)s of “%(title)s”", number=words.number(page), title=history.short(title))),
        links.mention(record.document.id, page, mention.start),
    )
    values = {"text": history.short(mention.text), "read": mention.label or mention.value}
    lead = _("“%(text)s” on this page, read as %(read)s.") if values["read"] else _("“%(text)s” on this page.")
    return _context(
        str(_("Take a mention out")),
        back,
        asked,
        lead=str(lead) % values,
        sentences=(
            str(_("1 mention in 1 document is taken out: it counts for nothing, makes no event and is not boxed.")),
            str(_("The words of the page stay as they are. The program may find the same words on other pages.")),
        ),
        step="check",
        action=f"{links.page(record.document.id, page)}/reject",
        kept=(Hidden("kind", mention.kind), Hidden("start", str(mention.start))),
        button=str(_("Take this mention out")),
        passage=tuple(passage),
    )


def undo_form(services: Services, rule: Rule, asked: Asked) -> DecisionContext:
    """Asks before a correction is taken back."""
    return _context(
        str(_("Undo a correction")),
        Link(str(_("All corrections")), "/corrections"),
        asked,
        lead=history.sentence(services, rule) + f" ({rule.who}, {history.day(rule.when)}).",
        sentences=(str(_("What this correction did alone is as before it; other corrections stay.")),),
        step="check",
        action=f"/corrections/{rule.id}/undo",
        button=str(_("Undo it")),
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
        str(_("Rename “%(name)s”", name=history.short(entity.name))),
        _back(entity),
        asked,
        lead=str(_("The name is shown in lists, filters and on its page. What is printed in the documents stays.")),
        sentences=(str(_("%(counts)s will be shown under the new name.", counts=_counts(entity))),),
        step="choose",
        action=_action(entity, action),
        name=asked.name or entity_page.shown_name(services, entity),
        name_label=str(_("New name")),
        name_hint=str(_("Also read: %(names)s", names=", ".join(others))) if others else "",
        button=str(_("Rename")),
    )


def _simple(_services: Services, action: str, entity: Entity, asked: Asked) -> DecisionContext:
    sentences: tuple[str, ...]
    if action == "hide":
        sentences = (
            str(
                _(
                    "%(counts)s will count for nothing: no filter, no list, no timeline, no box in the reader.",
                    counts=_counts(entity),
                )
            ),
            str(_("Its page stays for you, with a way back. The documents and their words are unchanged.")),
        )
    else:
        sentences = (str(_("You vouch that this is what the documents name.")),)
        if entity.kind == "person":
            sentences += (str(_("A public site of this archive will then show this person’s page and filters.")),)
    return _context(
        str(_("%(action)s “%(name)s”", action=TITLES[action], name=history.short(entity.name))),
        _back(entity),
        asked,
        sentences=sentences,
        step="check",
        action=_action(entity, action),
        button=str(TITLES[action]),
    )


def _merge(services: Services, action: str, entity: Entity, asked: Asked) -> DecisionContext:
    base = _context(
        str(_("Merge “%(name)s”", name=history.short(entity.name))),
        _back(entity),
        asked,
        action=_action(entity, action),
    )
    if asked.into:
        into = services.registry.entity(asked.into)
        this, other = _told_apart(entity, into), _told_apart(into, entity)
        return replace(
            base,
            lead=str(_("%(this)s into %(other)s", this=this, other=other)),
            step="check",
            sentences=(
                str(_("%(counts)s will count as %(other)s, beside its own %(own)s."))
                % {"counts": _counts(entity), "other": other, "own": _counts(into)},
                str(_("The page of %(this)s will lead to that of %(other)s.", this=this, other=other)),
                *([warning] if (warning := alike.platforms_differ(services, entity, into)) else []),
            ),
            kept=(Hidden("into", into.id),),
            button=str(_("Merge")),
        )
    query = asked.query or alike.bare_name(services, entity)
    likely = () if asked.query else alike.twins(services, entity)
    found = alike.search(services, entity.kind, query, CANDIDATES_SHOWN + 2)
    others = list({one.id: one for one in (*likely, *found) if one.id != entity.id}.values())
    return replace(
        base,
        lead=str(_("%(counts)s will count as the one that you choose.", counts=_counts(entity))),
        step="find",
        query=query,
        candidates=tuple(_candidate(services, entity, one) for one in others[:CANDIDATES_SHOWN]),
        candidates_more=len(others) > CANDIDATES_SHOWN,
    )


def _split(services: Services, action: str, entity: Entity, asked: Asked) -> DecisionContext:
    base = _context(
        str(_("Split “%(name)s”", name=history.short(entity.name))),
        _back(entity),
        asked,
        action=_action(entity, action),
    )
    base = replace(
        base, name=asked.name, name_label=str(_("Name that these mentions get")), name_hint=_split_hint(entity)
    )
    if asked.step == "preview" and not asked.error:
        return _split_check(services, base, entity, asked)
    documents = services.named.documents(entity.id, 0, DOCUMENTS_OFFERED)
    texts = services.named.texts(entity.id, TEXTS_OFFERED)
    left_out = max(0, entity.documents - len(documents))
    return replace(
        base,
        lead=str(CHOOSING),
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
        left_out=_left_out(left_out),
        kept=(Hidden("step", "preview"),),
        button=str(_("See what will change")),
    )


def _split_check(services: Services, base: DecisionContext, entity: Entity, asked: Asked) -> DecisionContext:
    mentions, documents = services.named.count(entity.id, asked.documents, asked.texts)
    value, name = split_target(services, entity, asked.name)
    known = services.registry.by_id((entity_id(entity.kind, value),))
    kept = [Hidden("document", one) for one in asked.documents] + [Hidden("text", one) for one in asked.texts]
    other = next((one.name for one in known.values()), asked.name)
    after = _("which is already in the archive") if name is None else _("which is new")
    taken = {"counts": _mentions_in(mentions, documents), "name": history.short(other), "after": after}
    left = entity.mentions - mentions
    return replace(
        base,
        step="check",
        name=None,
        sentences=(
            str(_("%(counts)s will count as “%(name)s”, %(after)s.")) % taken,
            words.ngettext(
                "%(num)s mention stays with “%(name)s”.",
                "%(num)s mentions stay with “%(name)s”.",
                left,
                name=history.short(entity.name),
            ),
        ),
        kept=(Hidden("name", asked.name), *kept),
        button=str(_("Split")),
    )


def _split_hint(entity: Entity) -> str:
    return str(_("Another account on the same platform.")) if entity.kind == "account" else ""


def _candidate(services: Services, entity: Entity, one: Entity) -> Candidate:
    note = f"{entity_page.kind_note(services, one)}, {one.value.partition(':')[2] or one.value}"
    choose = f"{_action(entity, 'merge')}?into={one.id}"
    return Candidate(one.name, note, one.pages, one.documents, links.entity(one.id), choose)


def _told_apart(entity: Entity, other: Entity) -> str:
    """The name; with the value where the other has the same name."""
    name = str(_("“%(text)s”", text=history.short(entity.name)))
    return f"{name} ({history.short(entity.value)})" if entity.name == other.name else name


def _counts(entity: Entity) -> str:
    return _mentions_in(entity.mentions, entity.documents)


def _mentions_in(mentions: int, documents: int) -> str:
    counts = {"mentions": words.counted(mentions, "mention"), "documents": words.counted(documents, "document")}
    return str(_("%(mentions)s in %(documents)s")) % counts


def _left_out(documents: int) -> str:
    if not documents:
        return ""
    return words.ngettext(
        "%(num)s more document cannot be ticked here; choose them by what is printed.",
        "%(num)s more documents cannot be ticked here; choose them by what is printed.",
        documents,
    )


def _back(entity: Entity) -> Link:
    return Link(entity.name, links.entity(entity.id))


def _action(entity: Entity, action: str) -> str:
    return f"{links.entity(entity.id)}/{action}"
