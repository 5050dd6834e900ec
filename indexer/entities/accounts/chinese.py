"""Accounts in Chinese: 名为“N”的微信公众号, 微信号:h, 官方微博@N, 本文转载自:N(ID:h)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.accounts.found import MASK, Found, Reading
from indexer.entities.accounts.handles import before_verb

_HAN = re.compile(r"[\u4e00-\u9fff]")
_P = rf"(?P<p>{MASK}{{1,60}})"
_NAME = r"(?P<n>[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9·]{1,24})"
_QUOTED = r"[\"\[](?P<q>[^\"\[\]\n]{1,30})[\"\]]"
_HANDLE = r"(?P<h>[A-Za-z0-9_][\w.-]{3,30})"
_ID = r"\((?:ID|id|微信号)[: ]{0,2}(?P<id>[A-Za-z0-9_][\w.-]{3,30})\)"

_RULES: tuple[tuple[re.Pattern[str], str | None, float], ...] = (
    (re.compile(rf"(?:名[为為叫]|叫做?|账号)?{_QUOTED}的?(?:官方|新闻)?{_P}"), None, 0.9),
    (
        re.compile(
            rf"{_P}(?:公众|公眾|官方)?(?:号|號|账号|帐号|帳號|用户|用戶|博主|网友|網友|主播|频道|頻道)?"
            rf"(?:名称|名|为|是)?[: ]{{0,2}}{_QUOTED}"
        ),
        None,
        0.9,
    ),
    (re.compile(rf"{_P}(?:号|號|账号|帐号|帳號|ID|id)(?:为|是)?[: ]{{0,2}}{_HANDLE}"), None, 0.9),
    (re.compile(rf"{_P}(?:官方)?(?:账号|帐号|帳號|号|用户|用戶|博主)?@{_NAME}"), None, 0.9),
    (
        re.compile(rf"(?:转载自|轉載自|来源|來源|作者|文章来源|首发于|转自|摘自)[: ]{{0,2}}{_NAME}{_ID}"),
        "wechat",
        0.85,
    ),
    (re.compile(rf"UP ?主[: ]{{0,2}}(?:{_QUOTED}|{_NAME}|{_HANDLE})"), "bilibili", 0.85),
)


def chinese_accounts(reading: Reading) -> Iterator[Found]:
    """Accounts in the forms that Chinese pages use; empty where there is no Han character."""
    if reading.text.isascii() or not _HAN.search(reading.text):
        return
    for pattern, fixed, confidence in _RULES:
        for match in pattern.finditer(reading.masked):
            groups = match.groupdict()
            platform = fixed or reading.platform_at(match.start("p"))
            group = next((name for name in ("q", "n", "h") if groups.get(name)), None)
            if platform is None or group is None or MASK in match[group]:
                continue
            start, end = match.span(group)
            end = start + len(before_verb(match[group])) if group == "n" else end
            surface = reading.text[start:end]
            handle = groups.get("id") or (surface if group == "h" else None)
            yield Found(
                start, end, platform, "phrase", name=None if group == "h" else surface, handle=handle,
                confidence=confidence, priority=2, claim_start=match.start(), claim_end=match.end(),
            )  # fmt: skip
