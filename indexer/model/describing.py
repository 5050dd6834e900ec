"""Descriptions of releases and documents as people correct them, by rules like those about entities (design.md, 7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from indexer.model.registry import Rule, new_rule
from indexer.model.stored import DocumentRecord

SubjectKind = Literal["document", "release"]

DOCUMENT_FIELDS = ("title", "date", "author", "language")
RELEASE_FIELDS = (
    "institution", "request_number", "released", "regime", "disposition", "source_url", "summary_en", "summary_fr",
)  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {"document": DOCUMENT_FIELDS, "release": RELEASE_FIELDS}
"""What of a subject can be corrected."""
DATE_FIELDS = ("date", "released")
LANGUAGES = ("en", "fr", "zh")

Basis = Literal["corrected", "manifest", "read", "letter", "unknown"]


@dataclass(frozen=True, slots=True)
class Origin:
    """A value that is shown, and where it came from.

    Attributes:
        value: None when it is not known.
        basis: "corrected" (by `rule`), "manifest" (release.toml), "letter", "read" (`place` says where: "page 1") or
            "unknown" (nobody said).
        before: what would stand here without the correction.
    """

    field: str
    value: str | None
    basis: Basis
    place: str = ""
    rule: Rule | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A document that a person moved: out of the releases with these ids, by this rule."""

    rule: Rule
    before: tuple[str, ...]


class DescriptionReader(Protocol):
    """Where descriptions come from, as they stand now."""

    def origins(self, kind: SubjectKind, subject: str) -> tuple[Origin, ...]:
        """Every field of a document (SHA-256) or release (id), in the order of FIELDS. Raises NotFound."""

    def moved(self, document: str) -> Moved | None:
        """The move in force of a document; None when it lies where it was archived."""

    def moved_out(self, release: str) -> tuple[str, ...]:
        """Ids of the releases that documents of this one were moved to, each once."""

    def undated(self, offset: int, limit: int) -> tuple[DocumentRecord, ...]:
        """Documents that are shown and have no date, by number."""

    def history(self, kind: str, subject: str, limit: int) -> tuple[Rule, ...]:
        """Rules about it, the newest first, undone ones too."""


def describe_rule(kind: SubjectKind, subject: str, field: str, said: str, *, who: str, why: str = "") -> Rule:
    """A correction made now: `said` is the value, "" says that it is not known."""
    return replace(new_rule("describe", kind, subject, who=who, why=why), field=field, said=said)


def move_rule(document: str, release: str, *, who: str, why: str = "", name: str | None = None) -> Rule:
    """A document goes into another release; `name` is that of a release which is not there yet."""
    return new_rule("move", "document", document, who=who, why=why, into=release, name=name)
