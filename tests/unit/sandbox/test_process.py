from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from indexer.errors import InputError, Unavailable
from indexer.sandbox.breaches import Crashed, MemoryLimit, OutputLimit, TimeLimit
from indexer.sandbox.limits import Limits
from indexer.sandbox.process import WarmProcess

PROGRAM = "tests.unit.sandbox.program"
SLEEP_S = 60
"""So long the command "sleep" would take."""


@pytest.fixture
def process() -> Iterator[WarmProcess]:
    with WarmProcess(PROGRAM, Limits(memory_mb=512, reply_timeout_s=60, uses=3, output_bytes=10**6)) as warm:
        yield warm


def pid_of(process: WarmProcess) -> int:
    return int(next(iter(list(process.ask("echo", times=1)))).header["pid"])


def test_replies_come_in_order_with_their_blobs(process: WarmProcess) -> None:
    frames = list(process.ask("echo", times=3))
    assert [(frame.header["number"], frame.blob) for frame in frames] == [(0, b""), (1, b"blob"), (2, b"blobblob")]


def test_the_same_child_answers_until_its_uses_are_spent(process: WarmProcess) -> None:
    pids = [pid_of(process) for _ in range(4)]
    assert pids[0] == pids[1] == pids[2] != pids[3]


def test_a_child_that_was_started_ahead_answers_the_first_request(process: WarmProcess) -> None:
    process.start()
    assert process._process is not None
    assert pid_of(process) == process._process.pid


def test_a_refusal_keeps_its_reason_and_the_child(process: WarmProcess) -> None:
    before = pid_of(process)
    with pytest.raises(InputError) as caught:
        list(process.ask("refuse"))
    assert caught.value.reason == "not_a_pdf"
    assert pid_of(process) == before


def test_no_reply_in_time_kills_the_child_and_the_next_request_is_answered(process: WarmProcess) -> None:
    before = pid_of(process)
    start = time.monotonic()
    with pytest.raises(TimeLimit):
        list(process.ask("sleep", timeout_s=0.3))
    assert time.monotonic() - start < SLEEP_S
    assert pid_of(process) != before
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_a_crash_comes_after_the_replies_before_it(process: WarmProcess) -> None:
    frames = process.ask("crash")
    assert next(frames).header["number"] == 0
    with pytest.raises(Crashed, match="signal"):
        next(frames)
    assert pid_of(process) > 0


def test_a_failure_tells_class_and_place_and_never_the_message(process: WarmProcess) -> None:
    with pytest.raises(Crashed) as caught:
        list(process.ask("fail"))
    assert caught.value.place.startswith("ValueError at program.py:")
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="macOS has no limit on address space")
def test_too_much_memory_is_its_own_outcome(process: WarmProcess) -> None:
    with pytest.raises(MemoryLimit):
        list(process.ask("eat"))


def test_too_much_output_is_its_own_outcome(process: WarmProcess) -> None:
    with pytest.raises(OutputLimit):
        list(process.ask("flood", size=2 * 10**6))


def test_what_the_child_prints_does_not_reach_the_frames(process: WarmProcess) -> None:
    os.environ["ATI_PASSWORD_TEST"] = "secret"
    try:
        (frame,) = process.ask("chatter")
    finally:
        del os.environ["ATI_PASSWORD_TEST"]
    assert "ATI_PASSWORD_TEST" not in frame.header["environment"]


def test_replies_left_unread_do_not_reach_the_next_request(process: WarmProcess) -> None:
    frames = process.ask("echo", times=5)
    next(frames)
    frames.close()
    assert [frame.header["number"] for frame in process.ask("echo", times=2)] == [0, 1]


def test_a_program_that_cannot_start_is_unavailable_and_says_why() -> None:
    with (
        WarmProcess("tests.unit.sandbox.no_such_program", Limits(512, 60)) as process,
        pytest.raises(Unavailable, match="no_such_program"),
    ):
        list(process.ask("echo", times=1))


def test_a_child_leaves_when_its_parent_is_killed() -> None:
    script = (
        "from indexer.sandbox.process import WarmProcess; from indexer.sandbox.limits import Limits;"
        f"p = WarmProcess({PROGRAM!r}, Limits(512, 60)); f = p.ask('echo', times=1);"
        "print(next(f).header['pid'], flush=True); list(f); list(p.ask('sleep'))"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 60
    while runs(child):
        assert time.monotonic() < deadline, "the child still runs"
        time.sleep(0.1)


def runs(process: int) -> bool:
    """False also for one that has ended and that nobody has asked for its status."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
