"""The findings of section 8: what each rule sees, where it stands, since when, and whose it is."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from polder.governance import finding_rules
from polder.governance.finding_rules import RULES, due
from polder.governance.resolution import Reading
from tests.governance.cast import (
    Assignment,
    Body,
    Holding,
    Person,
    Role,
    Seat,
    at,
    day,
    four_eyes,
    holding,
    leaving,
    letter,
    org,
)

find: Any = finding_rules.find  # in tests a key is a plain word
owner: Any = finding_rules.owner


def found(facts, code, t=at, **rest):
    """`aspect facet party` of each finding with that code."""
    return [f"{f.aspect} {f.facet} {f.party or ''}".rstrip() for f in find(Reading(facts), t, codes=[code], **rest)]


def one(facts, code, t=at):
    (only,) = find(Reading(facts), t, codes=[code])
    return only


def test_no_accountable_on_every_aspect_and_facet_that_has_none():
    facts = org(["A * news person:nina", "A content shop person:rob"])
    assert found(facts, "no_accountable") == ["root *", "shop design", "shop technology"]


def test_no_accountable_says_since_when():
    facts = org(["A * root person:nina"], people=leaving("nina", day(4)))
    assert {f.since for f in find(Reading(facts), at, codes=["no_accountable"])} == {day(4)}


def test_vacant_accountable_stands_where_the_a_stands_and_says_since_when_and_who_answers():
    facts = org(["A * root person:chief", "A * news person:nina"], people=leaving("nina", day(4)))
    vacancy = one(facts, "vacant_accountable")
    assert (vacancy.aspect, vacancy.facet, vacancy.party) == ("news", "*", "person:nina")
    assert (vacancy.since, vacancy.detail) == (day(4), "person:chief")
    assert found(facts, "vacant_accountable", day(4) - timedelta(microseconds=1)) == []


def test_a_vacancy_begins_when_the_last_deputy_is_gone():
    facts = org(
        ["A * root person:chief", "A * news person:nina"],
        people=leaving("nina", day(2)),
        deputies=[("nina", "dina", None, day(4))],
    )
    assert one(facts, "vacant_accountable").since == day(4)


def test_a_vacancy_that_was_filled_between_counts_from_its_new_beginning():
    role = Role("editor", "Editor", (Holding("rob", None, day(1)), Holding("rob", day(2), day(3))))
    facts = org(["A * root person:chief", "A * news role:editor"], roles={"editor": role})
    assert one(facts, "vacant_accountable").since == day(3)
    assert one(facts, "vacant_accountable", day(1, 9)).since == day(1)


def test_a_seat_that_is_never_come_by_is_not_vacant():
    by_facet = [f"A {facet} news person:nina" for facet in ("content", "design", "technology")]
    assert found(org(["A * news role:editor", *by_facet]), "vacant_accountable") == []
    assert found(org(["A * news role:editor", *by_facet[:2]]), "vacant_accountable") == ["news * role:editor"]


def test_a_body_that_acts_by_decision_is_not_vacant_while_somebody_sits_in_it():
    seats = (Seat("rob", "member", "IT", None, day(9)),)
    crew = Body("crew", "working_group", "Crew", "decision", seats)
    facts = org(["A * root person:chief", "A * news body:crew"], bodies={"crew": crew})
    assert found(facts, "vacant_accountable") == []
    assert found(facts, "vacant_accountable", day(9)) == ["news * body:crew"]


def test_caretaker_too_long_after_thirty_days():
    facts = org(["A * root person:chief", "A * news person:nina"], people=leaving("nina", day(4)))
    assert found(facts, "caretaker_too_long", day(4) + timedelta(days=30)) == []
    assert found(facts, "caretaker_too_long", day(4) + timedelta(days=30, microseconds=1)) == ["news * person:nina"]


def test_a_caretaker_of_one_facet_is_there_too_long_though_nobody_answers_for_the_others():
    letters = ["A design root person:chief", "A * news person:nina"]
    facts = org(letters, people=leaving("nina", day(4)))
    late = day(4) + timedelta(days=31)
    assert one(facts, "vacant_accountable", late).detail == "person:chief"
    assert found(facts, "caretaker_too_long", late) == ["news * person:nina"]


def test_no_responsible_without_an_r_or_with_nobody_behind_it():
    facts = org(
        ["R content root person:ivo", "R * shop role:editor", "R design shop person:nina"],
        people=leaving("ivo", day(6), "cellar"),
    )
    assert found(facts, "no_responsible") == [
        "item design",
        "item technology",
        "news design",
        "news technology",
        "root design",
        "root technology",
        "shop technology",
    ]
    assert "news *" in found(facts, "no_responsible", day(6))


def test_shared_accountability_by_a_role_with_several_active_holders():
    facts = org(["A * news role:editor"], roles=holding("editor", "nina", "rob", "nina"), people=leaving("rob", day(6)))
    assert found(facts, "shared_accountability") == ["news * role:editor"]
    assert found(facts, "shared_accountability", day(6)) == []


def test_self_approval_only_when_the_only_writer_is_the_a_and_four_eyes_are_off():
    letters = ["A * root person:chief", "A * news person:nina", "R * news person:nina", "R * shop person:rob"]
    assert found(org(letters), "self_approval_only") == ["item * person:nina", "news * person:nina"]
    assert found(org([*letters, "R * item person:rob"]), "self_approval_only") == ["news * person:nina"]
    assert found(org(letters, aspects=four_eyes("news", on=True)), "self_approval_only") == []


def test_consult_inflation_from_six_parties_on():
    asked = [f"C * news person:{p}" for p in ("nina", "rob", "cora", "dina", "ivo")]
    assert found(org(asked), "consult_inflation") == []
    facts = org([*asked, "C content item role:editor"])
    assert found(facts, "consult_inflation") == ["item content"]
    assert one(facts, "consult_inflation").detail == "6"


def test_overload_of_who_acts_as_a_on_more_than_twelve_aspects():
    def shops(number):
        return {f"shop-{n}": replace(org().aspects["shop"], key=f"shop-{n}") for n in range(number)}

    letters = ["A * root person:chief", "A * news person:nina"]
    assert found(org(letters, aspects=shops(10)), "overload") == []
    facts = org(letters, aspects=shops(11))
    overload = one(facts, "overload")
    assert (overload.aspect, overload.party, overload.detail) == ("root", "person:chief", "13")
    assert found(facts, "overload", aspects=["news"]) == []
    assert found(facts, "overload", aspects=["root"]) == ["root * person:chief"]


def test_no_deputy_for_an_a_who_is_one_person():
    letters = ["A * root role:editor", "A content news person:nina", "A * shop unit:office"]
    facts = org(letters, roles=holding("editor", "rob", "cora"))
    assert found(facts, "no_deputy") == ["news content person:nina", "shop * unit:office"]
    assert found(replace(facts, deputyships=org(deputies=[("nina", "dina")]).deputyships), "no_deputy") == []


def test_person_not_role_for_an_r_or_a_by_name():
    facts = org(["A * root role:editor", "R * news person:rob", "C * news person:cora", letter("A * shop person:nina")])
    assert found(facts, "person_not_role") == ["news * person:rob", "shop * person:nina"]


def test_an_r_and_an_a_of_the_same_person_there_are_one_finding():
    facts = org([letter("R * news person:rob", day(2)), letter("A * news person:rob", day(1))])
    finding = one(facts, "person_not_role")
    assert (finding.detail, finding.since) == ("R, A", day(1))


@pytest.mark.parametrize(
    ("follow_up", "expected"),
    [
        (None, ["news * role:editor"]),
        (letter("A * news person:rob", day(6)), []),
        (letter("A * news person:rob", day(6, 2)), ["news * role:editor"]),  # a day without anybody
        (letter("A content news person:rob"), ["news * role:editor"]),  # goes on for one facet only
    ],
)
def test_expiring_when_an_a_ends_within_thirty_days_and_nothing_follows(follow_up, expected):
    ending = letter("A * news role:editor", None, day(6))
    facts = org([ending, *([follow_up] if follow_up else [])])
    assert found(facts, "expiring") == expected
    assert found(facts, "expiring", day(6) - timedelta(days=30)) == expected
    assert found(facts, "expiring", day(6) - timedelta(days=31)) == []


def test_a_star_that_ends_is_followed_by_letters_for_all_three_facets():
    ending = letter("A * news role:editor", None, day(6))
    after = [letter(f"A {facet} news person:rob", day(6)) for facet in ("content", "design", "technology")]
    assert found(org([ending, *after]), "expiring") == []
    assert found(org([ending, *after[1:]]), "expiring") == ["news * role:editor"]


def test_expiring_r_is_followed_by_the_same_party_or_a_new_one_not_by_who_is_r_anyway():
    ending = letter("R * news person:rob", None, day(6))
    assert found(org([ending, "R * news person:cora"]), "expiring") == ["news * person:rob"]
    assert found(org([ending, letter("R * news person:cora", day(5, 20))]), "expiring") == []
    assert found(org([ending, letter("R * news person:rob", day(6))]), "expiring") == []


def test_idle_assignment_after_twelve_months_without_a_deed():
    facts = org(
        ["R * news person:rob", "R * shop person:cora", letter("A * news person:nina", day(1)), "C * news role:editor"]
    )
    last = {"person:rob": day(4), "person:cora": day(4).replace(year=2025)}
    assert found(facts, "idle_assignment") == []
    assert found(facts, "idle_assignment", last_activity=lambda a: last.get(a.party)) == ["shop * person:cora"]


def test_missing_voice_of_a_function_that_the_aspect_requires():
    news = replace(org().aspects["news"], requires=("IT", "HR", "Legal"))
    assert one(org(aspects={"news": news}), "missing_voice").detail == "IT, HR, Legal"
    facts = org(["C * root body:crew"], aspects={"news": news})  # rob sits there for IT, cora for HR
    assert one(facts, "missing_voice").detail == "Legal"
    legal = {"lea": Person("lea", "Lea", unit="office")}
    heard = replace(facts, people=facts.people | legal, roles={"legal": Role("legal", "Legal", (Holding("lea"),))})
    heard = replace(heard, assignments=(*heard.assignments, Assignment("news", "design", "role:legal", "I")))
    assert found(heard, "missing_voice") == []


def test_a_unit_and_a_team_within_it_speak_for_the_function_it_is_named_after():
    news = replace(org().aspects["news"], requires=("house",))
    assert found(org(["I * news unit:cellar"], aspects={"news": news}), "missing_voice") == []
    assert found(org(["I * news person:ivo"], aspects={"news": news}), "missing_voice") == []
    assert found(org(["I * news role:editor"], aspects={"news": news}), "missing_voice") == ["news *"]


def test_the_most_severe_come_first_and_some_aspects_can_be_asked_for():
    severities = [f.severity for f in find(Reading(org(["A * news person:nina"])), at)]
    assert severities == sorted(severities, key=["critical", "high", "medium", "low"].index)
    assert {f.aspect for f in find(Reading(org()), at, aspects=["shop"])} == {"shop"}


def test_codes_are_those_of_the_page_and_each_is_there_once():
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes)) == 13


def test_the_owner_is_the_effective_a_else_the_intranet_manager_else_the_guardian():
    manager = {"intranet-manager": Role("intranet-manager", "Intranet manager", (Holding("rob", None, day(6)),))}
    facts = org(["A * root person:chief", "A design news person:nina"], roles=manager)
    assert owner(Reading(facts), "news", "*", at) == "person:chief"
    assert owner(Reading(facts), "news", "design", at) == "person:nina"
    nobody = Reading(org(roles=manager))
    assert [owner(nobody, "news", "*", t) for t in (at, day(6))] == ["role:intranet-manager", "body:board"]


def test_the_more_severe_the_sooner_it_is_due():
    day_found = date(2026, 5, 4)
    days = [due(severity, day_found) for severity in ("critical", "high", "medium", "low")]
    assert days == sorted(days)
    assert day_found < days[0]
