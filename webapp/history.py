"""Corrections in words: what a person decided, when and why, and whether it was taken back."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.errors import NotFound
from indexer.model.registry import DESCRIBING, Rule, Undone, entity_id
from webapp import links, naming, words
from webapp.entity_contexts import HistoryRow
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext as _l
from webapp.services import Services

FIELD_LABELS: dict[str, str] = {
    "title": _l("The title"),
    "date": _l("The date"),
    "author": _l("The author"),
    "language": _l("The language"),
    "institution": _l("The institution"),
    "request_number": _l("The request number"),
    "released": _l("The date of release"),
    "regime": _l("The law"),
    "disposition": _l("The outcome"),
    "source_url": _l("The address of publication"),
    "summary_en": _l("The English summary"),
    "summary_fr": _l("The French summary"),
}
TEXTS_NAMED = 3
TEXT_LENGTH = 60


def of_entity(services: Services, entity: str, limit: int) -> tuple[HistoryRow, ...]:
    """The newest corrections of an entity and of what was merged into it."""
    return rows(services, services.registry.rules(entity, 0, limit))


def rows(services: Services, rules: Sequence[Rule]) -> tuple[HistoryRow, ...]:
    """Rules as rows, in the order given."""
    without = services.registry.without_mention(rules)
    return tuple(_row(services, rule, idle=rule.id in without) for rule in rules)


def sentence(services: Services, rule: Rule) -> str:
    """What the rule says, such as "“A” counts as “B”"."""
    return _described(services, rule) if rule.action in DESCRIBING else _of_name(services, rule)


def _of_name(services: Services, rule: Rule) -> str:
    """Of a rule about an entity."""
    name = name_of(services, rule.kind, rule.value) if rule.value else str(_("a mention without a value"))
    match rule.action:
        case "hide":
            return str(_("“%(name)s” is hidden", name=name))
        case "confirm":
            return str(_("“%(name)s” is confirmed", name=name))
        case "rename":
            shown = short(rule.name or "")
            return str(_("“%(name)s” is shown as “%(shown)s”", name=_read(services, rule), shown=shown))
        case "merge":
            other = name_of(services, rule.kind, rule.into)
            return str(_("“%(name)s” counts as “%(other)s”", name=_read(services, rule), other=other))
        case "split":
            other = rule.name or name_of(services, rule.kind, rule.into)
            said = _(
                "Mentions of “%(name)s”%(chosen)s count as “%(other)s”", name=name, chosen=_chosen(rule), other=other
            )
            return str(said)
    return _rejected(services, rule)


def _described(services: Services, rule: Rule) -> str:
    """Of a rule about a document or release."""
    subject = _subject(services, rule)
    if rule.action == "move":
        return str(_("“%(title)s” was moved into the release %(id)s", title=subject, id=short(rule.into or "")))
    field = FIELD_LABELS.get(rule.field or "", rule.field or "")
    if not rule.said:
        return str(_("%(field)s of “%(title)s” is not known", field=field, title=subject))
    return str(_("%(field)s of “%(title)s” is “%(value)s”", field=field, title=subject, value=short(rule.said)))


def _subject(services: Services, rule: Rule) -> str:
    id_ = rule.value or ""
    try:
        if rule.kind == "release":
            return short(services.catalog.release(id_).request_number or id_)
        record = services.catalog.document(id_).document
    except NotFound:
        return id_[:12] if rule.kind == "document" else id_
    return short(record.title or record.name)


def name_of(services: Services, kind: str, value: str | None) -> str:
    """How people read an entity that a rule names; its value where the archive does not know it."""
    if value is None:
        return ""
    key = entity_id(kind, value)
    known = services.registry.by_id((key,))
    name = known[key].name if key in known else services.catalog.labels(kind, (value,))[0]
    return short(naming.shown(kind, value, name))


def _read(services: Services, rule: Rule) -> str:
    """The value of a rule as people read it: that of an account with its platform's name."""
    value = rule.value or ""
    platform, colon, rest = value.partition(":")
    if rule.kind != "account" or not colon:
        return short(value)
    return f"{short(rest)} ({services.search.labels('platform', (platform,))[0]})"


def day(when: str) -> str:
    """The day and time of a rule (ISO, UTC) as people read it."""
    date, _, time = when.partition("T")
    return f"{words.edtf(date)}, {time[:5]} UTC" if time else words.edtf(date)


def _row(services: Services, rule: Rule, *, idle: bool) -> HistoryRow:
    undone = ""
    if rule.undone:
        undone = _taken_back(rule.undone)
    said = sentence(services, rule) + (" " + str(_("(concerns no mention now)")) if idle else "")
    return HistoryRow(
        sentence=said,
        href=_href(rule),
        who=rule.who,
        when=day(rule.when),
        why=rule.why,
        undone=undone,
        undo_href="" if rule.undone else f"/corrections/{rule.id}/undo",
    )


def _taken_back(undone: Undone) -> str:
    values = {"who": undone.who, "when": day(undone.when), "why": undone.why}
    if undone.why:
        return str(_("Taken back by %(who)s, %(when)s: %(why)s")) % values
    return str(_("Taken back by %(who)s, %(when)s")) % values


def _href(rule: Rule) -> str:
    if rule.action == "reject" and rule.place:
        return links.page(rule.place.document, rule.place.page, rail="entities")
    if rule.action in DESCRIBING and rule.value:
        return links.release(rule.value) if rule.kind == "release" else links.document(rule.value, "")
    return links.entity(entity_id(rule.kind, rule.value)) if rule.value else ""


def _chosen(rule: Rule) -> str:
    parts = []
    if rule.documents:
        parts.append(str(_("in %(documents)s", documents=words.counted(len(rule.documents), "document"))))
    if rule.texts:
        shown = ", ".join(str(_("“%(text)s”", text=short(text))) for text in rule.texts[:TEXTS_NAMED])
        more = len(rule.texts) - TEXTS_NAMED
        if more > 0:
            parts.append(str(_("printed %(texts)s and %(num)s more", texts=shown, num=words.number(more))))
        else:
            parts.append(str(_("printed %(texts)s", texts=shown)))
    return "".join(f" {part}" for part in parts)


def _rejected(services: Services, rule: Rule) -> str:
    place = rule.place
    if place is None:
        return str(_("A mention was taken out"))
    try:
        record = services.catalog.document(place.document).document
    except NotFound:
        title = place.document[:12]
    else:
        title = record.title or record.name
    values = {"text": short(place.text), "page": words.number(place.page), "title": short(title)}
    return str(_("“%(text)s” on page %(page)s of “%(title)s” is not what it was taken for")) % values


def short(text: str) -> str:
    """A text of a page or a title, cut for a sentence."""
    plain = words.steady(text)
    return plain if len(plain) <= TEXT_LENGTH else plain[: TEXT_LENGTH - 1] + "…"
