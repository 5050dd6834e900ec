"""`python -m benchmarks.entities [dates] [accounts] [parties] [speed]`: each beside its peer; all without a name."""

from __future__ import annotations

import sys

from benchmarks.entities import accounts, dates, parties, speed
from indexer.entities.recognising import Annotator
from indexer.settings import config_dir

PARTS = ("dates", "accounts", "parties", "speed")


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [part for part in wanted if part not in PARTS]
    if unknown:
        sys.exit(f"No part {unknown[0]!r}; choose from {', '.join(PARTS)}")
    rules = Annotator(config_dir(), names=False)
    if "dates" in wanted:
        dates.measure(rules, print)
    if "accounts" in wanted:
        accounts.measure(rules, print)
    if {"parties", "speed"} & set(wanted):
        every = Annotator(config_dir())
        if "parties" in wanted:
            parties.measure(every, print)
        if "speed" in wanted:
            speed.measure(rules, every, print)


if __name__ == "__main__":
    main()
