"""Rules that the database itself keeps by trigger: an app registers them, they are set anew after every migrate.

SQLite makes a table anew for most ALTERs and drops its triggers without a word; so they are not part of a migration
alone, and `missing()` lets `polder check` and `polder ledger verify` say when one is not there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger. `sqlite` and `postgresql` are statements that make it; `{name}` stands for its name."""

    name: str
    table: str
    sqlite: str
    postgresql: tuple[str, ...]


_guards: dict[str, Guard] = {}


def register(guard: Guard) -> None:
    """Raises `ValueError` when the name is taken."""
    if guard.name in _guards:
        raise ValueError(f"A guard named {guard.name} is registered already.")
    _guards[guard.name] = guard


def names() -> list[str]:
    """Of every registered guard, sorted."""
    return sorted(_guards)


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def missing(using: str = "default") -> list[str]:
    """Names of the guards that the database lacks, sorted."""
    return sorted(_guards.keys() - _present(connections[using]))


def set_all(using: str = "default") -> None:
    """Make every registered guard whose table exists. May run again and again."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    present = _present(connection)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for guard in _guards.values():
            if guard.table in tables and guard.name not in present:
                for statement in _statements(guard, connection.vendor):
                    cursor.execute(statement)


def lift_all(using: str = "default") -> None:
    """Drop every guard: only for a test database that must be emptied."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in _present(connection) & _guards.keys():
            on = "" if connection.vendor == "sqlite" else f" ON {_guards[name].table}"
            cursor.execute(f"DROP TRIGGER {name}{on}")


def _statements(guard: Guard, vendor: str) -> Iterator[str]:
    for statement in (guard.sqlite,) if vendor == "sqlite" else guard.postgresql:
        yield statement.replace("{name}", guard.name)
