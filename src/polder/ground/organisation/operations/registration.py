"""Who may: registering, appointing and dismissing belong to the registration, that is `by=None` or an operator."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.base.words import say_list
from polder.ground.organisation.errors import Inactive, NotAssigned
from polder.ground.organisation.models import Person


def operators_now(at: datetime) -> list[Person]:
    """The active operators, by name. One query."""
    return list(Person.objects.active(at).filter(operator=True))


def present(by: Person, at: datetime) -> Person:
    """Who acts, as they stand in this transaction (G19). Raises Inactive (G1)."""
    now = Person.objects.filter(pk=by.pk).first()
    if now is None or not now.counts(at):
        raise Inactive(_("You are not active in this organisation, so nothing has changed."))
    return now


def require(by: Person | None, at: datetime) -> None:
    """Raises Inactive or NotAssigned, which names the operators to ask."""
    if by is not None and not present(by, at).operator:
        raise not_assigned(at)


def not_assigned(at: datetime) -> NotAssigned:
    """The refusal that names who can."""
    names = [operator.name for operator in operators_now(at)]
    if not names:
        return NotAssigned(
            _("Only an operator may do this, and there is none. Whoever runs this installation can name one.")
        )
    return NotAssigned(
        _("Only an operator may do this. Ask %(who)s.") % {"who": say_list(names, either=True, at_most=3)}
    )
