"""From a JSON document of `polder-organisation/1` to `Facts`, or to everything that is wrong with it (section 11)."""

from collections.abc import Iterator
from typing import cast, get_args
from zoneinfo import ZoneInfo

from polder.governance.facts import (
    ASSIGNABLE_FACETS,
    LETTERS,
    ActsBy,
    Aspect,
    AspectKey,
    Assignment,
    Body,
    BodyKey,
    BodyKind,
    Charter,
    Deputyship,
    Facet,
    Facts,
    Holding,
    Letter,
    Method,
    PartyKey,
    Person,
    PersonKey,
    PersonKind,
    Quorum,
    Ring,
    Role,
    RoleKey,
    Seat,
    SeatKind,
    Unit,
    UnitKey,
)

from . import values
from .cadence import checked_cadence
from .errors import Complaints, MisfitError, shown
from .fields import Fields, fields_of
from .moments import ZoneError, zone_of
from .names import LISTS, Kind, Names
from .order import in_order
from .text import document_of

FORMAT = "polder-organisation/1"

_PERSON_KIND = values.one_of(cast("tuple[PersonKind, ...]", get_args(PersonKind)))
_BODY_KIND = values.one_of(cast("tuple[BodyKind, ...]", get_args(BodyKind)))
_ACTS_BY = values.one_of(cast("tuple[ActsBy, ...]", get_args(ActsBy)))
_SEAT = values.one_of(cast("tuple[SeatKind, ...]", get_args(SeatKind)))
_RING = values.or_null(values.one_of(cast("tuple[Ring, ...]", get_args(Ring))))
_METHOD = values.or_null(values.one_of(cast("tuple[Method, ...]", get_args(Method))))
_FACET = values.one_of(ASSIGNABLE_FACETS)
_LETTER = values.one_of(LETTERS)
# As wide as the columns that hold them.
_NAME, _FUNCTION, _ASPECT_KIND = values.text(200), values.text(100), values.text(60)
_COUNTRY, _NUMBER, _LOCATION = (values.or_null(values.text(longest)) for longest in (10, 40, 200))
_TRUTH = values.or_null(values.truth)
_WORKING_DAYS = values.whole(1, 365)
_REFERENCE = values.or_null(values.reference)


def read(text: str | bytes) -> Facts:
    """The organisation in the text of a file. Raises OrganisationErrors."""
    return parse(document_of(text))


def parse(document: object) -> Facts:
    """The organisation in a JSON document. Raises OrganisationErrors with everything that is wrong, not only the first.

    The order in a file means nothing: two files that differ in order alike give equal `Facts`.
    """
    complaints = Complaints()
    fields = fields_of(document, "$", complaints)
    if fields is None:
        complaints.raise_if_any()
        raise AssertionError  # a document without fields has been complained of
    found = _Reader(fields, complaints).facts()
    complaints.raise_if_any()
    return in_order(found)


class _Reader:
    """Reads the lists of one file; what hangs together is collected in `names` and checked at the end."""

    def __init__(self, fields: Fields, complaints: Complaints) -> None:
        self._file = fields
        self._complaints = complaints
        self._names = Names(complaints)
        self._zone = ZoneInfo("UTC")  # until the file says another one that exists: so that its times are checked too

    def facts(self) -> Facts:
        file = self._file
        file.need("format", _checked_format, "")
        zone = file.need("timezone", _checked_zone, "UTC")
        self._zone = zone_of(zone)
        facts = Facts(
            zone=zone,
            country=file.may("country", _COUNTRY, None),
            holidays=file.each("holidays", values.whole_day),
            operators=frozenset(PersonKey(key) for key in self._keys(file, "operators", "person")),
            units={unit.key: unit for unit in map(self._unit, file.objects("units"))},
            people={person.key: person for person in map(self._person, file.objects("people"))},
            roles={role.key: role for role in map(self._role, file.objects("roles"))},
            bodies={body.key: body for body in map(self._body, file.objects("bodies"))},
            aspects={aspect.key: aspect for aspect in map(self._aspect, file.objects("aspects", needed=True))},
            assignments=tuple(map(self._assignment, file.objects("assignments"))),
            deputyships=tuple(map(self._deputyship, file.objects("deputies"))),
        )
        file.close()
        for kind, field in LISTS.items():
            if not file.has_list(field, needed=field == "aspects"):
                self._names.unreadable(kind)
        self._names.check(no_aspects=file.raw("aspects") == [])
        return facts

    def _unit(self, fields: Fields) -> Unit:
        return Unit(
            key=UnitKey(self._key(fields, "unit")),
            name=fields.need("name", _NAME, ""),
            parent=cast("UnitKey | None", self._parent(fields, "unit")),
            head=cast("PersonKey | None", self._reference(fields, "head", "person")),
        )

    def _person(self, fields: Fields) -> Person:
        active_from, left_on = fields.interval(self._zone, "active_from", "left_on")
        kind: PersonKind = fields.may("kind", _PERSON_KIND, "employee")
        person = Person(
            key=PersonKey(self._key(fields, "person")),
            name=fields.need("name", _NAME, ""),
            email=fields.need("email", values.or_null(values.email), None),
            unit=cast("UnitKey | None", self._reference(fields, "unit", "unit")),
            active_from=active_from,
            left_on=left_on,
            number=fields.may("number", _NUMBER, None),
            kind=kind,
            sponsor=cast("PersonKey | None", self._reference(fields, "sponsor", "person")),
            location=fields.may("location", _LOCATION, None),
            languages=fields.each("languages", _FUNCTION),
        )
        if kind == "guest":
            for field in ("sponsor", "left_on"):
                if fields.raw(field) is None:
                    path = fields.at(field) if fields.has(field) else fields.path
                    self._complaints.add(path, f"A guest must have {shown(field)}.")
        for field, value in (("email", person.email), ("number", person.number)):
            if value:
                self._names.unique(field, value, fields.at(field))
        return person

    def _role(self, fields: Fields) -> Role:
        return Role(
            key=RoleKey(self._key(fields, "role")),
            name=fields.need("name", _NAME, ""),
            holders=tuple(map(self._holding, fields.objects("holders"))),
        )

    def _holding(self, fields: Fields) -> Holding:
        return Holding(self._person_key(fields, "person"), *fields.interval(self._zone))

    def _body(self, fields: Fields) -> Body:
        valid_from, valid_until = fields.interval(self._zone)
        return Body(
            key=BodyKey(self._key(fields, "body")),
            kind=fields.need("kind", _BODY_KIND, "working_group"),
            name=fields.need("name", _NAME, ""),
            acts_by=fields.may("acts_by", _ACTS_BY, "chair"),
            seats=tuple(map(self._seat, fields.objects("seats"))),
            parent=cast("BodyKey | None", self._parent(fields, "body")),
            charter=self._charter(fields),
            valid_from=valid_from,
            valid_until=valid_until,
            cadence=fields.may("cadence", _checked_cadence, None),
            requires=fields.each("requires", _FUNCTION),
        )

    def _seat(self, fields: Fields) -> Seat:
        valid_from, valid_until = fields.interval(self._zone)
        return Seat(
            person=self._person_key(fields, "person"),
            seat=fields.need("seat", _SEAT, "member"),
            function=fields.need("function", _FUNCTION, ""),
            valid_from=valid_from,
            valid_until=valid_until,
            alternate=cast("PersonKey | None", self._reference(fields, "alternate", "person")),
            ring=fields.may("ring", _RING, None),
        )

    def _charter(self, body: Fields) -> Charter | None:
        fields = body.inner("charter")
        if fields is None:
            return None
        aspects = tuple(AspectKey(key) for key in self._keys(fields, "aspects", "aspect", nullable=True))
        charter = Charter(
            aspects=None if fields.raw("aspects") is None else aspects,
            up_to=fields.may("up_to", values.or_null(values.number(0, 1e15)), None),
            quorum=_quorum(fields),
            method=fields.may("method", _METHOD, None),
            written=fields.may("written", _TRUTH, None),
        )
        fields.close()
        return charter

    def _aspect(self, fields: Fields) -> Aspect:
        if fields.raw("parent") is None:
            self._names.root(fields.at("parent") if fields.has("parent") else fields.path)
        return Aspect(
            key=AspectKey(self._key(fields, "aspect")),
            name=fields.need("name", _NAME, ""),
            parent=cast("AspectKey | None", self._parent(fields, "aspect")),
            kind=fields.need("kind", _ASPECT_KIND, ""),
            guardian=cast("BodyKey | None", self._reference(fields, "guardian", "body")),
            inherits=fields.may("inherits", values.truth, True),
            four_eyes=fields.may("four_eyes", _TRUTH, None),
            consult_days=fields.may("consult_days", values.or_null(_WORKING_DAYS), None),
            approve_days=fields.may("approve_days", values.or_null(_approve_days), None),
            review_months=fields.may("review_months", values.or_null(values.whole(1, 1_200)), None),
            unpublish_after=fields.may("unpublish_after", values.or_null(values.whole(0, 30_000)), None),
            requires=fields.each("requires", _FUNCTION),
        )

    def _assignment(self, fields: Fields) -> Assignment:
        valid_from, valid_until = fields.interval(self._zone)
        aspect = self._needed_key(fields, "aspect", "aspect")
        facet: Facet = fields.need("facet", _FACET, "*")
        kind, key = fields.need("party", values.party, ("", ""))
        letter: Letter = fields.need("letter", _LETTER, "I")
        if kind:
            self._names.refer(cast("Kind", kind), key, fields.at("party"))
        if letter == "A" and facet == fields.raw("facet"):
            self._names.accountable(aspect, facet, valid_from, valid_until, fields.path)
        return Assignment(AspectKey(aspect), facet, PartyKey(f"{kind}:{key}"), letter, valid_from, valid_until)

    def _deputyship(self, fields: Fields) -> Deputyship:
        valid_from, valid_until = fields.interval(self._zone)
        acting_for, by = self._person_key(fields, "for"), self._person_key(fields, "by")
        if acting_for == by != "":
            self._complaints.add(fields.at("by"), "Nobody is their own deputy.")
        return Deputyship(acting_for, by, valid_from, valid_until)

    def _key(self, fields: Fields, kind: Kind) -> str:
        """The key of the object itself."""
        self._names.declare(kind, fields.raw("key"), fields.path)
        return fields.need("key", values.key, "")

    def _parent(self, fields: Fields, kind: Kind) -> str | None:
        parent = fields.may("parent", _REFERENCE, None)
        if parent is not None:
            self._names.parent(kind, fields.raw("key"), parent, fields.path)
        return parent

    def _reference(self, fields: Fields, field: str, kind: Kind) -> str | None:
        key = fields.may(field, _REFERENCE, None)
        if key is not None:
            self._names.refer(kind, key, fields.at(field))
        return key

    def _needed_key(self, fields: Fields, field: str, kind: Kind) -> str:
        key = fields.need(field, values.reference, "")
        if isinstance(fields.raw(field), str):
            self._names.refer(kind, key, fields.at(field))
        return key

    def _person_key(self, fields: Fields, field: str) -> PersonKey:
        return PersonKey(self._needed_key(fields, field, "person"))

    def _keys(self, fields: Fields, field: str, kind: Kind, *, nullable: bool = False) -> Iterator[str]:
        """A list of references."""
        for path, item in fields.items(field, nullable=nullable):
            if isinstance(item, str):
                self._names.refer(kind, item, path)
                yield item
            else:
                self._complaints.add(path, f"This must be the key of one {kind}, and is {shown(item)}.")


def _quorum(charter: Fields) -> Quorum | None:
    fields = charter.inner("quorum")
    if fields is None:
        return None
    quorum = Quorum(
        share=fields.may("share", values.or_null(values.number(0, 1)), None),
        functions=fields.each("functions", _FUNCTION, nullable=True),
    )
    fields.close()
    return quorum


def _checked_format(value: object) -> str:
    if value != FORMAT:
        raise MisfitError(f"This must be {shown(FORMAT)}, and is {shown(value)}.")
    return FORMAT


def _checked_zone(value: object) -> str:
    name = values.text(60)(value)
    try:
        zone_of(name)
    except ZoneError as unknown:
        raise MisfitError(str(unknown)) from None
    return name


def _checked_cadence(value: object) -> str | None:
    return None if value is None else checked_cadence(_NAME(value))


def _approve_days(value: object) -> tuple[int, int, int]:
    """P6: reminder, deputies, next A, in working days."""
    if not isinstance(value, list) or len(value) != 3:
        raise MisfitError("This must be a list of three numbers of working days, such as [2, 4, 6].")
    first, second, third = (_WORKING_DAYS(item) for item in value)
    if not first <= second <= third:
        raise MisfitError("The three numbers of working days must ascend, as in [2, 4, 6].")
    return first, second, third
