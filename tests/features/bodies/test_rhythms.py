"""A rhythm counts from one day: what is moved, called off, held early or planned beside it shifts nothing (B3)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from polder.features.bodies import missing, operations
from polder.features.bodies.models import Meeting, Rhythm
from polder.features.bodies.operations.rhythms import Terms
from polder.features.bodies.rules import cadence
from polder.governance import store
from polder.ground.organisation.models import Body
from polder.ground.organisation.operations import bodies

ZONE = ZoneInfo("Europe/Amsterdam")


def every(day: date) -> bool:
    return True


def on(rule: str, since: date, *, after: date | None = None, until: date = date(2027, 12, 31)) -> list[date]:
    return cadence.dates(
        rule, "other", anchor=since, after=after or since - timedelta(days=1), until=until, works=every
    )


def test_a_count_ends_the_series_wherever_one_looks_from():
    rule, since = "FREQ=MONTHLY;COUNT=3", date(2026, 1, 5)
    assert on(rule, since) == [date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)]
    assert on(rule, since, after=date(2026, 2, 20)) == [date(2026, 3, 5)]
    assert on(rule, since, after=date(2026, 3, 5)) == []


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY", [(2, 28), (3, 31), (4, 30), (5, 31), (6, 30)]),
        ("FREQ=MONTHLY;COUNT=3", [(2, 28), (3, 31)]),
        ("FREQ=MONTHLY;INTERVAL=3", [(4, 30)]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", [(3, 31), (5, 31)]),
    ],
)
def test_monthly_on_a_day_that_a_month_lacks_is_on_its_last_day(rule, days):
    found = on(rule, date(2026, 1, 31), after=date(2026, 1, 31), until=date(2026, 6, 30))
    assert [(day.month, day.day) for day in found] == days


@pytest.mark.django_db
class TestARhythmOfABody:
    @pytest.fixture
    def crew(self, cast):
        """Meets monthly on the 15th at 14:00, two hours, since January 2027."""
        begun = datetime(2020, 1, 6, 9, tzinfo=UTC)
        body = bodies.add(by=None, at=begun, name="Crew", kind=Body.Kind.WORKING_GROUP, cadence=None)
        bodies.seat(body, person=cast["kim"], kind="chair", function="IT", by=None, at=begun)
        terms = Terms(since=date(2027, 1, 15), clock=time(14), minutes=120, place="Room 2")
        return operations.set_rhythm(body, cadence="FREQ=MONTHLY", terms=terms, by=cast["kim"], at=begun)

    @staticmethod
    def next_after(year: int, month: int, day: int) -> str:
        """What the round plans when it comes by on this day, by the clock on the wall."""
        known = set(Meeting.objects.values_list("pk", flat=True))
        operations.plan_ahead(datetime(year, month, day, 8, tzinfo=UTC))
        [made] = Meeting.objects.exclude(pk__in=known)
        return f"{made.begins_at.astimezone(ZONE):%Y-%m-%d %H:%M}"

    def test_keeps_its_day_and_hour_over_summer_time(self, crew):
        assert self.next_after(2027, 2, 20) == "2027-03-15 14:00"
        assert self.next_after(2027, 3, 20) == "2027-04-15 14:00"  # summer time began
        made = Meeting.objects.get(slot=date(2027, 4, 15))
        assert (made.ends_at - made.begins_at, made.place) == (timedelta(hours=2), "Room 2")

    def test_is_not_shifted_by_what_is_moved_called_off_or_held_early(self, crew, cast):
        at = datetime(2027, 1, 20, 8, tzinfo=UTC)
        assert self.next_after(2027, 1, 20) == "2027-02-15 14:00"
        first = Meeting.objects.get()
        operations.move(first, begins_at=datetime(2027, 2, 10, 8, tzinfo=UTC), place="Elsewhere", by=cast["kim"], at=at)
        assert operations.plan_ahead(at) == 0
        held = datetime(2027, 2, 10, 8, 5, tzinfo=UTC)
        operations.meet(crew, present=[cast["kim"]], meeting=first, by=cast["kim"], at=held)
        operations.adjourn(crew, by=cast["kim"], at=held + timedelta(hours=1))
        assert self.next_after(2027, 2, 11) == "2027-03-15 14:00"
        late = datetime(2027, 3, 12, tzinfo=UTC)
        assert not [each for each in missing.found(store.reading_now(), late) if each.code == "body_overdue"]
        operations.cancel(Meeting.objects.get(slot=date(2027, 3, 15)), by=cast["kim"], at=late)
        assert self.next_after(2027, 3, 12) == "2027-04-15 14:00"
        assert Meeting.objects.get(slot=date(2027, 4, 15)).place == "Room 2"

    def test_goes_on_beside_a_meeting_in_the_far_future(self, crew, cast):
        at = datetime(2027, 1, 20, 8, tzinfo=UTC)
        operations.plan(crew, begins_at=datetime(2036, 1, 4, 9, tzinfo=UTC), by=cast["kim"], at=at)
        operations.plan(crew, begins_at=datetime(2027, 2, 3, 7, tzinfo=UTC), by=cast["kim"], at=at)
        assert self.next_after(2027, 1, 20) == "2027-02-15 14:00"
        assert operations.plan_ahead(at) == 0

    def test_is_not_planned_twice_on_a_day_that_was_planned_by_hand(self, crew, cast):
        at = datetime(2027, 1, 20, 8, tzinfo=UTC)
        operations.plan(crew, begins_at=datetime(2027, 2, 15, 8, tzinfo=UTC), by=cast["kim"], at=at)
        assert operations.plan_ahead(at) == 0

    def test_says_on_its_form_what_it_counts_from_and_keeps_it(self, crew, cast, client_of):
        address = reverse("bodies:rhythm", args=[crew.key])
        page = client_of(cast["kim"]).get(address).content.decode()
        assert 'value="2027-01-15"' in page
        assert 'value="14:00"' in page
        assert "on the last day" in page
        given = {"rhythm": "quarterly", "since": "2027-01-31", "clock": "09:30", "minutes": "60", "place": "Hall"}
        assert client_of(cast["kim"]).post(address, given).status_code == 302
        kept = Rhythm.objects.get(body=crew)
        assert (kept.rule, kept.since, kept.clock) == ("FREQ=MONTHLY;INTERVAL=3", date(2027, 1, 31), time(9, 30))
