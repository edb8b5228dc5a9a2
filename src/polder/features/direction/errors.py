"""PolderError: NotFound (not there for you), WrongState (not any more, or not yet), Invalid (cannot be kept, with its field)."""

from polder.base.errors import PolderError
from polder.ground.organisation.errors import Invalid


class NotFound(PolderError):
    """Not there, or not for who asks."""

    code = "not_found"
    status = 404


class WrongState(PolderError):
    """Not any more, or not yet."""

    code = "wrong_state"
    status = 409


__all__ = ["Invalid", "NotFound", "WrongState"]
