"""What somebody types or sends in the screens of bodies: never an error page, never lost work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.features.bodies import operations, quorum_words, rhythm_words
from polder.features.bodies.forms import MeetingForm
from polder.features.bodies.models import Meeting
from tests.features.bodies.boards import Charter, body, with_bodies

pytestmark = pytest.mark.django_db
NUMBERS = ("9" * 30, "9" * 5000, "²", "-1", "a\x00b")


@pytest.fixture
def people():
    return with_bodies(board=Charter())


def test_a_number_that_cannot_be_meant_is_none(people, client_of):
    now = timezone.now()
    meeting = operations.plan(body("board"), begins_at=now + timedelta(days=2), by=people["chief"], at=now)
    client = client_of(people["chief"])
    for number in NUMBERS:
        assert client.post(f"/meetings/{meeting.pk}/noted/", {"item": number, "noted": "x"}).status_code == 404
        for verb in ("open", "present"):
            sent = client.post(f"/meetings/{meeting.pk}/{verb}/", {"present": [number]})
            assert sent.status_code < 500, (verb, number[:9])


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01"])
def test_a_day_outside_the_calendar_is_said_in_the_form_and_nothing_is_lost(people, client_of, day):
    given = {"day": day, "begins": "23:30", "ends": "23:00", "place": "Room 2"}
    answer = client_of(people["chief"]).post("/bodies/board/meetings/new/", given)
    assert answer.status_code == 422
    assert "Room 2" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_a_page_at_the_end_of_the_calendar_is_there(people, client_of):
    assert client_of(people["chief"]).get("/bodies/board/?at=9999-12-31").status_code == 200


def test_who_may_not_plan_gets_no_form_and_reads_who_may(people, client_of):
    answer = client_of(people["nina"]).get("/bodies/board/meetings/new/")
    assert answer.status_code == 403
    assert "the chair and the secretary" in answer.content.decode()


def test_an_hour_that_summer_time_skips_is_said():
    from zoneinfo import ZoneInfo

    given = {"day": "2027-03-28", "begins": "02:30", "ends": "04:00", "place": ""}
    form = MeetingForm(given, zone=ZoneInfo("Europe/Amsterdam"))
    assert list(form.errors) == ["begins"]


def test_a_rhythm_is_said_in_words():
    assert rhythm_words.say("FREQ=MONTHLY;BYDAY=1TU") == "Every month on the first Tuesday"
    assert rhythm_words.say("FREQ=WEEKLY;BYDAY=MO") == "Every week on Monday"
    assert "FREQ" not in rhythm_words.say("FREQ=YEARLY;BYMONTH=3;BYDAY=2TU")


def test_no_quorum_says_which_function_is_missing_and_which_share():
    facts = {"present": 1, "seats": 3, "missing": ["HR"], "share": 50}
    assert quorum_words.why(facts) == "1 of 3 voting seats were there; 50% are asked. Nobody spoke for HR."
