"""The rules of governance.md, one sentence at a time, on a cast that is known by name (cast.py)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from polder.governance.resolution import Reading, answering, explain, powers, who_may
from tests.governance.cast import (
    Assignment,
    Body,
    Holding,
    Person,
    Role,
    Seat,
    Unit,
    answers,
    ask,
    at,
    day,
    four_eyes,
    glass,
    holding,
    leaving,
    letter,
    org,
)

TICK = timedelta(microseconds=1)


# Who belongs to what


def test_g01_somebody_counts_from_their_first_moment_up_to_but_not_including_their_last():
    someone = {"rob": Person("rob", "Rob", active_from=day(3), left_on=day(6))}
    facts = org(["R * news person:rob"], people=someone)
    assert [ask(facts, "rob", "edit", t=t) for t in (day(3) - TICK, day(3), day(6) - TICK, day(6))] == [
        "inactive",
        "assigned",
        "assigned",
        "inactive",
    ]


def test_g01_somebody_inactive_has_no_power_by_any_path():
    facts = org(
        ["A * root person:rob", "R * news unit:office"],
        deputies=[("nina", "rob")],
        people=leaving("rob", at),
        glasses=(glass("rob", "news"),),
    )
    assert {a.code for a in powers(Reading(facts), "rob", "news", "content", at).values()} == {"inactive"}


def test_g02_an_interval_is_half_open_and_is_the_same_moment_in_every_zone():
    facts = org([letter("R * news person:rob", day(4), day(5))])
    east = timezone(timedelta(hours=9))
    assert ask(facts, "rob", "edit", t=day(4).astimezone(east)) == "assigned"
    assert ask(facts, "rob", "edit", t=(day(5) - TICK).astimezone(east)) == "assigned"
    assert ask(facts, "rob", "edit", t=day(5).astimezone(east)) == "not_assigned"


def test_g02_a_moment_without_a_zone_is_no_moment():
    with pytest.raises(TypeError):
        ask(org(["R * news person:rob"]), "rob", "edit", t=datetime(2026, 5, 4))  # noqa: DTZ001  # that is the point


def test_g03_a_unit_counts_for_everybody_in_it_and_below_it_but_not_for_a_guest():
    facts = org(["R * news unit:house"], people={"dina": Person("dina", "Dina", unit="office", kind="guest")})
    assert [ask(facts, p, "edit") for p in ("rob", "ivo", "dina")] == ["assigned", "assigned", "not_assigned"]


def test_g03_an_advisor_has_c_but_not_r():
    facts = org(["R * news body:crew", "C * shop body:crew"])
    assert ask(facts, "ivo", "edit") == "not_assigned"
    assert ask(facts, "cora", "edit") == "assigned"
    assert ask(facts, "ivo", "comment", "shop") == "assigned"


def test_b2_seats_give_nothing_before_the_body_begins_and_after_it_ends():
    crew = replace(org().bodies["crew"], valid_from=day(5), valid_until=day(6))
    facts = org(["R * news body:crew", "A * shop body:crew"], bodies={"crew": crew})
    assert [ask(facts, "rob", "edit", t=t) for t in (day(5) - TICK, day(5), day(6))] == [
        "not_assigned",
        "assigned",
        "not_assigned",
    ]
    assert answers(facts, "shop", t=day(5)) == "assigned: rob"
    assert answers(facts, "shop", t=day(6)) is None


def test_b2_an_alternate_has_no_party():
    seat = Seat("rob", "chair", "IT", alternate="dina")
    facts = org(["R * news body:crew"], bodies={"crew": Body("crew", "working_group", "Crew", seats=(seat,))})
    assert ask(facts, "dina", "edit") == "not_assigned"


# Who holds which letter


def test_g06_letters_add_up_along_the_line_up_to_the_first_that_does_not_inherit():
    news = replace(org().aspects["news"], inherits=False)
    facts = org(["R * root person:chief", "R * news person:rob", "R content item person:cora"], aspects={"news": news})
    assert [ask(facts, p, "edit", "item") for p in ("cora", "rob", "chief")] == ["assigned", "assigned", "not_assigned"]
    assert ask(facts, "chief", "edit", "shop") == "assigned"


def test_g06_a_letter_for_one_facet_says_nothing_about_another():
    facts = org(["R content news person:rob"])
    assert [ask(facts, "rob", "edit", facet=f) for f in ("content", "design")] == ["assigned", "not_assigned"]


def test_g07_the_nearest_a_wins_and_the_facet_goes_before_the_star():
    facts = org(["A * root person:chief", "A * news person:nina", "A design news person:dina"])
    assert answers(facts, "item") == "assigned: nina"
    assert answers(facts, "item", "design") == "assigned: dina"
    assert answers(facts, "shop") == "assigned: chief"


def test_g07_not_inheriting_does_not_stop_the_walk_for_the_a():
    news = replace(org().aspects["news"], inherits=False)
    assert answers(org(["A * root person:chief"], aspects={"news": news}), "item") == "assigned: chief"


def test_g07_a_vacant_seat_makes_the_next_one_caretaker():
    facts = org(["A * root person:chief", "A * news role:editor"])
    assert answers(facts) == "caretaker: chief"
    assert ask(facts, "chief", "publish") == "caretaker"


def test_g07_a_vacant_a_for_the_facet_counts_as_passed_over_when_the_star_beside_it_answers():
    facts = org(["A * news person:nina", "A content news role:editor"])
    assert ask(facts, "nina", "publish") == "caretaker"
    assert ask(facts, "nina", "publish", facet="design") == "assigned"


def test_g07_a_body_that_acts_by_decision_is_passed_over_though_it_has_a_chair():
    crew = replace(org().bodies["crew"], acts_by="decision")
    facts = org(["A * root person:chief", "A * news body:crew"], bodies={"crew": crew})
    assert answers(facts) == "caretaker: chief"
    assert ask(facts, "rob", "publish") == "not_assigned"


def test_g07_when_nobody_can_act_anywhere_there_is_no_a():
    facts = org(["A * root role:editor", "R * root person:rob"])
    assert answers(facts) is None
    assert [ask(facts, "rob", power) for power in ("publish", "assign", "edit")] == [
        "no_accountable",
        "no_accountable",
        "assigned",
    ]


@pytest.mark.parametrize(
    ("acts_by", "acting"), [("chair", ["rob"]), ("any_member", ["cora", "dina", "rob"]), ("decision", [])]
)
def test_g08_a_body_acts_by_its_chair_by_any_member_or_by_nobody(acts_by, acting):
    seats = (
        Seat("rob", "chair", "IT"),
        Seat("dina", "secretary", "HR"),
        Seat("cora", "member", "HR"),
        Seat("ivo", "advisor", "HR"),
    )
    crew = Body("crew", "working_group", "Crew", acts_by, seats)
    facts = org(["A * news body:crew"], bodies={"crew": crew})
    assert [h.person for h in who_may(Reading(facts), "publish", "news", "content", at)] == acting


def test_g08_every_active_holder_acts_for_a_role_and_every_chair_for_a_body():
    chairs = (Seat("rob", "chair", "IT"), Seat("cora", "chair", "HR"))
    facts = org(
        ["A * news role:editor", "A * shop body:crew"],
        people=leaving("nina", at),
        roles=holding("editor", "nina", "rob", "dina"),
        bodies={"crew": Body("crew", "working_group", "Crew", seats=chairs)},
    )
    assert answers(facts, "news") == "assigned: dina, rob"
    assert answers(facts, "shop") == "assigned: cora, rob"


def test_g08_a_unit_acts_by_its_head_and_not_by_its_members():
    facts = org(["A * news unit:office"])
    assert [ask(facts, p, "publish") for p in ("nina", "rob")] == ["assigned", "not_assigned"]


def test_g08_the_head_of_a_unit_that_is_r_is_no_member_by_being_its_head():
    facts = org(["R * news unit:cellar"])
    facts = replace(facts, units=facts.units | {"cellar": Unit("cellar", "Cellar", "house", "chief")})
    assert [ask(facts, p, "edit") for p in ("ivo", "chief")] == ["assigned", "not_assigned"]


# Deputies


def test_g10_a_deputy_has_what_the_other_has_by_r_or_a_and_not_by_c():
    facts = org(["A * news person:nina", "C * shop person:nina"], deputies=[("nina", "dina")])
    assert ask(facts, "dina", "publish") == "deputy for nina"
    assert ask(facts, "nina", "publish") == "assigned"
    assert ask(facts, "dina", "comment", "shop") == "not_assigned"


def test_g10_it_is_one_hop():
    facts = org(["A * news person:nina"], deputies=[("nina", "dina"), ("dina", "rob")])
    assert ask(facts, "rob", "publish") == "not_assigned"


def test_g10_a_deputy_bridges_a_vacancy_until_the_deputyship_ends():
    facts = org(
        ["A * root person:chief", "A * news person:nina"],
        deputies=[("nina", "dina", None, day(6))],
        people=leaving("nina", day(5)),
    )
    assert [answers(facts, t=t) for t in (day(5) - TICK, day(5), day(6))] == [
        "assigned: nina",
        "assigned: dina",
        "caretaker: chief",
    ]
    assert ask(facts, "dina", "publish", t=day(5)) == "deputy for nina"


def test_g10_the_own_path_is_named_before_the_deputyship():
    facts = org(["A * news person:nina", "R * news person:dina"], deputies=[("nina", "dina")])
    assert ask(facts, "dina", "edit") == "assigned"
    assert ask(facts, "dina", "publish") == "deputy for nina"


def test_g10_of_several_the_first_by_key_is_named():
    facts = org(
        ["A * news role:editor", "R * news person:chief"],
        roles=holding("editor", "rob", "nina"),
        deputies=[("rob", "dina"), ("nina", "dina"), ("chief", "dina")],
    )
    assert ask(facts, "dina", "edit") == "deputy for chief"
    assert ask(facts, "dina", "publish") == "deputy for nina"


def test_g10_a_deputy_of_a_caretaker_is_a_deputy():
    facts = org(["A * root person:chief", "A * news role:editor"], deputies=[("chief", "dina")])
    assert ask(facts, "dina", "publish") == "deputy for chief"


def test_g10_an_inactive_deputy_keeps_no_seat_from_being_vacant():
    facts = org(
        ["A * root person:chief", "A * news person:nina"],
        deputies=[("nina", "dina")],
        people=leaving("nina", at) | leaving("dina", at),
    )
    assert answers(facts) == "caretaker: chief"


# What a letter gives


def test_g11_what_each_letter_gives():
    facts = org(["R * news person:rob", "A * news person:nina", "C * news person:cora", "I * news person:ivo"])
    reading = Reading(facts)
    may = {p: [k for k, a in powers(reading, p, "news", "content", at).items() if a.allowed] for p in facts.people}
    assert may["rob"] == ["view_draft", "comment", "edit"]
    assert may["nina"] == ["view_draft", "comment", "edit", "publish", "assign"]
    assert may["cora"] == ["view_draft", "comment"]
    assert may["ivo"] == may["olga"] == []


def test_g12_the_author_is_barred_and_the_next_a_up_may_escalated():
    facts = org(["A * root person:chief", "A * news person:nina"], aspects=four_eyes("news", on=True))
    assert ask(facts, "nina", "publish", authors=["nina"]) == "four_eyes"
    assert ask(facts, "chief", "publish", authors=["nina"]) == "escalated"
    assert ask(facts, "nina", "publish", authors=["rob"]) == "assigned"
    assert ask(facts, "chief", "publish", authors=["rob"]) == "not_assigned"
    assert ask(facts, "nina", "edit", authors=["nina"]) == "assigned"


def test_g12_the_nearest_explicit_value_counts():
    letters = ["A * root person:chief"]
    facts = org(letters, aspects=four_eyes("root", on=True) | four_eyes("item", on=False))
    assert [ask(facts, "chief", "publish", a, authors=["chief"]) for a in ("news", "item")] == ["four_eyes", "assigned"]


def test_g12_the_authors_deputy_is_barred_too_but_not_who_is_also_somebody_elses():
    facts = org(
        ["A * root person:chief", "A * news role:editor"],
        roles=holding("editor", "nina", "rob"),
        people=leaving("rob", at),
        deputies=[("nina", "dina"), ("nina", "cora"), ("rob", "cora")],
        aspects=four_eyes("root", on=True),
    )
    assert ask(facts, "dina", "publish", authors=["nina"]) == "four_eyes"
    assert ask(facts, "cora", "publish", authors=["nina"]) == "deputy for rob"
    assert ask(facts, "chief", "publish", authors=["nina"]) == "not_assigned"
    assert ask(facts, "chief", "publish", authors=["nina", "cora"]) == "escalated"


def test_g12_while_somebody_of_the_a_is_not_barred_the_walk_does_not_go_on():
    facts = org(
        ["A * root person:chief", "A * news role:editor"],
        roles=holding("editor", "nina", "rob"),
        aspects=four_eyes("root", on=True),
    )
    assert ask(facts, "rob", "publish", authors=["nina"]) == "assigned"
    assert ask(facts, "chief", "publish", authors=["nina"]) == "not_assigned"


def test_g12_the_walk_goes_on_first_to_the_star_on_the_same_aspect():
    facts = org(
        ["A * root person:chief", "A * news person:rob", "A content news person:nina"],
        aspects=four_eyes("news", on=True),
    )
    assert answers(facts, authors=["nina"]) == "escalated: rob"


@pytest.mark.parametrize("vacant", ["item", "root"])
def test_g12_escalated_also_when_a_vacant_seat_was_passed_on_the_way(vacant):
    facts = org(
        ["A * root person:chief", "A * news person:nina", "A content item role:editor", "A content root role:editor"],
        aspects=four_eyes("root", on=True),
    )
    assert answers(facts, "item", authors=["nina"]) == "escalated: chief"


def test_g12_everybody_barred_is_four_eyes_and_not_no_accountable():
    facts = org(["A * news person:nina"], aspects=four_eyes("root", on=True))
    assert ask(facts, "nina", "publish", authors=["nina"]) == "four_eyes"
    assert ask(facts, "rob", "publish", authors=["nina"]) == "not_assigned"


def test_g12_an_unknown_author_bars_nobody():
    facts = org(["A * news person:nina"], aspects=four_eyes("root", on=True))
    assert ask(facts, "nina", "publish", authors=["a-stranger"]) == "assigned"


def test_g15_a_broken_glass_gives_all_powers_on_that_aspect_alone_and_for_its_time():
    facts = org(["A * root person:chief"], glasses=(glass("olga", "news"),))
    assert ask(facts, "olga", "assign", facet="technology") == "break_glass"
    assert ask(facts, "olga", "edit", "item") == "not_assigned"
    assert ask(facts, "olga", "edit", t=at.replace(hour=14)) == "not_assigned"


def test_g15_four_eyes_bar_an_author_who_broke_the_glass_too():
    facts = org(["A * root person:chief"], glasses=(glass("olga", "news"),), aspects=four_eyes("news", on=True))
    assert ask(facts, "olga", "publish", authors=["olga"]) == "four_eyes"
    assert ask(facts, "olga", "publish", authors=["rob"]) == "break_glass"


def test_g15_being_operator_gives_nothing():
    assert ask(org(["A * root person:chief"]), "olga", "view_draft") == "not_assigned"


@pytest.mark.parametrize(
    ("person", "power", "aspect", "facet"),
    [
        ("nobody", "edit", "news", "content"),
        ("rob", "delete", "news", "content"),
        ("rob", "*", "news", "content"),
        ("rob", "edit", "canteen", "content"),
        ("rob", "edit", "news", "*"),
        ("person:rob", "edit", "news", "content"),
    ],
)
def test_g16_a_name_that_is_not_known_is_unknown_to_everybody(person, power, aspect, facet):
    facts = org(["A * root person:rob"], people=leaving("rob", at))
    assert ask(facts, person, power, aspect, facet) == "unknown"


def test_section_11_the_first_code_that_applies_is_given():
    facts = org(
        ["A * root person:chief", "A * news role:editor", "R * news person:chief"],
        deputies=[("chief", "olga")],
        glasses=(glass("chief", "news"), glass("olga", "news")),
    )
    assert ask(facts, "chief", "edit") == "assigned"
    assert ask(facts, "chief", "publish") == "caretaker"
    assert ask(facts, "olga", "publish") == "deputy for chief"


# Every answer explains itself


def test_g16_the_chain_of_a_deputy_in_json():
    made = Assignment("news", "*", "unit:office", "A", day(1), None, decision="2026-14")
    facts = org([made], deputies=[("nina", "dina", day(5), day(6))])
    told = explain(Reading(facts), "dina", "publish", "item", "content", at).as_json()
    assert told == {
        "allowed": True,
        "code": "deputy",
        "for": "nina",
        "chain": [
            {
                "fact": "assignment",
                "aspect": "news",
                "facet": "*",
                "party": "unit:office",
                "letter": "A",
                "from": "2026-01-01T01:00:00+01:00",
                "until": None,
            },
            {
                "fact": "membership",
                "person": "nina",
                "party": "unit:office",
                "through": "head",
                "unit": "office",
                "seat": None,
                "function": None,
                "from": None,
                "until": None,
            },
            {
                "fact": "deputyship",
                "for": "nina",
                "by": "dina",
                "from": "2026-05-01T02:00:00+02:00",
                "until": "2026-06-01T02:00:00+02:00",
            },
            {"fact": "decision", "decision": "2026-14"},
        ],
        "who_can": [],
    }


def test_g16_a_caretaker_sees_the_seat_that_was_passed_over_and_why():
    crew = replace(org().bodies["crew"], acts_by="decision")
    facts = org(["A * root person:chief", "A * news body:crew", "A content item role:editor"], bodies={"crew": crew})
    told = explain(Reading(facts), "chief", "publish", "item", "content", at).as_json()["chain"]
    assert [(f["aspect"], f.get("passed_over")) for f in told if f["fact"] == "assignment"] == [
        ("root", None),
        ("item", "vacant"),
        ("news", "decision"),
    ]


def test_g16_a_refusal_says_who_can_and_what_one_does_hold():
    facts = org(["A * root person:chief", "R * news body:crew", "C * news person:ivo"])
    told = explain(Reading(facts), "ivo", "edit", "news", "content", at).as_json()
    assert told["who_can"] == ["chief", "cora", "rob"]
    assert [f.get("letter") for f in told["chain"]] == ["C", None]


def test_g16_a_glass_is_a_fact_with_its_reason():
    facts = org(glasses=(glass("olga", "news"),))
    (fact,) = explain(Reading(facts), "olga", "edit", "news", "content", at).as_json()["chain"]
    assert (fact["fact"], fact["reason"]) == ("break_glass", "Wrong number on a page")


def test_p6_the_next_a_up_the_line_is_known_with_its_mark():
    facts = org(["A * root person:chief", "A * news person:nina", "A content item role:editor"])
    item: Any = "item"
    line = answering(Reading(facts), item, "content", at)
    assert [(a.code, a.people) for a in line] == [("caretaker", ("nina",)), ("escalated", ("chief",))]


def test_g03_a_role_and_a_seat_are_theirs_for_their_time_only():
    role = Role("editor", "Editor", (Holding("rob", day(4), day(5)), Holding("dina", day(5))))
    facts = org(["R * news role:editor"], roles={"editor": role})
    at_change = datetime(2026, 5, 1, tzinfo=UTC)
    assert [ask(facts, p, "edit", t=at_change) for p in ("rob", "dina")] == ["not_assigned", "assigned"]
