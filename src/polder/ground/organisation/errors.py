"""What an act on the organisation may be refused for. Codes are those of rehearsal.md.

PolderError
  OrganisationError
    Inactive        who acts does not count at that moment (G1)
    NotAssigned     the act belongs to the registration, or to the people it names
    NotThere        what the act names is not there
    Stale           somebody else changed it since it was opened
    WrongState      what is to begin is there already, what is to end is not
    Invalid         the values cannot be
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from polder.base.errors import PolderError


class OrganisationError(PolderError):
    """Any of the errors of this module."""


class Inactive(OrganisationError):
    code = "inactive"
    status = 403


class NotAssigned(OrganisationError):
    code = "not_assigned"
    status = 403


class NotThere(OrganisationError):
    code = "not_found"
    status = 404


class WrongState(OrganisationError):
    code = "wrong_state"
    status = 409


class Invalid(OrganisationError):
    """`field` names the form field the sentence is about, or is empty."""

    code = "invalid"
    status = 400

    def __init__(self, sentence: str | Promise, *, field: str = "", details: Sequence[str | Promise] = ()) -> None:
        super().__init__(sentence, details=details)
        self.field = field


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as it was when the form was opened, and as it stands now. Values as people read them."""

    field: str
    label: str
    was: str
    now: str


class Stale(OrganisationError):
    """Somebody else was first. Whoever edits is told what changed and chooses."""

    code = "stale"
    status = 409

    def __init__(self, differences: Sequence[Difference]) -> None:
        super().__init__(
            _("Somebody changed this while you were editing. Nothing of yours is saved yet."),
            details=[
                _("%(label)s was “%(was)s” and is now “%(now)s”.")
                % {"label": difference.label, "was": difference.was or "–", "now": difference.now or "–"}
                for difference in differences
            ],
        )
        self.differences = tuple(differences)
