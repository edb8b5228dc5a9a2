"""Operators run the installation and the registration; no power of the matrix comes with it (G15)."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.ground.ledger import acts
from polder.ground.organisation.errors import Invalid, WrongState
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import registration
from polder.ground.organisation.watch import Change, changing


def name(person: Person, *, by: Person | None, at: datetime) -> Person:
    """`person` becomes an operator. The first is named at the machine (`polder org operator KEY`) or in the founding.

    Raises Inactive, NotAssigned, WrongState (is one already), Invalid (a guest, or not active).
    """
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Person.objects.select_for_update().get(pk=person.pk)
        if row.operator:
            raise WrongState(_("%(name)s is an operator already.") % {"name": row.name})
        if row.kind == Person.Kind.GUEST or (row.left_on is not None and row.left_on <= at):
            raise Invalid(_("An operator is an employee who has not left."))
        _set(row, True, by=by, at=at)
    return row


def dismiss(person: Person, *, by: Person | None, at: datetime) -> Person:
    """`person` is an operator no longer.

    Raises Inactive, NotAssigned, WrongState (is none, or is the last who is active).
    """
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Person.objects.select_for_update().get(pk=person.pk)
        if not row.operator:
            raise WrongState(_("%(name)s is no operator.") % {"name": row.name})
        if not [other for other in registration.operators_now(at) if other.pk != row.pk]:
            raise WrongState(_("%(name)s is the last operator. Name another one first.") % {"name": row.name})
        _set(row, False, by=by, at=at)
    return row


def _set(row: Person, operator: bool, *, by: Person | None, at: datetime) -> None:
    row.operator = operator
    row.save(update_fields=["operator"])
    kind = "operator.added" if operator else "operator.removed"
    acts.record(kind, thing=f"person:{row.pk}", by=by.pk if by else None, at=at)
