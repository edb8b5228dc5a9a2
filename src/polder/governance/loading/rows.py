"""Rows made to say what the file says: things by their key, and what holds for a time by what it says."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import models

from polder.governance.loading.events import Notes, Was

type Values = Mapping[str, Any]  # by the name of the column: `unit_id`, not `unit`

_BATCH = 500
_ALWAYS = datetime.min.replace(tzinfo=UTC)
_FOR_EVER = datetime.max.replace(tzinfo=UTC)


class Things[Row: models.Model]:
    """The rows of one kind that have a key. `rows` are those that stay and those that are new, `gone` the others."""

    def __init__(self, noun: str, model: type[Row], wanted: Iterable[str], notes: Notes) -> None:
        self.noun, self.model, self._notes = noun, model, notes
        found = {str(getattr(row, "key")): row for row in model._default_manager.order_by()}  # noqa: B009  # a model by its field
        self.wanted = frozenset(wanted)
        self.rows = {key: row for key, row in found.items() if key in self.wanted}
        self.gone = {key: row for key, row in found.items() if key not in self.wanted}
        self.new: list[Row] = []

    def number(self, key: str | None) -> int | None:
        """The number of a wanted thing that is there by now."""
        return None if key is None else self.rows[key].pk

    def insert(self, wanted: Mapping[str, Values]) -> None:
        """Make rows for those keys that have none."""
        made = [self.model(key=key, **values) for key, values in wanted.items() if key not in self.rows]
        self.model._default_manager.bulk_create(made, batch_size=_BATCH)
        self.rows |= {str(getattr(row, "key")): row for row in made}  # noqa: B009  # a model by its field
        self.new += made
        self._notes.added(self.noun, made)

    def update(self, wanted: Mapping[str, Values], *, silent: frozenset[str] = frozenset()) -> None:
        """Give rows these values where they differ; a column that is `silent` is no news."""
        columns: set[str] = set()
        changed: list[Row] = []
        for key, values in wanted.items():
            if was := differences(self.rows[key], values):
                columns |= was.keys()
                changed.append(self.rows[key])
                if news := {column: value for column, value in was.items() if column not in silent}:
                    self._notes.changed(self.noun, self.rows[key], news)
        if changed:
            self.model._default_manager.bulk_update(changed, sorted(columns), batch_size=_BATCH)

    def clear(self, keys: Iterable[str], **values: Any) -> None:
        """Give rows values in the database alone, to make room; the rows in memory know better."""
        numbers = [row.pk for key in keys if (row := self.rows.get(key) or self.gone.get(key))]
        for batch in batches(numbers):
            self.model._default_manager.filter(pk__in=batch).update(**values)

    def remove(self) -> None:
        """Delete what is gone. Raises ProtectedError."""
        self._notes.removed(self.noun, self.gone.values())
        for batch in batches([row.pk for row in self.gone.values()]):
            self.model._default_manager.filter(pk__in=batch).delete()


class Spans[Row: models.Model]:
    """The rows of one kind that hold for a time, against what the file wants; equal ones may be there several times.

    What the file has unchanged stays; of what differs only in its interval (`identity` is the same) the row is kept and
    changed; the rest is removed and made.
    """

    def __init__(
        self, noun: str, rows: Iterable[Row], wanted: Sequence[Values], identity: Sequence[str], notes: Notes
    ) -> None:
        self._noun, self._notes = noun, notes
        columns = sorted(wanted[0]) if wanted else sorted({*identity, "valid_from", "valid_until"})
        missing = Counter(tuple(values[column] for column in columns) for values in wanted)
        self.removed: list[Row] = []
        for row in rows:
            said = tuple(getattr(row, column) for column in columns)
            if missing[said] > 0:
                missing[said] -= 1
            else:
                self.removed.append(row)
        self.added: list[Values] = [dict(zip(columns, said, strict=True)) for said in missing.elements()]
        self.changed: list[tuple[Row, Values]] = []
        self._pair(identity)

    def _pair(self, identity: Sequence[str]) -> None:
        """Of what is left on both sides, the same thing at another time is a change, the earliest with the earliest."""
        leaving: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in sorted(self.removed, key=lambda row: getattr(row, "valid_from") or _ALWAYS, reverse=True):  # noqa: B009
            leaving[tuple(getattr(row, column) for column in identity)].append(row)
        added, self.added = self.added, []
        for values in sorted(added, key=lambda values: values["valid_from"] or _ALWAYS):
            if same := leaving.get(tuple(values[column] for column in identity)):
                self.changed.append((same.pop(), values))
            else:
                self.added.append(values)
        kept = {row.pk for row, _ in self.changed}
        self.removed = [row for row in self.removed if row.pk not in kept]

    def write(self, model: type[Row], *, also: Iterable[str] = ()) -> list[Row]:
        """Remove, change, add; the rows that are new. Columns `also` are written though they are the same in memory."""
        manager = model._default_manager
        self._notes.removed(self._noun, self.removed)
        for batch in batches([row.pk for row in self.removed]):
            manager.filter(pk__in=batch).delete()
        columns = set(also)
        for row, values in self.changed:
            was = differences(row, values)
            columns |= was.keys()
            self._notes.changed(self._noun, row, was)
        if self.changed:
            manager.bulk_update([row for row, _ in self.changed], sorted(columns), batch_size=_BATCH)
        made = [model(**values) for values in self.added]
        manager.bulk_create(made, batch_size=_BATCH)
        self._notes.added(self._noun, made)
        return made


def differences(row: models.Model, values: Values) -> Was:
    """Put the values on the row; what really differed."""
    was: Was = {}
    for column, value in values.items():
        before = getattr(row, column)
        if before != value:
            setattr(row, column, value)
            was[column.removesuffix("_id")] = [before, value]
    return was


def batches[T](things: Sequence[T]) -> Iterable[Sequence[T]]:
    """A few hundred at a time: databases limit how many values one query takes."""
    return (things[start : start + _BATCH] for start in range(0, len(things), _BATCH))
