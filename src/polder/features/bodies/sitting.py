"""The seats of bodies as the rules read them, and who may vote where; from the database, at a moment."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from polder.base.validity import valid_at
from polder.features.bodies.models import Meeting, Proposal, Vote
from polder.features.bodies.rules import seats as rules
from polder.features.bodies.rules.seats import Carriers, Seat, Sitter
from polder.governance.facts import Charter
from polder.governance.store import charter_of
from polder.ground.organisation import models as rows
from polder.ground.organisation.models import Body, Person

VOTING = (rows.Seat.Kind.CHAIR, rows.Seat.Kind.SECRETARY, rows.Seat.Kind.MEMBER)
LEADING = (rows.Seat.Kind.CHAIR, rows.Seat.Kind.SECRETARY)
NO_CHARTER = Charter()


@dataclass(slots=True)
class Sitting:
    """A body now: its voting seats, its charter, and who is there when it meets."""

    body: Body
    charter: Charter
    seats: list[Seat]
    meeting: Meeting | None = None
    present: set[int] | None = None
    votes: dict[int, list[Vote]] = field(default_factory=dict)  # by proposal

    @property
    def method(self) -> str:
        """`majority` when the charter says nothing."""
        return self.charter.method or "majority"

    @property
    def written(self) -> bool:
        return bool(self.charter.written)

    @property
    def in_session(self) -> bool:
        """Can its seats vote now at all?"""
        return self.method != "accountable" and (self.meeting is not None or self.written)

    def carriers(self) -> Carriers | None:
        """Who carries each seat in the open meeting; None while there is none."""
        return None if self.present is None else rules.carried(self.seats, self.present)

    def voters(self) -> Carriers:
        """Who may vote for each seat now, in the meeting or in writing."""
        if not self.in_session:
            return {}
        return rules.voters(self.seats, self.present, written=self.written)

    def waited_for(self, proposal: Proposal) -> set[int]:
        """Numbers of the people whose seat has not voted on it yet."""
        if not proposal.votable:
            return set()
        voted = {vote.seat_id for vote in self.votes.get(proposal.pk, ())}
        return {person for seat, person in self.voters().items() if seat not in voted}


def of(body: Body, at: datetime) -> Sitting:
    """One body, without its votes. Three queries."""
    return of_many([body], at)[body.pk]


def of_many(bodies: Collection[Body], at: datetime, proposals: Iterable[Proposal] = ()) -> dict[int, Sitting]:
    """Several bodies by number, with the votes on some proposals. Four queries at most."""
    found = {body.pk: Sitting(body, charter_of(body.charter) or NO_CHARTER, []) for body in bodies}
    seats = rows.Seat.objects.filter(valid_at(at), valid_at(at, "body__"), body__in=found, seat__in=VOTING)
    for row in seats.select_related("person", "alternate"):
        alternate = None if row.alternate is None else _sitter(row.alternate, at)
        found[row.body_id].seats.append(Seat(row.pk, row.seat, row.function, _sitter(row.person, at), alternate))
    for meeting in Meeting.objects.filter(body__in=found, opened_at__isnull=False, adjourned_at=None).prefetch_related(
        "present"
    ):
        sitting = found[meeting.body_id]
        sitting.meeting, sitting.present = meeting, {row.person_id for row in meeting.present.all()}
    asked = [proposal.pk for proposal in proposals]
    if asked:
        given: defaultdict[int, list[Vote]] = defaultdict(list)
        for vote in Vote.objects.filter(proposal__in=asked).select_related("proposal", "person", "replied_by"):
            given[vote.proposal_id].append(vote)
        for sitting in found.values():
            sitting.votes = {pk: some for pk, some in given.items() if some[0].proposal.body_id == sitting.body.pk}
    return found


def leads(body: Body, person: Person, at: datetime) -> bool:
    """Chair, secretary, or the alternate of one of them. One query."""
    seats = rows.Seat.objects.filter(valid_at(at), valid_at(at, "body__"), body=body, seat__in=LEADING)
    return any(person.pk in pair for pair in seats.values_list("person", "alternate"))


def sits(body: Body, person: Person, at: datetime) -> bool:
    """Any seat, advisors too. One query."""
    return rows.Seat.objects.filter(valid_at(at), valid_at(at, "body__"), body=body, person=person).exists()


def _sitter(person: Person, at: datetime) -> Sitter:
    return Sitter(person.pk, person.counts(at), person.kind == Person.Kind.GUEST)


def invited(body: Body, at: datetime) -> set[int]:
    """Numbers of everybody active with a seat in it, advisors too, and of who stands in. One query."""
    seats = rows.Seat.objects.filter(valid_at(at), valid_at(at, "body__"), body=body)
    people = [each for seat in seats.select_related("person", "alternate") for each in (seat.person, seat.alternate)]
    return {person.pk for person in people if person is not None and person.counts(at)}
