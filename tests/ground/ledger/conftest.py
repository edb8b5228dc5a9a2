"""Events to look at, and a registry of reactions that is empty before each test."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from polder.ground.ledger import acts, reactions

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def happened() -> Callable[..., None]:
    """`happened(3)`: three events in one act."""

    def record(times: int = 1, kind: str = "thing.done", **facts) -> None:
        with acts.act():
            for number in range(times):
                acts.record(kind, **{"thing": f"thing:{number}", "by": None, "at": AT, **facts})

    return record


@pytest.fixture
def reacts(monkeypatch):
    """`reacts_to`, into a registry of this test alone."""
    monkeypatch.setattr(reactions, "_reactions", {})
    return reactions.reacts_to


@pytest.fixture
def elsewhere(transactional_db, tmp_path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """`elsewhere(script, *arguments)`: a Python process of its own on the database of this test."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("POLDER_", "DJANGO_"))},
        "DJANGO_SETTINGS_MODULE": "polder.config.settings",
        "POLDER_HOME": str(tmp_path),
        "POLDER_DATABASE_URL": _database_url(),
        "POLDER_LEDGER_KEY": settings.POLDER_LEDGER_KEY,
    }
    started = []

    def run(script: str, *arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("scripts") / f"{script}.py"), *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def _database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{quote(str(database['NAME']))}"
    password = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    who = f"{quote(database['USER'], safe='')}{password}@" if database["USER"] else ""
    host = database["HOST"]
    folder = f"?host={quote(host, safe='')}" if host.startswith("/") else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgresql://{who}{'' if folder else host}{port}/{database['NAME']}{folder}"
