"""“Acts on people and the matrix” of rehearsal.md, slowly and in memory: what the product is compared with.

Written from the page and from tests/governance/reference.py alone. The organisation is a `Facts` that each act replaces.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from polder.governance.facts import Assignment, Deputyship, Facts, Glass, Holding, Seat
from tests.governance.reference import check, is_active, line, those_who_answer, valid

FACETS = ("content", "design", "technology")
POWERS = ("view_draft", "comment", "edit", "publish", "assign")
ORDER = (
    "unknown", "inactive", "not_found", "no_accountable", "four_eyes", "not_assigned", "stale", "wrong_state",
    "not_asked", "invalid", "unanswered_objection", "consult_first", "no_body", "second_accountable", "own_mandate",
)  # fmt: skip


class No(Exception):
    """A refusal; its code is all that is compared."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class World:
    """One organisation and a moment. Every act raises No, or changes `facts`."""

    def __init__(self, facts: Facts, now: datetime) -> None:
        self.facts, self.now = facts, now
        self.told_of_glass: set[str] = set()

    # ---- acts

    def leave(self, by: str | None, person: str, at: datetime | None) -> None:
        self.present(by)
        self.there(self.facts.people, person)
        self.registration(by)
        who, when = self.facts.people[person], at or self.now  # type: ignore[index]
        if who.left_on is not None and who.left_on <= self.now:
            raise No("wrong_state")
        if when < self.now:
            raise No("invalid")
        people = dict(self.facts.people) | {who.key: replace(who, left_on=when)}
        self.facts = replace(self.facts, people=people)

    def appoint(self, by: str | None, person: str, place: tuple[str, str], begin: Any, end: Any, seat: str) -> None:
        self.present(by)
        kind, key = place
        self.there(self.facts.people, person)
        self.there(self.facts.roles if kind == "role" else self.facts.bodies, key)
        self.registration(by)
        begin_at = self.span(begin, end)
        after = self.facts
        if kind == "role":
            role = after.roles[key]  # type: ignore[index]
            held = (*role.holders, Holding(person, begin_at, end))  # type: ignore[arg-type]
            after = replace(after, roles=dict(after.roles) | {role.key: replace(role, holders=held)})
        else:
            body = after.bodies[key]  # type: ignore[index]
            seats = (*body.seats, Seat(person, seat, "x", begin_at, end))  # type: ignore[arg-type]
            after = replace(after, bodies=dict(after.bodies) | {body.key: replace(body, seats=seats)})
        self.become(by, after)

    def dismiss(self, by: str | None, person: str, place: tuple[str, str]) -> None:
        self.present(by)
        kind, key = place
        self.there(self.facts.people, person)
        self.there(self.facts.roles if kind == "role" else self.facts.bodies, key)
        self.registration(by)
        after = self.facts
        if kind == "role":
            role = after.roles[key]  # type: ignore[index]
            left = self.without(role.holders, lambda one: one.person == person)
            after = replace(after, roles=dict(after.roles) | {role.key: replace(role, holders=left)})
        else:
            body = after.bodies[key]  # type: ignore[index]
            left = self.without(body.seats, lambda one: one.person == person)
            after = replace(after, bodies=dict(after.bodies) | {body.key: replace(body, seats=left)})
        self.become(by, after)

    def deputise(self, by: str | None, absent: str, deputy: str, begin: Any, end: Any) -> None:
        self.present(by)
        self.there(self.facts.people, absent)
        self.there(self.facts.people, deputy)
        heads = {self.facts.units[unit].head for unit in line(self.facts.units, self.facts.people[absent].unit)}  # type: ignore[index]
        if not (by is None or by == absent or by in self.facts.operators or by in heads):
            raise No("not_assigned")
        if absent == deputy:
            raise No("invalid")
        begin_at = self.span(begin, end)
        new = Deputyship(absent, deputy, begin_at, end)  # type: ignore[arg-type]
        self.become(by, replace(self.facts, deputyships=(*self.facts.deputyships, new)))

    def apply(self, by: str, lines: list[dict[str, Any]]) -> None:
        """`lines` as in a rehearsal: {"assign": {...}} or {"unassign": {...}}; what ends goes first."""
        self.present(by)
        for one in lines:
            (given,) = one.values()
            self.there(self.facts.aspects, given["aspect"])
            kind, key = given["party"].split(":")
            self.there(getattr(self.facts, {"person": "people", "body": "bodies"}.get(kind, f"{kind}s")), key)
        codes = [code for one in lines for code in self.right(by, next(iter(one.values())))]
        after = self.facts
        for one in [*(o for o in lines if "unassign" in o), *(o for o in lines if "assign" in o)]:
            try:
                after = self.ended(after, one["unassign"]) if "unassign" in one else self.given(after, one["assign"])
            except No as refused:
                codes.append(refused.code)
        if codes:
            raise No(min(codes, key=ORDER.index))
        self.become(by, after)

    def break_glass(self, by: str, aspect: str, reason: str) -> None:
        self.present(by)
        self.there(self.facts.aspects, aspect)
        if by not in self.facts.operators:
            raise No("not_assigned")
        if not reason:
            raise No("invalid")
        for facet in FACETS:
            self.told_of_glass |= self.acting(aspect, facet)[1]
        guardians = [self.facts.aspects[each].guardian for each in line(self.facts.aspects, aspect)]  # type: ignore[index]
        nearest = next((each for each in guardians if each is not None), None)
        if nearest is not None:
            body = self.facts.bodies[nearest]
            seats = [each for each in body.seats if each.seat == "chair" and valid(each, self.now)]
            chairs = {str(each.person) for each in seats if valid(body, self.now)}
            self.told_of_glass |= {each for each in chairs if is_active(self.facts, each, self.now)}
        glass = Glass(by, aspect, reason, self.now, self.now + timedelta(hours=4))  # type: ignore[arg-type]
        self.facts = replace(self.facts, glasses=(*self.facts.glasses, glass))

    # ---- what is asked

    def may(self, person: str, power: str, aspect: str, facet: str, author: str | None) -> dict[str, Any]:
        found = check(self.facts, person, power, aspect, facet, self.now, [author] if author else [])
        return {"allowed": found.allowed, "code": found.code, "for": found.acting_for}

    def acting(self, aspect: str, facet: str) -> tuple[str, set[str]]:
        """The code, and those who act; deputies only when nobody else can."""
        mark, pairs = those_who_answer(self.facts, aspect, facet, self.now, set())
        themselves = {str(who) for who, whom in pairs if who == whom}
        return mark or "no_accountable", themselves or {str(who) for who, _ in pairs}

    def found_no_accountable(self, aspect: str) -> bool:
        return any(self.acting(aspect, facet)[0] == "no_accountable" for facet in FACETS)

    # ---- rules

    def present(self, by: str | None) -> None:
        if by is None:
            return
        if by not in self.facts.people:
            raise No("unknown")
        if not is_active(self.facts, by, self.now):
            raise No("inactive")

    def there(self, among: Any, key: str) -> None:
        if key not in among:
            raise No("not_found")

    def registration(self, by: str | None) -> None:
        if by is not None and by not in self.facts.operators:
            raise No("not_assigned")

    def span(self, begin: Any, end: Any) -> datetime:
        begin = begin or self.now
        if begin < self.now or (end is not None and end <= begin):
            raise No("invalid")
        return begin  # type: ignore[no-any-return]

    def without(self, things: Any, ours: Any) -> tuple[Any, ...]:
        """Those that are valid now end now."""
        mine = [one for one in things if ours(one) and valid(one, self.now)]
        if not mine:
            raise No("wrong_state")
        ended = {id(one) for one in mine}
        return tuple(replace(one, valid_until=self.now) if id(one) in ended else one for one in things)

    def right(self, by: str, given: dict[str, Any]) -> list[str]:
        """G13; the codes of the facets on which it is refused."""
        aspect, facets = given["aspect"], FACETS if given.get("facet", "*") == "*" else (given["facet"],)
        above = line(self.facts.aspects, aspect)
        if given["letter"] == "A":
            above = above[1:]
        found = []
        for facet in facets:
            answers = [check(self.facts, by, "assign", on, facet, self.now) for on in above]
            if not any(answer.allowed for answer in answers):
                found.append(answers[0].code if answers else "not_assigned")
        return found

    def ended(self, facts: Facts, given: dict[str, Any]) -> Facts:
        place = (given["aspect"], given.get("facet", "*"), given["party"], given["letter"])
        ours = lambda one: (one.aspect, one.facet, one.party, one.letter) == place  # noqa: E731
        return replace(facts, assignments=self.without(facts.assignments, ours))

    def given(self, facts: Facts, given: dict[str, Any]) -> Facts:
        aspect, facet, party, letter = given["aspect"], given.get("facet", "*"), given["party"], given["letter"]
        begin, end = given.get("from") or self.now, given.get("until")
        new = Assignment(aspect, facet, party, letter, begin, end)
        rivals = [
            one
            for one in facts.assignments
            if (one.aspect, one.facet, one.letter) == (aspect, facet, letter) and overlap(one, new)
        ]
        if any(one.party == party for one in rivals):
            raise No("wrong_state")
        self.span(begin, end)
        kind, key = party.split(":")
        if kind == "person" and not is_active(facts, key, begin):
            raise No("invalid")
        if letter == "A" and rivals:
            raise No("second_accountable")
        return replace(facts, assignments=(*facts.assignments, new))

    def become(self, by: str | None, after: Facts) -> None:
        if by is not None:
            self.own_mandate(by, after)
        self.facts = after

    def own_mandate(self, by: str, after: Facts) -> None:
        """G14, at every moment from now on; break-glass does not count as held."""
        was, will = (replace(facts, glasses=()) for facts in (self.facts, after))
        for moment in sorted({self.now, *(each for each in moments(was) | moments(will) if each > self.now)}):
            for aspect in after.aspects:
                for facet in FACETS:
                    for power in POWERS:
                        if (
                            check(will, by, power, aspect, facet, moment).allowed
                            and not check(was, by, power, aspect, facet, moment).allowed
                        ):
                            raise No("own_mandate")


def overlap(one: Assignment, other: Assignment) -> bool:
    """Whether both are valid at some moment."""
    begins = [each.valid_from for each in (one, other) if each.valid_from is not None]
    ends = [each.valid_until for each in (one, other) if each.valid_until is not None]
    return not begins or not ends or max(begins) < min(ends)


def moments(facts: Facts) -> set[datetime]:
    """Whenever something begins or ends."""
    things: list[Any] = [*facts.assignments, *facts.deputyships, *facts.bodies.values()]
    things += [one for role in facts.roles.values() for one in role.holders]
    things += [one for body in facts.bodies.values() for one in body.seats]
    ends = {each for one in things for each in (one.valid_from, one.valid_until)}
    ends |= {each for one in facts.people.values() for each in (one.active_from, one.left_on)}
    return {each for each in ends if each is not None}
