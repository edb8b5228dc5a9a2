"""What a rule looks at: one organisation at one moment, with what several rules want to know worked out once."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from polder.governance.facts import FACETS, AspectKey, Assignment, Facet, PartyKey, PersonKey
from polder.governance.resolution import Accountable, Reading
from polder.governance.resolution.accountable import NOBODY, acts_by_decision, can_act, ends_of_acting, walk, who_act
from polder.governance.resolution.moments import ALWAYS, Instant, instant, moment_at
from polder.governance.resolution.reading import Holders, Span

Severity = Literal["critical", "high", "medium", "low"]
type LastActivity = Callable[[Assignment], datetime | None]


class Spot(NamedTuple):
    """Where a rule sees something. `since` None: always, or nobody asks; `detail` is for the sentence on the screen."""

    aspect: AspectKey
    facet: Facet
    party: PartyKey | None = None
    person: PersonKey | None = None
    since: datetime | None = None
    detail: str = ""


class Vacancy(NamedTuple):
    """An A in force that nobody can act for, though the walk comes by; `caretaker` is who answers instead."""

    assignment: Assignment
    since: Instant
    caretaker: Accountable | None


class Scene:
    """One moment. `aspects` are those to look at; `last_activity` says when something was last done under a letter."""

    def __init__(
        self,
        reading: Reading,
        t: datetime,
        aspects: Iterable[AspectKey] | None = None,
        last_activity: LastActivity | None = None,
    ) -> None:
        self.reading, self.t, self.now = reading, t, instant(t)
        self.aspects = tuple(reading.facts.aspects if aspects is None else aspects)
        self.last_activity = last_activity
        self._able: dict[PartyKey, bool] = {}
        self._answers: dict[tuple[AspectKey, Facet], Accountable | None] = {}
        self._acting: dict[tuple[int, bool], Accountable] = {}
        self._workers: dict[PartyKey, frozenset[PersonKey]] = {}
        self._unanswered: dict[int, Instant] = {}
        self._vacancies: list[Vacancy] | None = None

    def places(self) -> Iterator[tuple[AspectKey, Facet]]:
        """Every aspect with every facet."""
        for aspect in self.aspects:
            for facet in FACETS:
                yield aspect, facet

    def in_force(self, *letters: str) -> Iterator[Assignment]:
        """The assignments of these letters that stand on the aspects now."""
        for aspect in self.aspects:
            for span in self.reading.spans.get(aspect, ()):
                if span.assignment.letter in letters and self.valid(span):
                    yield span.assignment

    def valid(self, span: Span) -> bool:
        return span.start <= self.now < span.end

    def parties(self, holders: Holders) -> list[PartyKey]:
        """Whoever holds the letter now."""
        return [party for party, spans in holders.items() if any(map(self.valid, spans))]

    def able(self, assignment: Assignment) -> bool:
        """Whether somebody acts for the A now, deputies included."""
        found = self._able.get(assignment.party)
        if found is None:
            found = self._able[assignment.party] = can_act(self.reading, assignment, self.now, NOBODY)
        return found

    def answers(self, aspect: AspectKey, facet: Facet) -> Accountable | None:
        """The effective A (G7)."""
        if (aspect, facet) not in self._answers:
            found = walk(self.reading, aspect, facet, self.now, NOBODY)
            known = None
            if found.seat is not None:
                key = (id(found.seat), found.caretaker)
                if key not in self._acting:
                    self._acting[key] = who_act(self.reading, found.seat.assignment, self.now, NOBODY, found)
                known = self._acting[key]
            self._answers[aspect, facet] = known
        return self._answers[aspect, facet]

    def workers(self, party: PartyKey) -> frozenset[PersonKey]:
        """Who acts as R for the party now and is active (G8); of somebody absent the deputies (G10)."""
        found = self._workers.get(party)
        if found is None:
            people: set[PersonKey] = set()
            for tie in self.reading.members(party):
                if tie.start <= self.now < tie.end and not tie.advisory:
                    people.update([tie.person] if self.active(tie.person) else self.deputies(tie.person))
            found = self._workers[party] = frozenset(people)
        return found

    def active(self, person: PersonKey) -> bool:
        return self.reading.active(person, self.now)

    def deputies(self, person: PersonKey) -> list[PersonKey]:
        """Those who are deputy for the person now and active."""
        standins = self.reading.deputies(person)
        return [s.by for s in standins if s.start <= self.now < s.end and self.active(s.by)]

    def vacancies(self) -> list[Vacancy]:
        """A's in force that cannot act and are passed over by the walk from their own aspect (G7).

        A body that acts by decision is passed over by design: vacant only when nobody active sits in it any more.
        """
        if self._vacancies is None:
            self._vacancies = []
            for assignment in self.in_force("A"):
                if not self.able(assignment) and not self._decides(assignment):
                    facets = [f for f in FACETS if assignment.facet in (f, "*") and self._passes(assignment, f)]
                    if facets:  # who is caretaker may differ by facet, and for some there may be nobody
                        answers = (self.answers(assignment.aspect, facet) for facet in facets)
                        caretaker = next((each for each in answers if each is not None), None)
                        self._vacancies.append(Vacancy(assignment, self._vacant_since(assignment), caretaker))
        return self._vacancies

    def unanswered_since(self, aspect: AspectKey, facet: Facet) -> datetime | None:
        """Since when nobody can act as A, where nobody can."""
        seats = self.reading.seats(aspect, facet)
        if id(seats) not in self._unanswered:
            ends = {end for span in seats for end in (span.start, span.end)}
            ends.update(end for span in seats for end in ends_of_acting(self.reading, span.assignment.party))
            self._unanswered[id(seats)] = self.since(
                ends, lambda then: walk(self.reading, aspect, facet, then, NOBODY).seat is None
            )
        return as_bound(self._unanswered[id(seats)])

    def since(self, ends: Collection[Instant], holds: Callable[[Instant], bool]) -> Instant:
        """The beginning of the time in which `holds` has been true without a break up to now.

        Between two of the `ends` nothing changes, so it is enough to look at each of them.
        """
        since = self.now
        for then in sorted({ALWAYS, *(end for end in ends if end <= self.now)}, reverse=True):
            if not holds(then):
                break
            since = then
        return since

    def _vacant_since(self, assignment: Assignment) -> Instant:
        span = next(s for s in self.reading.spans[assignment.aspect] if s.assignment is assignment)
        ends = {span.start, *ends_of_acting(self.reading, assignment.party)}
        return self.since(ends, lambda then: then >= span.start and not can_act(self.reading, assignment, then, NOBODY))

    def _passes(self, assignment: Assignment, facet: Facet) -> bool:
        """Whether the walk from the aspect itself comes by this A: no A for the facet itself acts before it."""
        for span in self.reading.seats(assignment.aspect, facet):
            if self.valid(span):
                if span.assignment is assignment:
                    return True
                if self.able(span.assignment):
                    return False
        return False

    def _decides(self, assignment: Assignment) -> bool:
        if not acts_by_decision(self.reading, assignment):
            return False
        return bool(self.workers(assignment.party))


def as_bound(since: Instant) -> datetime | None:
    """None for always."""
    return None if since == ALWAYS else moment_at(since)
