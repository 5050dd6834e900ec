"""The parent's side of OCR: pages by a warm, limited child. Imports neither a PDF nor an OCR library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from indexer.errors import InputError
from indexer.extract.languages import language_of
from indexer.extract.ocr_languages import ENGLISH, OF_TEXT, LanguageData, find_data, scratch_folder
from indexer.extract.reading import BYTES_A_CHARACTER, checked, listed
from indexer.model.page import LANGUAGE_MISSING, NEEDS_OCR, Page
from indexer.sandbox.breaches import Breach
from indexer.sandbox.limits import Limits
from indexer.sandbox.process import WarmProcess
from indexer.settings import ExtractSettings, OcrSettings

CHILD = "indexer.extract.ocr_child"
VERSION = "ocr/3"
"""Goes to the ledger; a higher number recognises every scan again."""


class Recogniser:
    """Recognises pages in one warm child. Not for several threads at once; one for each worker process."""

    def __init__(self, settings: OcrSettings, extract: ExtractSettings) -> None:
        self._settings = settings
        self._characters = extract.characters_a_page_limit
        self._scratch = scratch_folder()
        self._process = WarmProcess(
            CHILD,
            Limits(
                settings.memory_mb,
                settings.page_timeout_s,
                extract.documents_a_process,
                extract.characters_a_page_limit * BYTES_A_CHARACTER,
            ),
        )

    @cached_property
    def data(self) -> LanguageData:
        """The languages that are installed."""
        return find_data(self._settings.data_folder)

    def pages(
        self, path: Path, numbers: Sequence[int], likely: Sequence[str] = (), password: str | None = None
    ) -> Iterator[Page]:
        """The sheets with these numbers, in their order, one for each. `likely`: languages of the document.

        A sheet that breaks a limit or the child is listed (outcome "failed", its reason) and the rest goes on. One
        that needs no OCR comes back by its text layer.

        Raises:
            InputError: the file cannot be opened at all, or no language data is installed.
        """
        left = list(numbers)
        while left:
            try:
                for page in self._read(path, left, likely, password):
                    left = left[1:]
                    yield page
            except Breach as error:
                yield listed(left[0], "failed", error.reason)
                left = left[1:]

    def close(self) -> None:
        """Ends the child."""
        self._process.close()
        self._scratch.cleanup()

    def _read(self, path: Path, numbers: Sequence[int], likely: Sequence[str], password: str | None) -> Iterator[Page]:
        asked = self._process.ask(
            "pages",
            path=str(path),
            numbers=list(numbers),
            likely=list(likely),
            password=password,
            data_folder=str(self._folder),
            languages=list(self.data.languages),
            characters_limit=self._characters,
        )
        expected = iter(numbers)
        with closing(asked) as frames:
            for frame in frames:
                yield checked(frame.header, frame.blob, next(expected, 0))
        for number in expected:
            yield listed(number, "failed", "crashed")

    @cached_property
    def _folder(self) -> Path:
        if not self.data.files:
            raise InputError(
                "No data for OCR is installed; `ati doctor` says what to install.", f"{LANGUAGE_MISSING}: {ENGLISH}"
            )
        return self.data.one_folder(Path(self._scratch.name))


def recognised(known: Page, found: Page) -> Page:
    """The page to be kept after OCR: what was found; where it failed, what was known, listed when that has no text."""
    if found.outcome in ("read", "quarantined") or (found.width_pt and known.outcome != "quarantined"):
        return found
    if known.outcome == "quarantined":
        return known
    if known.words:
        return replace(known, reason=None)
    return replace(known, outcome=found.outcome, reason=found.reason)


def likely_languages(pages: Iterable[Page], stated: str | None) -> tuple[str, ...]:
    """The languages of the pages around, most of it first, then the one that is stated for the document ("fr")."""
    seen = Counter[str]()
    for page in pages:
        if page.words and page.reason != NEEDS_OCR and (language := language_of(page.text)) is not None:
            seen[language] += len(page.text)
    ordered = dict.fromkeys([*(language for language, _ in seen.most_common()), *([stated] if stated else [])])
    return tuple(OF_TEXT[language] for language in ordered if language in OF_TEXT)
