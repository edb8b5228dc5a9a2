"""Why something of the news stays as it was."""

from polder.base.errors import PolderError


class WrongState(PolderError):
    """The channel, item, message or newsletter is not in a state in which this can be done."""

    code = "wrong_state"
    status = 409


class Invalid(PolderError):
    """What was given cannot be meant."""

    code = "invalid"
    status = 422


class NotFound(PolderError):
    """What the act names is not there, or not for who asks."""

    code = "not_found"
    status = 404


class Stale(PolderError):
    """Somebody else changed it since it was opened."""

    code = "stale"
    status = 409
