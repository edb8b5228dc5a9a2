"""Rehearsals of bodies that are written while the slow reference plays them."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from polder.governance.facts import (
    AspectKey,
    Assignment,
    Body,
    BodyKey,
    Charter,
    Facts,
    PartyKey,
    Person,
    PersonKey,
    Quorum,
    Seat,
)
from tests.capabilities.rehearsing.test_against_slow_matrix import BEGIN, Story, known, said, written
from tests.features.bodies.slow_bodies import Bodies, each_change
from tests.governance.organisations import MOMENTS, interval
from tests.governance.reference import is_active

BODIES = [BodyKey(key) for key in ("board", "crew", "team")]
KINDS = ["chair", "chair", "secretary", "member", "member", "advisor"]
FUNCTIONS = ["IT", "HR", "Law"]
METHODS = ["majority", "majority", "unanimous", "consent", "accountable", None]
STEPS = int(os.environ.get("BODY_STEPS", "25"))
NEW_YEAR = datetime(2026, 3, 13, tzinfo=UTC) + timedelta(days=300)


class BodyStory(Story):
    """Mostly acts in bodies; between them people come and go, and letters change."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        pick, facts = self.pick, self.start
        people = {
            key: one if pick.random() < 0.3 else replace(one, active_from=None, left_on=None)
            for key, one in facts.people.items()
        }
        some = list(people)
        for key in some[2:]:
            if pick.random() < 0.15:
                host, end = some[0], people[key].left_on or NEW_YEAR
                people[key] = replace(people[key], kind="guest", sponsor=host, left_on=end)
        bodies = {key: self._body(number, key, some) for number, key in enumerate(BODIES)}
        aspects = {
            key: replace(one, guardian=pick.choice([*BODIES, None]) if one.parent is None else None)
            for key, one in facts.aspects.items()
        }
        letters = facts.assignments
        if pick.random() < 0.6 and not any((one.aspect, one.letter) == ("root", "A") for one in letters):
            letters = (*letters, Assignment(AspectKey("root"), "*", PartyKey(f"person:{some[0]}"), "A"))
        self.start: Facts = replace(facts, people=people, bodies=bodies, aspects=aspects, assignments=letters)
        self.world: Any = Bodies(self.start, BEGIN)
        self.many = 0

    # ---- an organisation with bodies that decide

    def _body(self, number: int, key: BodyKey, people: list[PersonKey]) -> Body:
        pick = self.pick
        above = [None, *BODIES[:number]]
        parent = pick.choice(above) if pick.random() < 0.6 else above[-1]
        begin, end = interval(pick) if pick.random() < 0.2 else (None, None)
        acts_by = pick.choice(["chair", "any_member", "decision"])
        seats = tuple(self._seat(people) for _ in range(pick.randint(1, 5)))
        if pick.random() < 0.7:
            seats = (replace(seats[0], seat="chair", valid_from=None, valid_until=None), *seats[1:])
        return Body(
            key, "working_group", key, acts_by, seats, parent, self._charter(), begin, end,
            cadence=pick.choice([None, "FREQ=MONTHLY"]), requires=pick.choice([(), ("IT",)]),
        )  # fmt: skip

    def _seat(self, people: list[PersonKey]) -> Seat:
        pick = self.pick
        begin, end = interval(pick) if pick.random() < 0.4 else (None, None)
        person = pick.choice(people)
        others = [key for key in people if key != person]
        alternate = pick.choice(others) if others and pick.random() < 0.6 else None
        return Seat(person, pick.choice(KINDS), pick.choice(FUNCTIONS), begin, end, alternate)  # type: ignore[arg-type]

    def _charter(self) -> Charter | None:
        pick = self.pick
        if pick.random() < 0.1:
            return None
        aspects = None if pick.random() < 0.6 else tuple(pick.sample(list(self.start.aspects), 1))
        if pick.random() < 0.05:
            aspects = ()
        quorum = None
        if pick.random() < 0.6:
            share = pick.choice([None, 0, 0.25, 0.5, 0.6, 1])
            quorum = Quorum(share, tuple(pick.sample(FUNCTIONS, pick.choice([0, 0, 1, 2]))))
        return Charter(aspects, pick.choice([None, None, 100, 500.5, 0]), quorum, pick.choice(METHODS),
                       pick.choice([None, False, True, True]))  # type: ignore[arg-type]  # fmt: skip

    # ---- acts

    def tell(self) -> list[dict[str, Any]]:
        for _ in range(STEPS):
            self.later()
            act = self.act()
            if act is not None:
                self.steps.append({"at": said(self.world.now), **act})
            self.steps += self.hopes()
        return self.steps

    def later(self) -> None:
        pick, now = self.pick, self.world.now
        if pick.random() < 0.65:
            return
        ends = [*MOMENTS, *(one.due for one in self.world.closed if one.due is not None)]
        ahead = sorted(each for each in ends if each > now)
        hop = now + timedelta(hours=pick.choice([1, 5, 24]))
        tick = pick.choice([timedelta(seconds=1), timedelta(0)])
        self.world.wait(max(now, pick.choice([hop, *(each - tick for each in ahead[:1])])))

    def act(self) -> dict[str, Any] | None:
        pick = self.pick
        bodies = [self._propose] * 5 + [self._meet] * 4 + [self._vote] * 9 + [self._close] * 5
        bodies += [self._decide] * 3 + [self._adjourn] * 2
        if pick.random() < 0.8:
            return pick.choice(bodies)()
        people = [self._leave, self._join, self._sit, self._sit, self._dismiss, self._deputise, self._glass]
        return pick.choice([*people, self._assign, self._unassign, self._apply])()

    def _body_key(self) -> str:
        return self.pick.choice([*self.world.facts.bodies])

    def _often(self, people: Any, chance: float = 0.8) -> str:
        """Mostly one of these who is active."""
        there = sorted(one for one in people if is_active(self.world.facts, one, self.world.now))
        return self.pick.choice(there) if there and self.pick.random() < chance else self.someone()

    def _leaders(self, body: str) -> set[str]:
        seats = [seat for _, seat in self.world.seats(body) if seat.seat in ("chair", "secretary")]
        return {who for seat in seats for who in (seat.person, seat.alternate) if who is not None}

    def _around(self, body: str) -> set[str]:
        return {who for _, seat in self.world.seats(body) for who in (seat.person, seat.alternate) if who is not None}

    def _proposal(self) -> str | None:
        """Mostly one that can still be decided, sooner now."""
        every = self.world.proposals
        now = [key for key, one in every.items() if self.world.can_be_voted_on(one)]
        if now and self.pick.random() < 0.7:
            return self.pick.choice(now)
        going = [key for key, one in every.items() if one.state in ("forwarded", "open", "no_quorum")]
        if not every and self.pick.random() < 0.9:
            return None
        return self.pick.choice(going if going and self.pick.random() < 0.85 else [*every, "nothing-like-it"])

    def _propose(self) -> dict[str, Any]:
        pick = self.pick
        body, aspect = self._body_key(), self._aspect()
        self.many += 1
        if pick.random() < 0.6:
            able = [(b, a) for b in self.world.facts.bodies for a in self.world.facts.aspects
                    if self.world.may_decide(b, a, 0, [])]  # fmt: skip
            body, aspect = pick.choice(able) if able else (body, aspect)
        key = f"p{self.many}" if pick.random() < 0.95 else f"p{pick.randint(1, self.many)}"
        by = self._often({seat.person for _, seat in self.world.seats(body)})
        cost = pick.choice([0, 0, 0, 50, 100, 100.25, 500, 501, 2000, -1 if pick.random() < 0.3 else 20])
        changes = [self._change() for _ in range(pick.choice([0, 0, 1, 1, 2, 3]))]
        effective = self.moment() if pick.random() < 0.5 else None
        act = {
            "by": by, "do": "propose", "proposal": key, "body": body, "aspect": aspect, "title": "A proposal",
            "cost": cost or None, "changes": [{kind: written(given)} for one in changes for kind, given in one.items()],
            "effective": effective and said(effective),
        }  # fmt: skip
        if not changes and pick.random() < 0.7:
            del act["changes"]
        world = self.world
        return self._done(act, lambda: world.propose(by, key, body, aspect, cost, changes, effective))

    def _change(self) -> dict[str, Any]:
        pick = self.pick
        kind = pick.choice(["assign", "assign", "unassign", "budget"])
        if kind == "budget":
            amount = pick.choice([0, 1000, 250.5, -5 if pick.random() < 0.2 else 30])
            return {"budget": {"year": pick.choice([2026, 2026, 2027]), "aspect": self._aspect(), "amount": amount}}
        if kind == "unassign":
            old = self._old()
            return {"assign": known(self._new())} if old is None else {"unassign": known(old)}
        new = known(self._new())
        if pick.random() < 0.5:
            new = {key: value for key, value in new.items() if key not in ("from", "until")}
        return {"assign": new}

    def _meet(self) -> dict[str, Any]:
        shut = [key for key in self.world.facts.bodies if key not in self.world.meetings]
        body = self.pick.choice(shut) if shut and self.pick.random() < 0.9 else self._body_key()
        around, by = self._around(body), self._often(self._leaders(body))
        present = sorted({who for who in around if self.pick.random() < 0.7} | {self.someone()})
        if self.pick.random() < 0.1:
            present = []
        act = {"by": by, "do": "meet", "body": body, "present": present}
        return self._done(act, lambda: self.world.meet(by, body, present))

    def _adjourn(self) -> dict[str, Any]:
        body = self.pick.choice([*self.world.meetings, self._body_key()])
        by = self._often(self._leaders(body))
        return self._done({"by": by, "do": "adjourn", "body": body}, lambda: self.world.adjourn(by, body))

    def _vote(self) -> dict[str, Any]:
        key = self._proposal()
        if key is None:
            return self._propose()
        proposal = self.world.proposals.get(key)
        waiting = self.world.waiting_for(key) if proposal else set()
        by = self._often(waiting or (self._around(proposal.body) if proposal else ()))
        choice = self.pick.choice(["yes", "yes", "yes", "no", "abstain", "objection"])
        text = self.pick.choice([None, "because"])
        act = {"by": by, "do": "vote", "proposal": key, "choice": choice, "text": text}
        return self._done(act, lambda: self.world.vote(by, key, choice, text or ""))

    def _close(self) -> dict[str, Any]:
        key = self._proposal()
        if key is None:
            return self._propose()
        proposal = self.world.proposals.get(key)
        by = self._often(self._leaders(proposal.body) if proposal else ())
        return self._done({"by": by, "do": "close", "proposal": key}, lambda: self.world.close(by, key))

    def _decide(self) -> dict[str, Any]:
        going = [
            key
            for key, one in self.world.proposals.items()
            if self.world.method(one.body) == "accountable" and one.state in ("forwarded", "open")
        ]
        if not going and self.pick.random() < 0.8:
            return self._vote()
        key = self.pick.choice(going) if going and self.pick.random() < 0.9 else self._proposal()
        if key is None:
            return self._propose()
        proposal = self.world.proposals.get(key)
        by = self._often(self.world.acting(proposal.aspect, "content")[1] if proposal else ())
        choice = self.pick.choice(["yes", "yes", "no"])
        act = {"by": by, "do": "decide", "proposal": key, "choice": choice}
        return self._done(act, lambda: self.world.decide(by, key, choice))

    def _join(self) -> dict[str, Any]:
        self.many += 1
        key, by = PersonKey(f"new-{self.many}"), self._office()
        person = Person(key, key, active_from=self.world.now)
        act = {"by": by, "do": "join", "person": {"key": key, "name": key}}
        return self._done(act, lambda: self.world.join(by, person))

    def _sit(self) -> dict[str, Any] | None:
        pick = self.pick
        person, body, by = self.someone(), self._body_key(), self._office()
        begin, end = self.moment(), self.moment()
        over = self.world.facts.bodies[body].valid_until
        if self._holds(person, ("body", body)) or (over is not None and over <= (begin or self.world.now)):
            return None  # the page is silent about holding twice, and about a body that is over by then
        kind, function = pick.choice(KINDS), pick.choice(FUNCTIONS)
        alternate = pick.choice([None, self.someone()])
        if alternate == person:
            alternate = None
        act = {
            "by": by, "do": "appoint", "person": person, "body": body, "seat": kind, "function": function,
            "alternate": alternate, "from": begin and said(begin), "until": end and said(end),
        }  # fmt: skip
        seat: Any = Seat(person, kind, function, begin, end, alternate)  # type: ignore[arg-type]
        return self._done(act, lambda: self.world.sit(by, person, body, seat))

    # ---- what is expected

    def hopes(self) -> list[dict[str, Any]]:
        world = self.world
        found: list[dict[str, Any]] = []
        for key, one in world.proposals.items():
            if one.state in ("forwarded", "open", "no_quorum") or one.due is not None or self.pick.random() < 0.1:
                waiting = sorted(world.waiting_for(key))
                found.append({"proposal": key, "state": one.state, "body": one.body, "waiting_for": waiting})
        years = {(given["aspect"], given["year"]) for one in world.proposals.values()
                 for kind, given in each_change(one.changes) if kind == "budget"}  # fmt: skip
        for aspect, year in sorted(years):
            if self.pick.random() < 0.3:
                planned = world.planned.get((aspect, year), 0)
                found.append({"budget": aspect, "year": year, "planned": planned, "left": world.left(aspect, year)})
        if self.pick.random() < 0.2:  # an inbox asks everybody who has something to tell
            found.append(self._inbox())
        more = super().hopes() if self.pick.random() < 0.2 else []
        return [*({"at": said(world.now), "expect": one} for one in found), *more]

    def _inbox(self) -> dict[str, Any]:
        world, who = self.world, self.someone()
        tasks = world.tasks(who)
        kinds = tasks | ({"failed"} if who in world.told_of_failure else set())
        if not is_active(world.facts, who, world.now):
            tasks, kinds = set(), set()
        lacks = {"vote", "decide", "failed"} - kinds
        return {"inbox": who, "contains": sorted(kinds), "lacks": sorted(lacks), "empty": not tasks}
