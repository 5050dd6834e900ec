"""A child's time: what it waited for a processor is not its own."""

from __future__ import annotations

import os

import pytest

from indexer.sandbox.allowance import PATIENCE, Allowance, waited_s


class Machine:
    """A clock, and how long the child waited for a processor."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.waited_s = 3.0

    def allowance(self, seconds: float) -> Allowance:
        return Allowance(1, seconds, lambda _: self.waited_s, lambda: self.now_s)


@pytest.mark.parametrize(
    ("passed_s", "waited_s", "left_s"),
    [(0, 0, 20), (5, 0, 15), (20, 0, 0), (25, 0, -5), (25, 18, 13), (200, 190, 10), (900, 800, 20 * PATIENCE - 880)],
)  # fmt: skip
def test_time_left_is_by_the_clock_less_what_it_waited(passed_s: float, waited_s: float, left_s: float) -> None:
    machine = Machine()
    allowed = machine.allowance(20.0)
    machine.now_s += passed_s
    machine.waited_s += waited_s
    assert allowed.left_s() == pytest.approx(left_s)


def test_no_time_is_no_time_however_long_it_waited() -> None:
    machine = Machine()
    allowed = machine.allowance(0.0)
    machine.waited_s += 50
    assert allowed.left_s() <= 0


def test_the_system_tells_it_of_a_process_or_nothing() -> None:
    assert waited_s(os.getpid()) >= 0.0
    assert waited_s(2**31 - 1) == 0.0
