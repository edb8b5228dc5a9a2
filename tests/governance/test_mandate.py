"""The gate: answers, explanations, the error that names who can, and a price that does not grow."""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from polder.governance import index, loading, mandate, operations, resolution, store, store_around
from polder.governance.errors import Refused
from polder.governance.facts import FACETS, POWERS, Facts
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person
from tests.governance.cast import at, four_eyes, holding, leaving, org
from tests.governance.organisations import boundary_moments, organisations
from tests.governance.rows import loaded


def load(*letters, **rest):
    loading.load(org(letters, **rest), by=None, at=at - timedelta(days=30))
    return {person.key: person for person in Person.objects.all()}


def aspect(key):
    return Aspect.objects.get(key=key)


@pytest.mark.django_db
def test_a_right_is_asked_for_inside_an_act_only():
    people = load("A * news person:nina")
    with pytest.raises(RuntimeError, match="outside an act"):
        mandate.require(people["nina"], "publish", aspect("news"), at=at)


@pytest.mark.django_db
def test_the_mandate_is_numbers_that_the_ledger_can_keep():
    people = load("A * news person:nina", deputies=[("nina", "dina")])
    with acts.act():
        granted = mandate.require(people["dina"], "publish", aspect("item"), "design", at=at)
        assert granted["code"] == "deputy"
        assert granted["for"] == people["nina"].pk
        assert granted["aspect"] == aspect("item").pk
        acts.record("page.published", thing="page:1", by=people["dina"].pk, at=at, mandate=granted)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "code", "sentence"),
    [
        ("rob", "not_assigned", "You may not publish “News”. Ask Nina."),
        ("nina", "four_eyes", "a second pair of eyes. Ask Chief."),
        ("ivo", "inactive", "You are not active here at this moment."),
    ],
)
def test_a_refusal_says_why_and_whom_to_ask(person, code, sentence):
    people = load(
        "A * root person:chief",
        "A * news person:nina",
        aspects=four_eyes("news", on=True),
        people=leaving("ivo", at - timedelta(days=1)),
    )
    authors = [people["nina"]] if code == "four_eyes" else []
    with pytest.raises(Refused) as refused, acts.act():
        mandate.require(people[person], "publish", aspect("news"), at=at, authors=authors)
    assert refused.value.code == code
    assert refused.value.status == 403
    assert sentence in str(refused.value)


@pytest.mark.django_db
def test_where_nobody_answers_the_refusal_says_so():
    people = load("R * news person:rob")
    with pytest.raises(Refused, match=r"Nobody answers for “News” at this moment\. Nobody can"), acts.act():
        mandate.require(people["rob"], "publish", aspect("news"), at=at)


@pytest.mark.django_db
def test_things_are_filtered_by_their_aspect():
    people = load("A * news person:nina", "A * shop person:rob")
    mine = Aspect.objects.filter(mandate.things_where(people["nina"], "publish", at=at, aspect="pk"))
    assert set(mine.values_list("key", flat=True)) == {"news", "item"}


@pytest.mark.django_db
def test_an_answer_costs_two_queries_and_a_list_of_people_six(count_queries):
    people = load(
        "A * root unit:house", "R * news role:editor", "C * news body:crew", roles=holding("editor", "rob", "ivo")
    )
    news = aspect("news")
    with count_queries(2):
        mandate.may(people["rob"], "publish", news, at=at, authors=[people["ivo"]])
    with count_queries(2):
        mandate.powers(people["rob"], news, at=at)
    with count_queries(6):
        mandate.who_may("view_draft", news, at=at)
    with count_queries(6):
        mandate.accountable(news, at=at)
    with count_queries(2):
        list(index.aspects_where(people["rob"].pk, "edit", at=at))


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=20)
@given(facts=organisations())
def test_explaining_from_the_facts_around_is_explaining_from_all_facts(facts: Facts):
    with loaded(facts):
        reading = resolution.Reading(facts)
        people = {person.key: person for person in Person.objects.all()}
        aspects = {row.key: row for row in Aspect.objects.all()}
        rng = random.Random(len(facts.assignments))
        for _ in range(15):
            moment = rng.choice(boundary_moments(facts))
            person, on = rng.choice(list(people)), rng.choice(list(aspects))
            power, facet = rng.choice(POWERS), rng.choice(FACETS)
            authors = rng.choice([[], [person], rng.sample(list(people), 2)])
            wanted = resolution.explain(reading, person, power, on, facet, moment, authors)
            found = mandate.explain(
                people[person], power, aspects[on], facet, at=moment, authors=[people[a] for a in authors]
            )
            assert found.as_json() == wanted.as_json()


@pytest.mark.django_db
def test_the_facts_around_know_every_setting_of_the_line():
    load("A * root unit:house", "R * news role:editor")
    Aspect.objects.filter(key="root").update(
        consult_days=1, approve_days=[1, 2, 3], review_months=6, unpublish_after=30
    )
    around = store_around.facts_around(aspect("item").pk, Person.objects.get(key="rob").pk)
    assert around.aspects.items() <= store.facts_now().aspects.items()


@pytest.mark.django_db
def test_the_facts_around_cost_the_same_for_few_and_for_many(count_queries):
    load("A * root unit:house", "R * news role:editor", roles=holding("editor", "rob", "ivo", "cora", "dina"))
    with count_queries(18):
        store_around.facts_around(aspect("item").pk, Person.objects.get(key="rob").pk)


@pytest.mark.django_db
def test_a_glass_gives_all_powers_for_four_hours_and_is_told():
    people = load("A * root person:chief", "A * news person:nina")
    glass = operations.break_glass(aspect("news"), reason="Wrong number on a page", by=people["olga"], at=at)
    assert glass.valid_until == at + timedelta(hours=4)
    last = at + timedelta(hours=4) - timedelta(microseconds=1)
    for moment, code in ((at, "break_glass"), (last, "break_glass"), (glass.valid_until, "not_assigned")):
        assert mandate.may(people["olga"], "publish", aspect("news"), at=moment).code == code
    assert mandate.may(people["olga"], "publish", aspect("item"), at=at).code == "not_assigned"
