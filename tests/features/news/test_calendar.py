"""One calendar of all news: nobody sees plans that are not theirs; what comes together is said before it does."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polder.capabilities.publishing import operations as route
from polder.features.news import operations, planning
from polder.features.news.planning import Entry, Period
from polder.features.news.queries import calendar as queries
from polder.ground.organisation.models import Party

ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 11, 25)  # a Wednesday


def entry(kind, day=TODAY, item=1, audience=None, hour=9):
    at = None if kind == "deadline" else datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return Entry(kind, day, at, item, f"Item {item}", f"/{item}/", "News", audience)


def found(entries, overlap=lambda one, other: one is None or other is None or one == other):
    return [(clash.kind, [each.item for each in clash.entries]) for clash in planning.clashes(entries, TODAY, overlap)]


def test_a_month_is_shown_with_the_whole_weeks_around_it():
    period = Period.of_month(TODAY)
    assert (period.first, period.last) == (date(2026, 10, 26), date(2026, 12, 6))
    assert (period.before, period.after) == (date(2026, 10, 31), date(2026, 12, 1))
    week = Period.of_week(TODAY)
    assert (week.first, week.last, week.after) == (date(2026, 11, 23), date(2026, 11, 29), date(2026, 11, 30))


def test_the_load_of_an_audience_counts_what_is_for_everybody_too():
    entries = [entry("live"), entry("scheduled", item=2, audience=7), entry("expiry", item=3, audience=7)]
    loads = {load.audience: list(load.weeks) for load in planning.loads(Period.of_week(TODAY), entries)}
    assert loads == {None: [1], 7: [2]}


def test_two_deadlines_on_a_day_clash_for_people_who_must_read_both():
    both = [entry("deadline", item=1, audience=7), entry("deadline", item=2, audience=8)]
    assert found(both) == []
    assert found([entry("deadline", item=1), entry("deadline", item=2, audience=8)]) == [("deadlines", [1, 2])]
    tomorrow = TODAY + timedelta(days=1)
    assert found([entry("deadline", item=1), entry("deadline", tomorrow, item=2)]) == []


def test_two_items_cannot_stand_above_the_others_at_once():
    later = TODAY + timedelta(days=3)
    assert found([entry("highlight", item=1), entry("highlight", later, item=2)]) == [("highlights", [1, 2])]
    assert found([entry("highlight", item=1, audience=7), entry("highlight", later, item=2, audience=8)]) == []


def test_more_than_three_items_on_a_day_for_one_audience_are_too_many():
    general = [entry("scheduled", item=n) for n in range(3)]
    assert found(general) == []
    assert found([*general, entry("scheduled", item=9, audience=7)]) == [("crowded", [0, 1, 2, 9])]
    assert found([*general, entry("live", item=9)]) == [("crowded", [0, 1, 2, 9])]
    yesterday = TODAY - timedelta(days=1)
    assert found([entry("live", yesterday, item=n) for n in range(5)]) == []  # cannot be mended any more


@pytest.fixture
def now():
    return timezone.now()


def kinds(person, now):
    period = Period.of_month(now.astimezone(ZONE).date())
    return {(each.kind, each.title) for each in queries.entries(person, now, period, ZONE)}


@pytest.mark.django_db
def test_readers_see_what_is_for_them_and_planners_what_is_planned(cast, channel, item_in, now):
    live, draft = item_in(channel, "bonus"), item_in(channel, "idea", live=False)
    secret, soon = item_in(channel, "secret"), item_in(channel, "soon", live=False)
    route.aim(secret, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now)
    route.submit(soon, by=cast["omar"], at=now, minor=True)
    route.approve(soon, publish_at=now + timedelta(seconds=1), by=cast["meral"], at=now)
    today = now.astimezone(ZONE).date()
    route.require_reading(live, audience=[], before=today, by=cast["meral"], at=now)
    assert kinds(cast["bas"], now) == {("live", "Bonus"), ("deadline", "Bonus")}
    assert kinds(cast["meral"], now) == {
        ("live", "Bonus"), ("deadline", "Bonus"), ("live", "Secret"), ("scheduled", "Soon"),
    }  # fmt: skip
    assert queries.drafts(cast["bas"], now) == []
    assert queries.drafts(cast["meral"], now) == [draft]
    assert (queries.plans(cast["bas"], now), queries.plans(cast["meral"], now)) == (False, True)


@pytest.mark.django_db
def test_what_expires_and_stands_above_the_others_is_on_its_day(cast, channel, item_in, now):
    item = item_in(channel, "bonus")
    soon = now + timedelta(seconds=5)
    route.stay(item, until=soon, by=cast["meral"], at=now)
    operations.highlight(item, until=soon, by=cast["meral"], at=now)
    assert {kind for kind, _title in kinds(cast["bas"], now)} == {"live", "expiry", "highlight"}
    route.run_due(soon)
    assert {kind for kind, _title in kinds(cast["meral"], soon)} == {"live", "expiry"}  # “expired”, for who keeps it
    assert kinds(cast["bas"], soon) == set()


@pytest.mark.django_db
def test_audiences_overlap_when_somebody_is_in_both(cast, channel, item_in, now):
    first, second, third = (item_in(channel, slug) for slug in ("one", "two", "three"))
    for item, ref in ((first, "unit:hr"), (second, "unit:hr-east"), (third, "unit:it")):
        route.aim(item, parties=[Party.objects.get(ref=ref)], by=cast["meral"], at=now)
        item.refresh_from_db()
    overlap = queries.overlap(now)
    assert overlap(first.audience_id, second.audience_id)
    assert not overlap(first.audience_id, third.audience_id)
    assert overlap(None, third.audience_id)


@pytest.mark.django_db
def test_the_screen_says_what_comes_together_to_who_plans(cast, channel, item_in, now, client_of):
    today = now.astimezone(ZONE).date()
    for slug in ("one", "two"):
        route.require_reading(item_in(channel, slug), audience=[], before=today, by=cast["meral"], at=now)
    page = client_of(cast["meral"]).get("/news/calendar/").content.decode()
    assert "2 items must be read by" in page
    assert "In numbers" in page
    reader = client_of(cast["bas"]).get("/news/calendar/?view=week").content.decode()
    assert ("One" in reader, "What comes together" in reader) == (True, False)
    for day in ("2026-13-40", "x", "9999-12-31"):
        assert client_of(cast["bas"]).get("/news/calendar/", {"day": day}).status_code == 200


@pytest.mark.django_db
def test_the_calendar_costs_the_same_for_few_and_for_many(cast, channel, item_in, client_of):
    def cost():
        client.get("/news/calendar/")
        with CaptureQueriesContext(connection) as made:
            client.get("/news/calendar/")
        return len(made)

    client = client_of(cast["meral"])
    item_in(channel, "first")
    few = cost()
    for number in range(12):
        item_in(channel, f"item-{number}")
    assert cost() <= few <= 20
