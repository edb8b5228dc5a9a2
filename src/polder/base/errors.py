"""What every error meant for people has: a code for programs, a status for HTTP, a sentence that says what to do.

    PolderError
      InvalidMoment      (base/time.py)
      ... each app adds its own; the middleware, the command line and the API render them alike

Whoever raises gives a sentence that is already complete. `details` are further lines for the same reader.
"""

from collections.abc import Sequence
from typing import ClassVar

from django.utils.functional import Promise


class PolderError(Exception):
    """An act that did not happen, and why. Subclasses set `code`, which never changes, and `status`."""

    code: str = "error"
    status: int = 400
    kept: str = ""  # what its reader had written, shown to them once more so that it is not lost
    part: ClassVar[str] = "base/_problem.html"  # what htmx shows; the page base/problem.html includes the same

    def __init__(self, sentence: str | Promise, *, details: Sequence[str | Promise] = (), code: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = tuple(details)
        if code:
            self.code = code

    def __str__(self) -> str:
        return str(self.sentence)
