"""Rules as a file that newsrooms share: JSON lines, the first of which says what the file is (docs/rules.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from indexer.catalog.checking import malformed
from indexer.errors import InputError
from indexer.model.registry import MentionPlace, Rule, RuleAction, Undone

FORMAT = "ati-archive-rules"
VERSION = 1

_TEXTS = ("id", "action", "kind", "value", "into", "name", "field", "said", "who", "when", "why")
_REQUIRED = ("id", "action", "kind", "who", "when")
_LISTS = ("documents", "texts")
_PLACE: dict[str, type] = {"document": str, "page": int, "kind": str, "start": int, "text": str}
_UNDONE: dict[str, type] = {"who": str, "when": str, "why": str}
_KEYS = frozenset((*_TEXTS, *_LISTS, "place", "undone"))


def rule_lines(rules: Iterable[Rule]) -> Iterator[str]:
    """The lines of a file, without line ends. What a rule does not say is left out."""
    yield _dump({"format": FORMAT, "version": VERSION})
    for rule in rules:
        yield _dump(rule_json(rule))


def rule_json(rule: Rule) -> dict[str, Any]:
    """A rule as a JSON object."""
    found: dict[str, Any] = {name: getattr(rule, name) for name in _TEXTS}
    found |= {name: list(getattr(rule, name)) for name in _LISTS}
    found |= {"place": _parts(rule.place, _PLACE), "undone": _parts(rule.undone, _UNDONE)}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def read_rules(lines: Iterable[str]) -> Iterator[Rule]:
    """The rules of a file, streamed; empty lines are passed over.

    Raises:
        InputError: a line is no rule of this format; the message names the line and what is wrong with it.
    """
    first = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        found = _object(line, number)
        if first:
            _check_head(found, number)
            first = False
            continue
        yield _rule(found, number)
    if first:
        raise _wrong(1, f"the first line of a file of rules is {_dump({'format': FORMAT, 'version': VERSION})}")


def _rule(found: Mapping[str, Any], number: int) -> Rule:
    _check_keys(found, _KEYS, _REQUIRED, number)
    for name in _TEXTS:
        if found.get(name) is not None and not isinstance(found[name], str):
            raise _wrong(number, f"“{name}” is a text")
    for name in _LISTS:
        listed = found.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise _wrong(number, f"“{name}” is a list of texts")
    place, undone = (
        _inner(found.get("place"), "place", _PLACE, number), _inner(found.get("undone"), "undone", _UNDONE, number)
    )  # fmt: skip
    rule = Rule(
        id=found["id"], action=cast(RuleAction, found["action"]), kind=found["kind"], value=found.get("value"),
        who=found["who"], when=found["when"], why=found.get("why") or "", into=found.get("into"),
        name=found.get("name"), documents=tuple(found.get("documents", ())), texts=tuple(found.get("texts", ())),
        place=MentionPlace(**place) if place else None, undone=Undone(**undone) if undone else None,
        field=found.get("field"), said=found.get("said", "" if found["action"] == "describe" else None),
    )  # fmt: skip
    if problem := malformed(rule):
        raise _wrong(number, problem[:1].lower() + problem[1:].rstrip("."))
    return rule


def _inner(found: object, name: str, kinds: Mapping[str, type], number: int) -> dict[str, Any] | None:
    if found is None:
        return None
    if not isinstance(found, dict):
        raise _wrong(number, f"“{name}” is an object")
    _check_keys(found, frozenset(kinds), tuple(kinds), number)
    for key, kind in kinds.items():
        if type(found[key]) is not kind:
            raise _wrong(number, f"“{key}” of “{name}” is a {'text' if kind is str else 'number'}")
    return found


def _check_head(found: Mapping[str, Any], number: int) -> None:
    if found.get("format") != FORMAT:
        raise _wrong(number, f"the file begins with {_dump({'format': FORMAT, 'version': VERSION})}")
    _check_keys(found, frozenset({"format", "version"}), ("version",), number)
    if found["version"] != VERSION:
        raise _wrong(number, f"rules of version {found['version']} are of a newer program; this one reads {VERSION}")


def _check_keys(found: Mapping[str, Any], known: frozenset[str], required: Iterable[str], number: int) -> None:
    unknown = sorted(found.keys() - known)
    if unknown:
        raise _wrong(number, f"there is no key “{unknown[0]}”; the keys are {', '.join(sorted(known))}")
    missing = [name for name in required if found.get(name) is None]
    if missing:
        raise _wrong(number, f"the key “{missing[0]}” is missing")


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _wrong(number, "it is not JSON") from error
    if not isinstance(found, dict):
        raise _wrong(number, "it is not a JSON object")
    return found


def _parts(record: object | None, names: Mapping[str, type]) -> dict[str, Any] | None:
    return None if record is None else {name: getattr(record, name) for name in names}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _wrong(number: int, what: str) -> InputError:
    return InputError(f"Line {number}: {what}.", reason="rules_file")
