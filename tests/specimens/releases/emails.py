"""An e-mail thread in a folder without release.toml: request number and date come from letter and stamps."""

from tests.specimens.furniture import Dress, dress
from tests.specimens.house import MAIL, pages
from tests.specimens.library import Release, Specimen

REQUEST = "A-2022-00123"
_SIGNATURE = "Example Security Agency / Agence exemplaire de sécurité"
_LOOK = Dress(
    banner=("ESA - Released under the Access to Information Act",
            "AES - Divulgation en vertu de la Loi sur l’accès à l’information"),
    signature=_SIGNATURE,
    marking="PROTECTED B / PROTÉGÉ B",
    stamp=f"{REQUEST}-{{page:06d}}",
)  # fmt: skip


def releases() -> list[Release]:
    """The release of the thread."""
    letter = dress(pages("letter_emails"), Dress(banner=(), signature=_SIGNATURE))
    thread = dress(pages("emails", styles=MAIL), _LOOK)
    specimen = Specimen("e-mail-thread.pdf", [*letter, *thread], "E-mail thread", _SIGNATURE, request=REQUEST)
    return [Release("e-mails-without-manifest", [specimen])]
