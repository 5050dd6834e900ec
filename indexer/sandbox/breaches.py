"""How a child can fail its parent. Each is an outcome of the file (never retried), told apart by its reason."""

from __future__ import annotations

from indexer.errors import InputError


class Breach(InputError):
    """The child was lost, or broke a limit; a new one answers the next request."""


class TimeLimit(Breach):
    """No reply in time; the child was killed."""

    def __init__(self) -> None:
        super().__init__("Reading took longer than allowed; the part is listed as not read.", "time_limit")


class MemoryLimit(Breach):
    """The child ran out of the memory that it may use."""

    def __init__(self) -> None:
        super().__init__("Reading needed more memory than allowed; the part is listed as not read.", "memory_limit")


class OutputLimit(Breach):
    """The child sent more than it may."""

    def __init__(self) -> None:
        super().__init__("Reading gave more output than allowed; the part is listed as not read.", "over_limit")


class Crashed(Breach):
    """The child died, or failed in a way that its program did not foresee.

    Attributes:
        place: exception class with file and line, or a signal; never a message, which could hold document text.
    """

    def __init__(self, place: str) -> None:
        super().__init__(f"The reading process failed ({place}); the part is listed as not read.", "crashed")
        self.place = place
