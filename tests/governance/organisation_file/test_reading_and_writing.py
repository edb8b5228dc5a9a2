"""What a good organisation file means, and that it can be written back."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polder.governance import organisation_file
from polder.governance.facts import Aspect, AspectKey, Charter, Person, Quorum
from polder.governance.organisation_file import moment, parse, read, text_of, write, written
from tests.governance.organisation_file.organisations import MOMENTS, ZONES, organisations

HERE = Path(__file__).parent
SAMPLES = [HERE / "waterland.json", HERE / "org.json"]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SMALLEST: dict[str, Any] = {
    "format": "polder-organisation/1",
    "timezone": "Europe/Amsterdam",
    "aspects": [{"key": "intranet", "name": "Intranet", "kind": "root"}],
}


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # a shorthand: the parts come in order


def test_the_smallest_organisation_is_one_aspect():
    facts = parse(SMALLEST)
    assert facts.aspects == {"intranet": Aspect(AspectKey("intranet"), "Intranet", kind="root")}
    assert (facts.zone, facts.people, facts.assignments, facts.operators) == ("Europe/Amsterdam", {}, (), frozenset())


def test_what_is_left_out_has_its_default():
    facts = parse(
        SMALLEST
        | {
            "people": [{"key": "kim", "name": "Kim Smit", "email": None}],
            "units": [{"key": "it", "name": "IT"}],
            "roles": [{"key": "editor", "name": "Editor"}],
            "bodies": [{"key": "steering", "name": "Steering", "kind": "steering_group"}],
            "deputies": [],
        }
    )
    assert facts.people == {"kim": Person(key="kim", name="Kim Smit")}  # type: ignore[arg-type]  # plain keys
    assert facts.bodies["steering"].acts_by == "chair"  # type: ignore[index]  # plain keys
    assert (facts.units["it"].head, facts.roles["editor"].holders) == (None, ())  # type: ignore[index]  # plain keys


def test_the_optional_fields_are_understood():
    quorum = {"share": 0.5, "functions": ["IT"]}
    kim = {"key": "kim", "name": "Kim", "email": "Kim@Example.org", "number": "A7", "languages": ["nl", "en"]}
    body = {
        "key": "team",
        "name": "Team",
        "kind": "project_team",
        "charter": {
            "aspects": ["intranet"],
            "up_to": 5000,
            "quorum": quorum,
            "written": False,
        },
        "seats": [{"person": "kim", "seat": "member", "function": "IT", "alternate": "gus", "ring": "extended"}],
        "cadence": "RRULE:FREQ=MONTHLY;BYDAY=2TU,-1FR;UNTIL=20271231",
        "from": "2026-01-01",
        "until": None,
        "requires": ["IT", "HR"],
    }
    guest = {"key": "gus", "name": "Gus", "email": None, "kind": "guest", "sponsor": "kim", "left_on": "2026-07-01"}
    aspect = {"key": "intranet", "name": "Intranet", "kind": "root", "consult_days": 5, "approve_days": [1, 1, 9]}
    facts = parse(
        SMALLEST
        | {
            "people": [
                kim,
                guest,
            ],
            "bodies": [body],
            "aspects": [aspect | {"review_months": 6, "unpublish_after": 0, "requires": ["HR"]}],
            "operators": ["kim", "kim"],
            "country": "NL",
            "holidays": ["2026-12-25", "2026-04-27", "2026-12-25"],
        }
    )
    team = facts.bodies["team"]  # type: ignore[index]  # a plain key
    charter = Charter((AspectKey("intranet"),), 5000, Quorum(0.5, ("IT",)), method=None, written=False)
    assert team.charter == charter
    assert (team.seats[0].ring, team.seats[0].alternate, team.valid_from) == ("extended", "gus", utc(2025, 12, 31, 23))
    assert facts.aspects[AspectKey("intranet")].approve_days == (1, 1, 9)
    assert facts.holidays == (date(2026, 4, 27), date(2026, 12, 25))
    assert facts.operators == {"kim"}


def test_a_charter_that_is_empty_is_not_a_missing_one():
    body = {"key": "team", "name": "Team", "kind": "working_group"}
    assert parse(SMALLEST | {"bodies": [body | {"charter": {}}]}).bodies["team"].charter == Charter()  # type: ignore[index]
    assert parse(SMALLEST | {"bodies": [body | {"charter": None}]}).bodies["team"].charter is None  # type: ignore[index]


def test_one_assignment_may_be_given_twice_unless_it_is_an_a():
    line = {"aspect": "intranet", "facet": "*", "party": "person:kim", "letter": "R"}
    kim = {"key": "kim", "name": "Kim", "email": None}
    assert len(parse(SMALLEST | {"people": [kim], "assignments": [line, line]}).assignments) == 2


def test_one_accountable_may_follow_another_at_the_very_moment():
    line = {"aspect": "intranet", "facet": "*", "party": "person:kim", "letter": "A"}
    seats = [line | {"from": "2026-03-01"}, line | {"until": "2026-02-28T23:00:00Z"}, line | {"facet": "content"}]
    kim = {"key": "kim", "name": "Kim", "email": None}
    assert len(parse(SMALLEST | {"people": [kim], "assignments": seats}).assignments) == 3


@pytest.mark.parametrize(
    ("text", "zone", "meant"),
    [
        ("2026-07-01", "Europe/Amsterdam", utc(2026, 6, 30, 22)),
        ("2026-01-01", "Europe/Amsterdam", utc(2025, 12, 31, 23)),
        ("2026-06-01T12:00:00", "Europe/Amsterdam", utc(2026, 6, 1, 10)),
        ("2026-06-01T12:00", "Europe/Amsterdam", utc(2026, 6, 1, 10)),
        ("2026-06-01T12:00:00Z", "Europe/Amsterdam", utc(2026, 6, 1, 12)),
        ("2026-06-01t12:00:00z", "Europe/Amsterdam", utc(2026, 6, 1, 12)),
        ("2026-06-01T12:00:00-05:30", "Europe/Amsterdam", utc(2026, 6, 1, 17, 30)),
        ("2026-06-01T12:00:00.5Z", "UTC", utc(2026, 6, 1, 12, 0, 0, 500_000)),
        ("2026-06-01T12:00:00.1234567Z", "UTC", utc(2026, 6, 1, 12, 0, 0, 123_456)),
        ("2026-03-29T02:30:00", "Europe/Amsterdam", utc(2026, 3, 29, 1, 30)),  # skipped: 03:30
        ("2026-10-25T02:30:00", "Europe/Amsterdam", utc(2026, 10, 25, 0, 30)),  # twice: the first
        ("2018-11-04", "America/Sao_Paulo", utc(2018, 11, 4, 3)),  # its midnight was skipped: 01:00
        ("2011-12-30", "Pacific/Apia", utc(2011, 12, 30, 10)),  # a day that was skipped: the next one
        ("9999-12-31", "Europe/Amsterdam", utc(9999, 12, 30, 23)),
    ],
)
def test_a_time_means_what_the_page_says(text, zone, meant):
    found = moment(text, ZoneInfo(zone))
    assert found == meant
    assert found.tzinfo is UTC
    assert moment(written(found, ZoneInfo(zone)), ZoneInfo(zone)) == meant


@given(at=MOMENTS, zone=st.sampled_from(ZONES))
def test_a_moment_that_is_written_is_read_back(at, zone):
    assert moment(written(at, ZoneInfo(zone)), ZoneInfo(zone)) == at


@pytest.mark.parametrize(("at", "zone", "text"), [
    (utc(2026, 6, 30, 22), "Europe/Amsterdam", "2026-07-01"),
    (utc(2026, 6, 30, 22, 0, 1), "Europe/Amsterdam", "2026-07-01T00:00:01+02:00"),
    (utc(2026, 10, 25, 1, 30), "Europe/Amsterdam", "2026-10-25T02:30:00+01:00"),
    (utc(1900, 1, 1), "Europe/Amsterdam", "1900-01-01T00:00:00Z"),
    (utc(9999, 12, 31, 23, 30), "Europe/Amsterdam", "9999-12-31T23:30:00Z"),
    (datetime.min.replace(tzinfo=UTC), "America/New_York", "0001-01-01T00:00:00Z"),
])  # fmt: skip
def test_a_moment_is_written_as_people_would(at, zone, text):
    # Amsterdam kept local mean time in 1900, an offset with seconds, unless the zone database links it to Brussels.
    assert written(at, ZoneInfo(zone)) in (text, "1900-01-01T00:00:00+00:00")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_are_read_and_written_back(sample):
    facts = read(sample.read_bytes())
    assert read(text_of(write(facts))) == facts
    assert parse(json.loads(sample.read_text())) == facts


def test_the_order_in_a_file_means_nothing():
    document = json.loads(SAMPLES[0].read_text())
    backwards = {key: value[::-1] if isinstance(value, list) else value for key, value in reversed(document.items())}
    for body in backwards["bodies"]:
        body["seats"] = body["seats"][::-1]
    assert parse(backwards) == parse(document)
    assert text_of(write(parse(backwards))) == text_of(write(parse(document)))


def test_a_file_may_begin_with_a_byte_order_mark():
    assert read(b"\xef\xbb\xbf" + json.dumps(SMALLEST).encode()) == parse(SMALLEST)
    assert read("\ufeff" + json.dumps(SMALLEST)) == parse(SMALLEST)


@given(facts=organisations())
def test_every_organisation_is_written_and_read_back(facts):
    assert parse(write(facts)) == facts
    assert read(text_of(write(facts)).encode()) == facts


@given(facts=organisations(), at=MOMENTS)
def test_an_export_of_a_moment_is_loadable_and_holds_what_is_valid_then(facts, at):
    def valid(thing: Any) -> bool:
        return (thing.valid_from is None or thing.valid_from <= at) and (
            thing.valid_until is None or at < thing.valid_until
        )

    then = parse(write(facts, at=at))
    assert then.assignments == tuple(filter(valid, facts.assignments))
    assert then.deputyships == tuple(filter(valid, facts.deputyships))
    for key, body in facts.bodies.items():
        assert then.bodies[key] == replace(body, seats=tuple(filter(valid, body.seats)))
    for name, role in facts.roles.items():
        assert then.roles[name].holders == tuple(filter(valid, role.holders))
    assert (then.people, then.units, then.aspects) == (facts.people, facts.units, facts.aspects)


def test_ten_thousand_people_are_read_in_seconds():
    document = SMALLEST | {
        "people": [
            {"key": f"p{n}", "name": f"P {n}", "email": f"p{n}@example.org", "unit": None} for n in range(10_000)
        ],
        "assignments": [
            {"aspect": "intranet", "facet": "*", "party": f"person:p{n}", "letter": "R", "from": "2026-01-01"}
            for n in range(9_000)
        ],
    }
    assert len(organisation_file.parse(document).people) == 10_000
