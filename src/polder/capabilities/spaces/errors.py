"""Why something in a space stays as it was. Codes are those of rehearsal.md.

PolderError
  NotFound      what the act names
  WrongState    closed, ended, gone
  Invalid       a title, a day, a person or a file that will not do
  Stale         somebody else changed it since it was looked at
The gate's own refusals come as `governance.errors.Refused`.
"""

from polder.base.errors import PolderError


class NotFound(PolderError):
    """What the act names is not there, or not for who asks."""

    code = "not_found"
    status = 404


class WrongState(PolderError):
    """This cannot be done now."""

    code = "wrong_state"
    status = 409


class Invalid(PolderError):
    """A title, a day, a person or a file that will not do."""

    code = "invalid"
    status = 422


class Stale(PolderError):
    """Somebody else changed it since it was looked at."""

    code = "stale"
    status = 409
