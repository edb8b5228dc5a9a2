"""Rules about the letters themselves: missing, too many, by name, running out, unused, or without a voice."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from polder.governance.facts import FACETS, Assignment, BodyKey, PartyKey, PersonKey, RoleKey, UnitKey
from polder.governance.finding_rules.scene import Scene, Spot
from polder.governance.resolution.moments import DAY, end_of, instant, start_of

MOST_CONSULTED: Final = 5
EXPIRY_DAYS: Final = 30


def no_responsible(scene: Scene) -> Iterator[Spot]:
    """No R, or none behind which there is anybody active."""
    for aspect, facet in scene.places():
        parties = scene.parties(scene.reading.held(aspect, facet).R)
        if not any(scene.workers(party) for party in parties):
            yield Spot(aspect, facet)


def consult_inflation(scene: Scene) -> Iterator[Spot]:
    """More than 5 parties are asked for advice; `detail` is how many."""
    for aspect, facet in scene.places():
        asked = len(scene.parties(scene.reading.held(aspect, facet).C))
        if asked > MOST_CONSULTED:
            yield Spot(aspect, facet, detail=str(asked))


def person_not_role(scene: Scene) -> Iterator[Spot]:
    """R or A for somebody by name: it leaves with them."""
    for a in scene.in_force("R", "A"):
        kind, _, key = a.party.partition(":")
        if kind == "person":
            yield Spot(a.aspect, a.facet, a.party, PersonKey(key), since=a.valid_from, detail=a.letter)


def expiring(scene: Scene) -> Iterator[Spot]:
    """An A or R ends within 30 days and nothing follows; `detail` is the letter and the end."""
    for a in scene.in_force("A", "R"):
        if a.valid_until is not None and instant(a.valid_until) <= scene.now + EXPIRY_DAYS * DAY:
            next_up = [s.assignment for s in scene.reading.spans[a.aspect] if _follows(scene, a, s.assignment)]
            facets = FACETS if a.facet == "*" else (a.facet,)
            if not all(any(other.facet in (facet, "*") for other in next_up) for facet in facets):
                yield Spot(a.aspect, a.facet, a.party, detail=f"{a.letter} {a.valid_until.isoformat()}")


def _follows(scene: Scene, ending: Assignment, other: Assignment) -> bool:
    """The same letter goes on there: as A whoever has it then, as R the same party or one that is yet to begin."""
    end = end_of(ending.valid_until)
    if other.letter != ending.letter or not start_of(other.valid_from) <= end < end_of(other.valid_until):
        return False
    return ending.letter == "A" or other.party == ending.party or start_of(other.valid_from) > scene.now


def idle_assignment(scene: Scene) -> Iterator[Spot]:
    """Nothing was done under an R or A in 12 months. Silent where nobody keeps count."""
    if scene.last_activity is None:
        return
    year_ago = instant(_a_year_before(scene.t))
    for a in scene.in_force("R", "A"):
        if start_of(a.valid_from) <= year_ago:
            last = scene.last_activity(a)
            if last is None or instant(last) <= year_ago:
                yield Spot(a.aspect, a.facet, a.party, since=last, detail=a.letter)


def missing_voice(scene: Scene) -> Iterator[Spot]:
    """A function that the aspect requires holds no letter there; `detail` names the functions."""
    for aspect in scene.aspects:
        required = scene.reading.facts.aspects[aspect].requires
        if required:
            parties: set[PartyKey] = set()
            for facet in FACETS:
                for holders in scene.reading.held(aspect, facet):
                    parties.update(scene.parties(holders))
                answers = scene.answers(aspect, facet)
                if answers is not None:
                    parties.add(answers.assignment.party)
            missing = [f for f in required if not any(_voices(scene, party, f.casefold()) for party in parties)]
            if missing:
                yield Spot(aspect, "*", detail=", ".join(missing))


def _voices(scene: Scene, party: PartyKey, function: str) -> bool:
    """Whether a party speaks for a function: by its own name, by a seat, or by the people behind it."""
    kind, _, key = party.partition(":")
    if kind == "unit":
        return _unit_voices(scene, UnitKey(key), function)
    if kind == "body":
        body = scene.reading.facts.bodies.get(BodyKey(key))
        if body is not None and function in (body.key, body.name.casefold()):
            return True
    elif kind == "role":
        role = scene.reading.facts.roles.get(RoleKey(key))
        if role is not None and function in (role.key, role.name.casefold()):
            return True
    for tie in scene.reading.members(party):
        if tie.start <= scene.now < tie.end and scene.active(tie.person):
            if tie.seat is not None:
                if tie.seat.function.casefold() == function:
                    return True
            elif _person_voices(scene, tie.person, function):
                return True
    return False


def _person_voices(scene: Scene, person: PersonKey, function: str) -> bool:
    unit = scene.reading.facts.people[person].unit
    if unit is not None and _unit_voices(scene, unit, function):
        return True
    seats = (t.seat for t in scene.reading.memberships(person) if t.start <= scene.now < t.end)
    return any(seat is not None and seat.function.casefold() == function for seat in seats)


def _unit_voices(scene: Scene, unit: UnitKey, function: str) -> bool:
    """A department speaks for the function it is named after, and so does a team within it."""
    units = scene.reading.facts.units
    return any(function in (key, units[key].name.casefold()) for key in scene.reading.units_above(unit))


def _a_year_before(t: datetime) -> datetime:
    """The same day a year ago; 28 February for the day that year lacks."""
    if (t.month, t.day) == (2, 29):
        t = t.replace(day=28)
    return t.replace(year=t.year - 1)
