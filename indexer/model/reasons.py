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
    "no_text": "The page is a picture in which no text was found.",
    "needs_ocr": "The page is a picture, or its text is damaged: it is still to be recognised (OCR).",
    "blank": "The page is blank.",
    "pages_limit": "The page lies beyond the limit on pages in one file.",
    "over_limit": "The page holds more than is allowed.",
    "characters_limit": "The page holds more text than allowed.",
    "time_limit": "Reading took longer than the time allowed.",
    "memory_limit": "Reading took more memory than allowed.",
    "crashed": "The reading process stopped on this page.",
    "hidden_text_under_redaction": (
        "Set aside: words lie under a redaction. They are not shown, and neither is the original."
    ),
    "outside:revisions": "The file holds an earlier state of itself, from before its last change.",
    "outside:attachments": "The file holds other files as attachments.",
    "outside:outline": "The file's outline (bookmarks) holds words that no page shows.",
    "outside:annotations": "Comments in the file hold words that no page shows.",
    "outside:links": "A link under a redaction leads to an address that no page shows.",
    "outside:structure": "Descriptions for reading aloud hold words that no page shows.",
    "outside:pictures": "Captions or comments inside pictures hold words that no page shows.",
    "outside:form": "Form fields in the file hold words that no page shows.",
    "outside:metadata": "The file's title, subject or keywords hold words that no page shows.",
    "outside:not_examined": "The file could not be looked through for words beyond its pages.",
    "worker_lost": "Reading ended without an answer, as often as it was tried.",
    "internal_error": "Reading failed through a fault of this program, as often as it was tried.",
    "unavailable": "A part of the archive was busy or down, as often as it was tried.",
    "configerror": "Reading failed through a wrong setting; see the worker's log.",
    "no_permission": "The file could not be read: this account lacks the permission.",
    "unreadable_file": "The file could not be read from its disk.",
    "unreadable_folder": "The folder could not be read: this account lacks the permission, or its disk fails.",
    "folder_too_deep": "The folder lies too deep inside others.",
    "not_a_file": "It is no ordinary file (a pipe, a socket or a device).",
    "broken_link": "It is a link to nothing.",
    "link_out_of_the_folder": "It is a link out of the folder that was given; such links are not followed.",
    "named_in_manifest_not_there": "release.toml describes this file, and it is not there.",
    "corrupt_zip": "The ZIP is damaged and could not be opened.",
    "empty_zip": "The ZIP holds no files.",
    "zip_bomb": "The ZIP would unpack to far more than its size, and is not opened.",
    "nested_zip": "A ZIP inside a ZIP: kept and not opened. Unpack it and add what it holds.",
    "encrypted_in_zip": "The file is protected by a password inside its ZIP. Unpack it and add it.",
    "corrupt_in_zip": "The file is damaged inside its ZIP.",
    "link_in_zip": "It is a link inside a ZIP.",
    "not_returned": "Reading ended without an answer for this page.",
    "index_failed": "The page was read but could not be entered in the index.",
    "waiting": "Reading has not ended yet.",
    "taken_down": "Taken down by the operator of this archive.",
    "taken_down:privacy": "Taken down: it holds personal information.",
    "taken_down:legal": "Taken down: a court or a legal demand required it.",
    "taken_down:safety": "Taken down: it could put somebody in danger.",
    "taken_down:copyright": "Taken down: others hold rights in it.",
    "taken_down:released_in_error": "Taken down: the institution had released it in error.",
    "taken_down:mistake": "Taken down: it was added to this archive by mistake.",
    "taken_down:other": "Taken down by the operator of this archive.",
    "cancelled": "Cancelled by the operator; “Try again” on the queue page, or `ati queue retry`, goes on with it.",
    "upload_too_large": "The file is larger than an upload may be (upload.file_limit_mb); `ati ingest` takes it.",
    "upload_disk_full": "No disk space was left for this file; it was not kept. Free some and send it again.",
    "system_file": "A hidden or system file (.DS_Store, Thumbs.db): left out.",
}


def in_words(code: str | None) -> str:
    """A sentence for a reason code. A code may carry a detail after a colon ("format_not_read_yet: Word document");
    an unknown code is shown as it stands, so that nothing is hidden."""
    if not code:
        return "No reason was recorded."
    name, _, detail = code.partition(":")
    if name == "format_not_read_yet":
        return f"{detail.strip() or 'This format'}: kept and listed; this version does not read it yet."
    if name == "bad_manifest":
        return f"This release.toml cannot be used: {detail.strip()}"
    if name == "waits_for_manifest":
        return f"Not archived: it waits for a correct {detail.strip()}."
    if name == "ocr_language_missing":
        return f"The page is a picture in a language ({detail.strip()}) that OCR cannot read here; see `ati doctor`."
    return REASONS.get(code) or REASONS.get(name) or code.replace("_", " ").capitalize() + "."
