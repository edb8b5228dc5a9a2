"""What an installation needs before it can work, made when it is missing: folder, keys, database, guards.

Every command that needs the database calls `ready()`. Up to date costs one small query: on SQLite a fingerprint of this
version's migrations and guards stands in `PRAGMA user_version`, on PostgreSQL the table of migrations is read.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from polder.base import guards
from polder.config import prepared

_LOCK = 7_265_338  # any number that nothing else in the database uses (acts.py has the one before)


class Standing(Enum):
    """How the database's tables stand to this version of Polder."""

    EMPTY = auto()
    CURRENT = auto()
    BEHIND = auto()
    AHEAD = auto()


def ready() -> None:
    """Make or bring up to date what this version needs; safe when several processes start at once.

    An existing PostgreSQL database is not changed by the way: several machines may share it. Raises
    `ImproperlyConfigured` with the remedy, and whatever the database raises when it cannot be reached.
    """
    if _is_current():
        return
    with _alone():
        if _is_current():  # another process was first
            return
        stands = standing()
        if stands is Standing.BEHIND and connection.vendor == "postgresql":
            raise ImproperlyConfigured(
                "The database was made by an older version of Polder. Make a backup, then bring it up to date with: polder migrate"
            )
        _bring_up_to_date(stands)


def migrate() -> None:
    """Bring the tables and guards up to date, on any database. Raises as `ready`."""
    with _alone():
        _bring_up_to_date(standing())


def standing() -> Standing:
    """Compare the database with this version. Two queries; makes no file."""
    if no_file_yet():
        return Standing.EMPTY
    applied, known = set(MigrationRecorder(connection).applied_migrations()), prepared.known_migrations()
    ours = {label for label, _name in known}
    if {(label, name) for label, name in applied if label in ours} - known:
        return Standing.AHEAD
    if not applied:
        return Standing.EMPTY
    return Standing.CURRENT if known <= applied else Standing.BEHIND


def _is_current() -> bool:
    if connection.vendor != "sqlite":
        return standing() is Standing.CURRENT
    if no_file_yet():
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version")
        found: int = cursor.fetchone()[0]
    return found == fingerprint()


def no_file_yet() -> bool:
    """Whether this is SQLite and connecting would make the file."""
    return connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists()


def _bring_up_to_date(stands: Standing) -> None:
    if stands is Standing.AHEAD:
        raise ImproperlyConfigured(
            "The database was made by a newer version of Polder. Start that version, or put back a backup of this one."
        )
    if stands is Standing.EMPTY and prepared.fits():
        prepared.fill()
    else:
        call_command("migrate", verbosity=0, interactive=False)
    guards.set_all()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA user_version = {fingerprint()}")


def fingerprint() -> int:
    """Of this version's migrations and guards: 31 bits, never 0 (which SQLite gives a new file)."""
    names = [f"{label}.{name}" for label, name in sorted(prepared.known_migrations())] + guards.names()
    return int.from_bytes(hashlib.sha256("\n".join(names).encode()).digest()[:4]) >> 1 | 1


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: on this machine by a lock on a file, between machines by one in PostgreSQL."""
    path = settings.POLDER_HOME / "state.lock"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = path.open("a")
    except OSError as error:
        raise ImproperlyConfigured(
            f"Cannot write to {path.parent}: {error.strerror}. Set POLDER_HOME to a folder that can be written to."
        ) from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with _alone_in_database():
            yield


@contextmanager
def _alone_in_database() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
