"""Reason codes of the catalog in words: why a file or a page cannot be searched."""

from __future__ import annotations

REASONS = {
    "encrypted": "The file is protected by a password that the archive does not have.",
    "not_a_pdf": "The file is not a PDF, whatever its name says.",
    "empty": "The file is empty.",
    "no_pages": "The file holds no pages.",
    "corrupt": "The file is damaged and could not be opened.",
    "missing": "The original is no longer in the archive folder.",
    "unreadable": "The file could not be read.",
    "too_large": "The file is larger than allowed.",
    "no_text": "The page is an image: it holds no text that can be read. Its text has not been recognised yet.",
    "pages_limit": "The page lies beyond the limit on pages in one file.",
    "over_limit": "The page holds more than is allowed.",
    "characters_limit": "The page holds more text than allowed.",
    "time_limit": "Reading took longer than the time allowed.",
    "memory_limit": "Reading took more memory than allowed.",
    "crashed": "The reading process stopped on this page.",
    "hidden_text_under_redaction": (
        "Set aside: words lie under a redaction. They are not shown, and neither is the original."
    ),
    "worker_lost": "Reading ended without an answer, as often as it was tried.",
    "internal_error": "Reading failed through a fault of this program, as often as it was tried.",
    "unavailable": "A part of the archive was busy or down, as often as it was tried.",
    "configerror": "Reading failed through a wrong setting; see the worker's log.",
    "waiting": "Reading has not ended yet.",
}


def in_words(code: str | None) -> str:
    """A sentence for a reason code. A code may carry a detail after a colon ("format_not_read_yet: Word document");
    an unknown code is shown as it stands, so that nothing is hidden."""
    if not code:
        return "No reason was recorded."
    name, _, detail = code.partition(":")
    if name == "format_not_read_yet":
        return f"{detail.strip() or 'This format'}: kept and listed; this version does not read it yet."
    return REASONS.get(code) or REASONS.get(name) or code.replace("_", " ").capitalize() + "."
