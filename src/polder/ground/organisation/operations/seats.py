"""Seats: who sits in a body, as what, for which function, with which alternate (B2)."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from polder.ground.ledger import acts
from polder.ground.organisation.errors import Invalid, WrongState
from polder.ground.organisation.models import Body, Person, Seat
from polder.ground.organisation.operations import editing, ending, registration, spans
from polder.ground.organisation.watch import Change, changing

FIELDS = ("function", "alternate", "ring", "valid_until")


class SeatFields(TypedDict, total=False):
    """What may change of a seat; another person or another kind of seat is another seat."""

    function: str
    alternate: Person | None
    ring: str | None
    valid_until: datetime | None


def seat(
    body: Body, *, person: Person, kind: str, function: str, by: Person | None, at: datetime,
    alternate: Person | None = None, ring: str | None = None,
    valid_from: datetime | None = None, valid_until: datetime | None = None,
) -> Seat:  # fmt: skip
    """`person` sits in the body from `valid_from` (now when left out). `kind` is a Seat.Kind.

    Raises Inactive, NotAssigned, WrongState (has this seat already in that time, or the body has ended), Invalid.
    """
    begin = at if valid_from is None else valid_from
    with changing(Change(by, at)):
        registration.require(by, at)
        same = Seat.objects.select_for_update().filter(body=body, person=person, seat=kind, function=function)
        spans.refuse_overlap(
            same, begin, valid_until, _("%(person)s has this seat already in that time.") % {"person": person.name}
        )
        row_body = Body.objects.get(pk=body.pk)
        if row_body.valid_until is not None and begin >= row_body.valid_until:
            raise WrongState(_("“%(body)s” has ended by then.") % {"body": row_body.name})
        spans.refuse_past(begin, at)
        spans.refuse_backwards(begin, valid_until)
        row = Seat(
            body=row_body, person=person, seat=kind, function=function.strip(), alternate=alternate, ring=ring,
            valid_from=begin, valid_until=valid_until,
        )  # fmt: skip
        _check(row)
        row.save()
        record_seat("seat.added", row, by=by, at=at)
    return row


def change_seat(
    held: Seat, *, by: Person | None, at: datetime, seen: editing.Values | None = None, **changes: Unpack[SeatFields]
) -> Seat:
    """Raises Inactive, NotAssigned, Stale, WrongState (ended), Invalid. Nothing that differs, no event."""
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Seat.objects.select_for_update().get(pk=held.pk)
        editing.refuse_stale(row, seen)
        ending.refuse_ended(row, at)
        changed = editing.set_values(row, changes)
        if not changed:
            return row
        others = Seat.objects.filter(body=row.body_id, person=row.person_id, seat=row.seat, function=row.function)
        spans.refuse_overlap(
            others.exclude(pk=row.pk), row.valid_from, row.valid_until,
            _("%(person)s has this seat already in that time.") % {"person": row.person.name},
        )  # fmt: skip
        if "valid_until" in changed:
            ending.refuse_end_in_past(row.valid_until, at)
        spans.refuse_backwards(row.valid_from, row.valid_until)
        _check(row)
        row.save(update_fields=sorted(changed))
        record_seat("seat.changed", row, by=by, at=at)
    return row


def end_seat(held: Seat, *, by: Person | None, at: datetime, valid_until: datetime | None = None) -> None:
    """The seat ends at `valid_until` (now when left out); one that has not begun then is gone.

    Raises Inactive, NotAssigned, WrongState (ended already), Invalid (in the past).
    """
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Seat.objects.select_for_update().get(pk=held.pk)
        kind = ending.end(row, at=at, until=valid_until)
        record_seat(f"seat.{kind}", row, by=by, at=at, number=held.pk)


def dismiss(
    body: Body, *, person: Person, by: Person | None, at: datetime, valid_until: datetime | None = None
) -> None:
    """End every seat of `person` in the body at that moment. Raises as `end_seat`; WrongState when there is none."""
    with changing(Change(by, at)):
        registration.require(by, at)
        moment = at if valid_until is None else valid_until
        held = [row for row in Seat.objects.filter(body=body, person=person) if row.holds(max(moment, at))]
        if not held:
            raise WrongState(_("%(person)s has no seat here.") % {"person": person.name})
        for row in held:
            end_seat(row, by=by, at=at, valid_until=valid_until)


def record_seat(kind: str, row: Seat, *, by: Person | None, at: datetime, number: int | None = None) -> None:
    """The event of one seat, on the timelines of the body, the holder and the alternate."""
    about = [f"body:{row.body_id}", f"person:{row.person_id}"]
    about += [f"person:{row.alternate_id}"] if row.alternate_id else []
    data: dict[str, str | None] = {"body": f"body:{row.body_id}", "person": f"person:{row.person_id}", "seat": row.seat}
    data |= {"alternate": editing.subject("person", row.alternate_id)} if row.alternate_id else {}
    acts.record(
        kind,
        thing=f"seat:{number or row.pk}",
        by=by.pk if by else None,
        at=at,
        data=data | spans.facts(row.valid_from, row.valid_until),
        about=about,
    )


def _check(row: Seat) -> None:
    if row.alternate_id is not None and row.alternate_id == row.person_id:
        raise Invalid(_("Nobody is their own alternate."), field="alternate")
    editing.check(row)
