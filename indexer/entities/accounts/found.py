"""What the account finders share: the text as they read it, and what they find in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.entities.folding import plain
from indexer.entities.platforms import PlatformName
from indexer.model.geometry import Span
from indexer.model.mention import PlatformBasis

_OPENING = frozenset("“„«「『《〈")
MASK = "\ue000"
"""Stands for each character of a platform's name, so that patterns say "a platform" (private use area)."""


@dataclass(frozen=True, slots=True)
class Found:
    """An account at `[start, end)`; the words from `claim_start` to `claim_end` are explained with it.

    Attributes:
        priority: smaller takes its span first.
        many: "30 WeChat accounts": a collective mention.
    """

    start: int
    end: int
    platform: str | None = None
    basis: PlatformBasis | None = None
    name: str | None = None
    handle: str | None = None
    operator: str | None = None
    followers: int | None = None
    confidence: float = 0.9
    priority: int = 5
    claim_start: int = -1
    claim_end: int = -1

    @property
    def named(self) -> bool:
        return self.name is not None or self.handle is not None

    @property
    def claim(self) -> tuple[int, int]:
        """The span of all words that belong to it."""
        if self.claim_start < 0:
            return self.start, self.end
        return min(self.start, self.claim_start), max(self.end, self.claim_end)


class Reading:
    """A text with its platforms: `plain` has simple quotes, in `masked` platform names are `MASK` too."""

    def __init__(self, text: str, platforms: Sequence[PlatformName], skip: Sequence[Span] = ()) -> None:
        self.text = text
        self.plain = _barred(_quoted(text, plain(text)), text, skip)
        self.platforms = tuple(platforms)
        self._starts = [platform.start for platform in platforms]
        self._by_start = {platform.start: platform for platform in platforms}
        self.masked = _masked(self.plain, platforms)

    def lines(self) -> str:
        """The masked text with its line ends, which `plain` made spaces."""
        if "\n" not in self.text:
            return self.masked
        return "".join("\n" if one == "\n" else other for one, other in zip(self.text, self.masked, strict=True))

    def quotes(self, start: int, end: int) -> bool:
        """True unless the quotes around `[start, end)` face outwards: `page,” he explained. “My site`."""
        after = end
        while after < len(self.text) and self.plain[after] != '"' and after < end + 4:
            after += 1
        return self.text[after : after + 1] not in _OPENING

    def platform_at(self, start: int) -> str | None:
        """The platform named from exactly here."""
        platform = self._by_start.get(start)
        return platform.id if platform else None

    def platforms_between(self, start: int, end: int) -> Sequence[PlatformName]:
        """Platforms that begin in `[start, end)`, in order."""
        return self.platforms[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def in_group(self, match: re.Match[str], group: str = "p") -> tuple[str, ...]:
        """Platforms named in a group of a match over `masked`, in order."""
        return tuple(platform.id for platform in self.platforms_between(*match.span(group)))


_SINGLE = re.compile(
    r"(?<![\w'])(?P<o>[‘'])(?=[A-ZÀ-Þ0-9@\u4e00-\u9fff])(?:[^‘’'\n]|[’'](?=\w)){1,60}(?P<c>[’'])(?!\w)"
)


def _quoted(text: str, read: str) -> str:
    """‘Sample Evening News’ quotes as “Sample Evening News” does; an apostrophe inside a word does not."""
    if "’" not in text and "'" not in text:
        return read
    parts: list[str] = []
    at = 0
    for match in _SINGLE.finditer(text):
        parts += [read[at : match.start()], '"', read[match.start() + 1 : match.end() - 1], '"']
        at = match.end()
    return "".join([*parts, read[at:]])


BAR = "\ue001"
"""Stands for furniture and for the blank line between paragraphs, which no name crosses (private use area)."""
_BLANK = re.compile(r"\n[ \t]*\n\s*")


def _barred(read: str, text: str, skip: Sequence[Span]) -> str:
    parts: list[str] = []
    at = 0
    blanks = ((match.start(), match.end()) for match in _BLANK.finditer(text))
    for start, end in sorted([*((span.start, min(span.end, len(read))) for span in skip), *blanks]):
        if end > max(at, start):
            parts += [read[at:start], BAR * (end - max(at, start))] if start >= at else [BAR * (end - at)]
            at = end
    return "".join([*parts, read[at:]])


def _masked(text: str, platforms: Iterable[PlatformName]) -> str:
    parts: list[str] = []
    at = 0
    for platform in platforms:
        parts += [text[at : platform.start], MASK * (platform.end - platform.start)]
        at = platform.end
    return "".join([*parts, text[at:]])


BUCKET_CHARACTERS = 128


class Places:
    """Items by the span they hold, so that those near a span are found without looking at all."""

    def __init__(self) -> None:
        self._buckets: dict[int, list[int]] = {}

    def add(self, start: int, end: int, item: int) -> None:
        """Holds an item's number at `[start, end)`."""
        for bucket in range(start // BUCKET_CHARACTERS, max(start, end - 1) // BUCKET_CHARACTERS + 1):
            self._buckets.setdefault(bucket, []).append(item)

    def near(self, start: int, end: int) -> list[int]:
        """Numbers of items in the buckets of `[start, end)`, in the order they came; some may not overlap it."""
        found: dict[int, None] = {}
        for bucket in range(start // BUCKET_CHARACTERS, max(start, end - 1) // BUCKET_CHARACTERS + 1):
            found.update(dict.fromkeys(self._buckets.get(bucket, ())))
        return sorted(found)
