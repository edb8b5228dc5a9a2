"""The organisation chart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from polder.ground.organisation.models import Person, Unit
from polder.ground.organisation.models.people import active_at


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the chart: `depth` steps below its root, `people` placed in it, `below` in it and all under it."""

    unit: Unit
    depth: int
    people: int
    below: int
    leaf: bool


def chart(at: datetime, *, under: int | None = None) -> list[Branch]:
    """Every unit, parents before children, by name; with `under` only what is below that unit. Two queries."""
    units = list(Unit.objects.select_related("head"))
    counted = Person.objects.filter(active_at(at), unit__isnull=False, kind=Person.Kind.EMPLOYEE).values_list("unit")
    people = dict(counted.annotate(Count("pk")).order_by())
    children: dict[int | None, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit)
    below: dict[int, int] = {}
    for unit, _depth in reversed(list(_walk(children, None, 0))):
        below[unit.pk] = people.get(unit.pk, 0) + sum(below[child.pk] for child in children.get(unit.pk, []))
    return [
        Branch(unit, depth, people.get(unit.pk, 0), below[unit.pk], unit.pk not in children)
        for unit, depth in _walk(children, under, 0)
    ]


def _walk(children: dict[int | None, list[Unit]], start: int | None, depth: int) -> Iterator[tuple[Unit, int]]:
    waiting = [(unit, depth) for unit in reversed(children.get(start, []))]
    while waiting:
        unit, deep = waiting.pop()
        yield unit, deep
        waiting += [(child, deep + 1) for child in reversed(children.get(unit.pk, []))]


def line_of(unit: int | None) -> list[Unit]:
    """The units from the root down to `unit`, with their heads. One query, none for nobody's unit."""
    if unit is None:
        return []
    known = {row.pk: row for row in Unit.objects.select_related("head")}
    line: list[Unit] = []
    while unit is not None and unit in known and known[unit] not in line:
        line.append(known[unit])
        unit = known[unit].parent_id
    return line[::-1]
