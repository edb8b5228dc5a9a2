"""Files that wait between requests while somebody answers the questions about them: bound to a session, gone in a day.

The bytes lie in POLDER_HOME/uploads under a random name that only the session knows; they are read, never served back.
"""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Concatenate, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from polder.base.errors import PolderError
from polder.governance.importing.grids.grid import Limits

MOST_BYTES: Final = Limits().file_bytes
KEPT_FOR: Final = 24 * 60 * 60  # seconds
_BESIDE: Final = 100_000  # bytes of a form around its file
_AT_MOST: Final = 5  # files of one session; the oldest makes room
_SESSION: Final = "polder_uploads"
_SAVED: Final = "polder_uploads_saved"
_TOKEN = re.compile(r"[0-9a-f]{32}")


class CannotKeep(PolderError):
    """The disk took no file; nothing is lost, whoever uploads still has it."""

    code = "cannot_keep"
    status = 507


class NotKept(PolderError):
    """The file is gone: too old, pushed out by later ones, thrown away; or it was never this session's."""

    code = "not_kept"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This file is not kept here any more. Choose it again."))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was given. `name` is what the browser called it: text of a stranger."""

    token: str
    name: str
    data: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def is_too_large(request: HttpRequest) -> bool:
    """By the size that the request announces; nothing of it is read."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return not announced.isdigit() or int(announced) > MOST_BYTES + _BESIDE


def refuses_too_large[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For a view that takes a file and asks `is_too_large` before anything else.

    Django would read the whole of a form to find its CSRF token, so the token is asked for after the size.
    """
    checked = csrf_protect(view)

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if is_too_large(request) else checked(request, *args, **kwargs)

    return csrf_exempt(guarded)


def keep(request: HttpRequest, name: str, data: bytes) -> str:
    """Keep the file for this session; the token under which it is found. Raises CannotKeep."""
    folder = _folder()
    token = secrets.token_hex(16)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(folder)
        with os.fdopen(os.open(folder / token, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            kept.write(data)
    except OSError as error:
        with suppress(OSError):  # where nothing could be made there is nothing to remove
            (folder / token).unlink(missing_ok=True)
        raise CannotKeep(
            _("The file could not be kept: %(why)s. Make room on the server, then try again.") % {"why": error.strerror}
        ) from error
    mine = dict(request.session.get(_SESSION, {}))
    while len(mine) >= _AT_MOST:
        oldest = next(iter(mine))
        del mine[oldest]
        (folder / oldest).unlink(missing_ok=True)
    request.session[_SESSION] = mine | {token: name[:200]}
    return token


def kept(request: HttpRequest, token: str) -> Upload:
    """The file of this session. Raises NotKept, also for one of another session."""
    name = request.session.get(_SESSION, {}).get(token)
    if name is None or not _TOKEN.fullmatch(token):
        raise NotKept
    try:
        return Upload(token, name, (_folder() / token).read_bytes())
    except FileNotFoundError as gone:
        raise NotKept from gone


def forget(request: HttpRequest, token: str) -> None:
    """Away with the file: it was saved, or another one is wanted."""
    mine = dict(request.session.get(_SESSION, {}))
    if mine.pop(token, None) is not None and _TOKEN.fullmatch(token):
        (_folder() / token).unlink(missing_ok=True)
        request.session[_SESSION] = mine


def saved_as(request: HttpRequest, token: str, number: int) -> None:
    """The file became this change set: away with it, and remember, for whoever comes back or sends the form twice."""
    forget(request, token)
    before = list(dict(request.session.get(_SAVED, {})).items())[1 - _AT_MOST :]
    request.session[_SAVED] = dict(before) | {token: number}


def became(request: HttpRequest, token: str) -> int | None:
    """The number of the change set that the file of this session became."""
    number: int | None = request.session.get(_SAVED, {}).get(token)
    return number


def _folder() -> Path:
    return Path(settings.POLDER_HOME) / "uploads"


def _sweep(folder: Path) -> None:
    """Files that nobody came back for."""
    before = time.time() - KEPT_FOR
    for path in folder.iterdir():
        if _TOKEN.fullmatch(path.name) and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
