"""PolderError: NotFound (not there for you), NotYours, WrongState (not any more, or not yet), Stale, Invalid (empty, too long)."""

from polder.base.errors import PolderError


class NotFound(PolderError):
    """Not there, or not for who asks."""

    code = "not_found"
    status = 404


class NotYours(PolderError):
    """Only for who wished for it."""

    code = "not_yours"
    status = 403


class Stale(PolderError):
    """Its words changed since they were read."""

    code = "stale"
    status = 409


class WrongState(PolderError):
    """Not any more, or not yet."""

    code = "wrong_state"
    status = 409


class Invalid(PolderError):
    """What was given cannot be kept."""

    code = "invalid"
    status = 422
