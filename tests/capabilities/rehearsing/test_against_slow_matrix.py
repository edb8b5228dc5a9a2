"""Random organisations and random acts on people and the matrix: the product does what the page says, act by act."""

import json
import os
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from polder.capabilities.rehearsing import format as rehearsals
from polder.capabilities.rehearsing import playing
from polder.governance.facts import Facts
from tests.capabilities.rehearsing.slow_matrix import FACETS, POWERS, No, World
from tests.governance.organisations import MOMENTS, organisation
from tests.governance.reference import valid

SEEDS = range(int(os.environ.get("MATRIX_SEEDS", "4")))
STEPS = 30
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Story:
    """A rehearsal that is written while the slow world plays it."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        facts = organisation(self.pick)
        operators = frozenset(self.pick.sample(list(facts.people), 1))
        people = {key: replace(person, kind="employee") for key, person in facts.people.items()}  # guests need an end
        deputies = tuple(one for one in facts.deputyships if one.acting_for != one.by)
        bodies = {key: replace(body, valid_from=None, valid_until=None) for key, body in facts.bodies.items()}
        self.start: Facts = replace(
            facts, people=people, bodies=bodies, operators=operators, glasses=(), deputyships=deputies
        )
        self.world: Any = World(self.start, BEGIN)  # keys are plain words here
        self.steps: list[dict[str, Any]] = []

    def tell(self) -> list[dict[str, Any]]:
        for _ in range(STEPS):
            self.later()
            act = self.act()
            if act is not None:
                self.steps.append({"at": said(self.world.now), **act})
            self.steps += self.hopes()
        return self.steps

    def later(self) -> None:
        ahead = [each for each in MOMENTS if each > self.world.now]
        hop = timedelta(hours=self.pick.choice([0, 0, 1, 5, 24]))
        tick = timedelta(seconds=1)
        choices = [self.world.now + hop, *(each + self.pick.choice([-tick, timedelta(0)]) for each in ahead[:1])]
        self.world.now = max(self.world.now, self.pick.choice(choices))

    def someone(self) -> str:
        return self.pick.choice([*self.world.facts.people])

    def moment(self) -> datetime | None:
        now = self.world.now
        return self.pick.choice([None, None, None, now, now + timedelta(days=2), now - timedelta(hours=1), *MOMENTS])

    def party(self) -> str:
        facts = self.world.facts
        kind = self.pick.choice(["person", "unit", "role", "body"])
        among = {"person": facts.people, "unit": facts.units, "role": facts.roles, "body": facts.bodies}[kind]
        return f"{kind}:{self.pick.choice([*among])}"

    def act(self) -> dict[str, Any] | None:
        choices = [self._leave, self._appoint, self._dismiss, self._deputise, self._glass]
        return self.pick.choice([*choices, *[self._assign] * 5, *[self._unassign] * 3, *[self._apply] * 3])()

    def _done(self, act: dict[str, Any], slow: Any) -> dict[str, Any]:
        try:
            slow()
        except No as refused:
            act["refused"] = refused.code
        return {key: value for key, value in act.items() if value is not None or key == "by"}

    def _office(self) -> str | None:
        return self.pick.choice([None, *self.world.facts.operators, self.someone()])

    def _leave(self) -> dict[str, Any] | None:
        person, when, by = self.someone(), self.moment(), self._office()
        begins = self.world.facts.people[person].active_from
        if begins is not None and begins >= self.world.now:
            return None  # the page is silent about who is not here yet
        act = {"by": by, "do": "leave", "person": person, "from": when and said(when)}
        return self._done(act, lambda: self.world.leave(by, person, when))

    def _place(self) -> tuple[str, str]:
        if self.pick.random() < 0.5:
            return "role", self.pick.choice([*self.world.facts.roles])
        return "body", self.pick.choice([*self.world.facts.bodies])

    def _holds(self, person: str, place: tuple[str, str]) -> list[Any]:
        facts = self.world.facts
        held = facts.roles[place[1]].holders if place[0] == "role" else facts.bodies[place[1]].seats
        return [one for one in held if one.person == person]

    def _appoint(self) -> dict[str, Any] | None:
        person, place, begin, end, by = self.someone(), self._place(), self.moment(), self.moment(), self._office()
        if self._holds(person, place):
            return None  # the page is silent about holding twice
        seat = self.pick.choice(["chair", "secretary", "member", "advisor"])
        more = {} if place[0] == "role" else {"seat": seat, "function": "x"}
        act = {
            "by": by, "do": "appoint", "person": person, place[0]: place[1], **more,
            "from": begin and said(begin), "until": end and said(end),
        }  # fmt: skip
        return self._done(act, lambda: self.world.appoint(by, person, place, begin, end, seat))

    def _dismiss(self) -> dict[str, Any] | None:
        person, place, by = self.someone(), self._place(), self._office()
        held = self._holds(person, place)
        now = self.world.now
        if not any(valid(one, now) for one in held) and any(one.valid_from and one.valid_from > now for one in held):
            return None  # the page is silent about what is only planned
        act = {"by": by, "do": "dismiss", "person": person, place[0]: place[1]}
        return self._done(act, lambda: self.world.dismiss(by, person, place))

    def _deputise(self) -> dict[str, Any] | None:
        absent, deputy, begin, end = self.someone(), self.someone(), self.moment(), self.moment()
        if any(one.acting_for == absent and one.by == deputy for one in self.world.facts.deputyships):
            return None
        by = self.pick.choice([None, absent, self.someone(), *self.world.facts.operators])
        act = {
            "by": by, "do": "deputise", "for": absent, "deputy": deputy,
            "from": begin and said(begin), "until": end and said(end),
        }  # fmt: skip
        return self._done(act, lambda: self.world.deputise(by, absent, deputy, begin, end))

    def _glass(self) -> dict[str, Any] | None:
        by, aspect = self.pick.choice([self.someone(), *self.world.facts.operators]), self._aspect()
        if any(one.aspect == aspect and valid(one, self.world.now) for one in self.world.facts.glasses):
            return None
        reason = self.pick.choice(["Wrong number", "Wrong number", ""])
        act = {"by": by, "do": "break_glass", "aspect": aspect, "reason": reason}
        return self._done(act, lambda: self.world.break_glass(by, aspect, reason))

    def _aspect(self) -> str:
        return self.pick.choice([*self.world.facts.aspects])

    def _new(self) -> dict[str, Any]:
        return {
            "aspect": self._aspect(), "party": self.party(), "letter": self.pick.choice("RACIA"),
            "facet": self.pick.choice([None, "*", *FACETS]), "from": self.moment(), "until": self.moment(),
        }  # fmt: skip

    def _old(self) -> dict[str, Any] | None:
        now = self.world.now
        standing = [one for one in self.world.facts.assignments if valid(one, now)]
        if not standing or self.pick.random() < 0.1:
            given = {**self._new()}
            given.pop("from"), given.pop("until")
            place = (given["aspect"], given["facet"] or "*", given["party"], given["letter"])
            same = [o for o in self.world.facts.assignments if (o.aspect, o.facet, o.party, o.letter) == place]
            return None if any(o.valid_from and o.valid_from > now for o in same) else given
        one = self.pick.choice(standing)
        return {"aspect": one.aspect, "party": one.party, "letter": one.letter, "facet": one.facet}

    def _able(self) -> str:
        """Somebody who often may."""
        world = self.world
        able = [p for p in world.facts.people for a in world.facts.aspects
                if world.may(p, "assign", a, "content", None)["allowed"]]  # fmt: skip
        return self.pick.choice([*able, self.someone()])

    def _assign(self) -> dict[str, Any]:
        by, given = self._able(), self._new()
        act = {"by": by, "do": "assign", **written(given)}
        return self._done(act, lambda: self.world.apply(by, [{"assign": known(given)}]))

    def _unassign(self) -> dict[str, Any] | None:
        by, given = self._able(), self._old()
        if given is None:
            return None
        act = {"by": by, "do": "unassign", **written(given)}
        return self._done(act, lambda: self.world.apply(by, [{"unassign": known(given)}]))

    def _apply(self) -> dict[str, Any] | None:
        by, ends = self._able(), self._old()
        if ends is None:
            return None
        new = {**self._new(), **{key: ends[key] for key in ("aspect", "letter", "facet") if self.pick.random() < 0.8}}
        lines = [{"assign": new}, {"unassign": ends}]
        self.pick.shuffle(lines)
        changes = [{kind: written(given) for kind, given in one.items()} for one in lines]
        plain = [{kind: known(given) for kind, given in one.items()} for one in lines]
        return self._done({"by": by, "do": "apply", "changes": changes}, lambda: self.world.apply(by, plain))

    def hopes(self) -> list[dict[str, Any]]:
        world, pick = self.world, self.pick
        found: list[dict[str, Any]] = []
        for _ in range(3):
            who, power, aspect = self.someone(), pick.choice(POWERS), self._aspect()
            facet, author = pick.choice(FACETS), pick.choice([None, who, self.someone()])
            answer = world.may(who, power, aspect, facet, author)
            asked = {"may": who, "power": power, "aspect": aspect, "facet": facet, "author": author}
            found.append({"expect": {**asked, **answer}})
        aspect, facet = self._aspect(), pick.choice(FACETS)
        code, people = world.acting(aspect, facet)
        found.append({"expect": {"accountable": aspect, "facet": facet, "person": sorted(people), "code": code}})
        none = world.found_no_accountable(aspect)
        found.append({"expect": {"finding": "no_accountable", "aspect": aspect, "open": none}})
        who = self.someone()
        if self.world.may(who, "edit", aspect, facet, None)["code"] != "inactive":
            told = "contains" if who in world.told_of_glass else "lacks"
            found.append({"expect": {"inbox": who, told: ["break_glass"]}})
        return [{"at": said(world.now), **one} for one in found]


def said(moment: datetime) -> str:
    return moment.isoformat()


def known(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value is not None}


def written(given: dict[str, Any]) -> dict[str, Any]:
    return {key: said(value) if isinstance(value, datetime) else value for key, value in known(given).items()}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_the_product_does_what_the_page_says(seed):
    story = Story(seed)
    steps = story.tell()
    text = json.dumps({"format": "polder-rehearsal/1", "organisation": "live", "steps": steps})
    rehearsal = rehearsals.parse(text.encode(), folder=Path(), live=lambda: story.start, json=True)
    failed = [f"{step.at} {steps[step.step - 1]}\n  {step.trouble}" for step in playing.play(rehearsal) if not step.ok]
    assert failed == [], "\n".join([story_of(steps), *failed[:1]])


def story_of(steps: list[dict[str, Any]]) -> str:
    return "\n".join(json.dumps(step) for step in steps if "do" in step)
