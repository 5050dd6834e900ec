"""Descriptions as forms: what is known and from where, what the pages offer, and the rules that come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer import suggesting
from indexer.archive.institutions import institution_names
from indexer.archive.saying import DISPOSITIONS, LANGUAGES, REGIMES, checked
from indexer.commands.options import operator
from indexer.errors import InputError
from indexer.model.describing import FIELDS, Origin, SubjectKind, describe_rule
from indexer.model.registry import Rule
from indexer.suggesting import Suggestion
from webapp import history, links, records, words
from webapp.contexts import Link
from webapp.describing_contexts import DescribeContext, Field, Offer
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext as _l
from webapp.said import said
from webapp.services import Services

HISTORY_SHOWN = 20
LABELS: dict[str, str] = {
    "title": _l("Title"),
    "date": _l("Date"),
    "author": _l("Author"),
    "language": _l("Language"),
    "institution": _l("Institution"),
    "request_number": _l("Request number"),
    "released": _l("Released on"),
    "regime": _l("Law"),
    "disposition": _l("Outcome"),
    "source_url": _l("Published at"),
    "summary_en": _l("Summary in English"),
    "summary_fr": _l("Summary in French"),
}
DATE_HINT = _l("2021-09-13, 2021-09, 2021 or “13 September 2021”; 2021~ for about, 2021-09/2022-01 for a range.")
HINTS: dict[str, str] = {
    "date": DATE_HINT,
    "released": DATE_HINT,
    "institution": _l("A name, abbreviation or id."),
    "request_number": _l("As printed, such as A-2021-01234."),
    "source_url": _l("The address of the page where it was published."),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A filled form: what stands in each field and stood there when it was made, and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    was: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    new_institution: bool = False
    why: str = ""
    error: str = ""


def rules_for(kind: SubjectKind, subject: str, typed: Typed, origins: Sequence[Origin]) -> tuple[list[Rule], Typed]:
    """Rules for the fields that were changed, and the form with a problem at each that cannot be kept, or that somebody
    else has changed since it was made."""
    shown = {one.field: one.value or "" for one in origins}
    rules, problems = list[Rule](), dict[str, str]()
    for name in FIELDS[kind]:
        value, was = typed.values.get(name), typed.was.get(name, "")
        if value is None or _same(value, was):
            continue
        if not _same(shown[name], was):
            told = _("Somebody has changed this since the form was made; it is “%(now)s” now.", now=shown[name])
            problems[name] = str(told)
            continue
        try:
            kept = checked(name, value, unlisted=typed.new_institution)
        except InputError as error:
            problems[name] = said(str(error))
            continue
        if kept != shown[name]:
            rules.append(describe_rule(kind, subject, name, kept, who=operator(), why=typed.why))
    return rules, replace(typed, problems=problems)


def document_form(services: Services, document: str, typed: Typed, done: str) -> DescribeContext:
    """The form of a document. Raises NotFound."""
    record = services.catalog.document(document)
    origins = services.descriptions.origins("document", record.document.id)
    offered = suggesting.of_document(services.catalog, record)
    title = records.title_of(record.document)
    tables = [
        Link(_("All documents of %(release)s in a table", release=records.release_name(one)), table_href(one.id))
        for one in record.releases
    ]
    return DescribeContext(
        title=_("Correct the description"),
        lead=title,
        back=Link(title, links.document(record.document.id, title)),
        action=f"/describe/documents/{record.document.short_id}",
        error=typed.error,
        done=done,
        fields=fields(origins, offered, typed),
        new_institution=None,
        institutions=(),
        why=typed.why,
        who=operator(),
        history=history.rows(services, services.descriptions.history("document", record.document.id, HISTORY_SHOWN)),
        more=tuple(tables),
    )


def release_form(services: Services, release: str, typed: Typed, done: str) -> DescribeContext:
    """The form of a release. Raises NotFound."""
    found = services.catalog.release(release)
    origins = services.descriptions.origins("release", found.id)
    offered = suggesting.of_release(services.catalog, found.id)
    name = records.release_name(found)
    return DescribeContext(
        title=_("Correct the description"),
        lead=_("Release %(id)s", id=name),
        back=Link(name, links.release(found.id)),
        action="/describe" + links.release(found.id),
        error=typed.error,
        done=done,
        fields=fields(origins, offered, typed),
        new_institution=typed.new_institution,
        institutions=tuple(institution_names().values()),
        why=typed.why,
        who=operator(),
        history=history.rows(services, services.descriptions.history("release", found.id, HISTORY_SHOWN)),
        more=(Link(_("Its documents in a table"), table_href(found.id)),),
    )


def table_href(release: str) -> str:
    """Where the documents of a release are described in one form."""
    return "/describe/table?" + links.encoded({"release": release})


def fields(origins: Sequence[Origin], offered: Mapping[str, Sequence[Suggestion]], typed: Typed) -> tuple[Field, ...]:
    """Every field of a subject, with what was typed kept."""
    return tuple(_field(one, offered.get(one.field, ()), typed) for one in origins)


def empty(name: str, value: str = "", problem: str = "") -> Field:
    """A field without a subject: for rows that are ticked."""
    return Field(name, str(LABELS[name]), value, "", str(HINTS.get(name, "")), "", _as_it_is(name), 1, (), problem)


def origin_words(one: Origin, *, public: bool) -> str:
    """Where a value came from, in words; "" when nobody said."""
    if one.rule is not None:
        if public:
            return str(_("corrected by a person"))
        before = _("; before: %(value)s", value=_shown(one.field, one.before)) if one.before else ""
        told = _("corrected by %(who)s, %(when)s", who=one.rule.who, when=history.day(one.rule.when))
        return f"{told}{before}"
    if one.basis == "read":
        place = said(one.place.partition(",")[0])
        return str(_("read on %(place)s", place=place) if place else _("read from the pages"))
    known = {"manifest": _("stated in release.toml"), "letter": _("read in the covering letter")}
    return str(known.get(one.basis, ""))


def _field(one: Origin, offered: Sequence[Suggestion], typed: Typed) -> Field:
    value = one.value or ""
    name = one.field
    return Field(
        name=name,
        label=str(LABELS[name]),
        value=typed.values.get(name, _typable(name, value)),
        was=typed.was.get(name, value) if name in typed.problems else value,
        hint=str(HINTS.get(name, "")),
        origin=origin_words(one, public=False),
        choices=_choices(name, value),
        lines=4 if name.startswith("summary") else 1,
        offers=tuple(_offer(each) for each in offered if each.value != value),
        problem=typed.problems.get(name, ""),
    )


def _typable(name: str, value: str) -> str:
    """An institution by its name: nobody knows the ids."""
    return institution_names().get(value, value) if name == "institution" else value


def _same(value: str, was: str) -> bool:
    names = institution_names()
    return names.get(value, value).strip() == names.get(was, was).strip()


def _choices(name: str, value: str = "") -> tuple[tuple[str, str], ...]:
    known = {
        "regime": [(one, words.REGIMES[one]) for one in REGIMES],
        "disposition": [(one, words.DISPOSITIONS[one]) for one in DISPOSITIONS],
        "language": [(one, words.LANGUAGES[one]) for one in LANGUAGES],
    }.get(name)
    if known is None:
        return ()
    others = [(value, value)] if value and value not in dict(known) else []
    return (("", str(_("not known"))), *((one, str(label)) for one, label in [*known, *others]))


def _as_it_is(name: str) -> tuple[tuple[str, str], ...]:
    """Choices of a field that changes nothing where it is left empty."""
    found = _choices(name)
    return (("", str(_("as it is"))), *found[1:]) if found else ()


def _offer(one: Suggestion) -> Offer:
    page = words.number(one.page)
    where = _("covering letter, page %(page)s", page=page) if one.letter else _("page %(page)s", page=page)
    return Offer(
        _shown(one.field, one.value), f"{one.field}={one.value}", history.short(one.text), str(where),
        links.page(one.document, one.page),
    )  # fmt: skip


def _shown(name: str, value: str | None) -> str:
    if name in ("date", "released"):
        return words.edtf(value)
    labels = {"regime": words.REGIMES, "disposition": words.DISPOSITIONS, "language": words.LANGUAGES}.get(name, {})
    return history.short(str(labels.get(value or "", _typable(name, value or ""))))
