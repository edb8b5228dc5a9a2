"""One JSON object of an organisation file: its fields are asked for by name, and what nobody asks for is unknown."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from .errors import Complaints, MisfitError, field_path, shown
from .text import JsonObject
from .values import Read, moment_in, or_null

type Interval = tuple[datetime | None, datetime | None]


class Fields:
    """The fields of one object at `path`. Errors go to `complaints`; a field that is wrong reads as its stand-in."""

    __slots__ = ("_asked", "_object", "complaints", "path")

    def __init__(self, found: dict[object, object], path: str, complaints: Complaints) -> None:
        self._object = found
        self._asked: set[str] = set()
        self.path = path
        self.complaints = complaints

    def at(self, field: str) -> str:
        return field_path(self.path, field)

    def has(self, field: str) -> bool:
        return field in self._object

    def has_list(self, field: str, *, needed: bool = False) -> bool:
        """Whether a list can be read there; one that is left out is an empty list, unless it is `needed`."""
        return isinstance(self._object.get(field, None if needed else []), list)

    def raw(self, field: str) -> object:
        """What stands there, right or wrong; None where nothing does."""
        return self._object.get(field)

    def need[T](self, field: str, read: Read[T], stand_in: T) -> T:
        """A field that must be there."""
        if field not in self._object:
            self._asked.add(field)
            self.complaints.add(self.path, f"The field {shown(field)} is missing here.")
            return stand_in
        return self.may(field, read, stand_in)

    def may[T](self, field: str, read: Read[T], default: T) -> T:
        """A field that may be left out."""
        self._asked.add(field)
        if field not in self._object:
            return default
        try:
            return read(self._object[field])
        except MisfitError as misfit:
            self.complaints.add(self.at(field), str(misfit))
            return default

    def items(self, field: str, *, needed: bool = False, nullable: bool = False) -> Iterator[tuple[str, object]]:
        """Path and value of each item of a list; an absent list is empty unless it is `needed`."""
        self._asked.add(field)
        if field not in self._object:
            if needed:
                self.complaints.add(self.path, f"The list {shown(field)} is missing here.")
            return
        found = self._object[field]
        if found is None and nullable:
            return
        if not isinstance(found, list):
            self.complaints.add(self.at(field), f"This must be a list, and is {shown(found)}.")
            return
        for index, item in enumerate(found):
            yield f"{self.at(field)}[{index}]", item

    def each[T](self, field: str, read: Read[T], *, nullable: bool = False) -> tuple[T, ...]:
        """A list of plain values, without those that are wrong."""
        good: list[T] = []
        for path, item in self.items(field, nullable=nullable):
            try:
                good.append(read(item))
            except MisfitError as misfit:
                self.complaints.add(path, str(misfit))
        return tuple(good)

    def objects(self, field: str, *, needed: bool = False) -> Iterator["Fields"]:
        """A list of objects; unknown fields of each are complained of when the next one is asked for."""
        for path, item in self.items(field, needed=needed):
            if (fields := fields_of(item, path, self.complaints)) is not None:
                yield fields
                fields.close()

    def inner(self, field: str) -> "Fields | None":
        """An object within this one, or None where it is left out or null. Whoever asks closes it."""
        self._asked.add(field)
        if self._object.get(field) is None:
            return None
        return fields_of(self._object[field], self.at(field), self.complaints)

    def interval(self, zone: ZoneInfo, start: str = "from", end: str = "until") -> Interval:
        """A half-open interval (G2); the end lies after the start."""
        read = or_null(moment_in(zone))
        valid_from, valid_until = self.may(start, read, None), self.may(end, read, None)
        if valid_from and valid_until and valid_until <= valid_from:
            self.complaints.add(self.at(end), f"{shown(end)} must lie after {shown(start)}.")
        return valid_from, valid_until

    def close(self) -> None:
        """Complains of fields nobody asked for, and of those written twice."""
        for field in self._object:
            if not isinstance(field, str):  # cannot come from JSON, but a document may be made by a program
                self.complaints.add(self.path, "A field has a name that is not a text.")
            elif field not in self._asked:
                hint = self.complaints.suggestion(field, self._asked.difference(self._object))
                self.complaints.add(self.at(field), f"The field {shown(field)} is unknown here.{hint}")
        if isinstance(self._object, JsonObject):
            for field in sorted(self._object.twice):
                self.complaints.add(self.at(field), f"The field {shown(field)} is written twice in one object.")


def fields_of(value: object, path: str, complaints: Complaints) -> Fields | None:
    """The fields of `value`; None, and a complaint, when it is not an object."""
    if isinstance(value, dict):
        return Fields(value, path, complaints)
    complaints.add(path, f"This must be an object, and is {shown(value)}.")
    return None
