"""Addresses of accounts, also defanged (`hxxps://x[.]com/name`) or without their scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.entities.accounts.found import Found
from indexer.entities.config import read_rows

_DOT = r"(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\)|\[\.|\{\.\})"
ADDRESS = re.compile(
    rf"(?<![\w@.-])(?:(?:h(?:tt|xx)ps?(?:\[:\]|:)//)(?:[^\s/@]{{1,40}}@)?)?(?P<host>(?:[A-Za-z0-9-]{{1,63}}{_DOT}){{1,4}}[A-Za-z]{{2,10}})"
    r"(?P<slash>/(?P<path>[^\s<>\"“”«»，。；、（）]{0,400}))?"
)
EMAIL = re.compile(r"[\w.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,10}")
_CLOSING = ".,;:!?'’)]}>"


@dataclass(frozen=True, slots=True)
class _Rule:
    platform: str
    host: str
    path: re.Pattern[str] | None


class Urls:
    """Rules of config/account_urls.csv: where in an address of a platform the account stands."""

    def __init__(self, config: Path) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        for row in read_rows(config / "account_urls.csv", ("platform", "host", "path")):
            pattern = re.compile(row["path"]) if row["path"] else None
            rule = _Rule(row["platform"], row["host"], pattern)
            self._rules.setdefault(row["host"], []).append(rule)

    def find(self, text: str) -> Iterator[Found]:
        """Accounts by address; an address of a platform that names no account gives nothing."""
        for match in ADDRESS.finditer(text):
            host = _plain_host(match["host"])
            rules = self._rules_of(host)
            if not rules:
                continue
            path = (match["path"] or "").rstrip(_CLOSING)
            handle = _owner(host, rules, path)
            if handle is not None:
                platform, name, length = handle
                end = match.start("path") + length if match["path"] else match.end("host")
                end = max(end, match.start("path") + len(path)) if match["path"] else end
                yield Found(match.start(), end, platform, "url", handle=name, confidence=0.95, priority=0)

    def _rules_of(self, host: str) -> list[_Rule]:
        for candidate in (host, host.removeprefix("www."), host.removeprefix("m."), host.removeprefix("mobile.")):
            if candidate in self._rules:
                return self._rules[candidate]
        parts = host.split(".")
        if len(parts) == 3:
            return self._rules.get(f"*.{parts[1]}.{parts[2]}", []) or (
                self._rules.get(f"{parts[1]}.{parts[2]}", []) if len(parts[0]) == 2 else []
            )
        return []


def _plain_host(host: str) -> str:
    return (
        re.sub(r"[\[\](){}]|dot(?=[\])])", lambda found: "." if found.group() == "dot" else "", host)
        .lower()
        .replace("..", ".")
    )


def _owner(host: str, rules: list[_Rule], path: str) -> tuple[str, str, int] | None:
    """`(platform, handle, how much of the path)`; None when the address is of no account."""
    for rule in rules:
        if rule.path is None:
            if rule.host.startswith("*.") and not host.startswith(("www.", "m.", "help.", "about.")):
                return rule.platform, host.split(".", maxsplit=1)[0], 0
            continue
        match = rule.path.match(path)
        if match:
            handle = match["handle"].rstrip(".,")
            if handle and (rule.platform != "4chan" or handle):
                return rule.platform, f"/{handle}/" if rule.platform == "4chan" else handle, match.end()
    return None
