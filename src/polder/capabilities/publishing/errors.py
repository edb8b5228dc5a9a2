"""Why something published, or on its way to it, stays as it was. Codes are those of rehearsal.md.

PolderError
  NotFound                      what the act names
  Stale                         the content changed since it was looked at
  WrongState                    not at this point of the route
  NotAsked                      nobody asked this person
  Invalid                       a text, a moment or a name that will not do
  UnansweredObjection           P2
  ConsultFirst                  P3
  OutsideTheRoute               something other than an operation tried to publish
The gate's own refusals (`no_accountable`, `four_eyes`, `not_assigned`) come as `governance.errors.Refused`.
"""

from polder.base.errors import PolderError


class NotFound(PolderError):
    """What the act names is not there, or not for who asks."""

    code = "not_found"
    status = 404


class Stale(PolderError):
    """The content changed since it was looked at (P1)."""

    code = "stale"
    status = 409


class WrongState(PolderError):
    """This cannot be done at this point of the route."""

    code = "wrong_state"
    status = 409


class NotAsked(PolderError):
    """Advice or acknowledgement that nobody asked for."""

    code = "not_asked"
    status = 403


class Invalid(PolderError):
    """A text, a moment or a name that will not do."""

    code = "invalid"
    status = 422


class UnansweredObjection(PolderError):
    """P2: an objection is answered in writing before the change is approved."""

    code = "unanswered_objection"
    status = 409


class ConsultFirst(PolderError):
    """P3: only a minor change skips the consultation."""

    code = "consult_first"
    status = 409


class OutsideTheRoute(PolderError):
    """Something other than an operation tried to show a page to readers or to take it from them."""

    code = "outside_the_route"
    status = 403
