"""The ready-made empty database is what the migrations make."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from polder.config import prepared

ROOT = Path(__file__).parents[2]


def test_prepared_database_belongs_to_these_migrations() -> None:
    first = prepared.FILE.read_text(encoding="utf-8").splitlines()[0]
    assert first == prepared.mark(), "run `make migrations`"


def test_prepared_database_is_what_the_migrations_make(tmp_path: Path) -> None:
    made = tmp_path / "made.sqlite3"
    environment = os.environ | {
        "POLDER_HOME": str(tmp_path), "POLDER_DATABASE_URL": f"sqlite:///{made}",
        "DJANGO_SETTINGS_MODULE": "polder.config.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=environment, check=True)
    filled = tmp_path / "filled.sqlite3"
    with closing(sqlite3.connect(filled)) as database:
        database.executescript(prepared.FILE.read_text(encoding="utf-8"))
    assert _schema(filled) == _schema(made)


def _schema(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as database:
        return {
            sql
            for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger'")
        }
