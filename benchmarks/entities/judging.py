"""How found accounts are judged by labels: one to one, where they overlap and are called the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.entities.scoring import Counts, added
from indexer.model.mention import AccountDetails, Mention

NEAR_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Labelled:
    """An account on a page; one that is not required may be found or not."""

    start: int
    end: int
    text: str
    platform: str | None
    written: frozenset[str]
    required: bool = True
    form: str = ""


def labels_of(text: str, accounts: Sequence[dict[str, Any]], *, same: bool) -> list[Labelled]:
    """The labels of a text; `same` says that it is letter for letter the text that was labelled."""
    return [label for one in accounts if (label := label_of(text, one, same=same)) is not None]


def label_of(text: str, one: dict[str, Any], *, same: bool) -> Labelled | None:
    """A label at its place; where extraction has changed the text, at its n-th occurrence; None where that is gone."""
    start = one["start"] if same else _nth(text, one["text"], one["nth"])
    if start is None:
        return None
    written = {plain(name) for names in (one["name"], one["handle"]) if names for name in names.split("|")}
    return Labelled(
        start, start + len(one["text"]), one["text"], one["platform"], frozenset(written), one["required"], one["form"]
    )


def _nth(text: str, name: str, nth: int) -> int | None:
    at = -1
    for _ in range(nth + 1):
        at = text.find(name, at + 1)
        if at < 0:
            return None
    return at


def plain(name: str) -> str:
    """A name or handle as it is compared: small letters, no @, no underscore that printing may have lost."""
    return " ".join(name.lower().removeprefix("@").replace("_", " ").split())


@dataclass
class Tally:
    """What was found of what was labelled, in all and by form; `show` is told of each fault."""

    show: Callable[[str], None] | None = None
    counts: Counts = field(default_factory=Counts)
    platform: Counts = field(default_factory=Counts)
    forms: dict[str, Counts] = field(default_factory=dict)
    absent: int = 0

    def add(self, other: Tally) -> None:
        """Another tally into this one."""
        added(self.counts, other.counts)
        added(self.platform, other.platform)
        self.absent += other.absent
        for form, counts in other.forms.items():
            added(self.forms.setdefault(form, Counts()), counts)

    def judge(self, text: str, labels: Sequence[Labelled], mentions: Sequence[Mention], where: str) -> None:
        """Counts the named accounts of a text against its labels."""
        found = [one for one in mentions if _named(one)]
        used: set[int] = set()
        for label in labels:
            hits = [index for index, one in enumerate(found) if index not in used and _is(one, label)]
            # one name on two platforms gives two mentions: the label takes that of its platform
            hit = min(hits, key=lambda index: _platform(found[index]) != label.platform, default=None)
            if hit is not None:
                used.add(hit)
            if label.required:
                self._labelled(label, found[hit] if hit is not None else None, text, where)
        for index, one in enumerate(found):
            if index not in used:
                self.counts.wrong += 1
                self.platform.wrong += 1
                self._tell(f"wrong {one.value}", text, one.start, one.end, where)

    def _labelled(self, label: Labelled, hit: Mention | None, text: str, where: str) -> None:
        fits = hit is not None and _platform(hit) == label.platform
        for counts in (self.counts, self.forms.setdefault(label.form, Counts())):
            counts.right += hit is not None
            counts.missed += hit is None
        self.platform.right += fits
        self.platform.missed += not fits
        if not fits:
            what = "missed" if hit is None else f"platform {_platform(hit)}, not {label.platform},"
            self._tell(f"{what} {label.form}", text, label.start, label.end, where)

    def _tell(self, what: str, text: str, start: int, end: int, where: str) -> None:
        if self.show is not None:
            near = text[max(0, start - NEAR_CHARACTERS) : end + NEAR_CHARACTERS]
            self.show(f"    {where} {what} in {near!r}")


def _named(mention: Mention) -> bool:
    return isinstance(mention.details, AccountDetails) and bool(mention.details.name or mention.details.handle)


def _platform(mention: Mention) -> str | None:
    return mention.details.platform if isinstance(mention.details, AccountDetails) else None


def _is(mention: Mention, label: Labelled) -> bool:
    details = mention.details
    if not isinstance(details, AccountDetails) or mention.end <= label.start or label.end <= mention.start:
        return False
    return bool(label.written & {plain(name) for name in (details.name, details.handle) if name})
