"""The form that adds files, and what became of them, as their pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from indexer.archive.institutions import institution_labels
from indexer.archive.manifest import Manifest, stated_manifest
from indexer.errors import InputError
from indexer.model.plain import plain
from indexer.model.upload import FileProgress, Upload, UploadReader, UploadSums
from indexer.settings import UploadSettings
from webapp import links, records, words
from webapp.languages import gettext as _
from webapp.languages import lazy_gettext
from webapp.params import clean
from webapp.queue_page import step_label
from webapp.words import ngettext
from webapp.work_contexts import AddContext, Choice, FileRow, UploadContext, UploadLine

FIELDS = ("institution", "request_number", "released", "regime", "source_url")
FIELD_LENGTH = 300
ROWS_A_SCREEN = 100
EARLIER_SHOWN = 5
WRONG = {
    "released": lazy_gettext("Write the date as 2022-06-20, 2022-06 or 2022."),
    "source_url": lazy_gettext("An address begins with https:// or http://."),
}
STATES = {
    "refused": lazy_gettext("Not added"),
    "waiting": lazy_gettext("Waiting"),
    "running": lazy_gettext("Being read"),
    "stopped": lazy_gettext("Stopped"),
    "searchable": lazy_gettext("Searchable"),
    "listed": lazy_gettext("Kept and listed"),
}


def read_fields(form: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed, cleaned; and what is wrong with it, by field."""
    values = {name: clean(form.get(name, "")) for name in FIELDS}
    problems = {}
    for name, value in values.items():
        if len(value) > FIELD_LENGTH:
            problems[name] = _("This is longer than %(count)s characters.", count=FIELD_LENGTH)
            values[name] = value[:FIELD_LENGTH]
        elif name == "regime" and value and value not in words.REGIMES:
            problems[name] = _("Choose one of the laws.")
        elif not _holds(name, value):
            problems[name] = str(WRONG[name])
    return values, problems


def manifest(values: Mapping[str, str], name: str) -> Manifest | None:
    """What was stated of the release, by the rules of release.toml; None when nothing was."""
    return stated_manifest(values, _("The form"), name) if any(values.values()) else None


def form(
    uploads: UploadReader, limits: UploadSettings, free_bytes: int, values: dict[str, str], problems: dict[str, str]
) -> AddContext:
    """The form, filled with what was typed."""
    most = min(limits.request_limit_mb * 2**20, free_bytes)
    return AddContext(
        values=values,
        problems=problems,
        institutions=tuple(Choice(id_, label) for id_, label in institution_labels()),
        regimes=tuple(Choice(code, str(label)) for code, label in words.REGIMES.items()),
        limits=_(
            "Up to %(file)s a file and %(all)s at once.",
            file=_size(min(limits.file_limit_mb * 2**20, most)), all=_size(most),
        ),
        limit_bytes=most,
        files_limit=limits.files_limit,
        earlier=tuple(_line(upload, sums) for upload, sums in uploads.uploads(EARLIER_SHOWN)),
    )  # fmt: skip


def progress(upload: Upload, sums: UploadSums, files: tuple[FileProgress, ...], screen: int) -> UploadContext:
    """An upload as it stands now."""
    address = f"/add/{upload.id}"
    screens = -(-sums.files // ROWS_A_SCREEN)
    hrefs = {n: f"{address}?{urlencode({'page': n})}" for n in records.screens(screen, screens)}
    return UploadContext(
        id=upload.id,
        when=_when(upload.made_at),
        who=plain(upload.made_by),
        open=sums.open,
        sentence=_sentence(sums),
        hint=_("This page renews itself. You can leave it; the work goes on.") if sums.open else "",
        notes=_notes(sums),
        pages_total=sums.pages_total,
        pages_searchable=sums.pages_searchable,
        rows=tuple(_row(one) for one in files),
        total=sums.files,
        pagination=records.pagination(screen, screens, hrefs),
        address=address if screen == 1 else hrefs.get(screen, address),
    )


def progress_json(upload: Upload, sums: UploadSums, files: tuple[FileProgress, ...]) -> dict[str, object]:
    """The same as JSON; `at` is in UTC."""
    return {
        "id": upload.id, "by": upload.made_by, "at": _iso(upload.made_at), "files_total": sums.files,
        "new": sums.new, "known": sums.known, "refused": sums.refused, "searchable": sums.searchable,
        "open": sums.open, "pages_total": sums.pages_total, "pages_searchable": sums.pages_searchable,
        "files": [
            {
                "name": one.file.name, "release": one.file.release, "document": one.file.document,
                "new": one.file.new, "state": one.state, "step": one.step, "pages_total": one.pages_total,
                "pages_done": one.pages_done, "pages_listed": one.pages_listed, "reason": one.reason,
                "reason_in_words": words.reason(one.reason, public=False) if one.reason else None,
                "url": links.document(one.file.document, one.title or "") if one.file.document else None,
            }
            for one in files
        ],
    }  # fmt: skip


def _holds(name: str, value: str) -> bool:
    try:
        stated_manifest({name: value}, "", "x")
    except InputError:
        return False
    return True


def _sentence(sums: UploadSums) -> str:
    if not sums.open:
        return _("All is done.") if sums.files > sums.refused else _("Nothing was added.")
    return ngettext("%(num)s file is still worked on.", "%(num)s files are still worked on.", sums.open)


def _notes(sums: UploadSums) -> tuple[str, ...]:
    notes = []
    if sums.known and not sums.new:
        notes.append(_("The archive has all of these files already. Nothing was changed."))
    elif sums.known:
        known = ngettext(
            "%(num)s of the files was in the archive already and was not read again.",
            "%(num)s of the files were in the archive already and were not read again.",
            sums.known,
        )
        notes.append(known)
    if sums.refused:
        notes.append(
            ngettext("%(num)s file was not added; the reason stands beside it.",
                     "%(num)s files were not added; the reason stands beside each.", sums.refused)
        )  # fmt: skip
    return tuple(notes)


def _row(one: FileProgress) -> FileRow:
    file = one.file
    reason = "" if one.state == "searchable" and not one.reason else _reason(one)
    return FileRow(
        name=plain(file.name),
        title=plain(one.title or ""),
        href=links.document(file.document, one.title or "") if file.document else "",
        release=plain(one.release_name or "") if one.release_name != file.name else "",
        release_href=links.release(file.release) if file.release and one.release_name else "",
        state=one.state,
        state_label=_state_label(one),
        pages=_pages(one),
        share=_share(one),
        note="" if file.new or not file.document else _("was in the archive already"),
        reason=reason,
    )


def _reason(one: FileProgress) -> str:
    if one.reason and one.reason not in ("waiting", "needs_ocr"):
        return words.reason(one.reason, public=False)
    return ""


def _state_label(one: FileProgress) -> str:
    label = str(STATES[one.state])
    if one.state in ("waiting", "running") and one.step is not None:
        return f"{label}: {step_label(one.step)}"
    return label


def _pages(one: FileProgress) -> str:
    if one.pages_total is None:
        return ""
    if one.state in ("waiting", "running"):
        done, total = words.number(one.pages_done), words.number(one.pages_total)
        return _("%(done)s of %(total)s pages read", done=done, total=total)
    text = ngettext("%(count)s page", "%(count)s pages", one.pages_total, count=words.number(one.pages_total))
    if one.pages_listed and one.state == "searchable":
        text += ", " + _("%(count)s of them listed with a reason", count=words.number(one.pages_listed))
    return text


def _share(one: FileProgress) -> int | None:
    if one.state not in ("waiting", "running") or not one.pages_total:
        return None
    return min(100, one.pages_done * 100 // one.pages_total)


def _line(upload: Upload, sums: UploadSums) -> UploadLine:
    files = ngettext("%(count)s file", "%(count)s files", sums.files, count=words.number(sums.files))
    state = _("being read") if sums.open else _("done")
    return UploadLine(f"/add/{upload.id}", _when(upload.made_at), files, state)


def _size(size_bytes: int) -> str:
    gigabytes, megabytes = round(size_bytes / 1e9), max(1, size_bytes // 1_000_000)
    return _("%(size)s GB", size=gigabytes) if size_bytes >= 1e9 else _("%(size)s MB", size=megabytes)


def _when(at: float) -> str:
    """The day and minute, by the clock of this machine."""
    local = datetime.fromtimestamp(at, UTC).astimezone()
    return f"{words.edtf(local.date().isoformat())}, {local:%H:%M}"


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
