"""One organisation, frozen: everything a question about rights may look at.

Pure data in the words of governance.md section 1 and the fields of section 11: no Django, no clock, no database.
A file is parsed into `Facts`, the database is read into `Facts`, a change set maps `Facts` to other `Facts`;
resolution, findings and simulation are functions of `Facts` and a moment.

Moments are aware datetimes in UTC. `valid_from=None` means always, `valid_until=None` until further notice;
every interval is half-open, `[valid_from, valid_until)` (G2).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NewType

PersonKey = NewType("PersonKey", str)  # "kim"; not a PartyKey: swapped, a unit could get a person's rights
UnitKey = NewType("UnitKey", str)
RoleKey = NewType("RoleKey", str)
BodyKey = NewType("BodyKey", str)
AspectKey = NewType("AspectKey", str)
PartyKey = NewType("PartyKey", str)  # "person:kim", "unit:it", "role:intranet-manager", "body:steering"

Letter = Literal["R", "A", "C", "I"]
Facet = Literal["content", "design", "technology", "*"]
Power = Literal["view_draft", "comment", "edit", "publish", "assign"]
PersonKind = Literal["employee", "guest"]
BodyKind = Literal["steering_group", "working_group", "project_team", "community_of_practice"]
ActsBy = Literal["chair", "any_member", "decision"]
SeatKind = Literal["chair", "secretary", "member", "advisor"]
Ring = Literal["core", "extended"]
Method = Literal["accountable", "consent", "majority", "unanimous"]

LETTERS: tuple[Letter, ...] = ("R", "A", "C", "I")
FACETS: tuple[Facet, ...] = ("content", "design", "technology")  # what can be asked about; "*" is for assignments only
ASSIGNABLE_FACETS: tuple[Facet, ...] = (*FACETS, "*")
POWERS: tuple[Power, ...] = ("view_draft", "comment", "edit", "publish", "assign")


@dataclass(frozen=True, slots=True)
class Person:
    """Counts while `active_from <= t < left_on` (G1). A guest has a sponsor and an end, and is never "everyone" (P10)."""

    key: PersonKey
    name: str
    email: str | None = None
    unit: UnitKey | None = None
    active_from: datetime | None = None
    left_on: datetime | None = None
    number: str | None = None
    kind: PersonKind = "employee"
    sponsor: PersonKey | None = None
    location: str | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the organisation chart; its head acts for it (G8)."""

    key: UnitKey
    name: str
    parent: UnitKey | None = None
    head: PersonKey | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """A person holds a role for a time."""

    person: PersonKey
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A role with its holders; every active holder acts for it (G8)."""

    key: RoleKey
    name: str
    holders: tuple[Holding, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in a body, for a function (B2). An alternate votes; it gives no party."""

    person: PersonKey
    seat: SeatKind
    function: str
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    alternate: PersonKey | None = None
    ring: Ring | None = None


@dataclass(frozen=True, slots=True)
class Quorum:
    """Share of all voting seats, and functions that must be among those present (B4)."""

    share: float | None = None
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Charter:
    """What a body may decide. What is left out is not limited; a body without a charter decides nothing."""

    aspects: tuple[AspectKey, ...] | None = None
    up_to: float | None = None
    quorum: Quorum | None = None
    method: Method | None = None
    written: bool | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """Steering group, working group or project team. Seats give their party only while the body itself runs (B2)."""

    key: BodyKey
    kind: BodyKind
    name: str
    acts_by: ActsBy = "chair"
    seats: tuple[Seat, ...] = ()
    parent: BodyKey | None = None
    charter: Charter | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    cadence: str | None = None
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspect:
    """A part of the intranet that someone must answer for. Settings left `None` follow the nearest on the line."""

    key: AspectKey
    name: str
    parent: AspectKey | None = None
    kind: str = "content_area"
    guardian: BodyKey | None = None
    inherits: bool = True
    four_eyes: bool | None = None
    consult_days: int | None = None
    approve_days: tuple[int, int, int] | None = None
    review_months: int | None = None
    unpublish_after: int | None = None
    requires: tuple[str, ...] = ()
    position: int = field(default=0, compare=False)  # among its siblings on a screen; no part of the file format


@dataclass(frozen=True, slots=True)
class Assignment:
    """One letter for one party on one aspect and facet, for a time. `decision` names the change set that made it."""

    aspect: AspectKey
    facet: Facet
    party: PartyKey
    letter: Letter
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    decision: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Deputyship:
    """`by` has what `acting_for` has by R or A (G10)."""

    acting_for: PersonKey
    by: PersonKey
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Glass:
    """Break-glass: an operator with all powers on one aspect, at most four hours (G15). Not part of the file format."""

    person: PersonKey
    aspect: AspectKey
    reason: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True)
class Facts:
    """The whole organisation. `zone` is an IANA name; dates without a time mean midnight there (G2)."""

    zone: str
    aspects: Mapping[AspectKey, Aspect]
    people: Mapping[PersonKey, Person] = field(default_factory=dict)
    units: Mapping[UnitKey, Unit] = field(default_factory=dict)
    roles: Mapping[RoleKey, Role] = field(default_factory=dict)
    bodies: Mapping[BodyKey, Body] = field(default_factory=dict)
    assignments: tuple[Assignment, ...] = ()
    deputyships: tuple[Deputyship, ...] = ()
    glasses: tuple[Glass, ...] = ()
    operators: frozenset[PersonKey] = frozenset()
    country: str | None = None
    holidays: tuple[date, ...] = ()
