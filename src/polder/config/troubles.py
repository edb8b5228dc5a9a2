"""What went wrong, in words, for whoever sits at the command line. The command line speaks English."""

import errno
import logging
import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

import click
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseTrouble

from polder.base.errors import PolderError

_NO, _WRONG = 1, 2
logger = logging.getLogger(__name__)

_SQLITE = {  # what SQLite says: what it means, and the way out
    "database or disk is full": "The disk is full. Make room, then try again; nothing was half written.",
    "disk i/o error": "The disk cannot be read or written. Look at the disk (dmesg, df), then try again.",
    "readonly database": "The database may not be written to. Give this user write access to it and to its folder.",
    "unable to open database file": "The database file cannot be opened. Look at POLDER_HOME, POLDER_DATABASE_URL and the rights on them.",
    "database is locked": "The database is busy with another process. Try again in a moment.",
    "file is not a database": "The database file is not an SQLite database. Put back a backup.",
    "malformed": "The database file is damaged. Put back a backup.",
}


def told(error: Exception) -> tuple[list[str], int]:
    """The lines for stderr and the exit status. What nobody foresaw is kept with its trace in POLDER_HOME/log."""
    match error:
        case click.UsageError():
            path = error.ctx.command_path if error.ctx else "polder"
            return [_line(f"{path}: {error.format_message()} See: {path} --help")], _WRONG
        case click.ClickException():
            return [_line(error.format_message())], _WRONG
        case PolderError():
            refused = error.status in {403, 409}
            return [_line(str(part)) for part in (error.sentence, *error.details)], _NO if refused else _WRONG
        case ImproperlyConfigured():
            return [_line(str(error))], _WRONG
        case DatabaseTrouble() if sentence := database_trouble(error):
            return [sentence], _WRONG
        case OSError() if error.errno == errno.ENOSPC:
            return [_SQLITE["database or disk is full"]], _WRONG
        case OSError() if error.filename is not None and error.strerror:
            return [_line(f"{error.filename}: {error.strerror}.")], _WRONG
    return [_unforeseen(error)], _WRONG


def database_trouble(error: Exception) -> str | None:
    """A sentence for a database that is away, full or not to be written to; None for a mistake in a query."""
    from polder.base.outage import database_is_away

    said = _line(str(error))
    for sign, sentence in _SQLITE.items():
        if sign in said.lower():
            return sentence
    if isinstance(error, DatabaseTrouble) and database_is_away(error):
        return f"The database cannot be reached: {said.rstrip('.')}. Look at POLDER_DATABASE_URL and whether the server runs."
    return None


def _line(text: str) -> str:
    return " ".join(text.split())


def _unforeseen(error: Exception) -> str:
    what = _line(f"{type(error).__name__}: {error}")[:300]
    if os.environ.get("POLDER_DEBUG", "").lower() in {"1", "true", "yes", "on"}:
        return "".join(traceback.format_exception(error)).rstrip()
    kept = _keep(error)
    where = f"The details are in {kept}." if kept else "Set POLDER_DEBUG=1 to see the details."
    return f"Something went wrong that Polder did not foresee ({what}). {where}"


def _keep(error: Exception) -> Path | None:
    """Append the trace to a log that only this user reads; None when that cannot be written either."""
    from polder.config.environment import read_environment

    try:
        path = read_environment().home / "log" / "errors.log"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat()}\n{''.join(traceback.format_exception(error))}\n")
    except (OSError, ImproperlyConfigured):
        return None
    return path
