"""Names of indices and aliases of one archive on a cluster that others may share."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """`prefix-v2-000007` is the seventh index of schema version 2.

    The alias `prefix-v2` names the one that is read, `prefix-v2-writing` those that are written: during a rebuild
    the old and the new one, so that nothing written meanwhile is missed.
    """

    prefix: str
    schema_version: int

    @property
    def reading(self) -> str:
        return f"{self.prefix}-v{self.schema_version}"

    @property
    def writing(self) -> str:
        return f"{self.reading}-writing"

    @property
    def every(self) -> str:
        """A pattern for all indices of this archive, of any schema version; `is_own` says which it means: with the
        prefix "ati" it also fits those of an archive that is called "ati-vault"."""
        return f"{self.prefix}-v*-0*"

    @property
    def of_schema(self) -> str:
        return f"{self.reading}-0*"

    def is_own(self, index: str) -> bool:
        """Whether an index is one of this archive, of any schema version."""
        return re.fullmatch(rf"{re.escape(self.prefix)}-v\d+-\d{{6}}", index) is not None

    def index(self, number: int) -> str:
        return f"{self.reading}-{number:06d}"
