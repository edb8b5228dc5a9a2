"""The matrix as it is shown, and what is different between two moments (G17)."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from polder.governance import resolution
from polder.governance.changes import apply
from polder.governance.facts import FACETS
from polder.governance.resolution import Reading, diff
from tests.governance import reference
from tests.governance.cast import Assign, Unassign, at, day, holding, leaving, letter, org
from tests.governance.organisations import boundary_moments, organisations

matrix: Any = resolution.matrix  # in tests a key is a plain word


def rows(facts, facet="*", t=at):
    return {row.aspect: row for row in matrix(Reading(facts), list(facts.aspects), t, facet)}


def shown(row, party):
    """`A@root`: the letter and where it stands; in brackets when inherited, with ! when vacant."""
    marks = [f"{m.letter}@{m.stands_on}{'!' if m.vacant else ''}" for m in row.cells.get(party, ())]
    return [f"({text})" if m.inherited else text for text, m in zip(marks, row.cells.get(party, ()), strict=True)]


def test_a_letter_shows_where_it_stands_and_faintly_below():
    facts = org(
        ["A * root person:chief", "R * root role:editor", "A * news role:editor"], roles=holding("editor", "rob")
    )
    row = rows(facts)["item"]
    assert shown(row, "role:editor") == ["(R@root)", "(A@news)"]
    assert shown(row, "person:chief") == []
    assert shown(rows(facts)["news"], "role:editor") == ["A@news", "(R@root)"]
    assert (row.depth, row.gaps) == (2, ())


def test_a_vacant_a_is_marked_and_the_caretaker_shows():
    facts = org(["A * root person:chief", "A * news role:editor", "R * root role:editor"])
    row = rows(facts)["news"]
    assert shown(row, "role:editor") == ["A@news!", "(R@root)"]
    assert shown(row, "person:chief") == ["(A@root)"]
    assert {a.code for a in row.accountable.values()} == {"caretaker"}
    assert row.gaps == tuple(("vacant_accountable", facet) for facet in FACETS)


def test_gaps_are_marked_per_facet():
    facts = org(["A content news person:nina", "R design news person:rob"])
    assert rows(facts)["news"].gaps == (
        ("no_responsible", "content"),
        ("no_accountable", "design"),
        ("no_accountable", "technology"),
        ("no_responsible", "technology"),
    )


def test_one_facet_shows_its_own_letters_and_those_for_all():
    facts = org(["R content news person:rob", "R * news person:cora", "R design news person:dina"])
    assert set(rows(facts, "content")["news"].cells) == {"person:rob", "person:cora"}
    assert set(rows(facts)["news"].cells) == {"person:rob", "person:cora", "person:dina"}


def test_what_does_not_inherit_shows_nothing_from_above_but_the_a():
    news = replace(org().aspects["news"], inherits=False)
    facts = org(["A * root person:chief", "R * root person:rob"], aspects={"news": news})
    assert set(rows(facts)["item"].cells) == {"person:chief"}


def test_the_matrix_of_a_past_and_of_a_planned_moment():
    facts = org([letter("R * news person:rob", None, day(5)), letter("R * news person:cora", day(9))])
    assert [list(rows(facts, t=t)["news"].cells) for t in (day(4), at, day(9))] == [["person:rob"], [], ["person:cora"]]


@settings(max_examples=40, deadline=None)
@given(facts=organisations(), data=st.data())
def test_the_matrix_shows_exactly_the_letters_that_count(facts, data):
    t = data.draw(st.sampled_from(boundary_moments(facts)))
    for facet in FACETS:
        for row in matrix(Reading(facts), list(facts.aspects), t, facet):
            for one in ("R", "C", "I"):
                expected = reference.holders(facts, one, row.aspect, facet, t)
                assert {p for p, marks in row.cells.items() if any(m.letter == one for m in marks)} == expected
            mark, pairs = reference.those_who_answer(facts, row.aspect, facet, t, set())
            answers = row.accountable[facet]
            assert (answers.code if answers else None) == mark
            assert set(answers.people if answers else ()) == {who for who, whom in pairs if who == whom}
            assert (("no_accountable", facet) in row.gaps) == (mark is None)


def test_g17_a_difference_names_the_letters_and_where_somebody_else_answers():
    before = org(["A * root person:chief", "A * news person:nina", "R * shop person:rob"])
    lines = [Unassign("news", "*", "person:nina", "A"), Assign("shop", "design", "person:cora", "A")]
    after = diff(before, at, apply(before, lines, at), at)
    assert [(a.letter, a.party) for a in after.added] == [("A", "person:cora")]
    assert [(a.letter, a.party) for a in after.ended] == [("A", "person:nina")]
    assert [(c.aspect, c.facet) for c in after.accountable] == [("item", "*"), ("news", "*"), ("shop", "design")]


def test_g17_two_moments_of_one_organisation():
    facts = org(
        ["A * root person:chief", letter("R * news person:rob", day(5), day(6)), "A * news person:nina"],
        people=leaving("nina", day(5, 20)),
    )
    change = diff(facts, day(4), facts, day(5, 20))
    assert [a.party for a in change.added] == ["person:rob"]
    assert change.ended == ()
    assert [
        (c.before.people, c.after.people, c.after.caretaker) for c in change.accountable if c.after and c.before
    ] == [(("nina",), ("chief",), True)] * 2
    assert diff(facts, day(4), facts, day(4)) == ((), (), ())


def test_g17_an_aspect_that_is_new_answers_to_somebody_it_did_not():
    facts = org(["A * news person:nina"])
    older = replace(facts, aspects={k: v for k, v in facts.aspects.items() if k != "item"})
    change = diff(older, at, facts, at)
    assert [(c.aspect, c.facet, c.before) for c in change.accountable] == [("item", "*", None)]
