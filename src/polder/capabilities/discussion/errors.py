"""PolderError: NotFound (not there for you), NotYours (somebody else said it), WrongState (closed, gone), Invalid (empty, too long)."""

from polder.base.errors import PolderError


class NotFound(PolderError):
    code = "not_found"
    status = 404


class NotYours(PolderError):
    code = "not_assigned"
    status = 403


class WrongState(PolderError):
    code = "wrong_state"
    status = 409


class Invalid(PolderError):
    code = "invalid"
    status = 422
