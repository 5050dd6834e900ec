"""All releases, in the order in which they are written."""

from tests.specimens.library import Release
from tests.specimens.releases import analysis, situation


def releases() -> list[Release]:
    """Every release of the sample archive and of the test folders."""
    return [*analysis.releases(), *situation.releases()]
