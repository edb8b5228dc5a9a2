"""PolderError: NotFound (not there for you), WrongState (closed), Stale (changed meanwhile), Invalid (empty, too long)."""

from polder.base.errors import PolderError


class NotFound(PolderError):
    """Not there, or not for who asks."""

    code = "not_found"
    status = 404


class WrongState(PolderError):
    """Not any more, or not yet."""

    code = "wrong_state"
    status = 409


class Invalid(PolderError):
    """What was given cannot be kept."""

    code = "invalid"
    status = 422


class Stale(PolderError):
    """Somebody else changed it since it was opened."""

    code = "stale"
    status = 409
