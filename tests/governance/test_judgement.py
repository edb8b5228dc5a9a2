"""Who may change what in the matrix, and the order in which refusals are told (G13, G14, rehearsal.md)."""

from typing import Any

import pytest

from polder.governance import authority, judgement, widening
from polder.governance.changes import ChangeError, apply
from polder.governance.facts import LETTERS
from polder.governance.resolution import Reading
from tests.governance.cast import (
    Appoint,
    Aspect,
    Assign,
    ChangeAspect,
    CreateAspect,
    CreateRole,
    Holding,
    Role,
    Unassign,
    answers,
    at,
    day,
    glass,
    holding,
    leaving,
    letter,
    org,
)

judge: Any = judgement.judge  # in tests a key is a plain word
may_set: Any = authority.may_set

MATRIX = ["A * root person:chief", "A * news person:nina", "A content item person:rob"]


def outcome(facts, by, *lines, t=at):
    try:
        judge(facts, lines, by=by, at=t)
    except ChangeError as error:
        return error.code
    return "done"


def test_g13_the_a_sets_r_c_and_i_on_the_aspect_and_every_letter_below_it():
    facts = org(MATRIX)
    assert outcome(facts, "nina", Assign("news", "*", "person:cora", "R")) == "done"
    assert outcome(facts, "nina", Assign("news", "*", "person:cora", "A")) == "not_assigned"
    assert outcome(facts, "nina", Assign("item", "design", "person:cora", "A")) == "done"
    assert outcome(facts, "nina", Assign("shop", "*", "person:cora", "I")) == "not_assigned"
    reading = Reading(facts)
    assert [may_set(reading, "nina", x, "news", "*", at) for x in LETTERS] == [True, False, True, True]


def test_g13_the_right_may_come_from_any_aspect_up_the_line():
    facts = org(MATRIX)
    assert outcome(facts, "chief", Assign("item", "content", "person:cora", "C")) == "done"
    assert outcome(facts, "chief", Assign("news", "content", "person:cora", "A")) == "done"


def test_g13_a_letter_for_all_facets_asks_the_right_on_all_three():
    facts = org(MATRIX)
    assert outcome(facts, "rob", Assign("item", "content", "person:cora", "R")) == "done"
    assert outcome(facts, "rob", Assign("item", "*", "person:cora", "R")) == "not_assigned"


def test_g13_the_a_of_the_root_is_for_a_decision_only():
    facts = org(MATRIX)
    swap = [Unassign("root", "*", "person:chief", "A"), Assign("root", "*", "person:cora", "A")]
    assert outcome(facts, "chief", *swap) == "not_assigned"
    assert outcome(facts, None, *swap) == "done"


def test_g13_a_refusal_has_the_code_of_assign_where_it_was_asked():
    facts = org(["A * news person:nina"])
    assert outcome(facts, "rob", Assign("shop", "*", "person:cora", "R")) == "no_accountable"
    assert outcome(facts, "nina", Assign("news", "*", "person:cora", "A")) == "no_accountable"
    assert outcome(facts, "rob", Assign("news", "*", "person:cora", "R")) == "not_assigned"


def test_g13_new_aspects_are_made_under_ones_own_and_filled_at_once():
    facts = org(MATRIX)
    lines = [
        CreateAspect(Aspect("topic", "Topic", "news")),
        CreateRole("writer", "Writer"),
        Assign("topic", "*", "role:writer", "A"),
        Assign("topic", "*", "person:cora", "C"),
    ]
    assert outcome(facts, "nina", *lines) == "done"
    assert outcome(facts, "cora", *lines) == "not_assigned"
    assert outcome(facts, "nina", CreateAspect(Aspect("stall", "Stall", "shop"))) == "not_assigned"
    assert outcome(facts, "nina", CreateRole("writer", "Writer")) == "not_assigned"


def test_g13_what_binds_the_a_itself_is_set_from_above():
    facts = org(MATRIX)
    for settings, by_nina in (
        ({"name": "Tidings"}, "done"),
        ({"review_months": 6}, "done"),
        ({"four_eyes": True}, "not_assigned"),
        ({"guardian": "crew"}, "not_assigned"),
        ({"parent": "shop"}, "not_assigned"),
    ):
        assert outcome(facts, "nina", ChangeAspect("news", settings)) == by_nina
        assert outcome(facts, "chief", ChangeAspect("news", settings)) == "done"


def test_g14_nobody_gives_themselves_a_letter_by_whatever_party():
    facts = org(["A * news person:nina", "A * root person:chief"])
    for party in ("person:chief", "unit:house", "body:board"):
        assert outcome(facts, "chief", Assign("news", "*", party, "R")) == "own_mandate"
    assert outcome(facts, "chief", Assign("news", "*", "person:rob", "R")) == "done"


def test_g14_a_letter_one_has_anyway_widens_nothing():
    assert outcome(org(MATRIX), "nina", Assign("news", "design", "person:nina", "R")) == "done"
    assert outcome(org(MATRIX), "nina", Assign("news", "*", "person:nina", "R")) == "own_mandate"  # on item, content


def test_g14_an_a_that_would_fall_to_who_ends_it_needs_its_successor_in_the_same_change():
    facts = org(MATRIX)
    end = Unassign("news", "*", "person:nina", "A")
    assert outcome(facts, "chief", end) == "own_mandate"
    assert outcome(facts, "chief", end, Assign("news", "*", "person:cora", "A")) == "done"


def test_g14_looks_at_every_later_moment():
    facts = org(MATRIX, people=leaving("cora", day(8)))
    end = Unassign("news", "*", "person:nina", "A")
    after = [end, Assign("news", "*", "person:cora", "A")]
    assert outcome(facts, "chief", *after) == "own_mandate"  # when cora has left, chief would be caretaker
    assert outcome(facts, "chief", end, Assign("news", "*", "unit:office", "A")) == "done"  # nina heads it


def test_g14_a_deputy_cannot_keep_what_the_deputyship_gives():
    facts = org(["A * news person:nina"], deputies=[("nina", "dina", None, day(6))])
    assert outcome(facts, "dina", Assign("news", "*", "person:dina", "R")) == "own_mandate"
    assert outcome(facts, "dina", Assign("news", "*", "person:dina", "R", None, day(6))) == "done"


def test_g14_a_letter_for_a_role_that_the_author_will_hold_is_for_the_author():
    role = Role("editor", "Editor", (Holding("chief", day(7), day(8)),))
    facts = org(MATRIX, roles={"editor": role})
    assert outcome(facts, "chief", Assign("news", "*", "role:editor", "R")) == "own_mandate"
    assert outcome(facts, "chief", Assign("news", "*", "role:editor", "R", day(8))) == "done"
    assert outcome(facts, "chief", Assign("news", "*", "role:editor", "R", None, day(7))) == "done"


def test_g14_a_letter_for_whom_the_author_is_deputy_of_is_for_the_author():
    facts = org(MATRIX, deputies=[("cora", "chief", day(7), day(8))])
    assert outcome(facts, "chief", Assign("news", "*", "person:cora", "R")) == "own_mandate"
    assert outcome(facts, "chief", Assign("news", "*", "person:cora", "C")) == "done"
    planned = org([letter("R * news person:cora", day(7, 5))], deputies=[("cora", "dina", day(7), day(8))])
    assert widening.widening(org(deputies=[("cora", "dina", day(7), day(8))]), planned, "dina", at) == (
        day(7, 5),
        "news",
        "content",
        "view_draft",
    )


def test_g14_sees_when_the_deputy_who_bridges_a_vacancy_leaves_too():
    facts = org(
        MATRIX,
        people=leaving("cora", at) | leaving("dina", day(8)),
        roles=holding("editor", "cora"),
        deputies=[("cora", "dina")],
    )
    lines = [Unassign("news", "*", "person:nina", "A"), Assign("news", "*", "role:editor", "A")]
    assert outcome(facts, "chief", *lines) == "own_mandate"
    gained = widening.widening(facts, apply(facts, lines, at), "chief", at)
    assert gained is not None
    assert gained.moment == day(8)


def test_g14_break_glass_gives_the_right_to_assign_and_does_not_count_as_held():
    facts = org(["A * root person:chief"], glasses=(glass("olga", "news"),))
    assert outcome(facts, "olga", Assign("news", "*", "person:rob", "R")) == "done"
    assert outcome(facts, "olga", Assign("news", "*", "person:olga", "R", None, at.replace(hour=13))) == "own_mandate"


def test_g14_names_the_first_moment_aspect_and_power():
    facts = org(MATRIX, roles=org().roles)
    after = org([*MATRIX, letter("R design shop person:rob", day(7), day(8))])
    found = widening.widening(facts, after, "rob", at)
    assert found == (day(7), "shop", "design", "view_draft")


def test_g14_counts_seats_and_roles_too():
    facts = org(["R * news body:crew"])
    after = apply(facts, [Appoint("dina", body="crew", seat="member")], at)
    found = widening.widening(facts, after, "dina", at)
    assert found is not None
    assert (found.aspect, found.power) == ("news", "view_draft")
    assert widening.widening(facts, after, "chief", at) is None
    assert widening.widening(facts, after, "a-stranger", at) is None


@pytest.mark.parametrize(
    ("by", "lines", "code"),
    [
        ("a-stranger", [Assign("canteen", "*", "person:cora", "R")], "unknown"),
        ("ivo", [Assign("canteen", "*", "person:cora", "R")], "inactive"),
        ("rob", [Assign("canteen", "*", "person:cora", "R")], "not_found"),
        ("rob", [Assign("root", "*", "person:cora", "A")], "not_assigned"),
        ("chief", [Assign("news", "*", "person:nina", "A", day(1))], "wrong_state"),
        ("chief", [Assign("news", "*", "person:cora", "A", day(1))], "invalid"),
        ("chief", [Assign("news", "*", "person:chief", "A")], "second_accountable"),
        ("chief", [Assign("news", "*", "person:chief", "R")], "own_mandate"),
    ],
)
def test_the_first_refusal_that_applies_is_told(by, lines, code):
    assert outcome(org(MATRIX, people=leaving("ivo", at, "cellar")), by, *lines) == code


def test_the_judged_change_is_the_organisation_after_it():
    after = judge(org(MATRIX), [Assign("shop", "*", "person:cora", "A")], by="chief", at=at)
    assert answers(after, "shop") == "assigned: cora"
