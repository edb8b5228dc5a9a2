"""Rules about who answers: no A, a vacant one, one that is shared, overloaded or alone."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from polder.governance.facts import AspectKey, PartyKey, PersonKey
from polder.governance.finding_rules.scene import Scene, Spot, as_bound
from polder.governance.resolution.moments import DAY

CARETAKER_DAYS: Final = 30
MOST_ASPECTS: Final = 12


def no_accountable(scene: Scene) -> Iterator[Spot]:
    """Nobody can act as A, on the aspect or anywhere above it."""
    for aspect, facet in scene.places():
        if scene.answers(aspect, facet) is None:
            yield Spot(aspect, facet, since=scene.unanswered_since(aspect, facet))


def vacant_accountable(scene: Scene) -> Iterator[Spot]:
    """An A that nobody can act for, where it stands; `detail` is the party that is caretaker."""
    for vacancy in scene.vacancies():
        a = vacancy.assignment
        caretaker = "" if vacancy.caretaker is None else vacancy.caretaker.assignment.party
        yield Spot(a.aspect, a.facet, a.party, since=as_bound(vacancy.since), detail=caretaker)


def caretaker_too_long(scene: Scene) -> Iterator[Spot]:
    """The same, for more than 30 days."""
    for vacancy in scene.vacancies():
        if vacancy.caretaker is not None and scene.now - vacancy.since > CARETAKER_DAYS * DAY:
            a = vacancy.assignment
            caretaker = vacancy.caretaker.assignment.party
            yield Spot(a.aspect, a.facet, a.party, since=as_bound(vacancy.since), detail=caretaker)


def shared_accountability(scene: Scene) -> Iterator[Spot]:
    """An A by a role that several active people hold: everybody answers, so nobody does."""
    for a in scene.in_force("A"):
        if a.party.startswith("role:"):
            ties = scene.reading.actors(a.party)
            holders = {tie.person for tie in ties if tie.start <= scene.now < tie.end and scene.active(tie.person)}
            if len(holders) > 1:
                yield Spot(a.aspect, a.facet, a.party, detail=str(len(holders)))


def self_approval_only(scene: Scene) -> Iterator[Spot]:
    """Whoever may write is the one who approves it, and four eyes are off."""
    for aspect, facet in scene.places():
        answers = scene.answers(aspect, facet)
        if answers is None or len(answers.people) != 1 or scene.reading.four_eyes(aspect):
            continue
        parties = scene.parties(scene.reading.held(aspect, facet).R)
        if frozenset[PersonKey]().union(*map(scene.workers, parties)) == {answers.people[0]}:
            yield Spot(aspect, facet, answers.assignment.party, answers.people[0])


def no_deputy(scene: Scene) -> Iterator[Spot]:
    """An A who is one person, and nobody stands in for them."""
    for a in scene.in_force("A"):
        ties = scene.reading.actors(a.party)
        people = {tie.person for tie in ties if tie.start <= scene.now < tie.end and scene.active(tie.person)}
        if len(people) == 1:
            (person,) = people
            if not scene.deputies(person):
                yield Spot(a.aspect, a.facet, a.party, person)


def overload(scene: Scene) -> Iterator[Spot]:
    """Somebody acts as effective A on more than 12 aspects. It stands on the root, with the person as its party."""
    aspects: dict[PersonKey, set[AspectKey]] = defaultdict(set)
    everywhere = Scene(scene.reading, scene.t)  # whatever part of the matrix is looked at
    for aspect, facet in everywhere.places():
        answers = everywhere.answers(aspect, facet)
        for person in () if answers is None else answers.people:
            aspects[person].add(aspect)
    roots = [key for key, each in scene.reading.facts.aspects.items() if each.parent is None]
    for person, answered in sorted(aspects.items()):
        if len(answered) > MOST_ASPECTS:
            yield Spot(roots[0], "*", PartyKey(f"person:{person}"), person, detail=str(len(answered)))
