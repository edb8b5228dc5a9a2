"""A POLDER_HOME for one command alone: an empty database of this version, keys and mail of its own, gone afterwards.

A rehearsal plays in it: whatever it does, the running organisation is out of its reach (architecture.md).
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

_OURS: Final = "POLDER_"
_KEPT: Final = ("POLDER_DEBUG",)
# Nothing here must survive a crash: what SQLite does to be sure of that would take most of the time.
_QUICK: Final = (
    "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
)

_running: dict[str, str] = {}


def move_in() -> None:
    """Before settings are read: from here on this process knows of no other installation."""
    if _running:
        return
    _running.update(os.environ)
    home = tempfile.mkdtemp(prefix="polder-rehearsal-")
    atexit.register(_move_out, Path(home))
    for name in [name for name in os.environ if name.startswith(_OURS) and name not in _KEPT]:
        del os.environ[name]
    os.environ["POLDER_HOME"] = home


def _move_out(home: Path) -> None:
    """Nothing stays but the trace of what nobody foresaw: somebody was told to look there."""
    if not (home / "log").exists():
        shutil.rmtree(home, ignore_errors=True)


def furnish() -> None:
    """After `django.setup()`: the empty database, from what was kept of an earlier time where that fits."""
    from django.conf import settings
    from django.db import connection

    from polder.capabilities.rehearsing import live
    from polder.config import prepared, state

    connection.settings_dict["OPTIONS"]["init_command"] = _QUICK
    live.source = _export_of_running
    file, kept = Path(str(settings.DATABASES["default"]["NAME"])), _kept()
    if not prepared.fits() and kept is not None and kept.exists():
        shutil.copy(kept, file)
    state.ready()
    connection.close()
    if not prepared.fits() and kept is not None and not kept.exists():
        _keep(file, kept)


def _kept() -> Path | None:
    """Where an empty database of this version is kept, when making one takes long; not in a home that is not there."""
    from polder.config import state

    home = Path(_running.get("POLDER_HOME") or "var").expanduser().absolute()
    return home / "rehearsals" / f"empty-{state.fingerprint()}.sqlite3" if home.is_dir() else None


def _keep(file: Path, kept: Path) -> None:
    try:
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        for old in kept.parent.glob("empty-*.sqlite3"):
            old.unlink(missing_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        shutil.copy(file, fresh)
        fresh.replace(kept)
    except OSError:
        pass  # it only saves time


def _export_of_running() -> tuple[bytes, str]:
    """The running organisation as one file, asked of a process in its own surroundings; else why there is none."""
    command = [sys.executable, "-m", "polder.config.cli", "org", "export"]
    asked: subprocess.CompletedProcess[Any] = subprocess.run(  # noqa: S603  # this program itself
        command, env=_running, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    return asked.stdout if asked.returncode == 0 else b"", asked.stderr.decode(errors="replace").strip()
