"""Telling an outage from a mistake: a database that is away comes back, a wrong query does not."""

from typing import Final

from django.db import Error, InterfaceError, OperationalError

# SQLite has one exception for everything operational; these are the texts of those that pass or that room mends.
_SQLITE_PASSING: Final = (
    "database is locked",
    "database or disk is full",
    "disk i/o error",
    "unable to open database file",
    "attempt to write a readonly database",
)


def database_is_away(error: Error) -> bool:
    """Whether the same request may well succeed later: no connection, locked, full, shutting down."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if type(cause).__module__.startswith("sqlite3"):
        said = str(error).lower()
        return any(text in said for text in _SQLITE_PASSING)
    return True  # PostgreSQL: OperationalError is about the connection, the disk or the server, never about the query
