"""G14: nobody widens their own mandate.

What an author holds is compared before and after a change, at the moment of the change and at every later moment at
which the author's powers can change by themselves. Break-glass does not count as held.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from polder.governance.facts import FACETS, AspectKey, Facet, Facts, PartyKey, PersonKey, Power
from polder.governance.resolution import Reading
from polder.governance.resolution.accountable import NOBODY, acts, ends_of_acting, walk
from polder.governance.resolution.answer import holding
from polder.governance.resolution.moments import FOREVER, Instant, instant, moment_at
from polder.governance.resolution.reading import Held, Span


class Widening(NamedTuple):
    """The first power that the author would newly hold."""

    moment: datetime
    aspect: AspectKey
    facet: Facet
    power: Power


class _Mandate(NamedTuple):
    """What a person holds somewhere at one moment, as G11 groups the powers."""

    comment: bool  # view_draft and comment
    edit: bool
    publish: bool  # publish and assign

    def gain_over(self, other: "_Mandate") -> Power | None:
        if self.comment and not other.comment:
            return "view_draft"
        if self.edit and not other.edit:
            return "edit"
        return "publish" if self.publish and not other.publish else None


_NOTHING = _Mandate(comment=False, edit=False, publish=False)


def widening(before: Facts | Reading, after: Facts | Reading, author: str, at: datetime) -> Widening | None:
    """The first moment from `at` on, the aspect, facet and power that `author` holds in `after` and not in `before`.

    A new aspect is compared with the nearest one above it that was there: what is made under one's own mandate stays
    within it. None for an author who is in neither organisation.
    """
    old = before if isinstance(before, Reading) else Reading(before)
    new = after if isinstance(after, Reading) else Reading(after)
    return _Comparison(old, new, PersonKey(author), instant(at)).first()


class _Comparison:
    """One author, two organisations."""

    def __init__(self, old: Reading, new: Reading, author: PersonKey, at: Instant) -> None:
        self.old, self.new, self.author, self.at = old, new, author, at
        self._own_ends = {at, *self._ends_of_author(old), *self._ends_of_author(new)}
        self._selves = {author, *(standin.acting_for for standin in new.represented(author))}
        self._parties = {tie.party for person in self._selves for tie in new.memberships(person)}
        was = {author, *(standin.acting_for for standin in old.represented(author))}
        self._old_parties = {tie.party for person in was for tie in old.memberships(person)}
        # Many aspects share their holders and seats: what was compared once is not compared again.
        self._compared: dict[tuple[int, ...], tuple[Instant, Power] | None] = {}

    def first(self) -> Widening | None:
        best: tuple[Instant, AspectKey, Facet, Power] | None = None
        for aspect, facets in touched(self.old.facts, self.new):
            for facet in facets:
                found = self._compare(aspect, facet)
                if found is not None and (best is None or found[0] < best[0]):
                    best = (found[0], aspect, facet, found[1])
        if best is None:
            return None
        return Widening(moment_at(best[0]), *best[1:])

    def _compare(self, aspect: AspectKey, facet: Facet) -> tuple[Instant, Power] | None:
        before = _counterpart(self.old, self.new, aspect)
        held = self.new.held(aspect, facet)
        seats = self.new.seats(aspect, facet)
        if not self._could_hold(held, seats):
            return None
        old_held = None if before is None else self.old.held(before, facet)
        old_seats = None if before is None else self.old.seats(before, facet)
        key = (id(held), id(seats), id(old_held), id(old_seats))
        if key not in self._compared:
            moments = {*self._own_ends, *_ends(self.new, held, seats, self._parties)}
            if old_held is not None and old_seats is not None:
                moments |= {*_ends(self.old, old_held, old_seats, self._old_parties)}
            self._compared[key] = self._first_gain(before, aspect, facet, sorted(moments))
        return self._compared[key]

    def _first_gain(
        self, before: AspectKey | None, aspect: AspectKey, facet: Facet, moments: list[Instant]
    ) -> tuple[Instant, Power] | None:
        for now in moments:
            if self.at <= now < FOREVER:  # before `at` it is past
                has = _mandate(self.new, self.author, aspect, facet, now)
                had = _NOTHING if before is None else _mandate(self.old, self.author, before, facet, now)
                gained = has.gain_over(had)
                if gained is not None:
                    return now, gained
        return None

    def _could_hold(self, held: Held, seats: tuple[Span, ...]) -> bool:
        """Whether any letter here could ever be the author's, themselves or as a deputy."""
        if not self._parties.isdisjoint(held.R) or not self._parties.isdisjoint(held.C):
            return True
        return any(tie.person in self._selves for s in seats for tie in self.new.actors(s.assignment.party))

    def _ends_of_author(self, reading: Reading) -> Iterator[Instant]:
        """When the author's own belonging changes, and that of whoever they act for."""
        if self.author not in reading.facts.people:
            return
        yield from reading.activity(self.author)
        standins = reading.represented(self.author)
        for person in (self.author, *(standin.acting_for for standin in standins)):
            for tie in reading.memberships(person):
                yield from (tie.start, tie.end)
        for standin in standins:
            yield from (standin.start, standin.end)


def _ends(reading: Reading, held: Held, seats: tuple[Span, ...], parties: set[PartyKey]) -> Iterator[Instant]:
    """When the letters of the parties change, or who can act as A."""
    for holders in (held.R, held.C):
        for party in parties & holders.keys():
            for span in holders[party]:
                yield from (span.start, span.end)
    for span in seats:
        yield from (span.start, span.end)
        yield from ends_of_acting(reading, span.assignment.party)


def touched(before: Facts, new: Reading) -> Iterable[tuple[AspectKey, tuple[Facet, ...]]]:
    """The aspects and facets on which somebody's powers can differ, by the order of the aspects.

    When only assignments differ these are the aspects they stand on and everything below; else all of them.
    """
    after = new.facts
    same_ground = all(
        getattr(before, name) is getattr(after, name) or getattr(before, name) == getattr(after, name)
        for name in ("aspects", "people", "units", "roles", "bodies", "deputyships")
    )
    if not same_ground:
        return [(aspect, FACETS) for aspect in after.aspects]
    facets: dict[AspectKey, set[Facet]] = {}
    for assignment in set(before.assignments) ^ set(after.assignments):
        for aspect in new.below(assignment.aspect):
            facets.setdefault(aspect, set()).add(assignment.facet)
    return [
        (aspect, FACETS if "*" in (some := facets[aspect]) else tuple(f for f in FACETS if f in some))
        for aspect in after.aspects
        if aspect in facets
    ]


def _counterpart(old: Reading, new: Reading, aspect: AspectKey) -> AspectKey | None:
    """The aspect itself in the old organisation; for one that is new, the nearest above it that was there."""
    return next((key for key in new.line(aspect) if key in old.facts.aspects), None)


def _mandate(reading: Reading, person: PersonKey, aspect: AspectKey, facet: Facet, now: Instant) -> _Mandate:
    """G11 without glass and without author; equal to what `answer` allows (proved by a test)."""
    if not reading.active(person, now):
        return _NOTHING
    seat = walk(reading, aspect, facet, now, NOBODY).seat
    held = reading.held(aspect, facet)
    selves = [person, *(s.acting_for for s in reading.represented(person) if s.start <= now < s.end)]
    if seat is not None and any(acts(reading, one, seat.assignment, now) for one in selves):
        return _Mandate(comment=True, edit=True, publish=True)
    if any(holding(reading, one, held.R, now, voting=True) for one in selves):
        return _Mandate(comment=True, edit=True, publish=False)
    advises = holding(reading, person, held.C, now, voting=False) is not None
    return _Mandate(comment=advises, edit=False, publish=False)
