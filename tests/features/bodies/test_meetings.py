"""A body meets: planned by hand or by its rhythm, answered, held, and written down from what happened."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from polder.features.bodies import agenda, operations, sitting, table
from polder.features.bodies.errors import Invalid, NotAssigned, WrongState
from polder.features.bodies.models import Action, Meeting, Proposal
from polder.features.bodies.rules import cadence
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Seat
from polder.ground.organisation.operations import bodies

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(cast):
    """A working group of three, with a rhythm: Kim chairs, Omar writes, Meral is a member with Anna behind her."""
    at = timezone.now() - timedelta(days=30)
    body = bodies.add(
        by=None, at=at, name="Editors", kind=Body.Kind.WORKING_GROUP, cadence="FREQ=MONTHLY",
        charter={"aspects": ["homepage"], "quorum": {"share": 0.5, "functions": ["HR"]}},
    )  # fmt: skip
    bodies.seat(body, person=cast["kim"], kind="chair", function="IT", by=None, at=at)
    bodies.seat(body, person=cast["omar"], kind="secretary", function="Communications", by=None, at=at)
    bodies.seat(body, person=cast["meral"], kind="member", function="HR", alternate=cast["anna"], by=None, at=at)
    return body


def planned(board, cast, days=3) -> Meeting:
    now = timezone.now()
    return operations.plan(board, begins_at=now + timedelta(days=days), place="Room 2", by=cast["kim"], at=now)


def test_who_chairs_or_writes_plans_and_others_do_not(board, cast):
    now = timezone.now()
    with pytest.raises(NotAssigned):
        operations.plan(board, begins_at=now + timedelta(days=2), by=cast["meral"], at=now)
    with pytest.raises(Invalid):
        operations.plan(board, begins_at=now - timedelta(hours=1), by=cast["kim"], at=now)
    assert planned(board, cast).is_planned


def test_a_body_with_a_rhythm_has_its_next_meeting_planned_once(board):
    now = timezone.now()
    assert operations.plan_ahead(now) == 1
    assert operations.plan_ahead(now) == 0
    [meeting] = Meeting.objects.filter(body=board)
    assert now < meeting.begins_at < now + timedelta(days=40)


def test_a_rhythm_that_cannot_be_read_stops_no_other_body_and_breaks_no_page(board, cast, client_of, caplog):
    at = timezone.now() - timedelta(days=30)
    broken = bodies.add(
        by=None, at=at, name="A broken one", kind=Body.Kind.WORKING_GROUP, cadence="FREQ=MONTHLY;UNTIL=20260231"
    )
    Body.objects.filter(pk=board.pk).update(cadence=None)
    later = bodies.add(by=None, at=at, name="Later", kind=Body.Kind.WORKING_GROUP, cadence="FREQ=MONTHLY")
    assert operations.plan_ahead(timezone.now()) == 1
    assert [meeting.body for meeting in Meeting.objects.all()] == [later]
    assert "a-broken-one" in caplog.text
    assert client_of(cast["kim"]).get(broken.get_absolute_url()).status_code == 200


def test_moving_asks_anew_and_an_answer_to_the_old_invitation_does_not_count(board, cast):
    meeting, now = planned(board, cast), timezone.now()
    operations.answer(meeting, comes="yes", by=cast["meral"], at=now)
    moved = operations.move(meeting, begins_at=meeting.begins_at + timedelta(days=1), by=cast["kim"], at=now)
    assert not moved.answers.exists()
    with pytest.raises(WrongState):
        operations.answer(moved, comes="yes", by=cast["meral"], at=now, sequence=0)
    with pytest.raises(NotAssigned):
        operations.answer(moved, comes="yes", by=cast["bas"], at=now)


def test_the_table_shows_who_comes_and_what_the_quorum_lacks(board, cast):
    meeting, now = planned(board, cast), timezone.now()
    operations.answer(meeting, comes="yes", by=cast["kim"], at=now)
    operations.answer(meeting, comes="yes", by=cast["omar"], at=now)
    shown = table.of(meeting, now)
    assert (shown.there, shown.seats, shown.needed, shown.can_decide) == (2, 3, 2, False)
    operations.answer(meeting, comes="yes", by=cast["anna"], at=now)
    shown = table.of(meeting, now)
    assert shown.can_decide
    assert [chair.stands_in_for for chair in shown.chairs if chair.function == "HR"] == [cast["meral"].name]


def test_a_meeting_is_held_and_its_minutes_tell_what_happened(board, cast, client_of):
    meeting, now = planned(board, cast, days=1), timezone.now()
    homepage = Aspect.objects.get(key="homepage")
    proposal = operations.propose(board, aspect=homepage, title="New photos", by=cast["kim"], at=now)
    item = operations.put_on_agenda(meeting, title="The summer", by=cast["meral"], at=now)
    shown = agenda.of(meeting, now)
    assert (shown.proposals, shown.items) == ([proposal], [item])
    held = operations.meet(
        board, present=[cast["kim"], cast["omar"], cast["meral"]], meeting=meeting, by=cast["kim"], at=now
    )
    assert held == meeting
    for person in ("kim", "omar"):
        operations.vote(proposal, choice="yes", by=cast[person], at=now)
    operations.close(proposal, by=cast["kim"], at=now)
    operations.note_down(item, "Nobody minds.", by=cast["omar"], at=now)
    operations.give_action(
        board, title="Take the photos", owner=cast["omar"], due=now.date(), by=cast["kim"], at=now, meeting=meeting
    )
    operations.adjourn(board, by=cast["omar"], at=now)
    writer = Seat.objects.filter(body=board, seat="secretary").get().person
    answer = client_of(writer).get(reverse("bodies:meeting", args=[meeting.pk]))
    assert b"New photos" in answer.content
    assert Proposal.objects.get(pk=proposal.pk).state == "adopted"


def test_minutes_are_a_draft_for_the_body_under_its_aspect(board, cast):
    now = timezone.now()
    meeting = operations.meet(board, present=[cast["kim"]], by=cast["kim"], at=now)
    operations.adjourn(board, by=cast["kim"], at=now)
    minutes = operations.write_minutes(meeting, by=cast["kim"], at=now)
    assert minutes.aspect.key == "homepage"
    assert not minutes.live
    assert cast["kim"].name in minutes.readable_text()
    assert [party.ref for party in minutes.audience.parties.all()] == [f"body:{board.key}"]
    with pytest.raises(WrongState):
        operations.write_minutes(meeting, by=cast["kim"], at=now)


def test_an_action_is_done_by_its_owner_or_the_chair(board, cast):
    now = timezone.now()
    action = operations.give_action(
        board, title="Ask IT", owner=cast["meral"], due=date(2026, 1, 1), by=cast["kim"], at=now
    )
    with pytest.raises(NotAssigned):
        operations.finish_action(action, by=cast["bas"], at=now)
    operations.finish_action(action, by=cast["meral"], at=now)
    with pytest.raises(WrongState):
        operations.finish_action(action, by=cast["kim"], at=now)
    assert Action.objects.get(pk=action.pk).done_by == cast["meral"]


def test_for_who_has_no_seat_there_is_no_meeting(board, cast, client_of):
    meeting = planned(board, cast)
    assert client_of(cast["bas"]).get(meeting.get_absolute_url()).status_code == 404
    for name in ("bodies:meeting", "bodies:papers"):
        assert client_of(cast["anna"]).get(reverse(name, args=[meeting.pk])).status_code == 200
    assert sitting.invited(board, timezone.now()) == {cast[key].pk for key in ("kim", "omar", "meral", "anna")}


def _all_days(day: date) -> bool:
    return day.weekday() < 5


def test_a_rhythm_keeps_to_working_days_and_goes_on_by_its_kind_after_its_end():
    monthly = "FREQ=MONTHLY;UNTIL=20260401"
    found = cadence.dates(
        monthly, "steering_group", anchor=date(2026, 1, 30), after=date(2026, 1, 30), until=date(2026, 12, 31),
        works=_all_days,
    )  # fmt: skip
    assert found == [date(2026, 3, 2), date(2026, 3, 30), date(2026, 4, 30), date(2026, 7, 30), date(2026, 10, 30)]


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6"])
def test_a_rule_that_never_occurs_gives_nothing(rule):
    nothing = cadence.dates(
        rule, "other", anchor=date(2026, 1, 1), after=date(2026, 1, 1), until=date(9999, 1, 1), works=_all_days
    )
    assert nothing == []


def test_a_rule_that_counts_ends_by_its_count():
    found = cadence.dates(
        "FREQ=DAILY;COUNT=3", "other", anchor=date(2026, 1, 5), after=date(2026, 1, 4), until=date(2027, 1, 1),
        works=_all_days,
    )  # fmt: skip
    assert found == [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)]


def test_home_and_inbox_show_what_has_neither_letter_nor_severity(board, cast, client_of):
    now = timezone.now()
    planned(board, cast)
    operations.give_action(board, title="Ask IT", owner=cast["meral"], due=now.date(), by=cast["kim"], at=now)
    for address in ("/", "/inbox/"):
        page = client_of(cast["meral"]).get(address)
        assert page.status_code == 200
        assert "Ask IT" in page.content.decode()
        assert board.name in page.content.decode()
