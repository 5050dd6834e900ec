"""The sentences of the site and their French: what the sources use, what lacks French. `make messages` lists it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from tests.conftest import ROOT
from webapp.languages import po_files
from webapp.said import SENTENCES

WEBAPP = ROOT / "webapp"
KEYWORDS = {
    "_": None, "_l": None, "N_": None, "gettext": None, "lazy_gettext": None,
    "ngettext": (1, 2), "lazy_ngettext": (1, 2),
}  # fmt: skip
OPTIONS = {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
COUNTED = "counted"
"""Filter and function: a number with its noun (webapp/words.py)."""

Id = str | tuple[str, str]
_HOLE = re.compile(r"%\((\w+)\)[sd]")
_CODE = re.compile(r'<span class="query">.*?</span>')
_TAG = re.compile(r"</?\w[^>]*>")


@dataclass(frozen=True)
class Used:
    """A message and where the sources use it."""

    id: Id
    where: str


def used() -> Iterator[Used]:
    """Every message of templates and Python, and those of the library that reach the site."""
    for path in sorted(WEBAPP.rglob("*.py")):
        yield from _extracted("python", path)
        yield from _counted_in_python(path)
    for path in sorted(WEBAPP.rglob("templates/**/*.*")):
        yield from _extracted("jinja2", path)
        yield from _counted_in_template(path)
    yield from (Used(sentence, "indexer") for sentence in SENTENCES)


def french() -> Iterator[tuple[Path, Message]]:
    """Every entry of the French files."""
    for path in po_files("fr"):
        with path.open("rb") as file:
            yield from ((path, message) for message in read_po(file, "fr") if message.id)


def problems() -> list[str]:
    """What is wrong, a line each: no French, other placeholders, entries that nothing uses or said in two ways."""
    wanted: dict[Id, str] = {}
    for one in used():
        wanted.setdefault(one.id, one.where)
    found = [(path, message) for path, message in french() if message.string and all(_strings(message))]
    known = {_id(message) for _, message in found}
    lines = [f"{where}: no French: {id_!r}" for id_, where in wanted.items() if id_ not in known]
    lines += [f"{p.name}: nothing uses: {m.id!r}" for p, m in french() if _id(m) not in wanted]
    for id_, strings in _by_id(message for _, message in found).items():
        lines += [f"two ways to say it: {id_!r}"] if len(strings) > 1 else []
    for path, message in found:
        lines += [f"{path.name}: {problem}: {message.id!r}" for problem in _differences(message)]
    return lines


def _differences(message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    for string in _strings(message):
        plain = _TAG.sub(" ", _CODE.sub("", string))
        if sorted(_TAG.findall(string)) not in [sorted(_TAG.findall(one)) for one in ids]:
            yield "other tags"
        holes = set(_HOLE.findall(string))
        if not any(holes == set(_HOLE.findall(one)) for one in ids):
            yield "other placeholders"
        if re.search(r"«(?!\u00a0)|(?<!\u00a0)»|[^\u00a0] ?:(?= |$)| %(?![(%])|\w'\w", _without_code(plain)):
            yield "French typography (« x », x : y and 18 % have no-break spaces; the apostrophe is ’)"


def _without_code(text: str) -> str:
    return re.sub(r"`[^`]*`|\w+:\w", "", text)


def _by_id(messages: Iterable[Message]) -> dict[Id, set[tuple[str, ...]]]:
    known: dict[Id, set[tuple[str, ...]]] = {}
    for message in messages:
        known.setdefault(_id(message), set()).add(_strings(message))
    return known


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string,)


def _id(message: Message) -> Id:
    return (message.id[0], message.id[1]) if isinstance(message.id, list | tuple) else message.id


def _extracted(method: str, path: Path) -> Iterator[Used]:
    for line, id_, _comments, _context in extract_from_file(method, path, KEYWORDS, (), OPTIONS):
        yield Used(tuple(id_) if isinstance(id_, list | tuple) else id_, f"{path.relative_to(ROOT)}:{line}")


def _nouns(one: str, many: str | None) -> Id:
    return f"%(num)s {one}", f"%(num)s {many or one + 's'}"


def _counted_in_python(path: Path) -> Iterator[Used]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == COUNTED:
            texts = [one.value for one in node.args[1:] if isinstance(one, ast.Constant)]
            if texts:
                yield Used(_nouns(*[*texts, None][:2]), f"{path.relative_to(ROOT)}:{node.lineno}")


def _counted_in_template(path: Path) -> Iterator[Used]:
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(path.read_text(encoding="utf-8"))
    for node in tree.find_all(nodes.Filter):
        if node.name == COUNTED:
            texts = [one.value for one in node.args if isinstance(one, nodes.Const)]
            yield Used(_nouns(*[*texts, None][:2]), f"{path.relative_to(ROOT)}:{node.lineno}")


if __name__ == "__main__":
    wrong = problems()
    print("\n".join(wrong) or "Every sentence of the site has its French.")
    sys.exit(bool(wrong))
