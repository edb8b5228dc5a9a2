"""Why something in a project stays as it was.

PolderError
  NotFound      what the act names
  NotAssigned   this is for others in the project
  WrongState    not now
  Stale         it is not any more as it was when a body was asked
  Invalid       a day, a text or a number that will not do; `field` names it
  NearOthers    others lie near (B11), and no reason was given to go on beside them
  Orphans       things would be left without a receiver
The gate's own refusals come as `governance.errors.Refused`, those of the organisation as its own.
"""

from collections.abc import Sequence

from django.utils.functional import Promise

from polder.base.errors import PolderError


class NotFound(PolderError):
    """What the act names is not there, or not for who asks."""

    code = "not_found"
    status = 404


class NotAssigned(PolderError):
    """This is for others in the project."""

    code = "not_assigned"
    status = 403


class WrongState(PolderError):
    """This cannot be done now."""

    code = "wrong_state"
    status = 409


class Stale(PolderError):
    """It was changed since somebody read it."""

    code = "stale"
    status = 409


class Invalid(PolderError):
    """A day, a text or a number that will not do; `field` names the field of the form it is about, or is empty."""

    code = "invalid"
    status = 422

    def __init__(self, sentence: str | Promise, *, field: str = "", details: Sequence[str | Promise] = ()) -> None:
        super().__init__(sentence, details=details)
        self.field = field


class NearOthers(PolderError):
    """B11: others lie near, and nobody said why this one goes on beside them."""

    code = "near_others"
    status = 409


class Orphans(PolderError):
    """Closing would leave things behind that nobody has: `details` names them."""

    code = "orphans"
    status = 409
