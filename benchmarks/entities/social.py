"""Handles and addresses against the conformance cases of twitter-text and of Recognizers-Text (corpus, 05_social)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.entities.dates import SHOW
from benchmarks.entities.scoring import Counts, interval
from indexer.entities.accounts.urls import ADDRESS
from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator
from indexer.model.mention import AccountDetails

_FIELD = re.compile(r"^\s+(?:- )?(?P<key>description|text|expected): (?P<value>.*)$")
_HANDLE = re.compile(r'href="https://twitter\.com/(?P<h>\w+)(?:/[\w-]+)?"')
_LINK = re.compile(r'href="(?P<u>[^"]+)"')


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its text and what twitter-text makes of it."""

    group: str
    description: str
    text: str
    expected: str


def measure(annotator: Annotator, folder: Path, write: Callable[[str], None]) -> None:
    """Prints how many cases agree; ATI_SHOW_FAULTS lists those that do not, most of them on purpose."""
    show = write if SHOW in os.environ else None
    cases = list(_cases(folder / "05_social" / "twitter_text" / "autolink.yml"))
    counts, same = Counts(), 0
    mentions = [case for case in cases if case.group in {"usernames", "lists", "all"}]
    for case in mentions:
        expected = {one["h"].lower() for one in _HANDLE.finditer(case.expected)}
        found = _handles(annotator, case.text)
        counts.add(expected, found)
        same += expected == found
        if show and expected != found:
            show(f"    {case.description}: {sorted(expected)} but {sorted(found)} in {case.text!r}")
    write(f"  {'@mentions of twitter-text':<34} {same} of {len(mentions)} cases; {counts.with_intervals()}")
    _addresses(folder, cases, write, show)
    _nothing(annotator, folder, cases, write, show)


def _cases(file: Path) -> Iterator[Case]:
    """The cases of a file whose lines are `key: "text"`, read without a YAML library."""
    group, told = "", {"description": "", "text": ""}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("  ") and line.strip().endswith(":") and line[2] != " ":
            group = line.strip(" :")
        match = _FIELD.match(line)
        if match is None:
            continue
        value = _string(match["value"].strip())
        if match["key"] == "expected":
            yield Case(group, told["description"], told["text"], value)
        else:
            told[match["key"]] = value


def _string(written: str) -> str:
    if written.startswith("'"):
        return written[1:-1].replace("''", "'")
    try:
        return str(json.loads(written))
    except ValueError:
        return written.strip('"')


def _handles(annotator: Annotator, text: str) -> set[str]:
    return {
        one.details.handle.lower()
        for one in annotator.annotate(text, Context(language="en"))
        if isinstance(one.details, AccountDetails) and one.details.handle
    }


def _addresses(
    folder: Path, cases: list[Case], write: Callable[[str], None], show: Callable[[str], None] | None
) -> None:
    """Addresses of both sets: is each recognised as one, up to its host?"""
    texts = [(case.text, [one["u"] for one in _LINK.finditer(case.expected)]) for case in cases if case.group == "urls"]
    for language in ("English", "Chinese"):
        texts.extend(_recognizers(folder, language, "URLModel"))
    right = total = 0
    for text, expected in texts:
        hosts = {_host(match.group()) for match in ADDRESS.finditer(text)}
        for address in expected:
            total += 1
            right += _host(address) in hosts
            if show and _host(address) not in hosts:
                show(f"    no address {address!r} in {text!r}")
    write(f"  {'addresses, up to the host':<34} {right} of {total}  R {interval(right, total)}")


def _host(address: str) -> str:
    return (
        re.sub(r"^[a-z]+://", "", address.lower())
        .split("/", maxsplit=1)[0]
        .split("?", maxsplit=1)[0]
        .split(":", maxsplit=1)[0]
    )


def _recognizers(folder: Path, language: str, model: str) -> Iterator[tuple[str, list[str]]]:
    file = folder / "05_social" / "recognizers_sequence" / language / f"{model}.json"
    for one in json.loads(file.read_text(encoding="utf-8-sig")):
        yield one["Input"], [result["Text"] for result in one["Results"]]


def _nothing(
    annotator: Annotator,
    folder: Path,
    cases: list[Case],
    write: Callable[[str], None],
    show: Callable[[str], None] | None,
) -> None:
    """E-mail addresses and hashtags give no account."""
    texts = [text for model in ("EmailModel", "HashtagModel") for text, _ in _recognizers(folder, "English", model)]
    texts += [case.text for case in cases if case.group in {"hashtags", "cashtags"} and "@" not in case.text]
    wrong = [text for text in texts if _handles(annotator, text)]
    write(f"  {'e-mail addresses and hashtags':<34} {len(texts) - len(wrong)} of {len(texts)} without an account")
    for text in wrong if show else ():
        write(f"    an account in {text!r}: {sorted(_handles(annotator, text))}")
