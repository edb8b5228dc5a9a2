"""A change set written: the rows that make the database say what `changes.apply` made of the organisation.

The difference between the two organisations is written, so that rows and rules cannot part ways. Everything in bulk:
an imported matrix has tens of thousands of lines.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from polder.governance import index
from polder.governance import models as rows
from polder.governance.changes import Assign, ChangeAspect, MatrixLine, Unassign
from polder.governance.facts import Aspect, AspectKey, Assignment, Facet, Facts, Letter, PartyKey, RoleKey
from polder.governance.models import ChangeSet
from polder.ground.organisation.models import Body, Party, Role

_BATCH = 500
_COLUMNS = (
    "name",
    "kind",
    "inherits",
    "four_eyes",
    "consult_days",
    "review_months",
    "unpublish_after",
    "position",
)


@dataclass
class Written:
    """What was done, for the events: rows, and of changed aspects what was and is."""

    roles: list[Role] = field(default_factory=list)
    aspects: list[rows.Aspect] = field(default_factory=list)
    changed: list[tuple[rows.Aspect, dict[str, list[Any]]]] = field(default_factory=list)
    added: list[rows.Assignment] = field(default_factory=list)
    ended: list[rows.Assignment] = field(default_factory=list)
    removed: list[rows.Assignment] = field(default_factory=list)  # planned ones taken back; their numbers are kept


def write(before: Facts, after: Facts, lines: Sequence[MatrixLine], change_set: ChangeSet | None) -> Written:
    """Rows and index follow `after`. `lines` say where to look. Inside an act alone."""
    written = Written()
    _write_roles(after.roles.keys() - before.roles.keys(), after, written)
    _write_aspects(before, after, lines, written)
    _write_assignments(before, after, lines, change_set, written)
    return written


def _write_roles(new: Iterable[RoleKey], after: Facts, written: Written) -> None:
    written.roles = Role.objects.bulk_create([Role(key=key, name=after.roles[key].name) for key in sorted(new)])
    Party.objects.bulk_create([Party(ref=f"role:{role.key}", kind="role", role=role) for role in written.roles])


def _write_aspects(before: Facts, after: Facts, lines: Sequence[MatrixLine], written: Written) -> None:
    new = [aspect for key, aspect in after.aspects.items() if key not in before.aspects]
    named = {line.aspect for line in lines if isinstance(line, ChangeAspect)} & before.aspects.keys()
    changed = [after.aspects[key] for key in sorted(named) if _differs(before.aspects[key], after.aspects[key])]
    if not new and not changed:
        return
    there = {row.key: row for row in _rows_for(new, changed, after)}
    bodies = dict(Body.objects.filter(key__in=_guardians((*new, *changed))).values_list("key", "pk"))
    reached = _create(new, there, bodies, after, written)
    for aspect in changed:
        row = there[aspect.key]
        was = _change(row, aspect, there, bodies)
        written.changed.append((row, was))
        if "parent" in was:
            _move_paths(row)
        if was.keys() & {"parent", "inherits"}:
            reached.add(row.pk)
    index.refresh_aspects(reached)


def _differs(one: Aspect, other: Aspect) -> bool:
    return one != other or one.position != other.position  # a position does not count when aspects are compared


def _rows_for(new: Sequence[Aspect], changed: Sequence[Aspect], after: Facts) -> Iterable[rows.Aspect]:
    keys = {aspect.key for aspect in changed} | {a.parent for a in (*new, *changed) if a.parent is not None}
    found = list(keys)
    for start in range(0, len(found), _BATCH):
        yield from rows.Aspect.objects.filter(key__in=found[start : start + _BATCH])


def _guardians(aspects: Iterable[Aspect]) -> set[str]:
    return {str(aspect.guardian) for aspect in aspects if aspect.guardian is not None}


def _create(
    new: Sequence[Aspect], there: dict[str, rows.Aspect], bodies: Mapping[str, int], after: Facts, written: Written
) -> set[int]:
    """Level by level: a row is made under one that is there."""
    waiting, made = list(new), set[int]()
    while waiting:
        level = [aspect for aspect in waiting if str(aspect.parent) in there]
        waiting = [aspect for aspect in waiting if str(aspect.parent) not in there]
        created = []
        for aspect in level:
            parent = there[str(aspect.parent)]
            row = rows.Aspect(key=aspect.key, parent=parent, depth=parent.depth + 1)
            _set(row, aspect, bodies)
            created.append(row)
        rows.Aspect.objects.bulk_create(created, batch_size=_BATCH)
        for row in created:
            row.path = f"{there[row.parent.key].path}{row.pk}/"  # type: ignore[union-attr]  # only the root has none
            there[row.key] = row
            made.add(row.pk)
        rows.Aspect.objects.bulk_update(created, ["path"], batch_size=_BATCH)
        written.aspects += created
    return made


def _set(row: rows.Aspect, aspect: Aspect, bodies: Mapping[str, int]) -> None:
    for name in _COLUMNS:
        setattr(row, name, getattr(aspect, name))
    row.approve_days = None if aspect.approve_days is None else list(aspect.approve_days)
    row.requires = list(aspect.requires)
    row.guardian_id = None if aspect.guardian is None else bodies[aspect.guardian]


def _change(
    row: rows.Aspect, aspect: Aspect, there: Mapping[str, rows.Aspect], bodies: Mapping[str, int]
) -> dict[str, list[Any]]:
    columns = (*_COLUMNS, "approve_days", "requires", "guardian_id", "parent_id")
    before = {name: getattr(row, name) for name in columns}
    _set(row, aspect, bodies)
    row.parent = None if aspect.parent is None else there[aspect.parent]
    was = {name: [value, getattr(row, name)] for name, value in before.items() if value != getattr(row, name)}
    if was:
        row.save(update_fields=[name.removesuffix("_id") for name in was])
    return {name.removesuffix("_id"): pair for name, pair in was.items()}


def _move_paths(row: rows.Aspect) -> None:
    """The aspect and everything below lie elsewhere now."""
    old = row.path
    above = row.parent
    row.path, depth = f"{above.path if above else '/'}{row.pk}/", above.depth + 1 if above else 0
    lower = depth - row.depth
    row.depth = depth
    below = list(rows.Aspect.objects.filter(path__startswith=old).exclude(pk=row.pk))
    for each in below:
        each.path = row.path + each.path.removeprefix(old)
        each.depth += lower
    rows.Aspect.objects.bulk_update([row, *below], ["path", "depth"], batch_size=_BATCH)


def _write_assignments(
    before: Facts, after: Facts, lines: Sequence[MatrixLine], change_set: ChangeSet | None, written: Written
) -> None:
    touched = {line.aspect for line in lines if isinstance(line, Assign | Unassign)}
    if not touched:
        return
    was = Counter(each for each in before.assignments if each.aspect in touched)
    will = Counter(each for each in after.assignments if each.aspect in touched)
    gone, new = was - will, will - was
    if gone:
        _end(gone, new, written)
    if new:
        _assign(new, change_set, written)
    index.refresh_assignments([row.pk for row in (*written.added, *written.ended)])


def _end(gone: Counter[Assignment], new: Counter[Assignment], written: Written) -> None:
    """What is gone has another end now (then that is no new letter), or never began and is removed."""
    ends = {_beginning(each): each for each in new.elements()}
    stored = _stored({each.aspect for each in gone})
    for each in gone.elements():
        row = stored[each].pop()
        ending = ends.get(_beginning(each))
        if ending is None:
            written.removed.append(row)
        else:
            new -= Counter([ending])
            row.valid_until = ending.valid_until
            written.ended.append(row)
    rows.Assignment.objects.bulk_update(written.ended, ["valid_until"], batch_size=_BATCH)
    numbers = [row.pk for row in written.removed]
    for start in range(0, len(numbers), _BATCH):
        rows.Assignment.objects.filter(pk__in=numbers[start : start + _BATCH]).delete()
    new += Counter()


def _beginning(each: Assignment) -> tuple[Any, ...]:
    return each.aspect, each.facet, each.party, each.letter, each.valid_from


def _stored(aspects: Iterable[AspectKey]) -> dict[Assignment, list[rows.Assignment]]:
    found: dict[Assignment, list[rows.Assignment]] = {}
    keys = list(aspects)
    for start in range(0, len(keys), _BATCH):
        some = rows.Assignment.objects.filter(aspect__key__in=keys[start : start + _BATCH])
        for row in some.select_related("aspect", "party"):
            fact = Assignment(
                AspectKey(row.aspect.key),
                cast(Facet, row.facet),
                PartyKey(row.party.ref),
                cast(Letter, row.letter),
                row.valid_from,
                row.valid_until,
            )
            found.setdefault(fact, []).append(row)
    return found


def _assign(new: Counter[Assignment], change_set: ChangeSet | None, written: Written) -> None:
    wanted = list(new.elements())
    aspects = _by_key(rows.Aspect, "key", {each.aspect for each in wanted})
    parties = _by_key(Party, "ref", {each.party for each in wanted})
    written.added = rows.Assignment.objects.bulk_create(
        [
            rows.Assignment(
                aspect=aspects[each.aspect],
                facet=each.facet,
                letter=each.letter,
                party=parties[each.party],
                valid_from=each.valid_from,
                valid_until=each.valid_until,
                change_set=change_set,
            )
            for each in wanted
        ],
        batch_size=_BATCH,
    )


def _by_key(model: Any, column: str, wanted: Iterable[str]) -> dict[str, Any]:
    keys, found = list(wanted), {}
    for start in range(0, len(keys), _BATCH):
        for row in model.objects.filter(**{f"{column}__in": keys[start : start + _BATCH]}):
            found[getattr(row, column)] = row
    return found
