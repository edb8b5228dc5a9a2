"""Every kind of mistake in an organisation file is named at its narrowest place, and all of them at once."""

import copy
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polder.governance import organisation_file
from polder.governance.facts import Facts
from polder.governance.organisation_file import OrganisationError, OrganisationErrors

HERE = Path(__file__).parent
WATERLAND = json.loads((HERE / "waterland.json").read_text())
GONE = object()


def waterland(*changes: tuple[str, object]) -> Any:
    """The sample with values put at places written as `assignments.3.letter`; an index past the end appends."""
    document = copy.deepcopy(WATERLAND)
    for place, value in changes:
        *steps, last = [int(step) if step.isdigit() else step for step in place.split(".")]
        target: Any = document
        for step in steps:
            target = target[step]
        if value is GONE:
            del target[last]
        elif isinstance(last, int) and last >= len(target):
            target.append(value)
        else:
            target[last] = value
    return document


def errors_of(document: object) -> dict[str, str]:
    with pytest.raises(OrganisationErrors) as raised:
        organisation_file.parse(document)
    return {error.path: error.sentence for error in raised.value.errors}


def accountable(party: str, start: object = None, end: object = None, **more: object) -> dict[str, object]:
    return {"aspect": "homepage", "facet": "*", "party": party, "letter": "A", "from": start, "until": end} | more


GUEST = {"key": "gus", "name": "Gus", "email": None, "kind": "guest"}
SEAT = {"person": "kim", "seat": "member", "function": "IT"}
DEPUTY = {"for": "kim", "by": "anna"}
TOO_LONG = "x" * 5_000

PLACES: list[tuple[str, object, str]] = [
    # the file itself
    ("format", GONE, "$"),
    ("format", "polder-organisation/2", "$.format"),
    ("format", None, "$.format"),
    ("timezone", GONE, "$"),
    ("timezone", "Europe/Amsterdm", "$.timezone"),
    ("timezone", "Europe", "$.timezone"),
    ("timezone", "../../etc/passwd", "$.timezone"),
    ("timezone", "/etc/localtime", "$.timezone"),
    ("timezone", "localtime", "$.timezone"),
    ("timezone", "posix/UTC", "$.timezone"),
    ("timezone", "Europe/Amsterdam\0", "$.timezone"),
    ("timezone", "", "$.timezone"),
    ("timezone", TOO_LONG, "$.timezone"),
    ("timezone", 1, "$.timezone"),
    ("aspects", GONE, "$"),
    ("people", {}, "$.people"),
    ("people", None, "$.people"),
    ("units", "it", "$.units"),
    ("colour", "blue", "$.colour"),
    ("", 1, '$[""]'),
    ("a b", 1, '$["a b"]'),
    ("\ud800", 1, '$["\\ud800"]'),
    ("country", 31, "$.country"),
    ("holidays", "2026-04-06", "$.holidays"),
    ("holidays", ["2026-04-06", "2026-02-30"], "$.holidays[1]"),
    ("holidays", ["2026-04-06T00:00:00"], "$.holidays[0]"),
    ("holidays", [20260406], "$.holidays[0]"),
    ("operators", ["anna", "nobody"], "$.operators[1]"),
    ("operators", [["anna"]], "$.operators[0]"),
    ("operators", {"anna": True}, "$.operators"),
    # units
    ("units.1.name", GONE, "$.units[1]"),
    ("units.1.name", "", "$.units[1].name"),
    ("units.1.name", "  ", "$.units[1].name"),
    ("units.1.name", 7, "$.units[1].name"),
    ("units.1.name", "IT\0", "$.units[1].name"),
    ("units.1.name", "\udfff", "$.units[1].name"),
    ("units.1.name", TOO_LONG, "$.units[1].name"),
    ("units.4.parent", "hr-west", "$.units[4].parent"),
    ("units.4.parent", 3, "$.units[4].parent"),
    ("units.4.parent", ["hr"], "$.units[4].parent"),
    ("units.0.parent", "waterland", "$.units[0].parent"),
    ("units.1.head", "nobody", "$.units[1].head"),
    ("units.1.head", "person:anna", "$.units[1].head"),
    ("units.1.headd", "anna", "$.units[1].headd"),
    # people
    ("people.10", {"key": "Kim", "name": "K", "email": None}, "$.people[10].key"),
    ("people.10", {"key": "kim-", "name": "K", "email": None}, "$.people[10].key"),
    ("people.10", {"key": "kim--s", "name": "K", "email": None}, "$.people[10].key"),
    ("people.10", {"key": "kim\n", "name": "K", "email": None}, "$.people[10].key"),
    ("people.10", {"key": "kím", "name": "K", "email": None}, "$.people[10].key"),
    ("people.10", {"key": "٣", "name": "K", "email": None}, "$.people[10].key"),
    ("people.10", {"key": "", "name": "K", "email": None}, "$.people[10].key"),
    ("people.10", {"key": TOO_LONG, "name": "K", "email": None}, "$.people[10].key"),
    ("people.10", {"key": "kim", "name": "K", "email": None}, "$.people[10].key"),
    ("people.10", {"key": "new", "email": None}, "$.people[10]"),
    ("people.10", {"key": "new", "name": "New"}, "$.people[10]"),
    ("people.1.email", "SASKIA@waterland.EXAMPLE", "$.people[1].email"),
    ("people.1.email", "anna", "$.people[1].email"),
    ("people.1.email", "", "$.people[1].email"),
    ("people.1.email", "anna de wit@example.org", "$.people[1].email"),
    ("people.1.unit", "itt", "$.people[1].unit"),
    ("people.1.unit", True, "$.people[1].unit"),
    ("people.1.number", 12, "$.people[1].number"),
    ("people.1.kind", "robot", "$.people[1].kind"),
    ("people.1.kind", None, "$.people[1].kind"),
    ("people.1.languages", "nl", "$.people[1].languages"),
    ("people.1.languages", ["nl", 2], "$.people[1].languages[1]"),
    ("people.1.location", {}, "$.people[1].location"),
    ("people.1.sponsor", "nobody", "$.people[1].sponsor"),
    ("people.2.left_on", "2026-01-31", "$.people[2].left_on"),
    ("people.2.left_on", "2026-02-01", "$.people[2].left_on"),
    ("people.2.left_on", "2026-01-31T23:00:00Z", "$.people[2].left_on"),
    ("people.2.left_on", "soon", "$.people[2].left_on"),
    ("people.2.left_on", 20260801, "$.people[2].left_on"),
    ("people.2.left_on", True, "$.people[2].left_on"),
    ("people.10", GUEST | {"left_on": "2026-06-01"}, "$.people[10]"),
    ("people.10", GUEST | {"sponsor": "kim"}, "$.people[10]"),
    ("people.10", GUEST | {"sponsor": None, "left_on": "2026-06-01"}, "$.people[10].sponsor"),
    ("people.10", GUEST | {"sponsor": "kim", "left_on": None}, "$.people[10].left_on"),
    # roles
    ("roles.0.holders", None, "$.roles[0].holders"),
    ("roles.0.holders.0", "kim", "$.roles[0].holders[0]"),
    ("roles.0.holders.0.person", "nobody", "$.roles[0].holders[0].person"),
    ("roles.0.holders.0.person", GONE, "$.roles[0].holders[0]"),
    ("roles.0.holders.0.until", "2026-01-01", "$.roles[0].holders[0].until"),
    ("roles.0.holders.0.since", None, "$.roles[0].holders[0].since"),
    # bodies
    ("bodies.0.kind", "committee", "$.bodies[0].kind"),
    ("bodies.0.kind", GONE, "$.bodies[0]"),
    ("bodies.0.acts_by", "majority", "$.bodies[0].acts_by"),
    ("bodies.0.acts_by", None, "$.bodies[0].acts_by"),
    ("bodies.0.parent", "steering", "$.bodies[0].parent"),
    ("bodies.0.parent", "board", "$.bodies[0].parent"),
    ("bodies.0.seats.4", SEAT | {"person": "nobody"}, "$.bodies[0].seats[4].person"),
    ("bodies.0.seats.4", SEAT | {"seat": "treasurer"}, "$.bodies[0].seats[4].seat"),
    ("bodies.0.seats.4", SEAT | {"alternate": "nobody"}, "$.bodies[0].seats[4].alternate"),
    ("bodies.0.seats.4", SEAT | {"ring": "inner"}, "$.bodies[0].seats[4].ring"),
    ("bodies.0.seats.4", SEAT | {"from": "2026-02-01", "until": "2026-01-01"}, "$.bodies[0].seats[4].until"),
    ("bodies.0.seats.4", {"person": "kim", "seat": "member"}, "$.bodies[0].seats[4]"),
    ("bodies.0.from", "2026-13-01", "$.bodies[0].from"),
    ("bodies.0.requires", "IT", "$.bodies[0].requires"),
    ("bodies.0.requires", [""], "$.bodies[0].requires[0]"),
    ("bodies.0.cadence", "monthly", "$.bodies[0].cadence"),
    ("bodies.0.cadence", "FREQ=HOURLY", "$.bodies[0].cadence"),
    ("bodies.0.cadence", "INTERVAL=2", "$.bodies[0].cadence"),
    ("bodies.0.cadence", "FREQ=MONTHLY;FREQ=DAILY", "$.bodies[0].cadence"),
    ("bodies.0.cadence", "FREQ=MONTHLY;COUNT=3;UNTIL=20270101", "$.bodies[0].cadence"),
    ("bodies.0.cadence", "FREQ=MONTHLY;UNTIL=20260231", "$.bodies[0].cadence"),
    ("bodies.0.cadence", "FREQ=MONTHLY;UNTIL=00000101", "$.bodies[0].cadence"),
    ("bodies.0.cadence", "FREQ=MONTHLY;BYDAY=XX", "$.bodies[0].cadence"),
    ("bodies.0.cadence", "FREQ=MONTHLY;INTERVAL=0", "$.bodies[0].cadence"),
    ("bodies.0.cadence", "FREQ=MONTHLY;", "$.bodies[0].cadence"),
    ("bodies.0.cadence", 3, "$.bodies[0].cadence"),
    ("bodies.0.charter", [], "$.bodies[0].charter"),
    ("bodies.0.charter", {"budget": 3}, "$.bodies[0].charter.budget"),
    ("bodies.0.charter", {"aspects": ["homepage", "canteen"]}, "$.bodies[0].charter.aspects[1]"),
    ("bodies.0.charter", {"aspects": "homepage"}, "$.bodies[0].charter.aspects"),
    ("bodies.0.charter", {"up_to": -1}, "$.bodies[0].charter.up_to"),
    ("bodies.0.charter", {"up_to": "5000"}, "$.bodies[0].charter.up_to"),
    ("bodies.0.charter", {"up_to": True}, "$.bodies[0].charter.up_to"),
    ("bodies.0.charter", {"up_to": math.nan}, "$.bodies[0].charter.up_to"),
    ("bodies.0.charter", {"up_to": math.inf}, "$.bodies[0].charter.up_to"),
    ("bodies.0.charter", {"up_to": 10**400}, "$.bodies[0].charter.up_to"),
    ("bodies.0.charter", {"quorum": 0.5}, "$.bodies[0].charter.quorum"),
    ("bodies.0.charter", {"quorum": {"share": 1.01}}, "$.bodies[0].charter.quorum.share"),
    ("bodies.0.charter", {"quorum": {"functions": "IT"}}, "$.bodies[0].charter.quorum.functions"),
    ("bodies.0.charter", {"quorum": {"votes": 2}}, "$.bodies[0].charter.quorum.votes"),
    ("bodies.0.charter", {"method": "lot"}, "$.bodies[0].charter.method"),
    ("bodies.0.charter", {"written": "yes"}, "$.bodies[0].charter.written"),
    # aspects
    ("aspects.1.kind", GONE, "$.aspects[1]"),
    ("aspects.1.parent", "intranett", "$.aspects[1].parent"),
    ("aspects.1.parent", None, "$.aspects[1].parent"),
    ("aspects.1.parent", GONE, "$.aspects[1]"),
    ("aspects.1.parent", "strategy", "$.aspects[1].parent"),
    ("aspects.0.parent", 7, "$.aspects[0].parent"),
    ("aspects.0.parent", "nowhere", "$.aspects[0].parent"),
    ("aspects.0.guardian", "anna", "$.aspects[0].guardian"),
    ("aspects.0.inherits", 1, "$.aspects[0].inherits"),
    ("aspects.0.inherits", None, "$.aspects[0].inherits"),
    ("aspects.0.inherits", "true", "$.aspects[0].inherits"),
    ("aspects.0.four_eyes", 0, "$.aspects[0].four_eyes"),
    ("aspects.0.consult_days", 0, "$.aspects[0].consult_days"),
    ("aspects.0.consult_days", True, "$.aspects[0].consult_days"),
    ("aspects.0.consult_days", 2.5, "$.aspects[0].consult_days"),
    ("aspects.0.consult_days", 10**30, "$.aspects[0].consult_days"),
    ("aspects.0.approve_days", [2, 4], "$.aspects[0].approve_days"),
    ("aspects.0.approve_days", [6, 4, 2], "$.aspects[0].approve_days"),
    ("aspects.0.approve_days", [0, 4, 6], "$.aspects[0].approve_days"),
    ("aspects.0.approve_days", [True, 4, 6], "$.aspects[0].approve_days"),
    ("aspects.0.approve_days", 2, "$.aspects[0].approve_days"),
    ("aspects.0.review_months", -12, "$.aspects[0].review_months"),
    ("aspects.0.unpublish_after", "never", "$.aspects[0].unpublish_after"),
    ("aspects.0.requires", {"IT": 1}, "$.aspects[0].requires"),
    # assignments
    ("assignments.3.letter", "X", "$.assignments[3].letter"),
    ("assignments.3.letter", "a", "$.assignments[3].letter"),
    ("assignments.3.letter", GONE, "$.assignments[3]"),
    ("assignments.3.letter", ["A"], "$.assignments[3].letter"),
    ("assignments.3.facet", "colour", "$.assignments[3].facet"),
    ("assignments.3.facet", GONE, "$.assignments[3]"),
    ("assignments.3.aspect", "canteen", "$.assignments[3].aspect"),
    ("assignments.3.aspect", GONE, "$.assignments[3]"),
    ("assignments.3.party", "kim", "$.assignments[3].party"),
    ("assignments.3.party", "team:kim", "$.assignments[3].party"),
    ("assignments.3.party", "person:", "$.assignments[3].party"),
    ("assignments.3.party", "person:nobody", "$.assignments[3].party"),
    ("assignments.3.party", "unit:steering", "$.assignments[3].party"),
    ("assignments.3.party", "Person:kim", "$.assignments[3].party"),
    ("assignments.3.party", None, "$.assignments[3].party"),
    ("assignments.3.from", "yesterday", "$.assignments[3].from"),
    ("assignments.12.until", "2026-04-01", "$.assignments[12].until"),
    ("assignments.3.decision", "d-1", "$.assignments[3].decision"),
    ("assignments.20", accountable("person:kim"), "$.assignments[20]"),
    ("assignments.20", accountable("unit:comms"), "$.assignments[20]"),
    ("assignments.20", accountable("person:kim", "2026-01-01", "2026-01-02"), "$.assignments[20]"),
    ("assignments.20", accountable("person:kim", facet="design"), "$.assignments[20]"),
    # deputies
    ("deputies.4", DEPUTY | {"by": "kim"}, "$.deputies[4].by"),
    ("deputies.4", DEPUTY | {"by": "nobody"}, "$.deputies[4].by"),
    ("deputies.4", DEPUTY | {"for": "nobody"}, "$.deputies[4].for"),
    ("deputies.4", {"for": "kim"}, "$.deputies[4]"),
    ("deputies.4", DEPUTY | {"from": "2026-01-02", "until": "2026-01-01T23:59:59+01:00"}, "$.deputies[4].until"),
]


@pytest.mark.parametrize(("place", "value", "path"), PLACES)
def test_a_mistake_is_named_once_at_its_narrowest_place(place, value, path):
    found = errors_of(waterland((place, value)))
    assert list(found) == [path]
    assert found[path].endswith((".", "?"))
    assert found[path].isprintable()
    assert len(found[path]) < 250


# What refers to a thing that cannot be read is wrong too, and said afterwards.
WITH_DANGLING_REFERENCES: list[tuple[str, object, str]] = [
    ("units.1", "it", "$.units[1]"),
    ("units.1", None, "$.units[1]"),
    ("units.4.key", GONE, "$.units[4]"),
    ("units.4.key", "it", "$.units[4].key"),
    ("roles.1.key", "intranet-manager", "$.roles[1].key"),
    ("aspects.1.key", "intranet", "$.aspects[1].key"),
]


@pytest.mark.parametrize(("place", "value", "path"), WITH_DANGLING_REFERENCES)
def test_a_thing_that_is_not_there_is_named_before_what_refers_to_it(place, value, path):
    assert next(iter(errors_of(waterland((place, value))))) == path


@pytest.mark.parametrize("document", [None, True, 3, "text", [], [{}], math.nan])
def test_what_is_not_an_object_is_wrong_as_a_whole(document):
    assert list(errors_of(document)) == ["$"]


def test_all_mistakes_are_told_at_once():
    found = errors_of(
        waterland(
            ("people.0.email", 3),
            ("people.0.nickname", "Sas"),
            ("assignments.0.letter", "Z"),
            ("assignments.1.party", "unit:nowhere"),
            ("aspects.3.parent", "nowhere"),
            ("timezone", "Nowhere"),
            ("deputies.0.by", GONE),
        )
    )
    assert set(found) == {
        "$.people[0].email",
        "$.people[0].nickname",
        "$.assignments[0].letter",
        "$.assignments[1].party",
        "$.aspects[3].parent",
        "$.timezone",
        "$.deputies[0]",
    }


def test_one_object_may_lack_several_fields():
    with pytest.raises(OrganisationErrors) as raised:
        organisation_file.parse(waterland(("people.10", {"key": "new"})))
    assert [error.path for error in raised.value.errors] == ["$.people[10]", "$.people[10]"]


def test_a_reference_to_a_malformed_key_is_not_a_second_mistake():
    document = waterland(("units.1.key", "IT Dept"), ("people.1.unit", "IT Dept"), ("people.2.unit", "IT Dept"))
    document["people"][8]["unit"] = "IT Dept"
    document["assignments"][5]["party"] = "unit:IT Dept"
    assert list(errors_of(document)) == ["$.units[1].key"]


def test_a_near_miss_is_asked_about():
    sentence = errors_of(waterland(("assignments.3.aspect", "homepagge")))["$.assignments[3].aspect"]
    assert sentence == 'No aspect has the key "homepagge". Did you mean "homepage"?'
    assert "Did you mean" in errors_of(waterland(("units.1.headd", "anna"), ("units.1.head", GONE)))["$.units[1].headd"]


def test_without_a_root_there_is_no_organisation():
    assert list(errors_of({"format": "polder-organisation/1", "timezone": "UTC", "aspects": []})) == ["$.aspects"]
    assert "$.aspects" in errors_of(waterland(("aspects", [])))


def test_a_circle_of_several_is_named_once():
    found = errors_of(waterland(("units.0.parent", "hr-east")))
    assert list(found) in (["$.units[0].parent"], ["$.units[3].parent"], ["$.units[4].parent"])


def test_two_circles_are_two_mistakes():
    found = errors_of(waterland(("units.0.parent", "hr-east"), ("aspects.0.parent", "search")))
    assert len(found) == 2
    assert {path.split("[")[0] for path in found} == {"$.units", "$.aspects"}


def test_a_unit_below_a_circle_is_not_blamed():
    document = waterland(("units.1.parent", "comms"), ("units.2.parent", "it"))
    document["units"].append({"key": "helpdesk", "name": "Helpdesk", "parent": "it"})
    assert set(errors_of(document)) <= {"$.units[1].parent", "$.units[2].parent"}


def test_each_root_after_the_first_is_one_too_many():
    assert set(errors_of(waterland(("aspects.4.parent", None), ("aspects.6.parent", GONE)))) == {
        "$.aspects[4].parent",
        "$.aspects[6]",
    }


def test_personnel_numbers_are_unique_whatever_the_case():
    assert list(errors_of(waterland(("people.3.number", "a-7"), ("people.1.number", "A-7")))) == ["$.people[3].number"]


def test_a_second_accountable_is_the_later_in_the_file_whatever_its_time():
    seat = {"aspect": "leave", "facet": "design", "letter": "A"}
    document = waterland()
    document["assignments"] += [
        seat | {"party": "person:kim", "from": "2026-06-01"},
        seat | {"party": "person:anna", "until": "2026-06-01"},
        seat | {"party": "person:omar", "from": "2026-05-31", "until": "2026-06-01"},
        seat | {"party": "person:noor", "from": "2026-05-31", "until": "2026-06-02"},
    ]
    found = errors_of(document)
    assert list(found) == ["$.assignments[22]", "$.assignments[23]"]
    assert "$.assignments[21]" in found["$.assignments[22]"]


def test_a_thousand_second_accountables_are_found_quickly():
    document = waterland()
    document["assignments"] = [accountable("person:kim") for _ in range(20_000)]
    assert len(errors_of(document)) == 19_999


@pytest.mark.parametrize(
    "moment",
    [
        "", " ", "2026", "2026-1-1", "2026-01-01 ", "20260101", "2026-W01-1", "2026-001", "2026-01-01T", "2026-02-29",
        "2026-01-01T24:00:00", "2026-01-01T12", "2026-01-01T12:00:61", "2026-01-01T12:00:60Z", "2026-01-01T12:00:00.",
        "2026-01-01T12:00:00+25:00", "2026-01-01T12:00:00+05:60", "2026-01-01T12:00:00+01", "2026-01-01T12:00:00+0100", "2026-01-01T12:00:00 +01:00",
        "2026-01-01T12:00:00,5", "2026-01-01T12:00:00[Europe/Amsterdam]", "٢٠٢٦-01-01", "0000-01-01", "10000-01-01",
        "-2026-01-01", "0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z",
        "now", "2026-01-01\n", "2026-01-01\0",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused(moment):
    found = errors_of(waterland(("assignments.12.from", moment)))
    assert list(found) == ["$.assignments[12].from"]
    assert found["$.assignments[12].from"].isprintable()


def text_errors(text: str | bytes) -> list[str]:
    with pytest.raises(OrganisationErrors) as raised:
        organisation_file.read(text)
    return [error.path for error in raised.value.errors]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "nope",
        b"\xff\xfe{\x00}\x00",
        b"\x80",
        "[" * 200_000,
        '{"a":' * 200_000,
        "{'a': 1}",
        '{"a": 1,}',
        "null",
    ],
)
def test_what_is_not_json_is_wrong_as_a_whole(text):
    assert text_errors(text) == ["$"]


def test_a_field_written_twice_is_named_at_every_depth():
    text = json.dumps(WATERLAND)
    text = text.replace('"name": "IT"', '"name": "IT", "name": "ICT"')
    text = text.replace('"units":', '"timezone": "UTC", "units":')
    assert set(text_errors(text)) == {"$.timezone", "$.units[1].name"}


def test_numbers_that_json_does_not_know_are_named_where_they_stand():
    charters = {"1e999": None, "NaN": None, "-Infinity": None, "9" * 5_000: None}
    for number in charters:
        text = json.dumps(waterland(("bodies.0.charter", {"up_to": "HERE"}))).replace('"HERE"', number)
        assert text_errors(text) == ["$.bodies[0].charter.up_to"]


def test_a_document_made_by_a_program_may_hold_anything():
    assert list(errors_of(waterland() | {3: 4})) == ["$"]
    assert list(errors_of(waterland(("country", object())))) == ["$.country"]
    assert list(errors_of(waterland(("aspects", (1, 2))))) == ["$.aspects"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["kim", "it", "A"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300)
@given(data=st.data())
def test_whatever_stands_anywhere_the_only_outcome_is_facts_or_errors_with_a_place(data):
    document: Any = copy.deepcopy(WATERLAND)
    for _ in range(data.draw(st.integers(1, 3))):
        target = document
        while True:
            step = data.draw(st.sampled_from(sorted(target) if isinstance(target, dict) else range(len(target))))
            inner = target[step]
            if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
                break
            target = inner
        target[step] = data.draw(JUNK)
    facts: Facts | None = None
    errors: tuple[OrganisationError, ...] = ()
    try:
        facts = organisation_file.parse(document)
    except OrganisationErrors as wrong:
        errors = wrong.errors
    if facts is not None:
        assert organisation_file.parse(organisation_file.write(facts)) == facts
    else:
        assert errors
        assert all(error.path.startswith("$") and str(error).isprintable() for error in errors)
