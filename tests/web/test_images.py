"""Page pictures on disk."""

from __future__ import annotations

import os
from pathlib import Path

from webapp.images import ImageCache


def test_kept_and_given_back(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path, 1000)
    assert cache.get("ab" * 32, 1, 700) is None
    cache.put("ab" * 32, 1, 700, b"picture")
    assert cache.get("ab" * 32, 1, 700) == b"picture"
    assert cache.get("ab" * 32, 1, 1100) is None
    assert not list(tmp_path.rglob("tmp*"))


def test_the_oldest_go_first(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path, 1000)
    for number in range(1, 16):
        cache.put("cd" * 32, number, 700, b"x" * 100)
    for path in tmp_path.rglob("*.jpg"):
        number = int(path.name.split("-")[0])
        os.utime(path, (number, number))
    assert cache.prune() == 900
    assert cache.get("cd" * 32, 6, 700) is None
    assert cache.get("cd" * 32, 7, 700) is not None


def test_a_folder_that_cannot_be_written_costs_no_page(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ImageCache(tmp_path / "file", 1000)
    cache.put("ab" * 32, 1, 700, b"picture")
    assert cache.get("ab" * 32, 1, 700) is None
