"""A project is proposed, told what lies near it, and started by who answers for its aspect."""

from datetime import timedelta

import pytest

from polder.base.errors import PolderError
from polder.features.projects import near, operations, queries
from polder.features.projects.errors import Invalid, NearOthers, NotAssigned, WrongState
from polder.features.projects.models import Project
from polder.governance import mandate, store
from polder.governance.errors import OwnMandate, Refused
from polder.governance.operations import assign
from polder.ground.organisation.errors import Stale
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.operations import bodies
from polder.ground.organisation.operations import people as registration
from tests.features.projects.plans import LEAVE, NEARLY, OTHER, aspect, at, day, proposed, running

pytestmark = pytest.mark.django_db


def test_any_employee_proposes_and_who_answers_for_the_aspect_starts_it(cast):
    project = proposed(cast, "tim", people=[("noor", "Communications", 20), ("omar", "HR", 10)])
    assert (project.state, project.key, project.body) == ("proposed", "leave-in-one-place", None)
    assert list(queries.to_accept(queries.answered_by(cast["meral"], at))) == [project]
    with pytest.raises(Refused):
        operations.accept(project, by=cast["tim"], at=at)
    accepted = operations.accept(project, by=cast["meral"], at=at)
    assert accepted.state == "running"
    seats = {seat.person.key: (seat.seat, seat.function, seat.ring) for seat in accepted.body.seats.all()}
    assert seats == {
        "tim": ("chair", "HR", "core"), "noor": ("member", "Communications", "core"), "omar": ("member", "HR", "core"),
    }  # fmt: skip
    assert accepted.body.kind == "project_team"
    assert accepted.body.parent.key == "steering"
    with pytest.raises(WrongState):
        operations.accept(project, by=cast["meral"], at=at)


def test_a_team_decides_nothing_by_itself_and_its_rights_end_with_the_last_day(cast):
    project = running(cast, first=0, last=30, people=[("noor", "Communications", 20)])
    assert project.body.charter is None
    assign(aspect("leave"), party=Party.objects.get(body=project.body), letter="R", by=cast["meral"], at=at)
    assert mandate.may(cast["noor"], "edit", aspect("leave"), at=at + timedelta(days=29)).allowed
    assert not mandate.may(cast["noor"], "edit", aspect("leave"), at=at + timedelta(days=31)).allowed


def test_nobody_gains_a_letter_by_adding_themselves_to_a_team_that_holds_one(cast):
    project = running(cast, "tim", first=0)
    assign(aspect("design"), party=Party.objects.get(body=project.body), letter="R", by=cast["saskia"], at=at)
    with pytest.raises(OwnMandate):
        operations.add_person(project, operations.Member(cast["meral"], "HR"), by=cast["meral"], at=at)
    operations.add_person(project, operations.Member(cast["meral"], "HR"), by=cast["tim"], at=at)
    assert mandate.may(cast["meral"], "edit", aspect("design"), at=at).allowed


def test_under_four_eyes_the_proposer_does_not_start_their_own(cast):
    project = proposed(cast, "joris", about="homepage", goal=OTHER)
    with pytest.raises(Refused) as refused:
        operations.accept(project, by=cast["joris"], at=at)
    assert refused.value.code == "four_eyes"


def test_a_guest_proposes_nothing(cast):
    guest = registration.register(
        by=None, at=at, name="Ida", kind="guest", sponsor=cast["kim"], left_on=at + timedelta(days=90)
    )
    with pytest.raises(NotAssigned):
        proposed({**cast, "ida": guest}, "ida", owner="kim")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first": 20, "last": 10}, "ends"),
        ({"first": -30, "last": -1}, "ends"),
        ({"last": 5_000}, "ends"),
        ({"goal": "x" * 100_000}, "goal"),
        ({"goal": " \x00 "}, "goal"),
        ({"name": ""}, "name"),
        ({"owner": "lena"}, "people"),
        ({"people": [("lena", "IT", 20)]}, "people"),
        ({"people": [("noor", "", 20)]}, "function"),
        ({"people": [("noor", "IT", 120)]}, "share"),
        ({"people": [("noor", "IT", 20), ("noor", "it", 20)]}, "people"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(cast, wrong, field):
    with pytest.raises(Invalid) as invalid:
        proposed(cast, **wrong)
    assert invalid.value.field == field
    assert not Project.objects.exists()


def test_a_near_goal_an_aspect_above_and_a_shared_person_are_told_and_the_reason_is_kept(cast):
    first = running(cast, "tim", people=[("noor", "Communications", 60)])
    with pytest.raises(NearOthers) as told:
        proposed(cast, "omar", name="Leave", goal=NEARLY, about="hr-content", people=[("noor", "IT", 60)])
    assert told.value.details == (first.name,)
    second = proposed(
        cast,
        "omar",
        name="Leave",
        goal=NEARLY,
        about="hr-content",
        people=[("noor", "IT", 60)],
        in_spite="Another group.",
    )
    [found] = near.near_to(near.draft_of(second), cast["meral"], at).found
    assert found.project == first
    assert found.kinds == ["aspect", "people", "goal"]
    assert [(one.key, other.key) for one, other, _facet in found.grounds] == [("hr-content", "leave")]
    assert [(clash.person.key, clash.share, clash.too_much) for clash in found.people] == [("noor", 120, True)]
    assert {"leave", "colleagues", "place", "left"} <= set(found.words)
    assert [(row.other, row.kinds) for row in second.foreseen.all()] == [(first, ["aspect", "people", "goal"])]


def test_what_is_on_another_aspect_at_another_time_with_others_is_not_near(cast):
    running(cast, "tim")
    assert proposed(cast, "noor", name="Photographs", goal=OTHER, about="design").state == "proposed"
    assert proposed(
        cast, "omar", name="Salaries", goal="Explain every line of a payslip", about="leave", first=101, last=150
    )


def test_facets_that_differ_do_not_meet(cast):
    running(cast, "tim", facet="content")
    design = {"name": "New colours", "goal": OTHER, "about": "leave"}
    assert proposed(cast, "noor", facet="design", **design)
    with pytest.raises(NearOthers):
        proposed(cast, "omar", facet="content", **{**design, "name": "Words"})


def test_a_restricted_project_is_neither_near_nor_counted_nor_found_for_others(cast, client_of):
    hidden = running(cast, "tim", restricted=True, people=[("noor", "IT", 90)])
    assert hidden.key == "project"
    assert hidden.name not in hidden.body.name
    other = proposed(cast, "kim", name="Same", goal=LEAVE, about="leave", people=[("noor", "IT", 90)])
    assert near.near_to(near.draft_of(other), cast["kim"], at).found == []
    assert near.near_to(near.draft_of(other), cast["noor"], at).found[0].project == hidden
    assert client_of(cast["kim"]).get(hidden.get_absolute_url()).status_code == 404
    assert hidden.name not in client_of(cast["kim"]).get("/projects/?state=").content.decode()
    assert hidden.name not in client_of(cast["kim"]).get(f"/bodies/{hidden.body.key}/").content.decode()
    assert client_of(cast["noor"]).get(hidden.get_absolute_url()).status_code == 200
    with pytest.raises(PolderError) as refused:
        operations.ask_to_join(hidden, function="IT", by=cast["kim"], at=at)
    assert refused.value.code == "not_found"


def test_who_asks_to_join_is_let_in_with_a_seat_in_the_extended_ring(cast):
    project = running(cast, "tim", first=0)
    ask = operations.ask_to_join(project, function="Communications", text="I write", by=cast["noor"], at=at)
    with pytest.raises(WrongState):
        operations.ask_to_join(project, function="Communications", by=cast["noor"], at=at)
    with pytest.raises(NotAssigned):
        operations.answer(ask, accepted=True, by=cast["noor"], at=at)
    operations.answer(ask, accepted=True, by=cast["tim"], at=at)
    seat = project.body.seats.get(person=cast["noor"])
    assert (seat.ring, seat.function) == ("extended", "Communications")


def test_a_proposal_goes_on_in_another_with_all_its_people(cast):
    first = running(cast, "tim", first=0)
    second = proposed(cast, "omar", name="Leave", goal=NEARLY, people=[("noor", "IT", 20)], in_spite="At first.")
    ask = operations.ask_to_merge(first, text=NEARLY, merged=second, by=cast["omar"], at=at)
    operations.answer(ask, accepted=True, by=cast["tim"], at=at)
    second.refresh_from_db()
    assert (second.state, second.merged_into) == ("dropped", first)
    assert {place.person.key for place in queries.roster(first)} == {"tim", "omar", "noor"}


def test_an_owner_who_left_is_told_to_who_answers_and_replaced_by_them(cast):
    project = running(cast, "tim", first=0, last=300)
    later = at + timedelta(days=20)
    registration.leave(cast["tim"], left_on=later, by=None, at=at)
    assert list(queries.to_appoint(queries.answered_by(cast["meral"], later), later)) == [project]
    with pytest.raises(PolderError):
        operations.appoint_owner(project, cast["noor"], function="HR", by=cast["noor"], at=later)
    operations.appoint_owner(project, cast["noor"], function="HR", by=cast["meral"], at=later)
    assert not queries.to_appoint(queries.answered_by(cast["meral"], later), later)
    [chair] = [seat for seat in project.body.seats.filter(seat="chair") if seat.holds(later)]
    assert chair.person == cast["noor"]


def test_an_extended_project_keeps_its_team_and_two_windows_do_not_overwrite_each_other(cast):
    project = running(cast, "tim", first=0, last=30)
    seen = {
        "name": project.name,
        "goal": project.goal,
        "begins": project.begins.isoformat(),
        "ends": project.ends.isoformat(),
    }
    operations.change(project, ends=day(60), by=cast["tim"], at=at)
    project.body.refresh_from_db()
    assert project.body.valid_until.date() >= day(60)
    assert all(seat.valid_until == project.body.valid_until for seat in project.body.seats.all())
    with pytest.raises(Stale):
        operations.change(project, name="Mine", seen=seen, by=cast["tim"], at=at)


def test_required_functions_without_a_place_are_a_missing_voice(cast):
    project = proposed(cast, "tim")
    row = aspect("leave")
    row.requires = ["HR", "Works council"]
    row.save()
    assert queries.missing_voices([project]) == {project.pk: ["Works council"]}
    operations.add_person(project, operations.Member(cast["noor"], "works council"), by=cast["tim"], at=at)
    assert queries.missing_voices([project]) == {}
    assert store.reading_now()


def test_the_register_follows_the_seats_that_the_registration_gives_and_ends(cast):
    from polder.features.projects import reactions
    from polder.ground.ledger.models import Event

    project = running(cast, "tim", first=0, people=[("noor", "IT", 20)])
    bodies.seat(project.body, person=cast["kim"], kind="member", function="Communications", by=None, at=at)
    bodies.dismiss(project.body, person=cast["noor"], by=None, at=at + timedelta(hours=1))
    for _twice in range(2):
        for event in Event.objects.filter(kind__startswith="seat."):
            reactions.follow_the_seats(event)
    assert {place.person.key for place in queries.roster(project)} == {"tim", "kim"}
    assert Person.objects.filter(key="kim").exists()
