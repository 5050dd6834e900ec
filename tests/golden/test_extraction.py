from __future__ import annotations

import json

import pytest

from tests.golden.extraction import golden_path, names, seen


@pytest.mark.parametrize("name", names())
def test_extraction_sees_what_it_saw(name: str) -> None:
    path = golden_path(name)
    assert path.exists(), "no golden file: look at the output, then run python -m tests.golden.extraction"
    golden = json.loads(path.read_text(encoding="utf-8"))
    found = seen(name)
    assert {key: value for key, value in found.items() if key != "pages"} == {
        key: value for key, value in golden.items() if key != "pages"
    }
    for page, expected in zip(found["pages"], golden["pages"], strict=True):
        assert page == expected
