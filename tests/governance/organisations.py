"""Random small, dense organisations: few people and aspects, so that rules meet; few moments, so that ends touch."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from polder.governance.changes import (
    Appoint,
    Assign,
    ChangeAspect,
    CreateAspect,
    Deputise,
    Dismiss,
    Leave,
    Line,
    Unassign,
)
from polder.governance.facts import (
    ASSIGNABLE_FACETS,
    Aspect,
    AspectKey,
    Assignment,
    Body,
    BodyKey,
    Deputyship,
    Facts,
    Glass,
    Holding,
    PartyKey,
    Person,
    PersonKey,
    Role,
    RoleKey,
    Seat,
    Unit,
    UnitKey,
)

MOMENTS = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 5, 9, 13)]
PEOPLE = [PersonKey(key) for key in ("anna", "bas", "cato", "dirk", "eva", "fons")]
UNITS = [UnitKey(key) for key in ("all", "east", "west")]
ROLES = [RoleKey(key) for key in ("editor", "owner")]
BODIES = [BodyKey(key) for key in ("board", "crew")]
ASPECTS = [AspectKey(key) for key in ("root", "north", "news", "item", "shop")]


def boundary_moments(facts: Facts) -> list[datetime]:
    """All ends of intervals can be here, each with the microsecond before and after."""
    tick = timedelta(microseconds=1)
    return [moment + step for moment in MOMENTS for step in (-tick, timedelta(0), tick)]


def interval(rng: random.Random) -> tuple[datetime | None, datetime | None]:
    """Mostly open; otherwise between two of the few moments."""
    start, end = sorted(rng.sample(range(len(MOMENTS)), 2))
    return rng.choice([None, None, None, MOMENTS[start]]), rng.choice([None, None, None, MOMENTS[end]])


def organisation(rng: random.Random) -> Facts:
    """One organisation that keeps the rules of writing (G4, G9) and is otherwise as odd as can be."""
    people = {key: _person(rng, key) for key in PEOPLE[: rng.randint(2, len(PEOPLE))]}
    some = list(people)
    units = {
        key: Unit(key, key, UNITS[rng.randrange(i)] if i and rng.random() < 0.8 else None, _maybe(rng, some, 0.7))
        for i, key in enumerate(UNITS)
    }
    roles = {
        key: Role(key, key, tuple(Holding(rng.choice(some), *interval(rng)) for _ in range(rng.choice([0, 1, 1, 2]))))
        for key in ROLES
    }
    bodies = {key: _body(rng, key, some) for key in BODIES}
    aspects = {key: _aspect(rng, i, key) for i, key in enumerate(ASPECTS[: rng.randint(1, len(ASPECTS))])}
    parties = [
        *(PartyKey(f"person:{key}") for key in some),
        *(PartyKey(f"unit:{key}") for key in units),
        *(PartyKey(f"role:{key}") for key in roles),
        *(PartyKey(f"body:{key}") for key in bodies),
    ]
    return Facts(
        zone="Europe/Amsterdam",
        aspects=aspects,
        people=people,
        units=units,
        roles=roles,
        bodies=bodies,
        assignments=_assignments(rng, list(aspects), parties),
        deputyships=tuple(
            Deputyship(rng.choice(some), rng.choice(some), *interval(rng)) for _ in range(rng.randint(0, 4))
        ),
        glasses=tuple(
            Glass(rng.choice(some), rng.choice(list(aspects)), "fire", start, start + timedelta(hours=4))
            for start in rng.sample(MOMENTS, rng.choice([0, 0, 1]))
        ),
    )


def organisations() -> st.SearchStrategy[Facts]:
    """For hypothesis: every draw is its own, so examples shrink."""
    return st.randoms(use_true_random=False).map(organisation)


def without_clashes(assignments: list[Assignment]) -> tuple[Assignment, ...]:
    """G9, and no letter twice: what would clash with an earlier one is left out."""
    kept: list[Assignment] = []
    for new in assignments:
        same = (
            old
            for old in kept
            if (old.aspect, old.facet, old.letter) == (new.aspect, new.facet, new.letter)
            and (new.letter == "A" or old.party == new.party)
        )
        if not any(_overlap(old, new) for old in same):
            kept.append(new)
    return tuple(kept)


def _overlap(one: Assignment, other: Assignment) -> bool:
    return (one.valid_until is None or other.valid_from is None or other.valid_from < one.valid_until) and (
        other.valid_until is None or one.valid_from is None or one.valid_from < other.valid_until
    )


def _maybe[T](rng: random.Random, choices: list[T], chance: float) -> T | None:
    return rng.choice(choices) if rng.random() < chance else None


def _person(rng: random.Random, key: PersonKey) -> Person:
    start, end = interval(rng)
    guest = rng.random() < 0.15
    return Person(key, key, None, _maybe(rng, UNITS, 0.8), start, end, kind="guest" if guest else "employee")


def _body(rng: random.Random, key: BodyKey, people: list[PersonKey]) -> Body:
    kinds = ["chair", "chair", "secretary", "member", "advisor", "advisor"]
    seats = tuple(
        Seat(rng.choice(people), rng.choice(kinds), "IT", *interval(rng))  # type: ignore[arg-type]  # one of the kinds
        for _ in range(rng.randint(0, 3))
    )
    start, end = interval(rng)
    acts_by = rng.choice(["chair", "any_member", "decision"])
    return Body(key, "working_group", key, acts_by, seats, valid_from=start, valid_until=end)  # type: ignore[arg-type]


def _aspect(rng: random.Random, index: int, key: AspectKey) -> Aspect:
    """Mostly a deep line: the parent is the one before."""
    parent = None if index == 0 else ASPECTS[index - 1 if rng.random() < 0.7 else rng.randrange(index)]
    return Aspect(key, key, parent, inherits=rng.random() < 0.75, four_eyes=rng.choice([None, None, True, True, False]))


def _assignments(rng: random.Random, aspects: list[AspectKey], parties: list[PartyKey]) -> tuple[Assignment, ...]:
    return without_clashes(
        [
            Assignment(
                rng.choice(aspects),
                rng.choice([*ASSIGNABLE_FACETS, "*"]),
                rng.choice(parties),
                rng.choice(["A", "A", "A", "R", "C", "I"]),
                *interval(rng),
            )
            for _ in range(rng.randint(0, 20))
        ]
    )


def change_set(rng: random.Random, facts: Facts) -> list[Line]:
    """A few lines that may or may not hold: letters, settings, aspects, and what happens to people."""
    return [_line(rng, facts) for _ in range(rng.choice([1, 1, 1, 2, 3]))]


def _line(rng: random.Random, facts: Facts) -> Line:
    aspect, person = rng.choice(list(facts.aspects)), rng.choice(list(facts.people))
    start, end = interval(rng)
    kind = rng.choice(
        ["assign"] * 4 + ["unassign"] * 4 + ["create", "change", "appoint", "dismiss", "deputise", "leave"]
    )
    if kind == "unassign" and facts.assignments:
        gone = rng.choice(facts.assignments)
        return Unassign(gone.aspect, gone.facet, gone.party, gone.letter)
    if kind == "create":
        inherits, four_eyes = rng.random() < 0.7, rng.choice([None, True])
        return CreateAspect(Aspect(AspectKey("new"), "New", aspect, inherits=inherits, four_eyes=four_eyes))
    if kind == "change":
        under = rng.choice(list(facts.aspects))
        settings: list[dict[str, object]] = [{"inherits": True}, {"inherits": False}, {"parent": under}]
        return ChangeAspect(aspect, rng.choice(settings))
    if kind == "appoint":
        if rng.random() < 0.5:
            return Appoint(person, role=rng.choice(ROLES), valid_from=start, valid_until=end)
        seat = rng.choice(["chair", "member", "advisor"])
        return Appoint(person, body=rng.choice(BODIES), seat=seat, valid_from=start, valid_until=end)  # type: ignore[arg-type]
    if kind == "dismiss":
        return (
            Dismiss(person, role=rng.choice(ROLES)) if rng.random() < 0.5 else Dismiss(person, body=rng.choice(BODIES))
        )
    if kind == "deputise":
        return Deputise(person, rng.choice(list(facts.people)), start, end)
    if kind == "leave":
        return Leave(person, start)
    party = rng.choice([f"person:{person}", f"unit:{rng.choice(UNITS)}", f"role:{rng.choice(ROLES)}", "body:board"])
    letter = rng.choice(["A", "A", "R", "C"])
    return Assign(aspect, rng.choice([*ASSIGNABLE_FACETS, "*"]), PartyKey(party), letter, start, end)  # type: ignore[arg-type]
