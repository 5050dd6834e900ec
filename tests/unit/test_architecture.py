"""Who may import whom, and that every page of code stays a page (style.md)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

PACKAGES = ("indexer", "webapp", "workers")
LINES_LIMIT = 400


def test_imports_keep_the_contracts() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_module_is_longer_than_a_reader_can_bear() -> None:
    modules = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    too_long = {str(path.relative_to(ROOT)): n for path in modules if (n := _lines(path)) > LINES_LIMIT}
    assert len(modules) > 20
    assert too_long == {}


def test_types_and_style_are_clean() -> None:
    tools = Path(sys.executable).parent
    for command in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        done = subprocess.run([tools / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_templates_are_clean() -> None:
    djlint = Path(sys.executable).with_name("djlint")
    done = subprocess.run(
        [djlint, "--lint", "--check", "--quiet", "webapp/templates"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
