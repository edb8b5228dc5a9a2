"""The year as a page and as a feed that a calendar program reads without signing in, by a secret that can be revoked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from polder.capabilities.calendars import operations as links
from polder.capabilities.calendars.models import Feed
from polder.features.bodies import operations
from polder.ground.organisation.models import Body
from polder.ground.organisation.operations import bodies, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    at = timezone.now()
    body = bodies.add(by=None, at=at, name="Editors; and, others", kind=Body.Kind.WORKING_GROUP)
    bodies.seat(body, person=cast["kim"], kind="chair", function="IT", by=None, at=at)
    return operations.plan(body, begins_at=at + timedelta(days=3), place="Room 2\nleft", by=cast["kim"], at=at)


def fetched(secret: str) -> Calendar:
    answer = Client().get(reverse("calendars:feed", args=[secret]))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def test_a_calendar_program_reads_the_meetings_of_the_person(meeting, cast):
    [event] = fetched(links.make_link(by=cast["kim"], at=timezone.now())).walk("VEVENT")
    assert str(event["summary"]) == "Editors; and, others"
    assert str(event["location"]) == "Room 2\nleft"
    assert event.decoded("dtstart") == meeting.begins_at.replace(microsecond=0)
    assert event["status"] == "CONFIRMED"
    assert fetched(links.make_link(by=cast["bas"], at=timezone.now())).walk("VEVENT") == []


def test_a_meeting_that_moved_or_was_called_off_is_a_newer_version_of_the_same(meeting, cast):
    secret, now = links.make_link(by=cast["kim"], at=timezone.now()), timezone.now()
    [before] = fetched(secret).walk("VEVENT")
    operations.move(meeting, begins_at=meeting.begins_at + timedelta(days=1), by=cast["kim"], at=now)
    operations.cancel(meeting, by=cast["kim"], at=now)
    [after] = fetched(secret).walk("VEVENT")
    assert after["uid"] == before["uid"]
    assert int(after["sequence"]) > int(before["sequence"])
    assert after["status"] == "CANCELLED"


def test_a_revoked_or_unknown_secret_and_that_of_a_leaver_open_nothing(meeting, cast):
    now = timezone.now()
    secret = links.make_link(by=cast["kim"], at=now)
    assert not Feed.objects.filter(digest=secret).exists()
    links.revoke(Feed.objects.get(), by=cast["bas"], at=now)
    assert fetched(secret)
    links.revoke(Feed.objects.get(), by=cast["kim"], at=now)
    other = links.make_link(by=cast["kim"], at=now)
    people.leave(cast["kim"], by=None, at=now)
    for gone in (secret, other, "x" * 43):
        assert Client().get(reverse("calendars:feed", args=[gone])).status_code == 404


def test_a_link_is_shown_once_and_taken_back_by_its_person(meeting, cast, client_of):
    client = client_of(cast["kim"])
    shown = client.post(reverse("calendars:links")).content.decode()
    assert ".ics" in shown
    assert ".ics" not in client.get(reverse("calendars:links")).content.decode()
    client.post(reverse("calendars:revoke", args=[Feed.objects.get().pk]))
    assert Feed.objects.get().revoked_at is not None


def test_the_year_shows_what_is_for_the_reader(meeting, cast, client_of):
    year = meeting.begins_at.year
    assert "Editors; and, others" in client_of(cast["kim"]).get(f"/year/?year={year}").content.decode()
    assert "Editors; and, others" not in client_of(cast["bas"]).get(f"/year/?year={year}").content.decode()
    for strange in ("x", "0", "99999", "-1"):
        assert client_of(cast["kim"]).get("/year/", {"year": strange}).status_code == 200


def test_the_year_costs_the_same_with_few_and_many(meeting, cast, client_of, count_queries):
    now = timezone.now()
    for day in range(5, 25):
        operations.plan(meeting.body, begins_at=now + timedelta(days=day), by=cast["kim"], at=now)
    client = client_of(cast["kim"])
    client.get("/year/")
    with count_queries(30):
        client.get("/year/")
