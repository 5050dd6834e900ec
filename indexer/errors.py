"""The one error tree. Each message says what happened and what to do next."""


class IndexerError(Exception):
    """Base of every error that the library raises on purpose."""


class InputError(IndexerError):
    """A file, manifest or text that cannot be used. Stored as the step's outcome, never retried.

    Attributes:
        reason: short code kept in the catalog and shown in coverage, such as "encrypted".
    """

    def __init__(self, message: str, reason: str = "unreadable") -> None:
        super().__init__(message)
        self.reason = reason


class Outdated(InputError):
    """Somebody has changed what a decision is about since it was looked at; look again, and decide anew."""


class QueryError(IndexerError):
    """A query over a limit (length, clauses). Bad syntax is repaired and never raises."""


class NotFound(IndexerError):
    """No such release, document or page in this archive."""


class Unavailable(IndexerError):
    """A part is busy or down; the same call may work later. The only error that is retried."""


class IndexMissing(Unavailable):
    """The catalog has pages and there is no index of them that this version reads: it must be, or is being, rebuilt."""


class ConfigError(IndexerError):
    """A setting or an installation that cannot work; the command ends with status 2."""
