"""“Acts in bodies” of rehearsal.md, slowly and in memory: what the product is compared with.

Written from the page alone; people and the matrix are those of the slow matrix. A seat is known by its place in its
body. Nothing here looks at a proposal's past: who carries, may vote and is waited for is worked out anew each time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from polder.governance.facts import Body, Charter, Facts, Person, Quorum, Seat
from tests.capabilities.rehearsing.slow_matrix import FACETS, No, World
from tests.governance.reference import check, is_active, line, those_who_answer, valid

CAN_BE_DECIDED = ("forwarded", "open")


@dataclass
class Proposal:
    key: str
    body: str
    aspect: str
    cost: float
    changes: list[dict[str, Any]]
    effective: datetime | None
    state: str
    votes: dict[int, tuple[str, str]] = field(default_factory=dict)  # by the place of the seat: choice and text
    due: datetime | None = None  # adopted, and takes effect then
    took_effect: datetime | None = None


class Bodies(World):
    """The slow matrix with bodies that decide."""

    def __init__(self, facts: Facts, now: datetime) -> None:
        super().__init__(facts, now)
        self.proposals: dict[str, Proposal] = {}
        self.meetings: dict[str, set[str]] = {}  # the open ones: who is there
        self.planned: dict[tuple[str, int], float] = {}
        self.closed: list[Proposal] = []  # in the order of closing
        self.told_of_failure: set[str] = set()

    # ---- acts

    def wait(self, until: datetime) -> None:
        """Every decision due by then takes effect at its own moment, at one moment in the order of closing."""
        while due := [one for one in self.closed if one.due is not None and one.due <= until]:
            first = min(due, key=lambda one: (one.due, self.closed.index(one)))
            self.now = first.due  # type: ignore[assignment]
            self.take_effect(first)
        self.now = until

    def join(self, by: str | None, person: Person) -> None:
        self.present(by)
        self.registration(by)
        self.facts = replace(self.facts, people=dict(self.facts.people) | {person.key: person})

    def sit(self, by: str | None, person: str, key: str, seat: Seat) -> None:
        """`appoint` to a seat with all it can carry; `seat.valid_from` is as given."""
        self.present(by)
        self.there(self.facts.people, person)
        self.there(self.facts.bodies, key)
        if seat.alternate is not None:
            self.there(self.facts.people, seat.alternate)
        self.registration(by)
        seat = replace(seat, valid_from=self.span(seat.valid_from, seat.valid_until))
        body = self.facts.bodies[key]  # type: ignore[index]
        more = {body.key: replace(body, seats=(*body.seats, seat))}
        self.become(by, replace(self.facts, bodies=dict(self.facts.bodies) | more))

    def propose(
        self, by: str, key: str, asked: str, aspect: str, cost: float, changes: list[dict[str, Any]],
        effective: datetime | None,
    ) -> None:  # fmt: skip
        self.present(by)
        self.there(self.facts.bodies, asked)
        self.there(self.facts.aspects, aspect)
        for _, given in each_change(changes):
            self.there(self.facts.aspects, given["aspect"])
            if "party" in given:
                kind, party = given["party"].split(":")
                self.there(getattr(self.facts, {"person": "people", "body": "bodies"}.get(kind, f"{kind}s")), party)
        sits = any(seat.person == by for _, seat in self.seats(asked))
        if not sits and not any(check(self.facts, by, "edit", aspect, f, self.now).allowed for f in FACETS):
            raise No("not_assigned")
        amounts = [given["amount"] for kind, given in each_change(changes) if kind == "budget"]
        if key in self.proposals or min([cost, *amounts]) < 0:
            raise No("invalid")
        able = [body for body in line(self.facts.bodies, asked) if self.may_decide(body, aspect, cost, changes)]
        if not able:
            raise No("no_body")
        state = "open" if able[0] == asked else "forwarded"
        self.proposals[key] = Proposal(key, able[0], aspect, cost, changes, effective, state)

    def meet(self, by: str, body: str, present: list[str]) -> None:
        self.present(by)
        self.there(self.facts.bodies, body)
        for person in present:
            self.there(self.facts.people, person)
        self.presides(by, body)
        if body in self.meetings:
            raise No("wrong_state")
        self.meetings[body] = set(present)
        for proposal in self.proposals.values():
            if proposal.body == body and proposal.state in ("forwarded", "no_quorum"):
                proposal.state = "open"

    def adjourn(self, by: str, body: str) -> None:
        self.present(by)
        self.there(self.facts.bodies, body)
        self.presides(by, body)
        if body not in self.meetings:
            raise No("wrong_state")
        del self.meetings[body]

    def vote(self, by: str, key: str, choice: str, text: str) -> None:
        self.present(by)
        self.there(self.proposals, key)
        proposal = self.proposals[key]
        if not self.has_to_do_with(by, proposal.body):
            raise No("not_assigned")
        if not self.can_be_voted_on(proposal):
            raise No("wrong_state")
        ours = [place for place, who in self.may_vote(proposal.body) if who == by]
        if not ours:
            raise No("wrong_state")
        for place in ours:
            proposal.votes[place] = (choice, text)
        proposal.state = "open"

    def close(self, by: str, key: str) -> None:
        self.present(by)
        self.there(self.proposals, key)
        proposal = self.proposals[key]
        self.presides(by, proposal.body)
        if not self.can_be_voted_on(proposal):
            raise No("wrong_state")
        if not self.has_quorum(proposal):
            proposal.state, proposal.votes = "no_quorum", {}
        else:
            self.decided(proposal, self.carries_the_day(proposal))

    def decide(self, by: str, key: str, choice: str) -> None:
        self.present(by)
        self.there(self.proposals, key)
        proposal = self.proposals[key]
        mark, pairs = those_who_answer(self.facts, proposal.aspect, "content", self.now, set())
        if mark is None:
            raise No("no_accountable")
        if by not in {who for who, _ in pairs}:
            raise No("not_assigned")
        if self.method(proposal.body) != "accountable" or proposal.state not in CAN_BE_DECIDED:
            raise No("wrong_state")
        if choice == "yes":
            self.widens_nothing(by, proposal)
        self.decided(proposal, choice == "yes")

    # ---- what is asked

    def waiting_for(self, key: str) -> set[str]:
        proposal = self.proposals[key]
        if proposal.state in CAN_BE_DECIDED and self.method(proposal.body) == "accountable":
            return self.acting(proposal.aspect, "content")[1]
        if not self.can_be_voted_on(proposal):
            return set()
        return {who for place, who in self.may_vote(proposal.body) if place not in proposal.votes}

    def tasks(self, person: str) -> set[str]:
        found = set()
        for key, proposal in self.proposals.items():
            if person in self.waiting_for(key):
                found.add("decide" if self.method(proposal.body) == "accountable" else "vote")
        return found

    def left(self, aspect: str, year: int) -> float:
        zone = ZoneInfo(self.facts.zone)
        spent = [
            one.cost
            for one in self.closed
            if one.aspect == aspect and one.took_effect is not None and one.took_effect.astimezone(zone).year == year
        ]
        return self.planned.get((aspect, year), 0) - sum(spent)

    # ---- rules

    def charter(self, body: str) -> Charter:
        return self.facts.bodies[body].charter or Charter()  # type: ignore[index]

    def method(self, body: str) -> str:
        return self.charter(body).method or "majority"

    def seats(self, key: str) -> Iterator[tuple[int, Seat]]:
        """The valid ones, with their places."""
        body: Body = self.facts.bodies[key]  # type: ignore[index]
        for place, seat in enumerate(body.seats):
            if valid(seat, self.now) and valid(body, self.now):
                yield place, seat

    def voting_seats(self, body: str) -> list[tuple[int, Seat]]:
        return [(place, seat) for place, seat in self.seats(body) if seat.seat != "advisor"]

    def may_decide(self, body: str, aspect: str, cost: float, changes: list[dict[str, Any]]) -> bool:
        charter = self.facts.bodies[body].charter  # type: ignore[index]
        if charter is None or not valid(self.facts.bodies[body], self.now):  # type: ignore[index]
            return False  # the page is silent about a body that is over: it decides nothing
        for about in (aspect, *(given["aspect"] for _, given in each_change(changes))):
            if charter.aspects is not None and not set(line(self.facts.aspects, about)) & set(charter.aspects):
                return False
        if charter.up_to is not None and cost > charter.up_to:
            return False
        for kind, given in each_change(changes):
            on = self.facts.aspects[given["aspect"]]
            if kind != "budget" and given["letter"] == "A" and on.parent is None and on.guardian != body:
                return False
        return True

    def presides(self, by: str, body: str) -> None:
        heads = [seat for _, seat in self.seats(body) if seat.seat in ("chair", "secretary")]
        if not any(by in (seat.person, seat.alternate) for seat in heads):
            raise No("not_assigned")

    def able(self, person: str | None) -> bool:
        """Whether somebody can vote at all now."""
        return is_active(self.facts, person, self.now) and self.facts.people[person].kind != "guest"  # type: ignore[index]

    def is_there(self, person: str | None, body: str) -> bool:
        return person in self.meetings.get(body, ()) and is_active(self.facts, person, self.now)

    def carried(self, body: str) -> dict[int, str]:
        """In the open meeting: who carries the seat at each place."""
        return self.shared(
            self.in_order(body),
            own=lambda seat: self.is_there(seat.person, body),
            other=lambda seat: not self.is_there(seat.person, body) and self.is_there(seat.alternate, body),
        )

    def may_vote(self, body: str) -> list[tuple[int, str]]:
        """Each seat that can vote now, and who votes for it. In writing too somebody votes for one seat."""
        found = self.carried(body)
        if self.charter(body).written:
            left = [(place, seat) for place, seat in self.in_order(body) if place not in found]
            found |= self.shared(
                left,
                own=lambda seat: is_active(self.facts, seat.person, self.now),
                other=lambda seat: not is_active(self.facts, seat.person, self.now),
                busy=set(found.values()),
            )
        return sorted(found.items())

    def in_order(self, body: str) -> list[tuple[int, Seat]]:
        """The page does not say which of their seats somebody with several carries: chair, secretary, member."""
        kinds = ["chair", "secretary", "member"]
        return sorted(self.voting_seats(body), key=lambda one: (kinds.index(one[1].seat), one[1].function, one[0]))

    def shared(self, seats: list[tuple[int, Seat]], *, own: Any, other: Any, busy: Any = ()) -> dict[int, str]:
        """One seat for each person, their own first. Guests carry none."""
        found: dict[int, str] = {}
        taken = set(busy)
        for place, seat in seats:
            if own(seat) and self.able(seat.person) and seat.person not in taken:
                found[place] = seat.person
                taken.add(seat.person)
        for place, seat in seats:
            if place not in found and other(seat) and self.able(seat.alternate) and seat.alternate not in taken:
                found[place] = str(seat.alternate)
                taken.add(seat.alternate)
        return found

    def has_to_do_with(self, person: str, body: str) -> bool:
        """Whether somebody holds a voting seat, or replaces its holder."""
        if not self.able(person):
            return False
        for _, seat in self.voting_seats(body):
            if seat.person == person:
                return True
            if seat.alternate == person:
                in_writing = body not in self.meetings and self.charter(body).written
                holder_votes = is_active(self.facts, seat.person, self.now) if in_writing else False
                if not holder_votes and not self.is_there(seat.person, body):
                    return True
        return False

    def can_be_voted_on(self, proposal: Proposal) -> bool:
        possible = proposal.body in self.meetings or bool(self.charter(proposal.body).written)
        return possible and proposal.state in CAN_BE_DECIDED and self.method(proposal.body) != "accountable"

    def counting(self, proposal: Proposal) -> dict[int, tuple[str, str]]:
        """The votes of seats that are valid now and whose holder, or alternate in their place, is active."""
        found = {}
        for place, seat in self.voting_seats(proposal.body):
            somebody = is_active(self.facts, seat.person, self.now) or is_active(self.facts, seat.alternate, self.now)
            if somebody and place in proposal.votes:
                found[place] = proposal.votes[place]
        return found

    def has_quorum(self, proposal: Proposal) -> bool:
        seats = dict(self.voting_seats(proposal.body))
        present = set(self.carried(proposal.body))
        if self.charter(proposal.body).written:
            present |= set(self.counting(proposal))
        quorum = self.charter(proposal.body).quorum or Quorum()
        enough = quorum.share is None or len(present) >= quorum.share * len(seats)
        return enough and set(quorum.functions) <= {seats[place].function for place in present}

    def carries_the_day(self, proposal: Proposal) -> bool:
        votes = list(self.counting(proposal).values())
        yes = len([1 for choice, _ in votes if choice == "yes"])
        against = len([1 for choice, _ in votes if choice in ("no", "objection")])
        match self.method(proposal.body):
            case "majority":
                return yes > against
            case "unanimous":
                return against == 0 and yes > 0
            case _:
                return not any(choice == "objection" and text for choice, text in votes)

    def decided(self, proposal: Proposal, adopted: bool) -> None:
        proposal.state = "adopted" if adopted else "rejected"
        self.closed.append(proposal)
        if adopted:
            proposal.due = self.moment_of(proposal)
            if proposal.due == self.now:
                self.take_effect(proposal)

    def moment_of(self, proposal: Proposal) -> datetime:
        return max(self.now, proposal.effective or self.now)

    def take_effect(self, proposal: Proposal) -> None:
        proposal.due = None
        try:
            self.facts = self.changed(proposal)
        except No:
            proposal.state = "failed"
            chairs = {str(seat.person) for _, seat in self.seats(proposal.body) if seat.seat == "chair"}
            self.told_of_failure |= {one for one in chairs if is_active(self.facts, one, self.now)}
            return
        proposal.took_effect = self.now
        for kind, given in each_change(proposal.changes):
            if kind == "budget":
                self.planned[given["aspect"], given["year"]] = given["amount"]

    def changed(self, proposal: Proposal) -> Facts:
        """The organisation with the change set of the proposal from now on; No when it does not fit."""
        after = self.facts
        for kind, given in each_change(proposal.changes):
            if kind == "unassign":
                after = self.ended(after, given)
        for kind, given in each_change(proposal.changes):
            if kind == "assign":
                begin = given.get("from")
                begin = begin if begin is not None and begin > self.now else None
                after = self.given(after, given | {"from": begin})
        return after

    def widens_nothing(self, by: str, proposal: Proposal) -> None:
        """G14, from the moment of effect on."""
        now, self.now = self.now, self.moment_of(proposal)
        try:
            after = self.changed(proposal)
        except No:
            return  # it does not fit: nobody gets anything by it
        else:
            self.own_mandate(by, after)
        finally:
            self.now = now


def each_change(changes: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in changes:
        yield from one.items()
