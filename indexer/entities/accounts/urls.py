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
    rf"(?<![A-Za-z0-9_@.-])(?:(?:h(?:tt|xx)ps?(?:\[:\]|:)//)(?:[^\s/@]{{1,40}}@)?)?(?P<host>(?:[A-Za-z0-9-]{{1,63}}{_DOT}){{1,4}}[A-Za-z]{{2,10}})"
    r"(?P<slash>/(?P<path>[^\s<>\"“”«»，。；、（）\[\]]{0,400}))?"
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
        at = 0
        while match := ADDRESS.search(text, at):
            at = max(match.end(), at + 1)
            host = _plain_host(match["host"])
            rules = self._rules_of(host)
            if not rules:
                inside = _INSIDE.search(match["path"] or "")
                # an archive's address ends with that of the page it keeps
                at = match.start("path") + inside.start() if inside else at
                continue
            found = _found(text, match, host, rules)
            if found is not None:
                yield found
                at = max(at, found.end)

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


_INSIDE = re.compile(r"h(?:tt|xx)ps?:/")
_NEXT_LINE = re.compile(
    r"-?\n[ \t]{0,8}(?P<rest>[A-Za-z0-9_.-]{0,40}/(?:status(?:es)?|posts?|videos?|photos?|p|reel)/[^\s]{0,200})"
)
"""An address that printing broke before the part of it that tells a post."""


def _found(text: str, match: re.Match[str], host: str, rules: list[_Rule]) -> Found | None:
    path = match["path"] or ""
    end = match.end()
    onward = _NEXT_LINE.match(text, end) if path.count("/") == 0 and match["slash"] else None
    if onward:
        path, end = path + onward["rest"], onward.end()
    path = path.rstrip(_CLOSING)
    owner = _owner(host, rules, path)
    if owner is None:
        return None
    platform, handle = owner
    if platform == "mastodon":
        handle = f"{handle}@{host}"
    stop = end if onward else match.start("path") + len(path) if match["path"] else match.end("host")
    return Found(match.start(), stop, platform, "url", handle=handle, confidence=0.95, priority=0)


def _plain_host(host: str) -> str:
    return (
        re.sub(r"[\[\](){}]|dot(?=[\])])", lambda found: "." if found.group() == "dot" else "", host)
        .lower()
        .replace("..", ".")
    )


def _owner(host: str, rules: list[_Rule], path: str) -> tuple[str, str] | None:
    """`(platform, handle)`; None when the address is of no account."""
    for rule in rules:
        if rule.path is None:
            if rule.host.startswith("*.") and not host.startswith(("www.", "m.", "help.", "about.")):
                return rule.platform, host.split(".", maxsplit=1)[0]
            continue
        match = rule.path.match(path)
        if match:
            handle = match["handle"].rstrip(".,")
            if handle:
                return rule.platform, f"/{handle}/" if rule.platform == "4chan" else handle
    return None
