"""One empty database after another: each rehearsal has its own copy of the prepared one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.cache import cache
from django.db import connection

from polder.governance import store


@contextmanager
def thrown_away(empty: Path) -> Iterator[None]:
    """Within, this thread's database is a copy of the SQLite file `empty`, and then it is gone."""
    before = connection.settings_dict["NAME"]
    copy = empty.with_name(f"{empty.stem}-played.sqlite3")
    shutil.copyfile(empty, copy)
    _turn_to(str(copy))
    try:
        yield
    finally:
        _turn_to(before)
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{copy}{ending}").unlink(missing_ok=True)


def _turn_to(name: str) -> None:
    """The connection opens `name` from now on; what was kept of another database is forgotten."""
    connection.close()
    connection.settings_dict["NAME"] = name
    store.forget()
    cache.clear()
