"""Takedowns as forms and lists: what is asked, what will change, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.commands.options import operator
from indexer.errors import InputError
from indexer.model.document import SHORT_ID_LENGTH
from indexer.model.takedown import CATEGORIES, Category, Takedown, new_takedown
from webapp import history, links, records, words
from webapp.contexts import Hidden, Link
from webapp.languages import gettext as _
from webapp.services import Services
from webapp.takedown_contexts import ReasonChoice, TakedownForm, TakedownLine

DOCUMENTS_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form or an address names: a document (SHA-256) with or without a page, or a release."""

    document: str | None = None
    page: int | None = None
    release: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was filled in. `typed`: to confirm that something is destroyed."""

    category: str = ""
    why: str = ""
    remove: bool = False
    typed: str = ""
    error: str = ""


def takedown_for(wanted: Wanted, asked: Asked) -> Takedown:
    """The decision that a filled form asks for. Raises InputError."""
    if asked.category not in CATEGORIES:
        raise InputError(_("Choose a reason: it is all that a public site tells."))
    if asked.remove and asked.typed.strip().lower() != confirmation(wanted).lower():
        word = confirmation(wanted)
        raise InputError(_("To destroy it, write “%(word)s” in the field. Nothing was changed.", word=word))
    category: Category = next(one for one in CATEGORIES if one == asked.category)
    return new_takedown(
        category, who=operator(), why=asked.why, document=wanted.document, page=wanted.page, release=wanted.release,
        removed=asked.remove,
    )  # fmt: skip


def confirmation(wanted: Wanted) -> str:
    """What must be typed before it is destroyed; "" for a page, which cannot be destroyed alone."""
    if wanted.release is not None:
        return wanted.release
    return (wanted.document or "")[:SHORT_ID_LENGTH] if wanted.page is None else ""


def form(wired: Services, wanted: Wanted, asked: Asked) -> TakedownForm:
    """Asks before something is taken down. Raises NotFound."""
    title, back, sentences = _release(wired, wanted.release) if wanted.release else _document(wired, wanted)
    named = {"document": wanted.document, "page": wanted.page, "release": wanted.release}
    return TakedownForm(
        title=title,
        back=back,
        error=asked.error,
        action="/takedowns/new",
        kept=tuple(Hidden(name, str(value)) for name, value in named.items() if value is not None),
        sentences=sentences,
        reasons=tuple(
            ReasonChoice(one, words.reason(f"taken_down:{one}", public=True), one == asked.category)
            for one in CATEGORIES
        ),
        why=asked.why,
        confirm=confirmation(wanted),
        remove=asked.remove,
        typed=asked.typed,
        button=_("Take it down"),
        who=operator(),
    )


def undo_form(found: Takedown, asked: Asked) -> TakedownForm:
    """Asks before something is brought back."""
    again = (
        (_("It was destroyed, so nothing comes back by itself: the file may then be added again."),)
        if found.removed
        else (_("It is read, found and counted again as before, within seconds."),)
    )
    return TakedownForm(
        title=_("Bring back: %(what)s", what=subject(found)),
        back=Link(_("All that was taken down"), "/takedowns"),
        error=asked.error,
        action=f"/takedowns/{found.id}/undo",
        kept=(),
        sentences=again,
        reasons=(),
        why=asked.why,
        confirm="",
        remove=False,
        typed="",
        button=_("Bring it back"),
        who=operator(),
    )


def lines(found: Sequence[Takedown]) -> tuple[TakedownLine, ...]:
    """Rows of the list, in the order given."""
    return tuple(_line(one) for one in found)


def subject(found: Takedown) -> str:
    """What it is about, without a title: that is part of what was taken down."""
    if found.kind == "release":
        return str(_("Release %(id)s", id=found.release))
    short = (found.document or "")[:SHORT_ID_LENGTH]
    if found.page is None:
        return str(_("Document %(id)s", id=short))
    return str(_("Page %(page)s of document %(id)s", page=words.number(found.page), id=short))


def _line(one: Takedown) -> TakedownLine:
    undone = ""
    if one.undone:
        told = _("Brought back by %(who)s, %(when)s", who=one.undone.who, when=history.day(one.undone.when))
        undone = told + (f": {one.undone.why}" if one.undone.why else "")
    return TakedownLine(
        subject=subject(one),
        href=_address(one),
        state=str(_("removed") if one.removed else _("hidden")),
        reason=words.reason(one.reason, public=True),
        who=one.who,
        when=history.day(one.when),
        why=one.why,
        undone=undone,
        undo_href="" if one.undone else f"/takedowns/{one.id}/undo",
    )


def _address(one: Takedown) -> str:
    if one.release is not None:
        return links.release(one.release)
    if one.page is not None:
        return links.page(one.document or "", one.page)
    return links.document(one.document or "", "")


def _document(wired: Services, wanted: Wanted) -> tuple[str, Link, tuple[str, ...]]:
    document = wired.catalog.document(wanted.document or "").document
    title = history.short(records.title_of(document))
    if wanted.page is not None:
        place = Link(title, links.page(document.id, wanted.page))
        return (
            _("Take down page %(page)s of “%(title)s”", page=words.number(wanted.page), title=title),
            place,
            (
                _("The page is in no search, list, picture, timeline or download any more; its address says why."),
                _("The original of the document is not handed out while the page is hidden."),
            ),
        )
    pages = words.counted(document.pages_total or 0, "page")
    return (
        _("Take down “%(title)s”", title=title),
        Link(title, links.document(document.id, records.title_of(document))),
        (
            _(
                "It is in no search, list, picture, timeline or download any more (%(pages)s); its address says why.",
                pages=pages,
            ),
            _("Title, author and file name are told nowhere. The same file stays down when it is added again."),
        ),
    )


def _release(wired: Services, release: str) -> tuple[str, Link, tuple[str, ...]]:
    found = wired.catalog.release(release)
    name = history.short(records.release_name(found))
    documents = wired.catalog.release_documents(release, 0, DOCUMENTS_COUNTED)
    staying = sum(len(one.releases) > 1 for one in documents)
    sentences = [
        _("%(documents)s with all their pages are in no search, list, picture, timeline or download any more.",
          documents=words.counted(len(documents) - staying, "document")),
    ]  # fmt: skip
    if staying:
        left = words.counted(staying, "document")
        sentences.append(_("%(documents)s of it stay, because another release has them too.", documents=left))
    return _("Take down the release %(name)s", name=name), Link(name, links.release(release)), tuple(sentences)
