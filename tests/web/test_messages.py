"""Every sentence has its French, also those that the library says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from indexer.model import reasons
from indexer.search.furniture import furniture_sentence
from indexer.search.parser import parse
from tests import messages
from tests.conftest import ROOT
from webapp import said
from webapp.languages import ByPrefix, register

LIBRARY = (
    *sorted((ROOT / "indexer" / "search").rglob("*.py")),
    *(
        ROOT / "indexer" / "catalog" / name
        for name in (
            "checking.py",
            "collections.py",
            "registry.py",
            "rule_files.py",
            "saved_searches.py",
            "takedowns.py",
        )
    ),
    ROOT / "indexer" / "archive" / "saying.py",
    ROOT / "indexer" / "model" / "reasons.py",
    ROOT / "indexer" / "extract" / "rendering.py",
)
SAMPLE = "x"
NEVER_SHOWN = {"NotFound", "ConfigError", "ValueError", "RuntimeError"}
FILLED = {
    "{} {} these words only in running heads, footers or stamps.": furniture_sentence(1284),
    "A {} has no “{}” to correct; it has {}.": "A release has no “x” to correct; it has y, z.",
    "“{}” in small letters is a word to be found; write {} {}.": parse("a or b").repairs[0],
    "The {} is {} already, by {} on {}.": "The page 3 of x is hidden already, by y on z.",
    "“{}” is no institution that this program knows.{} Say that it is new to keep the name as it is.": (
        "“x” is no institution that this program knows. Did you mean “y” or “z”? "
        "Say that it is new to keep the name as it is."
    ),
}
"""Where what stands in the holes is English too."""
_SENTENCE = re.compile(r"[A-Z“{].*\S\.", re.DOTALL)


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts that an expression may give, "{}" for what is put into them."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in parts)  # type: ignore[misc]
        case ast.BinOp(left=left, right=right):
            yield from (a + b for a in _texts(left) for b in _texts(right))
        case _:
            yield "{}"


def _spoken(path: Path) -> Iterator[str]:
    """Sentences of a module, without docstrings and without those that only operators of the command line read."""
    aside: set[int] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            aside.add(id(node.value))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in NEVER_SHOWN:
            aside |= {id(child) for child in ast.walk(node)}
        if id(node) in aside or not isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
            continue
        aside |= {id(child) for child in ast.walk(node)}
        for text in _texts(node):
            if _SENTENCE.fullmatch(text) and " " in text:
                yield text


@pytest.fixture(scope="module")
def app() -> Flask:
    made = Flask("test")
    register(made)
    return made


def french(app: Flask, sentence: str) -> str:
    assert isinstance(app.wsgi_app, ByPrefix)
    with app.test_request_context("/", environ_overrides={"ati.language": "fr"}):
        return said.said(sentence)


def test_nothing_lacks_french_and_no_french_is_idle() -> None:
    assert messages.problems() == []


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_the_library_says_has_french(app: Flask, path: Path) -> None:
    spoken = [FILLED.get(text, text.replace("{}", SAMPLE)) for text in _spoken(path)]
    missing = [text for text in spoken if french(app, text) == text]
    assert missing == []


def test_numbers_and_inner_sentences_are_french_too(app: Flask) -> None:
    assert french(app, "The query has 12,345 characters; the first 2,000 were searched for.") == (
        "La requête a 12\u202f345 caractères; les 2\u202f000 premiers ont été cherchés."
    )
    assert french(app, "Line 12: a document's id has 64 hex digits.") == (
        "Ligne 12\u00a0: l’identifiant d’un document a 64 chiffres hexadécimaux."
    )
    assert french(app, "“A” was merged into “B”: decide about that one, or undo the merge first.").startswith(
        "«\u00a0A"
    )
    assert french(app, reasons.in_words("format_not_read_yet: Word document")).startswith(
        "Word document\u00a0: conservé"
    )
    assert french(app, "Something that nobody said before.") == "Something that nobody said before."
