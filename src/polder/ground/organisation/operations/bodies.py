"""Bodies and their seats (B1, B2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from polder.ground.ledger import acts
from polder.ground.organisation import naming
from polder.ground.organisation.errors import WrongState
from polder.ground.organisation.models import Body, Party, Person
from polder.ground.organisation.operations import editing, ending, registration, spans
from polder.ground.organisation.operations.seats import (
    SeatFields,
    change_seat,
    dismiss,
    end_seat,
    record_seat,
    seat,
)
from polder.ground.organisation.watch import Change, changing

__all__ = ["FIELDS", "SeatFields", "add", "change", "change_seat", "dismiss", "end", "end_seat", "remove", "seat"]

FIELDS = ("name", "kind", "acts_by", "parent", "cadence", "requires", "charter", "valid_from", "valid_until")


class BodyFields(TypedDict, total=False):
    """Left out in `add`: empty; left out in `change`: as it is."""

    name: str
    kind: str
    acts_by: str
    parent: Body | None
    charter: dict[str, object] | None
    cadence: str | None
    requires: list[str]
    valid_from: datetime | None
    valid_until: datetime | None


def add(*, by: Person | None, at: datetime, key: str = "", **fields: Unpack[BodyFields]) -> Body:
    """A new body, from now unless `valid_from` says otherwise. Raises Inactive, NotAssigned, WrongState, Invalid."""
    with changing(Change(by, at)):
        registration.require(by, at)
        if key and Body.objects.filter(key=key).exists():
            raise WrongState(_("There is a body “%(key)s” already.") % {"key": key})
        if fields.get("valid_from") is None:
            fields["valid_from"] = at
        spans.refuse_backwards(fields["valid_from"], fields.get("valid_until"))
        body = Body(key=key or naming.free_key(Body, fields.get("name", "")), **fields)
        editing.check(body)
        body.save()
        Party.objects.create(ref=f"body:{body.key}", kind=Party.Kind.BODY, body=body)
        data = {**spans.facts(body.valid_from, body.valid_until), "parent": editing.subject("body", body.parent_id)}
        _record("body.added", body, by=by, at=at, data={**data, "kind": body.kind, "acts_by": body.acts_by})
    return body


def change(
    body: Body, *, by: Person | None, at: datetime, seen: editing.Values | None = None, **changes: Unpack[BodyFields]
) -> Body:
    """Raises Inactive, NotAssigned, Stale, Invalid (below itself). Nothing that differs, no event."""
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Body.objects.select_for_update().get(pk=body.pk)
        editing.refuse_stale(row, seen)
        changed = editing.set_values(row, changes)
        if not changed:
            return row
        if "valid_until" in changed:
            ending.refuse_end_in_past(row.valid_until, at)
        spans.refuse_backwards(row.valid_from, row.valid_until)
        editing.refuse_cycle(row, row.parent, _("A body cannot stand under itself or under a body below it."))
        editing.check(row)
        row.save(update_fields=sorted(changed))
        _record("body.changed", row, by=by, at=at, data=editing.facts(row, changed))
    return row


def end(body: Body, *, by: Person | None, at: datetime, valid_until: datetime | None = None) -> Body:
    """The body and every seat in it end (B2: rights end with the project). One event for each, and one for itself.

    Raises Inactive, NotAssigned, WrongState (ended already), Invalid (in the past).
    """
    when = at if valid_until is None else valid_until
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Body.objects.select_for_update().get(pk=body.pk)
        ending.refuse_ended(row, at)
        ending.refuse_end_in_past(when, at)
        for held in row.seats.select_for_update():
            if held.valid_until is None or held.valid_until > when:
                number = held.pk
                record_seat(f"seat.{ending.end(held, at=at, until=when)}", held, by=by, at=at, number=number)
        spans.refuse_backwards(row.valid_from, when)
        row.valid_until = when
        row.save(update_fields=["valid_until"])
        _record("body.ended", row, by=by, at=at, data={"until": when.isoformat()})
    return row


def remove(body: Body, *, by: Person | None, at: datetime) -> None:
    """A mistake, with its seats. Raises Inactive, NotAssigned, WrongState while letters or aspects hang on it."""
    with changing(Change(by, at)):
        registration.require(by, at)
        number = body.pk
        about = [f"person:{person}" for person in body.seats.values_list("person_id", flat=True)]
        editing.remove(
            Body.objects.get(pk=number),
            _("“%(name)s” cannot be removed while something hangs on it. End it instead.") % {"name": body.name},
            by=by, at=at,
        )  # fmt: skip
        acts.record("body.removed", thing=f"body:{number}", by=by.pk if by else None, at=at, about=about)


def _record(kind: str, body: Body, *, by: Person | None, at: datetime, data: Mapping[str, object]) -> None:
    about = [f"body:{body.parent_id}"] if body.parent_id else []
    acts.record(kind, thing=f"body:{body.pk}", by=by.pk if by else None, at=at, data=data, about=about)
