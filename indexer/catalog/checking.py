"""Whether a rule can hold: its own form, and beside the rules in force."""

from __future__ import annotations

import re
import unicodedata

from indexer.catalog.dates import day_bounds
from indexer.catalog.resolving import Resolver
from indexer.model.describing import DATE_FIELDS, FIELDS, LANGUAGES
from indexer.model.record import PAGE_BITS
from indexer.model.registry import ACTIONS, DESCRIBING, KINDS, MentionPlace, Rule, Undone

NAME_CHARS_LIMIT = 200
WHY_CHARS_LIMIT = 2_000
VALUE_CHARS_LIMIT = 2_000
SUMMARY_CHARS_LIMIT = 20_000
CHOICES_LIMIT = 1_000
"""Documents or texts that one split may name."""

_ID = re.compile(r"[0-9a-f]{32}")
_DOCUMENT = re.compile(r"[0-9a-f]{64}")
_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_REJECTED_KINDS = (*KINDS, "date", "figure")
_MENTION_KINDS = ("account", "platform", "party", "date", "figure")
_START_LIMIT = 1 << 31
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What no database column takes, and no page's text holds (design.md, rule 5)."""
_RELEASE = re.compile(r"\w[\w.-]{0,99}/\w[\w.-]{0,99}", re.ASCII)
_WEB = re.compile(r"https?://\S+")
_TO_AN_ENTITY = ("merge", "split")


def malformed(rule: Rule) -> str | None:
    """What is wrong with the rule in itself, in a sentence; None when nothing is."""
    if rule.action in DESCRIBING:
        return _bad_head(rule) or _bad_description(rule) or _bad_characters(rule)
    return _bad_head(rule) or _bad_subject(rule) or _bad_target(rule) or _bad_texts(rule)


def refusal(rule: Rule, resolver: Resolver) -> str | None:
    """Why the rule cannot hold beside those in force, in a sentence; None when it can."""
    if rule.action in ("reject", *DESCRIBING) or rule.value is None:
        return None
    last = resolver.canonical(rule.kind, rule.value)
    if rule.action == "merge" and resolver.merges.get((rule.kind, rule.value)) == rule.into:
        return None
    if last != rule.value:
        return f"“{rule.value}” was merged into “{last}”: decide about that one, or undo the merge first."
    if rule.into is not None and resolver.reaches(rule.kind, rule.into, rule.value):
        return (
            f"Mentions of “{rule.into}” already count for “{rule.value}” by another rule, so this would be a circle: "
            "undo that rule instead."
        )
    return None


def repeats(rule: Rule, resolver: Resolver) -> str | None:
    """That the rule says what holds already, in a sentence; None when it is new."""
    key, place = (rule.kind, rule.value or ""), rule.place
    if place and place in resolver.rejects.get((place.document, place.page), ()):
        return "That mention is rejected already."
    if rule.action == "hide" and key in resolver.hidden:
        return f"“{rule.value}” is hidden already."
    if rule.action == "confirm" and key in resolver.confirmed:
        return f"“{rule.value}” is confirmed already."
    if rule.action == "rename" and resolver.names.get(key) == rule.name:
        return f"“{rule.value}” has that name already."
    if rule.action == "merge" and resolver.merges.get(key) == rule.into:
        return f"“{rule.value}” is merged into “{rule.into}” already."
    return None


def _bad_head(rule: Rule) -> str | None:
    if rule.action not in ACTIONS:
        return f"There is no action “{rule.action}”; the actions are {', '.join(ACTIONS)}."
    if not _ID.fullmatch(rule.id):
        return "A rule's id has 32 hex digits."
    times = (rule.when, *([rule.undone.when] if rule.undone else []))
    if not all(_WHEN.fullmatch(when) for when in times):
        return "A time is written as 2026-11-22T14:05:00Z."
    people = (rule.who, *([rule.undone.who] if rule.undone else []))
    if not all(who.strip() for who in people):
        return "A rule says who made it, and who undid it."
    return None


def _bad_subject(rule: Rule) -> str | None:
    if rule.action == "reject":
        if rule.place is None:
            return "A rejection says which mention: document, page, kind, start and text."
        return _bad_place(rule.place) if rule.kind in _REJECTED_KINDS else f"There is no kind “{rule.kind}”."
    if rule.place is not None:
        return "Only a rejection names one mention."
    if rule.field is not None or rule.said is not None:
        return "Only a description has a field and what is said of it."
    if rule.kind not in KINDS:
        return f"There is no kind “{rule.kind}”; the kinds are {', '.join(KINDS)}."
    return None if rule.value else "The rule does not say which entity it is about."


def _bad_description(rule: Rule) -> str | None:
    """Of a rule about a document or release."""
    if rule.documents or rule.texts or rule.place is not None:
        return "A rule about a description chooses no mentions."
    if rule.kind not in FIELDS or not rule.value or (rule.kind == "document" and not _DOCUMENT.fullmatch(rule.value)):
        return "A description is of a document (its id has 64 hex digits) or of a release."
    if rule.action == "move":
        return _bad_move(rule)
    return _bad_statement(rule)


def _bad_statement(rule: Rule) -> str | None:
    if rule.field not in FIELDS[rule.kind] or rule.said is None or rule.into is not None or rule.name is not None:
        return f"A {rule.kind} has no “{rule.field}” to correct; it has {', '.join(FIELDS[rule.kind])}."
    if len(rule.said) > (SUMMARY_CHARS_LIMIT if rule.field.startswith("summary") else VALUE_CHARS_LIMIT):
        return f"“{rule.field}” is longer than a description may be."
    return _bad_said(rule.field, rule.said)


def _bad_said(field: str, said: str) -> str | None:
    """What is wrong with a value for a field; "" is right for all."""
    if said and field in DATE_FIELDS and day_bounds(said) == (0, 0):
        return f"“{said}” is no date that the archive can keep; write 2021-09-13, 2021-09 or 2021 (EDTF)."
    if said and field == "language" and said not in LANGUAGES:
        return f"The languages are {', '.join(LANGUAGES)}, not “{said}”."
    if said and field == "source_url" and not _WEB.fullmatch(said):
        return f"“{said}” does not begin with http:// or https://."
    return None


def _bad_move(rule: Rule) -> str | None:
    if rule.kind != "document" or rule.field is not None or rule.said is not None:
        return "Only a document can be moved."
    if not rule.into or not _RELEASE.fullmatch(rule.into):
        return "A move says which release gets the document, such as gac/A-2021-01234."
    return None if rule.name is None or _is_name(rule.name) else "A release's name is one line of text."


def _bad_characters(rule: Rule) -> str | None:
    said = (rule.value, rule.into, rule.name, rule.who, rule.why, rule.said)
    if any(_NO_TEXT.search(text or "") for text in (*said, *_said(rule.undone))):
        return "A text holds characters that no text has."
    if len(rule.why) > WHY_CHARS_LIMIT or (rule.undone and len(rule.undone.why) > WHY_CHARS_LIMIT):
        return f"A reason has at most {WHY_CHARS_LIMIT:,} letters."
    return None


def _bad_place(place: MentionPlace) -> str | None:
    if not _DOCUMENT.fullmatch(place.document):
        return "A document's id has 64 hex digits."
    if not 1 <= place.page < 1 << PAGE_BITS or not 0 <= place.start < _START_LIMIT:
        return "There can be no such page, or no such place on a page."
    return None if place.kind in _MENTION_KINDS else f"There is no kind of mention “{place.kind}”."


def _bad_target(rule: Rule) -> str | None:
    to_an_entity = rule.action in _TO_AN_ENTITY
    if to_an_entity and not rule.into:
        return "The rule does not say which entity gets the mentions."
    if not to_an_entity and rule.into is not None:
        return "Only a merge or a split names a second entity."
    if to_an_entity and rule.into == rule.value:
        return f"“{rule.value}” cannot be merged into itself, or split off into itself."
    chosen = bool(rule.documents or rule.texts)
    if (rule.action == "split") != chosen:
        return "A split says which documents or texts it takes." if not chosen else "Only a split chooses mentions."
    if not all(_DOCUMENT.fullmatch(one) for one in rule.documents):
        return "A document's id has 64 hex digits."
    return None


def _bad_texts(rule: Rule) -> str | None:
    if (rule.action == "rename" or rule.name is not None) and not _is_name(rule.name or ""):
        return (
            f"A name has at least one letter and at most {NAME_CHARS_LIMIT}, and no line breaks, control characters or "
            "invisible marks (such as those that turn the direction of writing)."
        )
    said = (rule.value, rule.into, rule.name, rule.who, rule.why, *rule.texts, rule.place.text if rule.place else "")
    if any(_NO_TEXT.search(text or "") for text in (*said, *_said(rule.undone))):
        return "A text holds characters that no text has."
    if len(rule.why) > WHY_CHARS_LIMIT or (rule.undone and len(rule.undone.why) > WHY_CHARS_LIMIT):
        return f"A reason has at most {WHY_CHARS_LIMIT:,} letters."
    if any(len(value or "") > VALUE_CHARS_LIMIT for value in (rule.value, rule.into, *rule.texts)):
        return f"A value or text has at most {VALUE_CHARS_LIMIT:,} letters."
    if max(len(rule.documents), len(rule.texts)) > CHOICES_LIMIT:
        return f"A split names at most {CHOICES_LIMIT:,} documents and {CHOICES_LIMIT:,} texts."
    return None


def _said(undone: Undone | None) -> tuple[str, ...]:
    return (undone.who, undone.why) if undone else ()


def _is_name(name: str) -> bool:
    visible = name.strip() and not any(unicodedata.category(char)[0] == "C" for char in name)
    return bool(visible) and len(name) <= NAME_CHARS_LIMIT
