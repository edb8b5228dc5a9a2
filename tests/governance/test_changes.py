"""What a change set makes of an organisation, and the errors of one that does not hold (G4, G9)."""

from datetime import timedelta

import pytest

from polder.governance.changes import apply, beginning_at, problems
from polder.governance.changes.errors import SecondAccountable
from tests.governance.cast import (
    Appoint,
    Aspect,
    Assign,
    Assignment,
    ChangeAspect,
    CreateAspect,
    CreateRole,
    Deputise,
    Dismiss,
    Leave,
    Person,
    Unassign,
    answers,
    ask,
    at,
    day,
    holding,
    leaving,
    letter,
    org,
)

BEFORE = at - timedelta(microseconds=1)


def codes(facts, *lines):
    return [error.code for error in problems(facts, lines, at)]


def test_a_letter_begins_at_the_moment_of_the_change_and_names_its_decision():
    after = apply(org(), [Assign("news", "*", "person:rob", "R")], at, decision="2026-14")
    assert [ask(after, "rob", "edit", t=t) for t in (BEFORE, at)] == ["not_assigned", "assigned"]
    assert after.assignments[-1] == Assignment("news", "*", "person:rob", "R", at)
    assert after.assignments[-1].decision == "2026-14"


def test_a_letter_that_is_ended_stays_true_of_the_time_before():
    after = apply(org(["R * news person:rob"]), [Unassign("news", "*", "person:rob", "R")], at)
    assert [ask(after, "rob", "edit", t=t) for t in (BEFORE, at)] == ["assigned", "not_assigned"]


def test_a_letter_that_began_at_that_very_moment_leaves_nothing_behind():
    after = apply(org([letter("R * news person:rob", at)]), [Unassign("news", "*", "person:rob", "R")], at)
    assert after.assignments == ()


def test_a_letter_that_is_only_planned_is_taken_back_the_next_one_first():
    planned = [letter("R * news person:rob", day(7), day(8)), letter("R * news person:rob", day(6), day(7))]
    after = apply(org(planned), [Unassign("news", "*", "person:rob", "R")], at)
    assert after.assignments == (planned[0],)


def test_what_ends_goes_first_whatever_the_order_of_the_lines():
    facts = org(["A * news person:nina"])
    after = apply(facts, [Assign("news", "*", "person:rob", "A"), Unassign("news", "*", "person:nina", "A")], at)
    assert [answers(after, t=t) for t in (BEFORE, at)] == ["assigned: nina", "assigned: rob"]


def test_g09_a_second_a_is_refused_and_the_other_is_named():
    facts = org([letter("A * news person:nina", day(9))])
    with pytest.raises(SecondAccountable, match="person:nina") as caught:
        apply(facts, [Assign("news", "*", "person:rob", "A")], at)
    assert caught.value.other == facts.assignments[0]


@pytest.mark.parametrize(
    "line",
    [
        Assign("news", "*", "person:rob", "A", None, day(9)),  # up to where the other begins
        Assign("news", "*", "person:rob", "A", day(10)),  # from where it ends
        Assign("news", "content", "person:rob", "A"),  # the facet beside the star
        Assign("item", "*", "person:rob", "A"),
    ],
)
def test_g09_an_a_beside_it_is_no_second_one(line):
    assert codes(org([letter("A * news person:nina", day(9), day(10))]), line) == []


def test_g09_two_as_in_one_change_set_are_refused():
    lines = [Assign("news", "*", "person:rob", "A"), Assign("news", "*", "person:nina", "A")]
    assert [(error.code, error.line) for error in problems(org(), lines, at)] == [("second_accountable", 1)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Assign("canteen", "*", "person:rob", "R"), "not_found"),
        (Assign("news", "*", "person:robin", "R"), "not_found"),
        (Assign("news", "*", "rob", "R"), "not_found"),
        (Assign("news", "*", "team:rob", "R"), "not_found"),
        (Unassign("news", "*", "role:writer", "R"), "not_found"),
        (ChangeAspect("news", {"parent": "canteen"}), "not_found"),
        (ChangeAspect("news", {"guardian": "senate"}), "not_found"),
        (CreateAspect(Aspect("new", "New", "canteen")), "not_found"),
        (Assign("news", "*", "person:nina", "R"), "wrong_state"),
        (Assign("news", "*", "person:nina", "R", None, day(6)), "wrong_state"),
        (Unassign("news", "content", "person:nina", "R"), "wrong_state"),
        (Unassign("news", "*", "person:rob", "R"), "wrong_state"),
        (Assign("news", "*", "person:rob", "R", BEFORE), "invalid"),
        (Assign("news", "*", "person:rob", "R", day(6), day(6)), "invalid"),
        (Assign("news", "*", "person:rob", "R", None, at), "invalid"),
        (Assign("news", "*", "person:dina", "R", day(6)), "invalid"),  # she has left by then
        (Assign("news", "all", "person:rob", "R"), "invalid"),
        (Assign("news", "*", "person:rob", "V"), "invalid"),
        (CreateAspect(Aspect("news", "News", "root")), "invalid"),
        (CreateAspect(Aspect("new", "New", None)), "invalid"),
        (CreateRole("editor", "Editor"), "invalid"),
        (ChangeAspect("news", {"parent": None}), "invalid"),
        (ChangeAspect("root", {"parent": "news"}), "invalid"),
        (ChangeAspect("news", {"key": "olds"}), "invalid"),
        (ChangeAspect("news", {"parent": "item"}), "cycle"),
        (ChangeAspect("news", {"parent": "news"}), "cycle"),
    ],
)
def test_a_line_that_does_not_hold_is_told_with_its_code(line, code):
    facts = org(["R * news person:nina"], people=leaving("dina", day(6)))
    assert codes(facts, line) == [code]


def test_the_first_of_several_troubles_is_raised_and_nothing_is_changed():
    facts = org(["A * news person:nina"])
    lines = [
        Assign("news", "*", "person:rob", "A"),
        Assign("news", "*", "person:rob", "R", BEFORE),
        Unassign("news", "*", "person:rob", "I"),
        Assign("news", "*", "person:robin", "I"),
    ]
    found = problems(facts, lines, at)
    assert [(e.code, e.line) for e in found] == [
        ("not_found", 3),
        ("wrong_state", 2),
        ("invalid", 1),
        ("second_accountable", 0),
    ]
    assert [error.line for error in problems(facts, lines, at)] == [3, 2, 1, 0]


def test_a_new_aspect_and_a_new_role_can_be_used_in_the_same_change_set():
    lines = [
        Assign("leaf", "*", "role:writer", "A"),
        CreateAspect(Aspect("leaf", "Leaf", "branch")),
        CreateAspect(Aspect("branch", "Branch", "news")),
        CreateRole("writer", "Writer"),
    ]
    after = apply(org(["A * news person:nina"]), lines, at)
    assert answers(after, "leaf") == "caretaker: nina"


def test_g04_two_new_aspects_cannot_lie_under_each_other():
    lines = [CreateAspect(Aspect("one", "One", "two")), CreateAspect(Aspect("two", "Two", "one"))]
    assert codes(org(), *lines) == ["cycle"]


def test_a_moved_aspect_takes_what_is_above_its_new_place():
    facts = org(["A * news person:nina", "A * shop person:rob"])
    after = apply(facts, [ChangeAspect("item", {"parent": "shop"})], at)
    assert answers(after, "item") == "assigned: rob"


def test_a_plan_whose_beginning_passed_begins_when_it_takes_effect():
    lines = [Assign("news", "*", "person:rob", "R", day(2)), Unassign("news", "*", "person:nina", "R")]
    assert beginning_at(lines, at) == [Assign("news", "*", "person:rob", "R", at), lines[1]]


def test_people_lines_appoint_dismiss_deputise_and_leave():
    facts = org(["A * news role:editor"], roles=holding("editor", "nina"))
    assert answers(apply(facts, [Dismiss("nina", role="editor"), Appoint("rob", role="editor")], at)) == "assigned: rob"
    assert answers(apply(facts, [Deputise("nina", "dina"), Leave("nina")], at)) == "assigned: dina"
    assert ask(apply(org(["R * news body:crew"]), [Dismiss("rob", body="crew")], at), "rob", "edit") == "not_assigned"
    appointed = apply(org(["R * news body:crew"]), [Appoint("dina", body="crew", seat="advisor")], at)
    assert ask(appointed, "dina", "edit") == "not_assigned"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Appoint("robin", role="editor"), "not_found"),
        (Appoint("rob", role="writer"), "not_found"),
        (Appoint("rob", body="senate"), "not_found"),
        (Appoint("nina", role="editor"), "wrong_state"),
        (Appoint("cora", body="crew", seat="member"), "wrong_state"),
        (Dismiss("rob", role="editor"), "wrong_state"),
        (Dismiss("dina", body="crew"), "wrong_state"),
        (Deputise("nina", "nina"), "invalid"),
        (Deputise("nina", "rob", BEFORE), "invalid"),
        (Deputise("nina", "rob", None, at), "invalid"),
        (Leave("nina", BEFORE), "invalid"),
    ],
)
def test_a_people_line_that_does_not_hold_is_told_with_its_code(line, code):
    assert codes(org(roles=holding("editor", "nina")), line) == [code]


def test_a_letter_may_be_given_to_somebody_who_is_there_by_then():
    facts = org(people={"newt": Person("newt", "Newt", active_from=day(7))})
    assert codes(facts, Assign("news", "*", "person:newt", "R", day(7))) == []
    assert codes(facts, Assign("news", "*", "person:newt", "R")) == ["invalid"]
