"""What the register finds near is what somebody would find who compared every pair, day by day and word by word."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from polder.features.projects import near
from polder.features.projects.models import GoalWord, Place, Project, Touch
from polder.features.projects.operations.common import remember_words
from polder.features.projects.rules.meeting import Days
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from tests.features.projects import slow_nearness
from tests.features.projects.plans import DAY, at
from tests.features.projects.slow_nearness import Plan

pytestmark = pytest.mark.django_db

ASPECTS = ("intranet", "homepage", "carousel", "hr-content", "leave", "platform", "search")
PEOPLE = ("tim", "noor", "kim")
WORDS = ("leave", "salary", "homepage", "photographs", "colleagues", "streets", "archive")
FACETS = ("*", "content", "design", "technology")


@some.composite
def plans(draw):
    first = DAY + timedelta(days=draw(some.integers(0, 12)))
    return (
        first,
        first + timedelta(days=draw(some.integers(0, 8))),
        draw(
            some.lists(
                some.tuples(some.sampled_from(ASPECTS), some.sampled_from(FACETS)), min_size=1, max_size=2, unique=True
            )
        ),
        draw(some.dictionaries(some.sampled_from(PEOPLE), some.integers(1, 100), max_size=3)),
        " ".join(draw(some.lists(some.sampled_from(WORDS), max_size=6, unique=True))),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(drawn=some.lists(plans(), min_size=2, max_size=6))
def test_near_is_what_the_slow_reading_says(cast, drawn):
    Project.objects.all().delete()
    aspects = {row.key: row for row in Aspect.objects.all()}
    known = [_plan(each, aspects) for each in drawn]
    for number, (plan, row) in enumerate(zip(known[1:], drawn[1:], strict=True)):
        _store(number, plan, row, aspects, cast)
    mine = known[0]
    draft = near.Draft(
        goal=mine.goal, days=Days(mine.first, mine.last),
        grounds=[(aspects[key], facet) for key, facet in drawn[0][2]],
        people=[(cast[name], share) for name, share in mine.people.items()],
    )  # fmt: skip
    found = {each.project.key: each for each in near.near_to(draft, cast["kim"], at).found}
    for number, other in enumerate(known[1:]):
        kinds = slow_nearness.kinds(mine, known[1:], other)
        each = found.get(f"plan-{number}")
        assert (each.kinds if each else []) == kinds
        if each and "people" in kinds:
            told = {clash.person.key: clash.share for clash in each.people}
            assert told == slow_nearness.shares(mine, known[1:], other)


def test_searching_what_is_near_costs_the_same_with_few_and_with_many(cast, count_queries):
    aspects = {row.key: row for row in Aspect.objects.all()}
    row = (DAY, DAY + timedelta(days=9), [("leave", "*")], {"tim": 50}, "leave colleagues archive streets")
    plan = _plan(row, aspects)
    draft = near.Draft(
        goal=plan.goal, days=Days(plan.first, plan.last), grounds=[(aspects["leave"], "*")], people=[(cast["tim"], 60)]
    )
    for number in range(2):
        _store(number, plan, row, aspects, cast)
    with count_queries(9):
        assert len(near.near_to(draft, cast["kim"], at).found) == 2
    for number in range(2, 40):
        _store(number, plan, row, aspects, cast)
    with count_queries(9):
        nearby = near.near_to(draft, cast["kim"], at)
    assert (len(nearby.found), nearby.more) == (near.SHOWN, True)


def _plan(row, aspects) -> Plan:
    first, last, grounds, people, goal = row
    lines = tuple((tuple(int(n) for n in aspects[key].path.strip("/").split("/")), facet) for key, facet in grounds)
    return Plan(first, last, lines, people, goal)


def _store(number, plan, row, aspects, cast: dict[str, Person]) -> None:
    project = Project.objects.create(
        key=f"plan-{number}", name="", goal=plan.goal, aspect=aspects[row[2][0][0]], owner=cast["saskia"], begins=plan.first,
        ends=plan.last, proposed_by=cast["saskia"], proposed_at=at, state="running",
    )  # fmt: skip
    Touch.objects.bulk_create([Touch(project=project, aspect=aspects[key], facet=facet) for key, facet in row[2]])
    Place.objects.bulk_create(
        [Place(project=project, person=cast[name], function="IT", share=share) for name, share in plan.people.items()]
    )
    remember_words(project)
    assert GoalWord.objects.filter(project=project).count() == project.stems
