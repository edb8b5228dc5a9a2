"""Deputies (G10): who may name one is wider than the registration."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.base.words import say_list
from polder.ground.ledger import acts
from polder.ground.organisation.errors import Invalid, NotAssigned
from polder.ground.organisation.models import Deputyship, Person, Unit
from polder.ground.organisation.operations import editing, ending, registration, spans
from polder.ground.organisation.watch import Change, changing


def heads_above(person: Person) -> set[int]:
    """Numbers of the heads of the person's unit and of every unit above it. Two queries."""
    line = editing.tree_line(Unit, person.unit_id)
    return set(Unit.objects.filter(pk__in=line, head__isnull=False).values_list("head_id", flat=True)) - {None}


def may_deputise(by: Person, person: Person) -> bool:
    """May `by` name and end deputies of `person`: an operator, the person, a head of their unit or above?"""
    return by.operator or by.pk == person.pk or by.pk in heads_above(person)


def deputise(
    person: Person, *, deputy: Person, by: Person | None, at: datetime,
    valid_from: datetime | None = None, valid_until: datetime | None = None,
) -> Deputyship:  # fmt: skip
    """`deputy` stands in for `person` from `valid_from` (now when left out).

    Raises Inactive, NotAssigned, WrongState (deputises for them already in that time), Invalid.
    """
    begin = at if valid_from is None else valid_from
    with changing(Change(by, at)):
        require(by, person, at)
        spans.refuse_overlap(
            Deputyship.objects.select_for_update().filter(acting_for=person, by=deputy), begin, valid_until,
            _("%(deputy)s deputises for %(person)s already in that time.")
            % {"deputy": deputy.name, "person": person.name},
        )  # fmt: skip
        if deputy.pk == person.pk:
            raise Invalid(_("Nobody is their own deputy."), field="deputy")
        spans.refuse_past(begin, at)
        spans.refuse_backwards(begin, valid_until)
        row = Deputyship.objects.create(acting_for=person, by=deputy, valid_from=begin, valid_until=valid_until)
        _record("deputyship.added", row, by=by, at=at)
    return row


def end(row: Deputyship, *, by: Person | None, at: datetime, valid_until: datetime | None = None) -> None:
    """Ends at `valid_until` (now when left out). Raises as `deputise`; WrongState when it has ended already."""
    with changing(Change(by, at)):
        require(by, row.acting_for, at)
        fresh = Deputyship.objects.select_for_update().get(pk=row.pk)
        kind = ending.end(fresh, at=at, until=valid_until)
        _record(f"deputyship.{kind}", fresh, by=by, at=at, number=row.pk)


def require(by: Person | None, person: Person, at: datetime) -> None:
    """Raises Inactive or NotAssigned, which names whom to ask."""
    if by is None:
        return
    now = registration.present(by, at)
    if may_deputise(now, Person.objects.get(pk=person.pk)):
        return
    heads = Person.objects.active(at).filter(pk__in=heads_above(person)).values_list("name", flat=True)
    who = list(dict.fromkeys([person.name, *heads, *(operator.name for operator in registration.operators_now(at))]))
    raise NotAssigned(
        _("A deputy is named by the person, the head of their unit or an operator. Ask %(who)s.")
        % {"who": say_list(who, either=True, at_most=3)}
    )


def _record(kind: str, row: Deputyship, *, by: Person | None, at: datetime, number: int | None = None) -> None:
    acts.record(
        kind,
        thing=f"deputyship:{number or row.pk}",
        by=by.pk if by else None,
        at=at,
        data={"for": f"person:{row.acting_for_id}", "by": f"person:{row.by_id}"}
        | spans.facts(row.valid_from, row.valid_until),
        about=[f"person:{row.acting_for_id}", f"person:{row.by_id}"],
    )
