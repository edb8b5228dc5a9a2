"""The index is written only where a change reaches, and is then what a rebuild makes; answers stay those of the rules."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest

from polder.base.errors import PolderError
from polder.governance import index, loading, operations, resolution, store, verifying
from polder.governance.facts import ASSIGNABLE_FACETS, FACETS, LETTERS, POWERS
from polder.governance.models import Aspect, Standing
from polder.ground.organisation.models import Party, Person
from tests.governance.cast import at, holding, org

pytestmark = pytest.mark.django_db


def load(*letters, **rest):
    loading.load(org(letters, **rest), by=None, at=at - timedelta(days=30))


@pytest.mark.parametrize("seed", range(10))
def test_after_any_changes_of_the_matrix(seed):
    load("A * root body:board", "R * news role:editor", "C * item unit:office", roles=holding("editor", "rob"))
    rng, moment = random.Random(seed), at
    for _ in range(15):
        moment += timedelta(hours=1)
        with suppress(PolderError):
            _something(rng, moment)
    assert not verifying._tables()[1]
    _answers_are_those_of_the_rules(rng, moment)


def _something(rng, moment):
    aspects = list(Aspect.objects.all())
    one, other = rng.choice(aspects), rng.choice(aspects)
    where = {"party": rng.choice(list(Party.objects.all())), "facet": rng.choice(ASSIGNABLE_FACETS)}
    letter = rng.choice(LETTERS)
    choice = rng.randrange(9)
    if choice < 3:
        begins = rng.choice([None, moment + timedelta(days=2)])
        until = rng.choice([None, moment + timedelta(days=5)])
        operations.assign(one, letter=letter, by=None, at=moment, valid_from=begins, valid_until=until, **where)
    elif choice < 5:
        standing = rng.choice(list(Standing.objects.filter(distance=0).select_related("aspect", "party")))
        operations.unassign(
            standing.aspect, party=standing.party, letter=standing.letter, facet=standing.facet, by=None, at=moment
        )
    elif choice == 5:
        operations.aspects.create(name=f"New {moment.hour} {moment.day}", parent=one, by=None, at=moment)
    elif choice == 6:
        operations.aspects.move(one, parent=other, by=None, at=moment)
    elif choice == 7:
        operations.aspects.change(one, inherits=rng.random() < 0.5, by=None, at=moment)
    else:
        operations.aspects.remove(one, by=None, at=moment)


def _answers_are_those_of_the_rules(rng, moment):
    reading = store.reading_now()
    people = dict(Person.objects.values_list("key", "pk"))
    aspects = dict(Aspect.objects.values_list("key", "pk"))
    moments = [moment + timedelta(days=days) for days in (-30, 0, 2, 5)]
    for _ in range(80):
        person, aspect, t = rng.choice(list(people)), rng.choice(list(aspects)), rng.choice(moments)
        power, facet = rng.choice(POWERS), rng.choice(FACETS)
        wanted = resolution.answer(reading, person, power, aspect, facet, t)
        found = index.answer(people[person], power, aspects[aspect], facet, at=t)
        assert (found.allowed, found.code) == (wanted.allowed, wanted.code)


def test_a_letter_on_a_leaf_writes_one_row():
    load("A * root body:board")
    before = Standing.objects.count()
    leaf = Aspect.objects.get(key="item")
    operations.assign(leaf, party=Party.objects.get(ref="person:rob"), letter="R", by=None, at=at)
    assert Standing.objects.count() == before + 1


def test_refreshing_costs_the_same_for_few_and_for_many_aspects(count_queries):
    load("A * root body:board")
    root = Aspect.objects.get(key="root")
    with count_queries(5):
        index.refresh_aspects([root.pk])
    for number in range(30):
        operations.aspects.create(name=f"New {number}", parent=root, by=None, at=at)
    with count_queries(5):
        index.refresh_aspects([root.pk])
