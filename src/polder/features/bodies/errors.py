"""Why something in a body stays as it was. Codes are those of rehearsal.md.

PolderError
  NotFound         what the act names
  NotAssigned      not a seat, or not one that this is for
  WrongState       not now
  NotAsked, UnansweredObjection   advice of others, and what becomes of it
  Invalid          an amount, a moment or a text that will not do
  NoBody           no body up the line may decide it (B6)
The gate's own refusals come as `governance.errors.Refused`, those of change sets as `governance.changes.ChangeError`.
"""

from polder.base.errors import PolderError


class NotFound(PolderError):
    """What the act names is not there, or not for who asks."""

    code = "not_found"
    status = 404


class NotAssigned(PolderError):
    """This is for other seats of the body."""

    code = "not_assigned"
    status = 403


class WrongState(PolderError):
    """This cannot be done now."""

    code = "wrong_state"
    status = 409


class NotAsked(PolderError):
    """Somebody else's advice was asked."""

    code = "not_asked"
    status = 403


class UnansweredObjection(PolderError):
    """Whoever objected gets an answer first."""

    code = "unanswered_objection"
    status = 409


class Invalid(PolderError):
    """An amount, a moment or a text that will not do."""

    code = "invalid"
    status = 422


class NoBody(PolderError):
    """B6: neither the body nor one above it may decide this."""

    code = "no_body"
    status = 409
