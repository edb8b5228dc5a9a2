"""G14: nobody widens their own mandate, by whatever path and at whatever later moment."""

from dataclasses import replace
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from polder.governance.changes import ChangeError, apply
from polder.governance.facts import FACETS, POWERS
from polder.governance.widening import widening
from tests.governance import reference
from tests.governance.organisations import MOMENTS, boundary_moments, change_set, organisation


def powers_held(facts, author, t):
    """All that the author holds, read from the page."""
    bare = replace(facts, glasses=())
    return {
        (aspect, facet, power)
        for aspect, facet, power in product(bare.aspects, FACETS, POWERS)
        if reference.check(bare, author, power, aspect, facet, t).allowed
    }


def check_widening(before, after, author, at):
    found = widening(before, after, author, at)
    for t in sorted(moment for moment in {at, *boundary_moments(before)} if moment >= at):
        had = powers_held(before, author, t)
        for new in after.aspects.keys() - before.aspects.keys():
            parent = after.aspects[new].parent
            had |= {(new, facet, power) for aspect, facet, power in had if aspect == parent}
        gained = powers_held(after, author, t) - had
        if gained:
            assert found is not None, (author, t, gained)
            assert found.moment == t
            assert (found.aspect, found.facet, found.power) in gained
            return True
    assert found is None, found
    return False


def compare(rng):
    """One random organisation and change; how many of its people would widen their mandate by it, or None."""
    before = organisation(rng)
    at = rng.choice(MOMENTS)
    try:
        after = apply(before, change_set(rng, before), at)
    except ChangeError:
        return None
    return sum(check_widening(before, after, author, at) for author in before.people)


@settings(max_examples=40, deadline=None)
@given(rng=st.randoms(use_true_random=False))
def test_the_first_power_gained_is_found_and_no_other(rng):
    assume(compare(rng) is not None)
