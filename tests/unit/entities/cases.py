"""The regression sets: rows of tests/data/cases, and how a row is judged."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from indexer.model.mention import AccountDetails, DateDetails, Mention

CASES = Path(__file__).parents[2] / "data" / "cases"
ROLES = {"capture": "stamp", "deadline": "event"}

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def fault_of_date(row: Row, mentions: Sequence[Mention]) -> str | None:
    """What is wrong with the dates found in a row; None when all is right."""
    dates = [mention for mention in mentions if mention.kind == "date"]
    found = [(mention.text, mention.value) for mention in dates]
    if not row["expected_edtf"]:
        return f"found {found} in a text without dates" if dates else None
    start = row["text"].index(row["expression"])
    end = start + len(row["expression"])
    right = [
        mention
        for mention in dates
        if mention.value == row["expected_edtf"] and mention.start < end and start < mention.end
    ]
    if not right:
        return f"expected {row['expected_edtf']}, found {found}"
    details = right[0].details
    role = ROLES.get(row["role"], row["role"])
    if isinstance(details, DateDetails) and details.role != role:
        return f"role {details.role}, expected {role}"
    return None


def named_accounts(mentions: Sequence[Mention]) -> list[AccountDetails]:
    return [
        mention.details
        for mention in mentions
        if isinstance(mention.details, AccountDetails) and (mention.details.name or mention.details.handle)
    ]


def platforms_of(mentions: Sequence[Mention]) -> set[str]:
    """Platforms of accounts and platforms by themselves."""
    of_accounts = {one.details.platform for one in mentions if isinstance(one.details, AccountDetails)}
    return {one for one in of_accounts if one} | {
        one.value for one in mentions if one.kind == "platform" and one.value is not None
    }


def fault_of_account(row: Row, mentions: Sequence[Mention]) -> str | None:
    """What is wrong with the accounts found in a row; None when all is right."""
    names, ids = set(map(_plain, parts(row["account"]))), set(map(_plain, parts(row["handle"])))
    named = named_accounts(mentions)
    seen = {_plain(written) for one in named for written in (one.name, one.handle) if written}
    if platforms_of(mentions) != set(parts(row["platform"])):
        return f"platforms {platforms_of(mentions)}"
    if missing := (names | ids) - seen:
        return f"missing {missing} in {named}"
    extra = [one for one in named if not {_plain(one.name), _plain(one.handle)} & (names | ids)]
    return f"too many: {extra}" if extra else None


def _plain(written: str | None) -> str:
    return (written or "").lower().removeprefix("@")
