"""The code that opens the founding of an empty installation: who can read POLDER_HOME on the server may found.

Made on first need, in POLDER_HOME/founding.code with mode 0600; the terminal prints it with the address. Thrown away
when the organisation is there.
"""

import os
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare

from polder.governance.errors import WrongState
from polder.ground.organisation.signin.codes import ALPHABET, plain

_LENGTH: Final = 16  # eighty bits
_GROUP: Final = 4


def code() -> str:
    """The code as it is printed: `K7QM-2XVB-93DT-QW4E`. Raises WrongState when others could read its file, OSError."""
    path = _path()
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise WrongState(f"{path} can be read by others. Mend it with: chmod 600 {path}")
    return path.read_text("ascii").strip()


def is_code(typed: str) -> bool:
    """Whether this is the code, whatever its case, spaces and hyphens; in constant time. Never for an empty one."""
    wanted = plain(code())
    return bool(wanted) and constant_time_compare(plain(typed), wanted)


def throw_away() -> None:
    """It has done its work."""
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.POLDER_HOME) / "founding.code"


def _make(path: Path) -> None:
    """Written whole under another name first: processes that start at once end up with the same code."""
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(_LENGTH))
    grouped = "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(grouped + "\n")
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass  # another process was first: its code counts
    finally:
        fresh.unlink()
