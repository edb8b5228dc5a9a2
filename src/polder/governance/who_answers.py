"""Whom a thing waits for that asks to be answered under its aspect: a question, a wish."""

from datetime import datetime

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When

from polder.base.validity import valid_at
from polder.governance import mandate
from polder.governance.models import Membership, Standing
from polder.ground.organisation.models import Deputyship, Person
from polder.ground.organisation.models.people import active_at


def asked(person: Person, at: datetime, *, late: Q) -> tuple[Q, Case]:
    """A condition for things with an `aspect` on which the person may edit, and whether they wait because of an A.

    Who does the work on the aspect is asked, and their deputies (G10); who answers for it when it is `late`, and at once
    where nobody does the work. One query at once.
    """
    decides = mandate.things_where(person, "publish", at=at)
    letters = Standing.objects.filter(valid_at(at), letter="R", facet__in=("content", "*"), aspect=OuterRef("aspect"))
    replaced = Deputyship.objects.filter(valid_at(at), by=person).values("acting_for")
    theirs = Q(person=person) | Q(person__in=replaced)
    parties = Membership.objects.filter(valid_at(at), theirs, does=True).values("party")
    people = Membership.objects.filter(valid_at(at), active_at(at, "person__"), party=OuterRef("party"), does=True)
    does = Exists(letters.filter(party__in=parties))
    worked_on = Exists(letters.filter(Exists(people)))
    as_a = Case(When(decides & ~Q(does), then=Value(True)), default=Value(False), output_field=BooleanField())
    return ~decides | Q(does) | late | ~Q(worked_on), as_a
