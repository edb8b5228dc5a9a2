"""Why a change set cannot be: the codes of rehearsal.md, each with the line and a sentence.

PolderError
  ChangeError            `code`, `line` (its place in the change set, from 0; None: the whole set)
    NotFound             not_found            a name that is not there
    NotAuthorised        inactive, no_accountable, not_assigned (G13)
    WrongState           wrong_state          already assigned, nothing to end
    Invalid              invalid              a moment in the past, an end before the beginning, ...
    Cycle                cycle                a tree would bite its tail (G4)
    SecondAccountable    second_accountable   `other` names the A that is there (G9)
    OwnMandate           own_mandate          `widening` names the first power gained (G14)
"""

from collections.abc import Sequence

from django.utils.functional import Promise

from polder.base.errors import PolderError
from polder.governance.facts import Assignment

# The order in which rehearsal.md wants them told; the cycle is a way of being invalid.
PRECEDENCE = (
    "unknown",
    "inactive",
    "not_found",
    "no_accountable",
    "not_assigned",
    "wrong_state",
    "invalid",
    "cycle",
    "second_accountable",
    "own_mandate",
)


class ChangeError(PolderError):
    """A change set that does not hold; nothing of it was done."""

    status = 409

    def __init__(
        self, sentence: str | Promise, *, line: int | None = None, code: str = "", details: Sequence[str | Promise] = ()
    ) -> None:
        super().__init__(sentence, code=code, details=details)
        self.line = line

    @property
    def rank(self) -> tuple[int, int]:
        """Which of several is told: by code, then by line."""
        return PRECEDENCE.index(self.code), -1 if self.line is None else self.line


class NotFound(ChangeError):
    code = "not_found"
    status = 404


class NotAuthorised(ChangeError):
    code = "not_assigned"
    status = 403


class WrongState(ChangeError):
    code = "wrong_state"


class Invalid(ChangeError):
    code = "invalid"
    status = 400


class Cycle(Invalid):
    code = "cycle"


class SecondAccountable(ChangeError):
    code = "second_accountable"

    def __init__(self, sentence: str | Promise, *, other: Assignment, line: int | None = None) -> None:
        super().__init__(sentence, line=line)
        self.other = other


class OwnMandate(ChangeError):
    code = "own_mandate"
    status = 403
