"""People and units from a CSV file: read, checked line by line, then all of it or nothing (Deliver 2).

Headers are English or Dutch, in any order; the delimiter is found out. A line whose key, number or e-mail address is
known changes that person; any other registers somebody. The writing goes through the operations, in one act.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Final, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from polder.base.errors import PolderError
from polder.base.time import InvalidMoment, parse_moment
from polder.ground.organisation import naming
from polder.ground.organisation.errors import Invalid
from polder.ground.organisation.models import Person, Unit
from polder.ground.organisation.operations import people, registration, units
from polder.ground.organisation.watch import Change, changing

What = Literal["people", "units"]

MOST_BYTES: Final = 2_000_000
MOST_LINES: Final = 5_000
MOST_ERRORS: Final = 100
LONGEST_CELL: Final = 1_000

# Header as it may be written (folded, without spaces or punctuation) -> column.
_HEADERS: Final[Mapping[What, Mapping[str, str]]] = {
    "people": {
        "key": "key", "sleutel": "key",
        "name": "name", "naam": "name", "fullname": "name", "volledigenaam": "name",
        "email": "email", "mail": "email", "emailaddress": "email", "emailadres": "email", "epost": "email",
        "number": "number", "personnelnumber": "number", "personeelsnummer": "number", "nummer": "number",
        "unit": "unit", "department": "unit", "team": "unit", "afdeling": "unit", "eenheid": "unit",
        "kind": "kind", "soort": "kind", "sponsor": "sponsor",
        "activefrom": "active_from", "from": "active_from", "indienst": "active_from", "vanaf": "active_from",
        "lefton": "left_on", "until": "left_on", "uitdienst": "left_on", "tot": "left_on",
        "location": "location", "locatie": "location", "languages": "languages", "talen": "languages",
    },
    "units": {
        "key": "key", "sleutel": "key", "name": "name", "naam": "name",
        "parent": "parent", "partof": "parent", "onderdeelvan": "parent", "bovenliggend": "parent",
        "head": "head", "hoofd": "head", "leidinggevende": "head",
    },
}  # fmt: skip
_KINDS: Final = {"": "employee", "employee": "employee", "medewerker": "employee", "guest": "guest", "gast": "guest"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong on a line of the file (1 is the header); `column` as the file writes it, or ""."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Step:
    """What a line will do: make something, change it, or nothing."""

    line: int
    effect: Literal["new", "changed", "same"]
    name: str
    detail: str


@dataclass(slots=True)
class Preview:
    """What the file says. Only without `troubles` can it be written."""

    what: What
    steps: list[Step] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    more_troubles: int = 0

    @property
    def new(self) -> int:
        return sum(step.effect == "new" for step in self.steps)

    @property
    def changed(self) -> int:
        return sum(step.effect == "changed" for step in self.steps)

    @property
    def same(self) -> int:
        return sum(step.effect == "same" for step in self.steps)

    def wrong(self, line: int, column: str, sentence: str) -> None:
        if len(self.troubles) < MOST_ERRORS:
            self.troubles.append(Trouble(line, column, sentence))
        else:
            self.more_troubles += 1


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: Mapping[str, str]
    headers: Mapping[str, str]


class _Undo(Exception):  # not an error: it takes a trial back
    pass


def preview(content: bytes, what: What, *, by: Person, at: datetime, zone: tzinfo) -> Preview:
    """What importing would do, tried for real and taken back. Nothing is written. Raises Inactive, NotAssigned."""
    seen = Preview(what)
    try:
        with transaction.atomic():
            seen = _run(content, what, by=by, at=at, zone=zone)
            raise _Undo
    except _Undo:
        return seen


def load(content: bytes, what: What, *, by: Person, at: datetime, zone: tzinfo) -> Preview:
    """Write the file, all or nothing. With troubles in what is returned, nothing was written.

    Raises Inactive, NotAssigned, and what the watchers of the organisation refuse (G14).
    """
    seen = Preview(what)
    try:
        with transaction.atomic():
            seen = _run(content, what, by=by, at=at, zone=zone)
            if seen.troubles:
                raise _Undo
    except _Undo:
        return seen
    return seen


def _run(content: bytes, what: What, *, by: Person, at: datetime, zone: tzinfo) -> Preview:
    seen = Preview(what)
    with changing(Change(by, at)):
        registration.require(by, at)
        lines = list(_lines(content, what, seen))
        if not seen.troubles:
            write = _People(by, at, zone, lines) if what == "people" else _Units(by, at, lines)
            write.all(seen)
            seen.steps.sort(key=lambda step: step.line)
            seen.troubles.sort(key=lambda trouble: trouble.line)
    return seen


# --- reading -----------------------------------------------------------------------------------------------------------
def _lines(content: bytes, what: What, seen: Preview) -> Iterator[_Line]:
    text = _decoded(content, seen)
    if text is None:
        return
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = next(rows, [])
        columns = _columns(header, what, seen)
        if columns is None:
            return
        for row in rows:
            if rows.line_num > MOST_LINES + 1:
                seen.wrong(
                    rows.line_num, "", _("A file holds at most %(most)d lines. Divide it.") % {"most": MOST_LINES}
                )
                return
            if any(cell.strip() for cell in row):
                yield _line(rows.line_num, row, header, columns, seen)
    except csv.Error as wrong:
        seen.wrong(rows.line_num, "", _("This line is not CSV: %(why)s.") % {"why": wrong})


def _decoded(content: bytes, seen: Preview) -> str | None:
    if len(content) > MOST_BYTES:
        seen.wrong(1, "", _("The file is too large: at most %(most)d kB.") % {"most": MOST_BYTES // 1000})
        return None
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        seen.wrong(1, "", _("This is a spreadsheet, not CSV. Save it as CSV first."))
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    seen.wrong(1, "", _("This file is not text. Save it as CSV in UTF-8."))
    return None


def _delimiter(text: str) -> str:
    """What divides the header: the sign that occurs most often in it."""
    header = next(iter(text.splitlines()), "")
    return max((";", ",", "\t", "|"), key=header.count)


def _columns(header: list[str], what: What, seen: Preview) -> list[str | None] | None:
    known = _HEADERS[what]
    columns = [known.get("".join(letter for letter in cell.casefold() if letter.isalnum())) for cell in header]
    named = [column for column in columns if column]
    twice = sorted({column for column in named if named.count(column) > 1})
    if twice:
        seen.wrong(1, twice[0], _("Two columns mean the same."))
    if "name" not in named:
        seen.wrong(1, "", _("There is no column “name”. The first line of the file names the columns."))
        return None
    seen.unknown_columns = [
        cell for cell, column in zip(header, columns, strict=True) if column is None and cell.strip()
    ]
    return columns


def _line(number: int, row: list[str], header: list[str], columns: list[str | None], seen: Preview) -> _Line:
    if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
        seen.wrong(number, "", _("This line has more values than there are columns."))
    pairs = list(zip(columns, header, row, strict=False))
    for _column, title, cell in pairs:
        if len(cell) > LONGEST_CELL:
            seen.wrong(number, title, _("This value is too long."))
    cells = {column: cell.strip() for column, _title, cell in pairs if column}
    return _Line(number, cells, {column: title for column, title, _cell in pairs if column})


# --- writing -----------------------------------------------------------------------------------------------------------
class _Writer:
    """Goes through the lines with the operations; what goes wrong is noted with its line, and the rest still tried."""

    def __init__(self, by: Person, at: datetime, lines: list[_Line]) -> None:
        self.by, self.at, self.lines = by, at, lines

    def try_line(self, seen: Preview, line: _Line, act: Callable[[], Step]) -> None:
        try:
            with transaction.atomic():
                seen.steps.append(act())
        except PolderError as refused:
            column = refused.field if isinstance(refused, Invalid) else ""
            seen.wrong(line.number, line.headers.get(column, ""), str(refused))


class _People(_Writer):
    def __init__(self, by: Person, at: datetime, zone: tzinfo, lines: list[_Line]) -> None:
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

    def one(self, line: _Line) -> Step:
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

    def _once(self, person: Person, line: _Line) -> None:
        if person.pk in self.met:
            raise Invalid(_("Line %(line)d is about the same person.") % {"line": self.met[person.pk]})
        self.met[person.pk] = line.number

    def _values(self, line: _Line) -> Any:
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


class _Units(_Writer):
    def __init__(self, by: Person, at: datetime, lines: list[_Line]) -> None:
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

    def make(self, line: _Line) -> Step:
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

    def place(self, line: _Line, made: Step) -> Step:
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
