"""Handles: @name, with the platform of its phrase; r/ and u/ of Reddit, boards of 4chan, the fediverse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.accounts.found import MASK, Found, Reading
from indexer.entities.folding import words
from indexer.model.mention import PlatformBasis

NEAR_BEFORE = 160
"""Characters of the sentence before a handle in which its platform is looked for."""
NEAR_AFTER = 80
BULLET_CHARACTERS = 4
"""A bullet and a space may stand before what begins a line."""

FEDIVERSE = re.compile(
    r"(?<![\w@.+-])@?(?P<h>(?<=@)[A-Za-z0-9_]{1,30}@(?:[A-Za-z0-9-]{1,40}\.){1,3}[A-Za-z]{2,10})(?![\w@])"
)
_LATIN = r"A-Za-z0-9_\u00c0-\u024f"
AT = re.compile(
    rf"(?:(?<![{_LATIN}@/+=-])|(?<=\bRT))@(?P<h>[A-Za-z0-9_\u4e00-\u9fff][\w.·-]{{0,49}})(?![\w@]|://|\[\.)"
)
REDDIT = re.compile(r"(?<![\w/.])/?(?P<h>(?P<t>[ru])/[A-Za-z0-9_-]{2,21})(?![\w/])")
BOARD = re.compile(r"(?<![\w/.:])(?P<h>/(?:pol|b|k|int|news|biz|his|x|g|v)/)(?!\w)")
_DOMAIN = re.compile(r"(?i)\.(?:com|ca|org|net|gov|edu|info|cn|uk|fr|co\.[a-z]{2})$")
_ADDRESS_BEFORE = re.compile(r"://\S{0,200}$")
_OUTLOOK = re.compile(r", [A-ZÀ-Þ][a-zà-ÿ]")
"""@Sample, Jane: how Outlook writes whom it tells."""
_HAN_NAMES = words("weibo wechat wechat_channels douyin xiaohongshu bilibili kuaishou toutiao zhihu youtube")
_NOT_ASCII = re.compile(r"[^\x00-\x7f·]")
_STYLE_RULES = frozenset({"media", "font-face", "page", "import", "charset", "keyframes", "supports"})
"""What raw HTML mail leaves on a page."""
_CREDIBLE = re.compile(r"_?[A-Za-z\u4e00-\u9fff]{2}\w")
"""Without a platform beside it, the @ of a bad scan is no handle: three letters at least."""
_NAME_BEFORE = re.compile(
    r"(?:\"(?P<q>[^\"\n]{1,80}?) ?\"|(?P<n>[A-ZÀ-Þ0-9][\w'&.-]{0,30}(?: [A-ZÀ-Þ0-9&][\w'&.-]{0,30}){0,4})|"
    r"(?P<z>[\u4e00-\u9fff]{2,20})) ?[(\[]$"
)
_TOLD_AFTER = re.compile(
    rf"\"?(?: ?\([^()\n]{{1,60}}\)|\))?(?: (?:on|sur|via) (?P<p>{MASK}{{1,60}})|,? (?:Re)?[Tt]weets?\b)"
)
"""@name on Twitter; @name (12,000 followers), Tweet: nearer than what the sentence named before."""
_SENTENCE = re.compile(r"[.!?] +(?=[A-ZÀ-Þ])|\n\s*\n|[。！？]")


def handles(reading: Reading) -> Iterator[Found]:
    """Accounts written as handles. E-mail addresses and hashtags are none."""
    text = reading.plain
    if "@" in text:
        for match in FEDIVERSE.finditer(text):
            # the pattern starts after the first @, which is part of the handle as it is written
            yield Found(match.start("h") - 1, match.end("h"), "mastodon", "phrase", handle=match["h"], priority=1)
        for match in AT.finditer(text):
            yield from _at(reading, match)
    if "/" in text:
        for match in REDDIT.finditer(text):
            yield Found(*match.span("h"), "reddit", "phrase", name=match["h"], handle=match["h"][2:], priority=1)
        if "4chan" in text.lower():
            for match in BOARD.finditer(text):
                yield Found(
                    *match.span("h"),
                    "4chan",
                    "phrase",
                    name=match["h"],
                    handle=match["h"],
                    confidence=0.6,
                    priority=1,
                )


def _at(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    handle = before_verb(match["h"].rstrip(".-·"))
    start, end = match.start(), match.start("h") + len(handle)
    if handle.endswith((".bsky.social", ".bsky.app")):
        yield Found(start, end, "bluesky", "phrase", handle=handle, priority=1)
        return
    if _DOMAIN.search(handle) or handle.lower() in _STYLE_RULES or not any(char.isalnum() for char in handle):
        return
    platform, basis = platform_near(reading, start, end)
    handle = _as_on(platform, handle)
    end = start + 1 + len(handle)
    if not handle or (platform is None and not _credible(reading, start, end, handle)):
        return
    name, name_start = _name_before(reading, start)
    if name is not None:
        yield Found(
            name_start, name_start + len(name), platform, basis, name=reading.text[name_start : name_start + len(name)],
            handle=handle, priority=1, claim_start=name_start, claim_end=end, confidence=0.9 if platform else 0.6,
        )  # fmt: skip
    else:
        han_name = handle if any("\u4e00" <= char <= "\u9fff" for char in handle) else None
        yield Found(
            start, end, platform, basis, name=han_name, handle=handle, priority=1, confidence=0.9 if platform else 0.6
        )


def _as_on(platform: str | None, handle: str) -> str:
    """The handle as far as its platform allows: Latin ones end where Chinese or Japanese goes on; "" for none."""
    if platform == "twitter":
        handle = handle.split(".", maxsplit=1)[0]
    other = _NOT_ASCII.search(handle)
    if other is None or not handle[0].isascii() or platform in _HAN_NAMES:
        return handle
    # "@aliceìn" is no handle; "@alice发布" is one before a verb
    return "" if other.group() <= "\u024f" else handle[: other.start()]


def _credible(reading: Reading, start: int, end: int, handle: str) -> bool:
    """Without a platform: no noise of a scan, no part of an address, not whom an e-mail tells."""
    told = handle.istitle() and _OUTLOOK.match(reading.plain, end)
    inside = _ADDRESS_BEFORE.search(reading.plain, max(0, start - 210), start)
    return _CREDIBLE.match(handle) is not None and "-" not in handle and not told and not inside


_HAN_VERB = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:发起|发布|發布|发表|發表|转发|轉發|称|稱|表示|写道|寫道|指出|在|于|的|与|和|也|则|說|说)"
)


def before_verb(handle: str) -> str:
    """Chinese is written without spaces: 微博@样本日报发起的投票 names 样本日报."""
    verb = _HAN_VERB.search(handle)
    return handle[: verb.start()] if verb else handle


def _name_before(reading: Reading, start: int) -> tuple[str | None, int]:
    match = _NAME_BEFORE.search(reading.masked, max(0, start - 110), start)
    if match is None:
        return None, 0
    group = "q" if match["q"] else "n" if match["n"] else "z"
    if MASK in match[group] and group != "q":
        return None, 0
    lead = len(match[group]) - len(match[group].lstrip())
    return match[group].strip(), match.start(group) + lead


def platform_near(reading: Reading, start: int, end: int) -> tuple[str | None, PlatformBasis | None]:
    """The nearest platform before in the sentence, else just after; `(None, None)` when there is none."""
    line = reading.text.rfind("\n", 0, start) + 1
    heads = reading.platforms_between(line, min(start, line + BULLET_CHARACTERS))
    if heads:
        # a row or an item that begins with its platform
        return heads[0].id, "list"
    left = max(0, start - NEAR_BEFORE)
    breaks = [match.end() for match in _SENTENCE.finditer(reading.plain, left, start)]
    left = breaks[-1] if breaks else left
    told = _TOLD_AFTER.match(reading.masked, end)
    if told:
        return reading.platform_at(told.start("p")) if told["p"] else "twitter", "phrase"
    before = [platform for platform in reading.platforms_between(left, start) if platform.end <= start]
    if before:
        return before[-1].id, "phrase"
    stop = _SENTENCE.search(reading.plain, end, end + NEAR_AFTER)
    right = stop.start() if stop else end + NEAR_AFTER
    after = reading.platforms_between(end, right)
    return (after[0].id, "phrase") if after else (None, None)
