"""Processor time and peak memory of a process and of its parser (Linux)."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

from indexer.bootstrap.processing import Processing

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Clock:
    """Processor seconds of this process and of the parser, which is another process after a breach of a limit."""

    own: float
    parser: int
    parser_used: float

    def since(self, start: Clock) -> float:
        """Processor seconds, ours and the parser's."""
        same = self.parser == start.parser
        return self.own - start.own + self.parser_used - (start.parser_used if same else 0.0)


def processor(processing: Processing) -> Clock:
    """Now."""
    child = parser_of(processing)
    if child == 0:
        return Clock(time.process_time(), 0, 0.0)
    fields = Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()
    return Clock(time.process_time(), child, (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND)


def parser_of(processing: Processing) -> int:
    """The parser's process id; 0 when none runs."""
    child = processing.extractor._process._process if "extractor" in processing.__dict__ else None
    return 0 if child is None or child.poll() is not None else child.pid


def parser_peak_mib(processing: Processing) -> float:
    """The most that the parser held; 0.0 when none runs."""
    parser = parser_of(processing)
    return peak_mib(parser) if parser else 0.0


def peak_mib(process: int) -> float:
    """The most that a process held (VmHWM)."""
    held = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(held[1]) / 1024 if held else float("nan")
