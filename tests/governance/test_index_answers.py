"""The index says what the rules say: single answers, lists and people, at the ends of intervals."""

import random

import pytest
from hypothesis import HealthCheck, given, settings

from polder.governance import index, resolution
from polder.governance.facts import FACETS, POWERS, AspectKey, Facts, PersonKey
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from tests.governance.organisations import boundary_moments, organisations
from tests.governance.rows import loaded

one_transaction = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def plain(answer) -> tuple[bool, str, str | None]:
    return answer.allowed, answer.code, answer.acting_for


@pytest.mark.django_db
@one_transaction
@given(facts=organisations())
def test_every_answer_is_that_of_the_rules(facts: Facts) -> None:
    with loaded(facts):
        _compare_answers(facts)


def _compare_answers(facts: Facts) -> None:
    reading = resolution.Reading(facts)
    people = dict(Person.objects.values_list("key", "pk"))
    aspects = dict(Aspect.objects.values_list("key", "pk"))
    rng = random.Random(len(facts.assignments))
    for _ in range(120):
        at = rng.choice(boundary_moments(facts))
        person, aspect = rng.choice(list(people)), rng.choice(list(aspects))
        power, facet = rng.choice(POWERS), rng.choice(FACETS)
        authors = rng.choice([[], [], [person], rng.sample(list(people), 2)])
        wanted = resolution.answer(reading, person, power, aspect, facet, at, authors)
        found = index.answer(people[person], power, aspects[aspect], facet, at=at, authors=[people[a] for a in authors])
        assert plain(found) == plain(wanted), (person, power, aspect, facet, at, authors)


@pytest.mark.django_db
@one_transaction
@given(facts=organisations())
def test_lists_are_one_answer_after_another(facts: Facts) -> None:
    with loaded(facts):
        _compare_lists(facts)


def _compare_lists(facts: Facts) -> None:
    reading = resolution.Reading(facts)
    people = dict(Person.objects.values_list("key", "pk"))
    aspects = dict(Aspect.objects.values_list("key", "pk"))
    rng = random.Random(len(facts.assignments))
    for _ in range(25):
        at = rng.choice(boundary_moments(facts))
        power, facet = rng.choice(POWERS), rng.choice(FACETS)
        person, aspect = rng.choice(list(people)), rng.choice(list(aspects))
        may = {a for a in aspects if resolution.answer(reading, person, power, a, facet, at).allowed}
        readings = {a: resolution.accountable(reading, AspectKey(a), facet, at) for a in aspects}
        answered = {a for a, one in readings.items() if one is not None and person in one.acting}
        mine = index.aspects_answered(people[person], facet, at=at)
        assert set(mine.values_list("key", flat=True)) == answered, (person, facet, at)
        listed = index.aspects_where(people[person], power, facet, at=at)
        assert set(listed.values_list("key", flat=True)) == may, (person, power, facet, at)
        authors = rng.choice([[], [], rng.sample(list(people), 2)])
        able = index.people_who(power, aspects[aspect], facet, at=at, authors=[people[a] for a in authors])
        assert [(a.person.key, a.code, a.acting_for and a.acting_for.key) for a in able] == [
            tuple(holder) for holder in resolution.who_may(reading, power, aspect, facet, at, authors)
        ], (power, aspect, facet, at, authors)
        who = resolution.accountable(reading, AspectKey(aspect), facet, at, [PersonKey(author) for author in authors])
        acts = index.accountable(aspects[aspect], facet, at=at, authors=[people[a] for a in authors])
        assert (acts is None) == (who is None)
        if acts is not None and who is not None:
            assert acts.code == who.code
            assert tuple(p.key for p in acts.people) == who.people
            assert tuple((d.key, p.key) for d, p in acts.deputies) == who.deputies


@pytest.mark.django_db
def test_who_and_what_is_not_there_is_unknown() -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 3, 1, tzinfo=UTC)
    assert index.answer(1, "edit", 1, at=at).code == "unknown"
    assert index.answer(1, "*", 1, at=at).code == "unknown"
    assert index.answer(1, "edit", 1, "*", at=at).code == "unknown"
