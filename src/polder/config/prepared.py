"""An empty database of this version, ready-made: a new installation, a test run and each rehearsal begin with a copy.

Running some 250 migrations takes longer than anything that follows. `make migrations` writes what they end in to
`prepared.sql`, under the fingerprint of those migrations; with any other fingerprint the file is left aside and the
migrations run. SQLite only: whoever has a PostgreSQL waits once.
"""

import hashlib
import pkgutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.db import connection

FILE = Path(__file__).with_name("prepared.sql")
_MARK = "-- migrations "


def known_migrations() -> set[tuple[str, str]]:
    """(app, name) of every migration that this version brings. Imports none of them."""
    return {
        (app.label, module.name)
        for app in apps.get_app_configs()
        for module in pkgutil.iter_modules([str(Path(app.path) / "migrations")])
        if not module.ispkg and module.name[0] not in "_~"
    }


def mark() -> str:
    """First line of a file that belongs to the migrations that are there now."""
    names = "\n".join(f"{label}.{name}" for label, name in sorted(known_migrations()))
    return _MARK + hashlib.sha256(names.encode()).hexdigest()


def fits() -> bool:
    """Is there a file for these migrations, and is the database one that it can fill?"""
    if connection.vendor != "sqlite" or not FILE.exists():
        return False
    with FILE.open(encoding="utf-8") as file:
        return file.readline().rstrip("\n") == mark()


def fill() -> None:
    """Make all tables, in one transaction, in a database that has none. Raises what SQLite raises when it has."""
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    with connection.constraint_checks_disabled():  # rows stand in the order of their tables, not of their links
        raw.executescript(FILE.read_text(encoding="utf-8"))


def write(source: Path) -> None:
    """Keep what the migrations made of the empty SQLite database at `source`."""
    with closing(sqlite3.connect(source)) as database:
        database.execute("UPDATE django_migrations SET applied = '2026-01-01 00:00:00'")
        lines = [line for line in database.iterdump() if not line.startswith("CREATE TRIGGER")]
    FILE.write_text("\n".join([mark(), *lines, ""]), encoding="utf-8")
