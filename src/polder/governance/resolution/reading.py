"""One organisation, read once: what does not depend on the moment, ready to be asked at any moment.

A `Reading` is made from `Facts` and never changes them. Lines, holders of letters, ties between people and parties
and deputyships are worked out when first asked for and kept; what is kept still carries its intervals, so questions
about different moments share it. Building one is linear in assignments, deputyships and people; the rest is lazy.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Literal, NamedTuple

from polder.governance.facts import (
    AspectKey,
    Assignment,
    Body,
    BodyKey,
    Deputyship,
    Facet,
    Facts,
    Glass,
    Letter,
    PartyKey,
    PersonKey,
    RoleKey,
    Seat,
    UnitKey,
)
from polder.governance.resolution.moments import ALWAYS, FOREVER, Instant, end_of, instant, start_of

Through = Literal["person", "unit", "role", "seat", "head"]


class Tie(NamedTuple):
    """A person belongs to a party (G3) or acts for it (G8), from `start` up to `end`."""

    start: Instant
    end: Instant
    person: PersonKey
    party: PartyKey
    advisory: bool  # an advisor: the party counts for C and I only
    through: Through
    unit: UnitKey | None = None  # the unit that the person is in, or that they head
    seat: Seat | None = None


class Span(NamedTuple):
    """An assignment with its interval."""

    start: Instant
    end: Instant
    assignment: Assignment


class Standin(NamedTuple):
    """A deputyship with its interval (G10)."""

    start: Instant
    end: Instant
    acting_for: PersonKey
    by: PersonKey
    deputyship: Deputyship


class Pane(NamedTuple):
    """A broken glass with its interval (G15)."""

    start: Instant
    end: Instant
    glass: Glass


Holders = dict[PartyKey, tuple[Span, ...]]  # of one letter; the nearest aspect of the line first
VOTING: frozenset[str] = frozenset({"chair", "secretary", "member"})


class Held(NamedTuple):
    """Who holds R, C and I on one aspect and facet, at whatever moment (G6)."""

    R: Holders
    C: Holders
    I: Holders  # noqa: E741  # the letter's own name


class Reading:
    """`Facts` with its indexes. Safe to share between questions; make a new one when the facts change."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.spans: dict[AspectKey, list[Span]] = defaultdict(list)
        for assignment in facts.assignments:
            span = Span(start_of(assignment.valid_from), end_of(assignment.valid_until), assignment)
            self.spans[assignment.aspect].append(span)
        self._deputies: dict[PersonKey, list[Standin]] = defaultdict(list)
        self._represented: dict[PersonKey, list[Standin]] = defaultdict(list)
        # By the key of who is replaced: the first that holds is the one to name (G10).
        for deputyship in sorted(facts.deputyships, key=lambda d: (d.acting_for, d.by)):
            if deputyship.by == deputyship.acting_for:
                continue  # nobody is their own deputy
            standin = Standin(
                start_of(deputyship.valid_from),
                end_of(deputyship.valid_until),
                deputyship.acting_for,
                deputyship.by,
                deputyship,
            )
            self._deputies[deputyship.acting_for].append(standin)
            self._represented[deputyship.by].append(standin)
        self._panes: dict[PersonKey, list[Pane]] = defaultdict(list)
        for glass in facts.glasses:
            self._panes[glass.person].append(Pane(instant(glass.valid_from), instant(glass.valid_until), glass))
        self._active = {
            key: (start_of(person.active_from), end_of(person.left_on)) for key, person in facts.people.items()
        }
        self._lines: dict[AspectKey, tuple[AspectKey, ...]] = {}
        self._units: dict[UnitKey, tuple[UnitKey, ...]] = {}
        self._seats: dict[tuple[AspectKey, Facet], tuple[Span, ...]] = {}
        self._held: dict[tuple[AspectKey, Facet], Held] = {}
        self._memberships: dict[PersonKey, tuple[Tie, ...]] = {}
        self._members: dict[PartyKey, tuple[Tie, ...]] = {}
        self._actors: dict[PartyKey, tuple[Tie, ...]] = {}
        self._roles_and_seats: dict[PersonKey, list[Tie]] | None = None
        self._people_of_units: dict[UnitKey, list[PersonKey]] | None = None
        self._children: dict[AspectKey, list[AspectKey]] | None = None

    # Lines

    def line(self, aspect: AspectKey) -> tuple[AspectKey, ...]:
        """G5: the aspect, its parent, and so on to the root."""
        found = self._lines.get(aspect)
        if found is None:
            aspects = self.facts.aspects
            found = self._lines[aspect] = tuple(_upwards(aspect, lambda key: aspects[key].parent))
        return found

    def reach(self, aspect: AspectKey) -> tuple[AspectKey, ...]:
        """G6: the part of the line whose R, C and I count: up to and including the first that does not inherit."""
        reach: list[AspectKey] = []
        for key in self.line(aspect):
            reach.append(key)
            if not self.facts.aspects[key].inherits:
                break
        return tuple(reach)

    def below(self, aspect: AspectKey) -> list[AspectKey]:
        """The aspect and everything under it, each parent before its children."""
        if self._children is None:
            self._children = defaultdict(list)
            for key, each in self.facts.aspects.items():
                if each.parent is not None:
                    self._children[each.parent].append(key)
        found = [aspect]
        for key in found:
            found.extend(self._children.get(key, ()))
        return found

    def nearest(self, aspect: AspectKey, setting: str) -> object:
        """The nearest explicit value of a setting on the whole line; None when nobody set it."""
        for key in self.line(aspect):
            value: object = getattr(self.facts.aspects[key], setting)
            if value is not None:
                return value
        return None

    def four_eyes(self, aspect: AspectKey) -> bool:
        """G12: the nearest explicit value on the line; false by default."""
        for key in self.line(aspect):
            value = self.facts.aspects[key].four_eyes
            if value is not None:
                return value
        return False

    def guardian(self, aspect: AspectKey) -> BodyKey | None:
        """The nearest guardian up the line."""
        for key in self.line(aspect):
            guardian = self.facts.aspects[key].guardian
            if guardian is not None:
                return guardian
        return None

    # Letters

    def seats(self, aspect: AspectKey, facet: Facet) -> tuple[Span, ...]:
        """G7: every A assignment that the walk meets, in its order: upwards, at each aspect the facet before `*`."""
        found = self._seats.get((aspect, facet))
        if found is None:
            above: tuple[Span, ...] = ()
            for key in reversed(self.line(aspect)):
                known = self._seats.get((key, facet))
                if known is None:
                    own = (*self.own(key, "A", facet), *self.own(key, "A", "*"))
                    known = (*own, *above) if own else above  # the same object where nothing is added
                    self._seats[key, facet] = known
                above = known
            found = above
        return found

    def held(self, aspect: AspectKey, facet: Facet) -> Held:
        """G6: holders of R, C and I; they add up over the reach, for the facet and for `*`."""
        found = self._held.get((aspect, facet))
        if found is None:
            above = Held({}, {}, {})
            for key in reversed(self.line(aspect)):
                known = self._held.get((key, facet))
                if known is None:
                    known = self._with_own(key, facet, above if self.facts.aspects[key].inherits else Held({}, {}, {}))
                    self._held[key, facet] = known
                above = known
            found = above
        return found

    def own(self, aspect: AspectKey, letter: Letter, facet: Facet) -> list[Span]:
        """The assignments of one letter that stand on the aspect itself for exactly this facet value, oldest first."""
        spans = self.spans.get(aspect, ())
        found = [s for s in spans if s.assignment.letter == letter and s.assignment.facet == facet]
        return sorted(found, key=lambda span: span.start)

    def _with_own(self, aspect: AspectKey, facet: Facet, above: Held) -> Held:
        """The same object as above when nothing is added: a deep tree keeps few of them."""
        own = [
            span
            for span in self.spans.get(aspect, ())
            if span.assignment.letter != "A" and span.assignment.facet in (facet, "*")
        ]
        if not own:
            return above
        held = {"R": dict(above.R), "C": dict(above.C), "I": dict(above.I)}
        mine: dict[tuple[str, PartyKey], list[Span]] = defaultdict(list)
        for span in own:
            mine[span.assignment.letter, span.assignment.party].append(span)
        for (letter, party), spans in mine.items():
            held[letter][party] = (*spans, *held[letter].get(party, ()))
        return Held(held["R"], held["C"], held["I"])

    # People and parties

    def active(self, person: PersonKey, now: Instant) -> bool:
        """G1. Somebody unknown is not active."""
        interval = self._active.get(person)
        return interval is not None and interval[0] <= now < interval[1]

    def activity(self, person: PersonKey) -> tuple[Instant, Instant]:
        """The interval in which the person counts (G1); for somebody unknown an empty one."""
        return self._active.get(person, (FOREVER, FOREVER))

    def memberships(self, person: PersonKey) -> tuple[Tie, ...]:
        """G3: every party of a person with the time it is theirs, active or not."""
        found = self._memberships.get(person)
        if found is None:
            found = self._memberships[person] = tuple(self._memberships_of(person))
        return found

    def members(self, party: PartyKey) -> tuple[Tie, ...]:
        """G3 the other way round: everyone whose party this is, active or not."""
        found = self._members.get(party)
        if found is None:
            found = self._members[party] = tuple(self._members_of(party))
        return found

    def actors(self, party: PartyKey) -> tuple[Tie, ...]:
        """G8: who acts as A for a party, active or not; nobody for a body that acts by decision."""
        found = self._actors.get(party)
        if found is None:
            found = self._actors[party] = tuple(self._actors_of(party))
        return found

    def deputies(self, person: PersonKey) -> list[Standin]:
        """G10: who is ever deputy for the person."""
        return self._deputies.get(person, [])

    def represented(self, person: PersonKey) -> list[Standin]:
        """G10: for whom the person is ever deputy, by the key of who is replaced."""
        return self._represented.get(person, [])

    def panes(self, person: PersonKey) -> list[Pane]:
        """G15: the glasses the person ever broke."""
        return self._panes.get(person, [])

    def _memberships_of(self, person: PersonKey) -> list[Tie]:
        ties = [Tie(ALWAYS, FOREVER, person, PartyKey(f"person:{person}"), advisory=False, through="person")]
        known = self.facts.people.get(person)
        if known is not None and known.kind != "guest" and known.unit is not None:
            for unit in self.units_above(known.unit):
                party = PartyKey(f"unit:{unit}")
                ties.append(Tie(ALWAYS, FOREVER, person, party, advisory=False, through="unit", unit=known.unit))
        if self._roles_and_seats is None:
            self._roles_and_seats = defaultdict(list)
            for role in self.facts.roles:
                for tie in self._holders(role):
                    self._roles_and_seats[tie.person].append(tie)
            for body in self.facts.bodies.values():
                for tie in _sitting(body):
                    self._roles_and_seats[tie.person].append(tie)
        return [*ties, *self._roles_and_seats.get(person, ())]

    def _members_of(self, party: PartyKey) -> list[Tie]:
        kind, _, key = party.partition(":")
        if kind == "role":
            return self._holders(RoleKey(key))
        if kind == "body":
            body = self.facts.bodies.get(BodyKey(key))
            return [] if body is None else _sitting(body)
        if kind == "person":
            return [tie for tie in self.memberships(PersonKey(key)) if tie.party == party]
        if self._people_of_units is None:
            self._people_of_units = defaultdict(list)
            for person in self.facts.people.values():
                if person.kind != "guest" and person.unit is not None:
                    for unit in self.units_above(person.unit):
                        self._people_of_units[unit].append(person.key)
        return [
            Tie(ALWAYS, FOREVER, person, party, advisory=False, through="unit", unit=self.facts.people[person].unit)
            for person in self._people_of_units.get(UnitKey(key), ())
        ]

    def _actors_of(self, party: PartyKey) -> list[Tie]:
        kind, _, key = party.partition(":")
        if kind in ("person", "role"):
            return list(self.members(party))
        if kind == "unit":
            unit = self.facts.units.get(UnitKey(key))
            if unit is None or unit.head is None:
                return []
            tie = Tie(ALWAYS, FOREVER, unit.head, party, advisory=False, through="head", unit=unit.key)
            return [tie]
        body = self.facts.bodies.get(BodyKey(key))
        if body is None or body.acts_by == "decision":
            return []
        seats = VOTING if body.acts_by == "any_member" else {"chair"}
        return [tie for tie in _sitting(body) if tie.seat is not None and tie.seat.seat in seats]

    def _holders(self, role: RoleKey) -> list[Tie]:
        known = self.facts.roles.get(role)
        party = PartyKey(f"role:{role}")
        return [
            Tie(start_of(h.valid_from), end_of(h.valid_until), h.person, party, advisory=False, through="role")
            for h in (() if known is None else known.holders)
        ]

    def units_above(self, unit: UnitKey) -> tuple[UnitKey, ...]:
        """A unit and every ancestor of it (G3)."""
        found = self._units.get(unit)
        if found is None:
            units = self.facts.units
            found = self._units[unit] = tuple(_upwards(unit, lambda key: units[key].parent))
        return found


def _sitting(body: Body) -> list[Tie]:
    """The seats of a body, each only while the body itself runs (B2)."""
    start, end = start_of(body.valid_from), end_of(body.valid_until)
    party = PartyKey(f"body:{body.key}")
    return [
        Tie(
            max(start, start_of(seat.valid_from)),
            min(end, end_of(seat.valid_until)),
            seat.person,
            party,
            advisory=seat.seat == "advisor",
            through="seat",
            seat=seat,
        )
        for seat in body.seats
    ]


def _upwards[Key](start: Key, parent_of: Callable[[Key], Key | None]) -> list[Key]:
    """From `start` up to its root. A cycle (G4 refuses them) ends where it closes rather than never."""
    found: dict[Key, None] = {}
    key: Key | None = start
    while key is not None and key not in found:
        found[key] = None
        key = parent_of(key)
    return list(found)
