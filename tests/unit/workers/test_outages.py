"""What is away for a while is said once, and lived through."""

from __future__ import annotations

import pytest

from indexer.errors import Unavailable
from workers.outages import Outage


class Part:
    """Away for so many calls."""

    def __init__(self, away: int) -> None:
        self.away = away

    def __call__(self) -> str:
        if self.away:
            self.away -= 1
            raise Unavailable("The catalog is away.")
        return "here"


def test_it_is_said_once_when_it_is_away_and_once_when_it_is_back() -> None:
    said: list[str] = []
    outage, part = Outage(said.append), Part(3)
    assert [outage(part, otherwise="gone") for _ in range(5)] == ["gone"] * 3 + ["here"] * 2
    assert [line.split(".")[0] for line in said] == ["The catalog is away", "It works again, after 0 s"]


def test_it_is_tried_until_it_works() -> None:
    pauses: list[float] = []
    assert Outage(lambda _: None).until_done(Part(2), pauses.append) == "here"
    assert len(pauses) == 2


def test_patience_ends() -> None:
    with pytest.raises(Unavailable):
        Outage(lambda _: None, patience_s=0.0)(Part(1), otherwise="")
