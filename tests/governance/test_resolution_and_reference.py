"""The engine and a second, slow reading of governance.md give the same answers on organisations nobody thought of."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from polder.governance.facts import FACETS, POWERS
from polder.governance.resolution import Reading, answer, explain, who_may
from tests.governance import reference
from tests.governance.organisations import boundary_moments, organisations


def authors_to_try(facts):
    people = list(facts.people)
    return [(), *((p,) for p in people), tuple(people[:2]), ("nobody", people[0]), ("nobody",)]


def compare(facts, t):
    """Every question that can be asked at one moment; returns how many there were."""
    reading, asked = Reading(facts), 0
    for power, aspect, facet in product(POWERS, facts.aspects, FACETS):
        for authors in authors_to_try(facts) if power == "publish" else [(), (next(iter(facts.people)),)]:
            listed = {h.person: h for h in who_may(reading, power, aspect, facet, t, authors)}
            assert list(listed) == sorted(listed)
            for person in facts.people:
                asked += 1
                found = answer(reading, person, power, aspect, facet, t, authors)
                expected = reference.check(facts, person, power, aspect, facet, t, authors)
                question = (person, power, aspect, facet, t, authors)
                assert (found.allowed, found.code, found.acting_for) == (
                    expected.allowed,
                    expected.code,
                    expected.acting_for,
                ), question
                assert (person in listed) == found.allowed, question
                if found.allowed:
                    assert (listed[person].code, listed[person].acting_for) == (found.code, found.acting_for)
                check_explanation(reading, found, question, listed)
    return asked


def check_explanation(reading, found, question, listed):
    why = explain(reading, *question)
    assert (why.allowed, why.code, why.acting_for) == (found.allowed, found.code, found.acting_for)
    told = why.as_json()
    kinds = [fact["fact"] for fact in told["chain"]]
    if found.allowed:
        assert why.who_can == ()
        assert kinds[0] == ("break_glass" if found.code == "break_glass" else "assignment"), question
        assert ("deputyship" in kinds) == (found.code == "deputy"), question
        if kinds[0] == "assignment":
            assert told["chain"][1]["person"] == (found.acting_for or question[0]), question
            assert told["chain"][0]["party"] == told["chain"][1]["party"], question
    else:
        assert why.who_can == tuple(listed)
        assert (found.code != "four_eyes") or kinds, question


@settings(max_examples=60, deadline=None)
@given(facts=organisations(), data=st.data())
def test_the_engine_answers_as_the_page_reads(facts, data):
    compare(facts, data.draw(st.sampled_from(boundary_moments(facts))))
