"""The folder of failed redactions and look-alikes; not part of the sample archive."""

from tests.specimens.hidden import clean, covered, invisible, layers
from tests.specimens.hidden.scene import SECRET
from tests.specimens.library import Release, Specimen
from tests.specimens.sheet import Sheet

FOLDER = "specimens_hidden_text"
_CASES = covered.CASES | invisible.CASES | clean.CASES


def releases() -> list[Release]:
    """One release without a slug: the folder itself."""
    plain = [Specimen(f"{name}.pdf", [case()], "Specimen") for name, case in _CASES.items()]
    return [Release("", [*plain, layers.specimen(), *_leaks()], folder=FOLDER)]


def _leaks() -> list[Specimen]:
    """A proper redaction whose words stand in the outline, or in the file's title."""
    return [
        Specimen("hidden_text_in_outline.pdf", [_leaking()], "Specimen", outline=(f"Message of {SECRET}",)),
        Specimen("hidden_text_in_file_title.pdf", [_leaking()], f"Message of {SECRET}"),
    ]


def _leaking() -> Sheet:
    sheet = clean.proper_redaction()
    sheet.hidden_words += SECRET.split()
    return sheet
