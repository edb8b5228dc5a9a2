"""Units: the organisation chart and its heads (G4, G8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from polder.ground.ledger import acts
from polder.ground.organisation import naming
from polder.ground.organisation.errors import WrongState
from polder.ground.organisation.models import Party, Person, Unit
from polder.ground.organisation.operations import editing, registration
from polder.ground.organisation.watch import Change, changing

FIELDS = ("name", "parent", "head")


class UnitFields(TypedDict, total=False):
    """Left out in `add`: empty; left out in `change`: as it is."""

    name: str
    parent: Unit | None
    head: Person | None


def add(*, by: Person | None, at: datetime, key: str = "", **fields: Unpack[UnitFields]) -> Unit:
    """A new unit. Raises Inactive, NotAssigned, WrongState (the key is taken), Invalid."""
    with changing(Change(by, at)):
        registration.require(by, at)
        if key and Unit.objects.filter(key=key).exists():
            raise WrongState(_("There is a unit “%(key)s” already.") % {"key": key})
        unit = Unit(key=key or naming.free_key(Unit, fields.get("name", "")), **fields)
        editing.check(unit)
        unit.save()
        Party.objects.create(ref=f"unit:{unit.key}", kind=Party.Kind.UNIT, unit=unit)
        data = {"parent": editing.subject("unit", unit.parent_id), "head": editing.subject("person", unit.head_id)}
        _record("unit.added", unit, by=by, at=at, data=data)
    return unit


def change(
    unit: Unit, *, by: Person | None, at: datetime, seen: editing.Values | None = None, **changes: Unpack[UnitFields]
) -> Unit:
    """Rename, move under another unit, give another head.

    Raises Inactive, NotAssigned, Stale, Invalid (below itself, G4). Nothing that differs, no event.
    """
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Unit.objects.select_for_update().get(pk=unit.pk)
        editing.refuse_stale(row, seen)
        former_head = row.head_id
        changed = editing.set_values(row, changes)
        if not changed:
            return row
        editing.refuse_cycle(row, row.parent, _("A unit cannot be part of itself or of a unit below it."))
        editing.check(row)
        row.save(update_fields=sorted(changed))
        _record("unit.changed", row, by=by, at=at, data=editing.facts(row, changed), former_head=former_head)
    return row


def remove(unit: Unit, *, by: Person | None, at: datetime) -> None:
    """Raises Inactive, NotAssigned, WrongState while units, people or letters still hang on it."""
    with changing(Change(by, at)):
        registration.require(by, at)
        number, name = unit.pk, unit.name
        editing.remove(
            Unit.objects.get(pk=number), _("“%(name)s” cannot be removed while something hangs on it.") % {"name": name},
            by=by, at=at,
        )  # fmt: skip
        acts.record("unit.removed", thing=f"unit:{number}", by=by.pk if by else None, at=at)


def _record(
    kind: str,
    unit: Unit,
    *,
    by: Person | None,
    at: datetime,
    data: Mapping[str, object],
    former_head: int | None = None,
) -> None:
    about = [f"person:{head}" for head in (unit.head_id, former_head) if head]
    about += [f"unit:{unit.parent_id}"] if unit.parent_id else []
    acts.record(kind, thing=f"unit:{unit.pk}", by=by.pk if by else None, at=at, data=data, about=about)
