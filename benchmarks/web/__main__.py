"""`python -m benchmarks.web FOLDER [--pages 100000]`: one `ati serve` process over an archive of generated pages.

Pages of results a second with different queries and with repeated ones (wrk, 4 connections), by the clock and by the
processor time of the server: on a busy machine read the second. And what a page weighs, and whom it asks for anything.
The archive is made in FOLDER when it is not there.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil

from benchmarks.generated.corpus import vocabulary
from benchmarks.scale.making import make
from indexer.settings import load_settings

DIFFERENT_GOAL, REPEATED_GOAL, WEIGHT_GOAL_BYTES = 100, 250, 150_000
CONNECTIONS, REPEATED_QUERIES = 4, 20
LIST = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    make(options.folder, load_settings(options.folder, {}), options.pages)
    with _served(options.folder) as (address, server):
        missed = _weighed(address)
        different, repeated = _paths(5_000, 7), _paths(REPEATED_QUERIES, 11)
        _load(address, server, repeated, 2)  # every thread has its connections and caches
        missed += _judged("different queries", _load(address, server, different, options.seconds), DIFFERENT_GOAL)
        missed += _judged("repeated queries", _load(address, server, repeated, options.seconds), REPEATED_GOAL)
        print(f"memory of the server {server.memory_info().rss / (1 << 20):,.0f} MiB")
    if missed:
        raise SystemExit("missed: " + ", ".join(missed))


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "indexer.cli",
        "serve",
        "--no-workers",
        "--archive",
        str(folder),
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address)
            yield address, psutil.Process(process.pid)
        finally:
            process.terminate()


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            _fetch(f"{address}/search?q=the")
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the site did not start")


def _paths(count: int, seed: int) -> list[str]:
    """Searches for words between the 200th and the 20,000th most frequent, a third of them with a facet."""
    generator, words = random.Random(seed), vocabulary()

    def word() -> str:
        return words[int(200 * 100 ** generator.random())]

    facets = ("", "", "&platform=platform+2")
    return [
        f"/search?q={quote(word())}+{quote(words[generator.randint(60, 600)])}{facets[n % 3]}" for n in range(count)
    ]


def _load(address: str, server: psutil.Process, paths: list[str], seconds: int) -> tuple[float, float, str]:
    """Pages a second by the clock, pages a second of the server's processor time, and what wrk says of the delays."""
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "paths", Path(folder) / "list.lua"
        listed.write_text("\n".join(paths), encoding="utf-8")
        script.write_text(LIST % listed, encoding="utf-8")
        before = server.cpu_times()
        command = [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{seconds}s",
            "--latency",
            "--timeout",
            "60s",
            "-s",
            str(script),
            address,
        ]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        after = server.cpu_times()
    if "Non-2xx" in said:
        raise SystemExit(said)
    pages, busy_s = int(re.search(r"(\d+) requests in", said)[1]), sum(after[:2]) - sum(before[:2])  # type: ignore[index]
    delays = " ".join(re.findall(r"(?:50|99)%\s+\S+", said))
    return pages / seconds, pages / busy_s, delays


def _judged(name: str, found: tuple[float, float, str], goal: int) -> list[str]:
    wall, processor, delays = found
    print(
        f"{name}: {wall:,.0f} pages/s, {processor:,.0f} a second of processor time ({1000 / processor:.1f} ms a page);"
        f" {delays} (goal at least {goal})",
        flush=True,
    )
    return [] if max(wall, processor) >= goal else [name]


def _weighed(address: str) -> list[str]:
    """A page of results with every style, script and module that it names, as a browser takes them."""
    page, sent = _fetch(f"{address}/search?q=the")
    named = re.findall(r'<(?:link[^>]+rel="(?:stylesheet|icon)"[^>]+href|script[^>]+src)="([^"]+)"', page)
    others: list[str] = re.findall(r'(?:src|srcset|poster|data)="(?:https?:)?//', page)
    seen: dict[str, int] = {}
    todo = list(named)
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        if not one.startswith("/") or one.startswith("//"):
            others.append(one)
            continue
        text, seen[one] = _fetch(address + one)
        todo += [f"{one.rpartition('/')[0]}/{module}" for module in re.findall(r'from "\./([^"]+)"', text)]
    weight = sent + sum(seen.values())
    print(
        f"page of results: {len(page.encode()) / 1000:.0f} KB of HTML, {sent / 1000:.0f} KB as sent; with {len(seen)}"
        f" styles, scripts and icons {weight / 1000:.0f} KB as sent (goal at most {WEIGHT_GOAL_BYTES / 1000:.0f});"
        f" requests to others: {len(others)}"
    )
    return ["weight"] * (weight > WEIGHT_GOAL_BYTES) + ["requests to others"] * bool(others)


def _fetch(url: str) -> tuple[str, int]:
    """The text, and the bytes that were sent for it."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        data = answer.read()
        text = gzip.decompress(data) if answer.headers["Content-Encoding"] == "gzip" else data
    return text.decode(), len(data)


if __name__ == "__main__":
    main()
