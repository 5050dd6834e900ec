"""All releases, in the order in which they are written."""

from tests.specimens.library import Release
from tests.specimens.releases import analysis, chinese, digests, emails, foreign, hidden, memo, scans, situation

_MODULES = (analysis, situation, digests, emails, scans, memo, chinese, foreign, hidden)


def releases() -> list[Release]:
    """Every release of the sample archive and of the test folders."""
    return [release for module in _MODULES for release in module.releases()]
