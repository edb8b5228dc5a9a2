"""G18: what a change set would do, before anything is written."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from polder.governance import simulation
from polder.governance.changes import ChangeError, apply
from polder.governance.facts import FACETS, POWERS
from polder.governance.simulation import in_effect
from tests.governance import reference
from tests.governance.cast import Assign, Leave, Unassign, at, org
from tests.governance.organisations import MOMENTS, boundary_moments, change_set, organisation

simulate: Any = simulation.simulate  # in tests a key is a plain word


def powers_of_everyone(facts, t):
    bare = replace(facts, glasses=())
    places = product(bare.people, POWERS, bare.aspects, FACETS)
    return {place for place in places if reference.check(bare, *place, t).allowed}


def compare(rng):
    before = organisation(rng)
    effect = rng.choice(MOMENTS)
    try:
        after = apply(before, change_set(rng, before), effect)
    except ChangeError:
        return False
    t = rng.choice(boundary_moments(before))
    outcome = simulate(before, after, t)
    had, has = powers_of_everyone(before, t), powers_of_everyone(after, t)
    for direction, expected in (("gained", has - had), ("lost", had - has)):
        told = [
            (person, shift.power, shift.aspect, facet)
            for shift in outcome.shifts
            if shift.direction == direction
            for person, facet in product(shift.people, shift.facets)
        ]
        assert len(told) == len(set(told))
        assert set(told) == expected
        counted: dict[Any, set[str]] = {(person, power): set() for person, power, _, _ in expected}
        for person, power, aspect, _ in expected:
            counted[person, power].add(aspect)
        by_person = {
            (person, power): number
            for person, changes in outcome.by_person.items()
            for (way, power), number in changes.items()
            if way == direction
        }
        assert by_person == {key: len(aspects) for key, aspects in counted.items()}
        assert outcome.people[direction] == {person for person, _, _, _ in expected}
    return True


@settings(max_examples=40, deadline=None)
@given(rng=st.randoms(use_true_random=False))
def test_everyone_who_gains_or_loses_a_power_is_told_and_nobody_else(rng):
    assume(compare(rng))


def test_g18_leaving_names_the_seat_that_falls_vacant_and_who_becomes_caretaker():
    before = org(assignments=["A * root person:chief", "A * news person:nina", "R * news person:rob"])
    outcome = simulate(before, apply(before, [Leave("nina")], at), at)
    assert [(f.code, f.aspect) for f in outcome.appearing if f.severity == "high"] == [("vacant_accountable", "news")]
    assert outcome.by_person["nina"]["lost", "publish"] == 2  # news, and item below it
    assert outcome.by_person["chief"]["gained", "publish"] == 2


def test_g18_a_planned_change_is_looked_at_when_all_of_it_is_in_effect():
    later = at + timedelta(days=10)
    lines = [Unassign("news", "*", "person:nina", "A"), Assign("news", "*", "person:rob", "A", later)]
    assert in_effect(lines, at) == later
    before = org(assignments=["A * news person:nina"])
    outcome = simulate(before, apply(before, lines, at), in_effect(lines, at))
    assert outcome.people == {"gained": {"rob"}, "lost": {"nina"}}
    assert [shift.facets for shift in outcome.of("rob")] == [FACETS] * len(outcome.of("rob"))


def test_g18_a_finding_that_only_counts_differently_neither_appears_nor_vanishes():
    before = org(assignments=["A * root person:chief", *(f"C * news person:{p}" for p in SIX)])
    after = apply(before, [Assign("news", "*", "role:editor", "C")], at)
    outcome = simulate(before, after, at)
    assert not [f for f in (*outcome.appearing, *outcome.vanishing) if f.code == "consult_inflation"]


SIX = ("chief", "nina", "rob", "cora", "dina", "ivo")
