"""Secrets of the installation: from the environment, else made once and kept in POLDER_HOME with mode 0600."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret(name: str, given: str | None, home: Path) -> str:
    """The secret `name` (`secret`, `ledger`): as given, else the content of `home/name.key`, made when it is missing.

    Raises `ImproperlyConfigured` when the file cannot be made or others could read it.
    """
    if given:
        return given
    path = home / f"{name}.key"
    try:
        return _read(path) if path.exists() else _make(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"Cannot use {path}: {error.strerror}. Set POLDER_HOME to a folder that can be written to."
        ) from error


def _read(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others. Mend it with: chmod 600 {path}")
    value = path.read_text("ascii").strip()
    if not value:
        raise ImproperlyConfigured(f"{path} is empty. Put the key back from your backup.")
    return value


def _make(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # the database will stand beside it
    # Written whole under another name first: two processes that start at once end up with the same key.
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass  # the other process was first: its key counts
    finally:
        fresh.unlink()
    return _read(path)
