"""Damaged PDFs by the hundred, for half a minute: the parent lives, every sheet is accounted for, every reason has a
name. Files are specimens and broken ones with bytes changed, cut out, doubled, numbers made huge."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import InputError
from indexer.extract.reading import Extractor
from indexer.settings import load_settings
from tests.unit.extract.conftest import DATA

BUDGET_S = 30.0
LARGEST_BYTES = 120_000
OUTCOMES = {"read", "unreadable", "quarantined", "failed", "over_limit"}
NUMBERS = (b"-1", b"0", b"1e38", b"99999999999", b"2147483648", b"<<>>", b"null", b"(x)", b"1 0 R", b"[]")
FILES = sorted(
    path
    for folder in ("specimens", "specimens_hidden_text", "broken")
    for path in (DATA / folder).rglob("*.pdf")
    if path.stat().st_size <= LARGEST_BYTES and not path.name.startswith(("bomb", "million"))
)

change = st.tuples(
    st.sampled_from(["flip", "cut", "double", "number", "truncate", "swap"]),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 400),
    st.sampled_from(NUMBERS),
)


def damaged(data: bytes, changes: list[tuple[str, float, int, bytes]]) -> bytes:
    for kind, place, length, number in changes:
        at = int(place * len(data))
        match kind:
            case "flip":
                data = (
                    data[:at]
                    + bytes(byte ^ 0x55 for byte in data[at : at + length % 8 + 1])
                    + data[at + length % 8 + 1 :]
                )
            case "cut":
                data = data[:at] + data[at + length :]
            case "double":
                data = data[: at + length] + data[at:]
            case "truncate":
                data = data[: max(16, at)]
            case "swap":
                data = (
                    data[:at] + data[at + length : at + 2 * length] + data[at : at + length] + data[at + 2 * length :]
                )
            case _:
                found = re.compile(rb"\d+").search(data, at)
                if found:
                    data = data[: found.start()] + number + data[found.end() :]
    return data


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Extractor, Path]]:
    folder = tmp_path_factory.mktemp("fuzz")
    own = replace(load_settings(folder, {}).extract, page_timeout_s=4.0, open_timeout_s=4.0)
    with Extractor(own) as extractor:
        yield extractor, folder


@settings(
    max_examples=1500,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(file=st.sampled_from(FILES), changes=st.lists(change, min_size=1, max_size=12))
def test_damaged_files_end_in_an_outcome(
    strict: tuple[Extractor, Path], file: Path, changes: list[tuple[str, float, int, bytes]]
) -> None:
    extractor, folder = strict
    if spent() > BUDGET_S:
        return
    data = damaged(file.read_bytes(), changes)
    # A name of its own, as in the archive: the child keeps the last file open by its name.
    path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}.pdf"
    path.write_bytes(data)
    total, reason = opened(extractor, path)
    if reason is not None:
        assert reason.replace("_", "").isalpha()
        return
    last = min(total, 20)
    pages = list(extractor.pages(path, 1, last))
    assert [page.number for page in pages] == list(range(1, last + 1))
    for page in pages:
        assert page.outcome in OUTCOMES
        assert page.outcome == "read" or page.reason
        assert all(page.text[word.start : word.end].strip() for word in page.words)


def opened(extractor: Extractor, path: Path) -> tuple[int, str | None]:
    """The number of sheets, or the reason that there is none."""
    try:
        return extractor.open(path).pages_total, None
    except InputError as error:
        return 0, error.reason


_first: list[float] = []


def spent() -> float:
    """Seconds since the first call."""
    if not _first:
        _first.append(time.monotonic())
    return time.monotonic() - _first[0]
