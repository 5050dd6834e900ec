"""Inline markup of the manuscripts: one source for what is printed and for what is true of it.

    ⟦a wechat:fengqiao_yangben; name=枫桥样本|枫桥样本⟧   account (handle=- when it has none)
    ⟦p twitter|X⟧  ⟦y cpc|Tories⟧  ⟦d 2021-09-08|8 September⟧  ⟦f views 2000000 3000000|two to three million views⟧
    ⟦x 15(1); style=black|covered words⟧  redaction: the words are never drawn
    ⟦b|bold⟧  ⟦i|italic⟧  ⟦fn 3|3⟧  footnote mark

Plain names of platforms and parties from VOCABULARY need no markup.
"""

import re
from dataclasses import dataclass, field

_MARK = re.compile(r"⟦(\w+)\s*([^|⟧]*)\|([^⟧]*)⟧")
_KINDS = {"a": "account", "p": "platform", "d": "date", "y": "party", "f": "figure"}
PLATFORMS = {
    "WeChat": "wechat", "Weibo": "weibo", "Douyin": "douyin", "TikTok": "tiktok", "Facebook": "facebook",
    "YouTube": "youtube", "Telegram": "telegram", "Xiaohongshu": "xiaohongshu", "RedNote": "xiaohongshu",
    "Instagram": "instagram", "X/Twitter": "twitter", "Reddit": "reddit", "LinkedIn": "linkedin",
    "Toutiao": "toutiao", "Bilibili": "bilibili", "微信": "wechat", "抖音": "douyin", "微博": "weibo",
    "小红书": "xiaohongshu", "今日头条": "toutiao",
}  # fmt: skip
PARTIES = {
    "Conservative Party of Canada": "cpc", "Conservative Party": "cpc", "Liberal Party of Canada": "lpc",
    "Liberal Party": "lpc", "New Democratic Party": "ndp", "NDP": "ndp", "Bloc Québécois": "bq",
    "Green Party of Canada": "gpc", "Communist Party of China": "ccp", "People’s Party of Canada": "ppc",
    "Parti conservateur du Canada": "cpc", "Parti conservateur": "cpc", "Parti libéral du Canada": "lpc",
    "Parti libéral": "lpc", "Nouveau Parti démocratique": "ndp", "NPD": "ndp",
    "Parti vert du Canada": "gpc", "Parti communiste chinois": "ccp", "保守党": "cpc", "自由党": "lpc",
    "新民主党": "ndp",
}  # fmt: skip
# Longest first, so that "Liberal Party of Canada" is not read as "Liberal Party".
_NAMES = sorted([*PLATFORMS, *PARTIES], key=len, reverse=True)
_VOCABULARY = re.compile("|".join(rf"(?<!\w){re.escape(n)}(?!\w)" if n.isascii() else re.escape(n) for n in _NAMES))
_HAN_NAMES = re.compile("|".join(re.escape(n) for n in _NAMES if not n.isascii()))


@dataclass(frozen=True)
class Span:
    """A stretch of text with one role; `mention` is a truth record without page and boxes."""

    text: str
    role: str = "plain"  # plain | bold | italic | note | cover
    mention: dict[str, object] | None = None
    outer: dict[str, object] | None = None  # the account whose name holds this platform name
    sections: tuple[str, ...] = ()
    style: str = "black"
    options: dict[str, str] = field(default_factory=dict)


def parse(source: str) -> list[Span]:
    """The spans of a manuscript paragraph, in order."""
    spans: list[Span] = []
    end = 0
    for mark in _MARK.finditer(source):
        spans += _plain(source[end : mark.start()])
        spans += _marked(*mark.groups())
        end = mark.end()
    return spans + _plain(source[end:])


def _plain(text: str, role: str = "plain") -> list[Span]:
    spans: list[Span] = []
    end = 0
    for found in _VOCABULARY.finditer(text):
        spans.append(Span(text[end : found.start()], role))
        spans.append(Span(found[0], role, _named(found[0])))
        end = found.end()
    return [span for span in [*spans, Span(text[end:], role)] if span.text]


def _named(name: str) -> dict[str, object]:
    if name in PLATFORMS:
        return _mention("platform", name, PLATFORMS[name], {})
    return _party(name, PARTIES[name], {})


def _marked(kind: str, arguments: str, text: str) -> list[Span]:
    value, options = _arguments(arguments)
    if kind in ("b", "i"):
        return _plain(text, "bold" if kind == "b" else "italic")
    if kind == "fn":
        return [Span(text or value, "note", options={"note": value})]
    if kind == "x":
        return [Span(text, "cover", None, None, tuple(value.split()), options.get("style", "black"), options)]
    return _nested(_mention(_KINDS[kind], text, value, options), text)


def _nested(record: dict[str, object], text: str) -> list[Span]:
    """One span, or several where an account's description holds the name of a platform."""
    inner = _plain(text) if record["kind"] == "account" else []
    if not any(span.mention for span in inner):
        return [Span(text, "plain", record)]
    return [Span(span.text, "plain", span.mention, record) for span in inner]


def _arguments(source: str) -> tuple[str, dict[str, str]]:
    value, *rest = (part.strip() for part in source.split(";"))
    return value, {key.strip(): content.strip() for key, _, content in (part.partition("=") for part in rest)}


def _mention(kind: str, text: str, value: str, options: dict[str, str]) -> dict[str, object]:
    hedge: dict[str, object] = {"hedge": options["hedge"]} if "hedge" in options else {}
    if kind == "account":
        return _account(text, value, options) | hedge
    if kind == "date":
        role, basis = options.get("role", "event"), options.get("basis", "explicit")
        return {"kind": kind, "text": text, "value": value, "role": role, "basis": basis} | hedge
    if kind == "figure":
        quantity, low, high = value.split()
        return {"kind": kind, "text": text, "value": f"{low}/{high}", "quantity": quantity} | {
            "low": int(low), "high": int(high)}  # fmt: skip
    if kind == "party":
        return _party(text, value, options)
    record: dict[str, object] = {"kind": kind, "text": text, "value": value}
    return record


def _account(text: str, value: str, options: dict[str, str]) -> dict[str, object]:
    platform, _, handle = value.partition(":")
    known = None if options.get("handle") == "-" else options.get("handle", handle or None)
    return {
        "kind": "account", "text": text, "value": value if handle else None,
        "platform": None if platform == "unknown" else platform,
        "platform_basis": options.get("basis", "phrase"), "name": options.get("name"), "handle": known,
    }  # fmt: skip


def _party(text: str, value: str, options: dict[str, str]) -> dict[str, object]:
    kind = options.get("kind", "political_party")
    identifier = value if kind == "political_party" else options.get("id")
    ambiguous = options["ambiguous"].split() if "ambiguous" in options else []
    return {"kind": "party", "text": text, "value": value, "party_kind": kind, "id": identifier, "ambiguous": ambiguous}
