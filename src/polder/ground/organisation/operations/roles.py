"""Roles and who holds them."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.ground.ledger import acts
from polder.ground.organisation import naming
from polder.ground.organisation.errors import WrongState
from polder.ground.organisation.models import Holding, Party, Person, Role
from polder.ground.organisation.operations import editing, ending, registration, spans
from polder.ground.organisation.watch import Change, changing

FIELDS = ("name",)


def add(*, name: str, by: Person | None, at: datetime, key: str = "") -> Role:
    """A new role. Raises Inactive, NotAssigned, WrongState (the key is taken), Invalid."""
    with changing(Change(by, at)):
        registration.require(by, at)
        if key and Role.objects.filter(key=key).exists():
            raise WrongState(_("There is a role “%(key)s” already.") % {"key": key})
        role = Role(key=key or naming.free_key(Role, name), name=name.strip())
        editing.check(role)
        role.save()
        Party.objects.create(ref=f"role:{role.key}", kind=Party.Kind.ROLE, role=role)
        acts.record("role.added", thing=f"role:{role.pk}", by=by.pk if by else None, at=at)
    return role


def change(role: Role, *, name: str, by: Person | None, at: datetime, seen: editing.Values | None = None) -> Role:
    """Another name. Raises Inactive, NotAssigned, Stale, Invalid."""
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Role.objects.select_for_update().get(pk=role.pk)
        editing.refuse_stale(row, seen)
        changed = editing.set_values(row, {"name": name.strip()})
        if not changed:
            return row
        editing.check(row)
        row.save(update_fields=sorted(changed))
        acts.record(
            "role.changed", thing=f"role:{row.pk}", by=by.pk if by else None, at=at, data=editing.facts(row, changed)
        )
    return row


def remove(role: Role, *, by: Person | None, at: datetime) -> None:
    """With everyone's holding of it. Raises Inactive, NotAssigned, WrongState while it holds letters."""
    with changing(Change(by, at)):
        registration.require(by, at)
        number = role.pk
        about = [f"person:{person}" for person in role.holdings.values_list("person_id", flat=True)]
        editing.remove(
            Role.objects.get(pk=number),
            _("“%(name)s” cannot be removed while something hangs on it.") % {"name": role.name},
            by=by, at=at,
        )  # fmt: skip
        acts.record("role.removed", thing=f"role:{number}", by=by.pk if by else None, at=at, about=about)


def hold(
    role: Role, *, person: Person, by: Person | None, at: datetime,
    valid_from: datetime | None = None, valid_until: datetime | None = None,
) -> Holding:  # fmt: skip
    """`person` holds the role from `valid_from` (now when left out) until `valid_until` (None: until further notice).

    Raises Inactive, NotAssigned, WrongState (holds it already at a moment of the span), Invalid.
    """
    begin = at if valid_from is None else valid_from
    with changing(Change(by, at)):
        registration.require(by, at)
        spans.refuse_overlap(
            Holding.objects.select_for_update().filter(role=role, person=person), begin, valid_until,
            _("%(person)s holds this role already in that time.") % {"person": person.name},
        )  # fmt: skip
        spans.refuse_past(begin, at)
        spans.refuse_backwards(begin, valid_until)
        holding = Holding.objects.create(role=role, person=person, valid_from=begin, valid_until=valid_until)
        _record("holding.added", holding, by=by, at=at)
    return holding


def change_holding(
    holding: Holding,
    *,
    valid_until: datetime | None,
    by: Person | None,
    at: datetime,
    seen: editing.Values | None = None,
) -> Holding:
    """Another end. Raises Inactive, NotAssigned, Stale, WrongState, Invalid."""
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Holding.objects.select_for_update().get(pk=holding.pk)
        editing.refuse_stale(row, seen)
        ending.refuse_ended(row, at)
        changed = editing.set_values(row, {"valid_until": valid_until})
        if not changed:
            return row
        others = Holding.objects.filter(role=row.role_id, person=row.person_id).exclude(pk=row.pk)
        spans.refuse_overlap(
            others, row.valid_from, valid_until,
            _("%(person)s holds this role already in that time.") % {"person": row.person.name},
        )  # fmt: skip
        ending.refuse_end_in_past(valid_until, at)
        spans.refuse_backwards(row.valid_from, valid_until)
        row.save(update_fields=["valid_until"])
        _record("holding.changed", row, by=by, at=at)
    return row


def end(holding: Holding, *, by: Person | None, at: datetime, valid_until: datetime | None = None) -> None:
    """The holding ends at `valid_until` (now when left out); one that has not begun then is gone.

    Raises Inactive, NotAssigned, WrongState (ended already), Invalid (in the past).
    """
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Holding.objects.select_for_update().get(pk=holding.pk)
        kind = ending.end(row, at=at, until=valid_until)
        _record(f"holding.{kind}", row, by=by, at=at, number=holding.pk)


def dismiss(
    role: Role, *, person: Person, by: Person | None, at: datetime, valid_until: datetime | None = None
) -> None:
    """End what `person` holds of the role at that moment. Raises as `end`; WrongState when they do not hold it."""
    with changing(Change(by, at)):
        registration.require(by, at)
        moment = at if valid_until is None else valid_until
        held = [
            holding for holding in Holding.objects.filter(role=role, person=person) if holding.holds(max(moment, at))
        ]
        if not held:
            raise WrongState(_("%(person)s does not hold this role.") % {"person": person.name})
        for holding in held:
            end(holding, by=by, at=at, valid_until=valid_until)


def _record(kind: str, holding: Holding, *, by: Person | None, at: datetime, number: int | None = None) -> None:
    acts.record(
        kind,
        thing=f"holding:{number or holding.pk}",
        by=by.pk if by else None,
        at=at,
        data={"role": f"role:{holding.role_id}", "person": f"person:{holding.person_id}"}
        | spans.facts(holding.valid_from, holding.valid_until),
        about=[f"role:{holding.role_id}", f"person:{holding.person_id}"],
    )
