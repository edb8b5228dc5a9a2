"""`organisation: live`: a copy of the running organisation. Where that is found is for config to say."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from polder.base.errors import PolderError
from polder.governance import organisation_file
from polder.governance.facts import Facts

type Source = Callable[[], tuple[bytes, str]]

source: Source | None = None
"""Gives the running organisation as `polder-organisation/1`, or nothing and why. Set before the first rehearsal."""


class NotRunning(PolderError):
    """There is no organisation to copy."""

    code = "not_found"


def of_file(path: Path) -> Source:
    """A file in the place of the running organisation."""

    def read() -> tuple[bytes, str]:
        try:
            return path.read_bytes(), ""
        except OSError as error:
            return b"", f"{path}: {error.strerror}"

    return read


@cache
def organisation() -> Facts:
    """People, matrix, bodies and settings as they are now, read once. Raises NotRunning."""
    if source is None:
        raise NotRunning(_("There is no running organisation here; name a file."))
    text, trouble = source()
    if not text:
        why = trouble or _("it gave nothing.")
        raise NotRunning(_("The running organisation cannot be copied: %(why)s") % {"why": why})
    return organisation_file.read(text)
