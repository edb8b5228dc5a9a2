"""From lines to operations: people are registered or changed, units added, placed and headed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any, Final, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from polder.base.errors import PolderError
from polder.base.time import InvalidMoment, parse_moment
from polder.ground.organisation import naming
from polder.ground.organisation.csvimport.reading import Line
from polder.ground.organisation.csvimport.report import Preview, Step
from polder.ground.organisation.errors import Invalid
from polder.ground.organisation.models import Person, Unit
from polder.ground.organisation.operations import people, units

_KINDS: Final = {"": "employee", "employee": "employee", "medewerker": "employee", "guest": "guest", "gast": "guest"}


class _Writer:
    """Goes through the lines with the operations; what goes wrong is noted with its line, and the rest still tried."""

    def __init__(self, by: Person, at: datetime, lines: list[Line]) -> None:
        self.by, self.at, self.lines = by, at, lines

    def try_line(self, seen: Preview, line: Line, act: Callable[[], Step]) -> None:
        try:
            with transaction.atomic():
                seen.steps.append(act())
        except PolderError as refused:
            column = refused.field if isinstance(refused, Invalid) else ""
            seen.wrong(line.number, line.headers.get(column, ""), str(refused))


class PeopleWriter(_Writer):
    def __init__(self, by: Person, at: datetime, zone: tzinfo, lines: list[Line]) -> None:
        super().__init__(by, at, lines)
        self.zone = zone
        self.units = _by_names(Unit.objects.all())
        self.here = _Known(Person.objects.all())
        self.met: dict[int, int] = {}

    def all(self, seen: Preview) -> None:
        # Sponsors may stand further down than their guests: employees first.
        for guests in (False, True):
            for line in self.lines:
                if (_KINDS.get(line.cells.get("kind", "").casefold()) == "guest") is guests:
                    self.try_line(seen, line, lambda line=line: self.one(line))  # type: ignore[misc]

    def one(self, line: Line) -> Step:
        values = self._values(line)
        person = self.here.find(line.cells)
        if person is None:
            person = people.register(by=self.by, at=self.at, key=line.cells.get("key", ""), **values)
            self.here.add(person)
            self._once(person, line)
            return Step(line.number, "new", person.name, person.unit.name if person.unit else "")
        self._once(person, line)
        if values.get("active_from") is None:
            values.pop("active_from", None)
        before = {name: getattr(person, name) for name in values}
        person = people.change(person, by=self.by, at=self.at, **values)
        different = [name for name, value in before.items() if getattr(person, name) != value]
        labels = [line.headers.get(name, name) for name in different]
        return Step(line.number, "changed" if different else "same", person.name, ", ".join(labels))

    def _once(self, person: Person, line: Line) -> None:
        if person.pk in self.met:
            raise Invalid(_("Line %(line)d is about the same person.") % {"line": self.met[person.pk]})
        self.met[person.pk] = line.number

    def _values(self, line: Line) -> Any:
        cells = line.cells
        values: dict[str, Any] = {name: cells[name] for name in ("name", "number", "location") if name in cells}
        if "email" in cells:
            values["email"] = _address(cells["email"])
        if key := cells.get("key"):
            _refuse_bad_key(key)
        if "kind" in cells:
            kind = _KINDS.get(cells["kind"].casefold())
            if kind is None:
                raise Invalid(
                    _("“%(kind)s” is neither employee nor guest.") % {"kind": cells["kind"][:60]}, field="kind"
                )
            values["kind"] = kind
        if "unit" in cells:
            values["unit"] = _one(self.units, cells["unit"], "unit", _("There is no unit “%(name)s”."))
        if "sponsor" in cells:
            values["sponsor"] = self.here.named(cells["sponsor"], "sponsor")
        if "languages" in cells:
            parts = cells["languages"].replace(";", ",").split(",")
            values["languages"] = [part.strip() for part in parts if part.strip()]
        for name in ("active_from", "left_on"):
            if name in cells:
                values[name] = self._moment(cells[name], name)
        return values

    def _moment(self, text: str, column: str) -> datetime | None:
        """ISO or day-month-year."""
        parts = text.replace("/", "-").replace(".", "-").split("-")
        if len(parts) == 3 and len(parts[2]) == 4:
            text = f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"
        try:
            return parse_moment(text, self.zone) if text else None
        except InvalidMoment as wrong:
            raise Invalid(str(wrong), field=column) from wrong


class UnitsWriter(_Writer):
    def __init__(self, by: Person, at: datetime, lines: list[Line]) -> None:
        super().__init__(by, at, lines)
        self.known = _by_names(Unit.objects.all())
        self.here = _Known(Person.objects.all())
        self.made: dict[int, Unit] = {}

    def all(self, seen: Preview) -> None:
        # First every unit, then what hangs on what: a parent may stand further down than its children.
        for line in self.lines:
            self.try_line(seen, line, lambda line=line: self.make(line))  # type: ignore[misc]
        made, seen.steps = {step.line: step for step in seen.steps}, []
        for line in self.lines:
            if line.number in self.made:
                self.try_line(seen, line, lambda line=line: self.place(line, made[line.number]))  # type: ignore[misc]

    def make(self, line: Line) -> Step:
        key, name = line.cells.get("key", ""), line.cells["name"]
        if key:
            _refuse_bad_key(key)
        unit = _one(self.known, key or name, "key", "", missing_ok=True) if key or name else None
        effect: Literal["new", "same"] = "same"
        if unit is None:
            unit, effect = units.add(by=self.by, at=self.at, key=key, name=name), "new"
            for written in {unit.key, unit.name.casefold()}:
                self.known.setdefault(written, []).append(unit)
        if unit in self.made.values():
            raise Invalid(_("Another line is about the same unit."))
        self.made[line.number] = unit
        return Step(line.number, effect, unit.name, "")

    def place(self, line: Line, made: Step) -> Step:
        values: Any = {"name": line.cells["name"]}
        if "parent" in line.cells:
            values["parent"] = _one(self.known, line.cells["parent"], "parent", _("There is no unit “%(name)s”."))
        if "head" in line.cells:
            values["head"] = self.here.named(line.cells["head"], "head")
        before = {name: getattr(self.made[line.number], name) for name in values}
        unit = units.change(self.made[line.number], by=self.by, at=self.at, **values)
        different = [line.headers.get(name, name) for name, value in before.items() if getattr(unit, name) != value]
        effect: Literal["new", "changed", "same"] = "changed" if different and made.effect == "same" else made.effect
        detail = ", ".join(different) if effect == "changed" else str(unit.parent or "")
        return Step(line.number, effect, unit.name, detail)


class _Known:
    """People by key, number, e-mail address and name."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by: dict[tuple[str, str], list[Person]] = {}
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        for column in ("key", "number", "email", "name"):
            if value := getattr(person, column):
                self._by.setdefault((column, value.casefold()), []).append(person)

    def find(self, cells: Mapping[str, str]) -> Person | None:
        """The person a line is about: by key, else number, else address. Never by name alone: names are not unique."""
        for column in ("key", "number", "email"):
            if value := cells.get(column):
                found = self._by.get((column, value.casefold()))
                if found:
                    return found[0]
        return None

    def named(self, text: str, column: str) -> Person | None:
        """Somebody named in a cell. Raises Invalid for nobody and for several."""
        if not text:
            return None
        for by in ("key", "number", "email", "name"):
            found = self._by.get((by, text.casefold()), [])
            if len(found) == 1:
                return found[0]
            if found:
                sentence = _("Several people are called “%(name)s”. Write a key, number or address.")
                raise Invalid(sentence % {"name": text[:60]}, field=column)
        raise Invalid(_("Nobody is known as “%(name)s”.") % {"name": text[:60]}, field=column)


def _by_names(rows: Iterable[Unit]) -> dict[str, list[Unit]]:
    known: dict[str, list[Unit]] = {}
    for row in rows:
        for written in {row.key, row.name.casefold()}:
            known.setdefault(written, []).append(row)
    return known


def _one(
    known: Mapping[str, list[Unit]], text: str, column: str, unknown: str, *, missing_ok: bool = False
) -> Unit | None:
    """The unit of that key or name; None for an empty cell. Raises Invalid."""
    if not text:
        return None
    found = known.get(text.casefold(), [])
    if len(found) == 1:
        return found[0]
    if found:
        sentence = _("Several units are called “%(name)s”. Write the key.")
        raise Invalid(sentence % {"name": text[:60]}, field=column)
    if missing_ok:
        return None
    raise Invalid(unknown % {"name": text[:60]}, field=column)


def _address(text: str) -> str | None:
    if not text:
        return None
    try:
        validate_email(text)
    except ValidationError as wrong:
        raise Invalid(_("“%(text)s” is no e-mail address.") % {"text": text[:60]}, field="email") from wrong
    return text


def _refuse_bad_key(key: str) -> None:
    if not naming.is_key(key):
        sentence = _("“%(key)s” is no key: write lower-case letters, digits and single hyphens.")
        raise Invalid(sentence % {"key": key[:60]}, field="key")
